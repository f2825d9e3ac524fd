// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/NoRuntime.h"

namespace workspace {

core::Task<std::shared_ptr<Channel>> NoRuntime::open(QString)
{
    co_return core::fail(
        core::Error::Kind::Unavailable,
        "Nothing can run here: the server was started without a runtime. Start it with "
        "--runtime local to run commands as your own user on this machine, without "
        "isolation; this build has no other runtime.");
}

core::Task<> NoRuntime::stop()
{
    co_return {};
}

} // namespace workspace
