// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"

namespace workspace {

/// Whether @p path, which need not exist, leads to @p folder or to something below it once every
/// link is followed. It tells a client that it went astray; it is no wall, for what a path leads to
/// may change at any time.
core::Task<bool> liesWithin(std::shared_ptr<Channel> channel, QString path, QString folder);

} // namespace workspace
