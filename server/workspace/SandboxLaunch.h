// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/LocalPlace.h"
#include "workspace/SandboxSpec.h"

namespace workspace {

/// How the sandbox is started; @p filter is that of systemCallFilter(). A server that is root gives
/// its rights up first: it shows the mounts to another user under other paths, for its own folders
/// are closed to that user, and becomes that user.
core::Result<LocalLaunch> sandboxLaunch(const SandboxSpec &spec, const QByteArray &filter);

} // namespace workspace
