// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/LocalPlace.h"

namespace workspace {

/// Starts a sandbox whose command ends at once. Unavailable, with what to do about it, when that
/// does not succeed.
core::Task<> tryLaunch(LocalLaunch launch);

/// Why bubblewrap failed with these words on this machine, and what to do.
QString sandboxAdvice(const QString &words, bool isInContainer);

} // namespace workspace
