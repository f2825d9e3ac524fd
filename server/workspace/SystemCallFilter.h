// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace workspace {

/// The program for the kernel (seccomp) that keeps a sandbox from what no work in it needs: other
/// system calls fail as on a kernel without them, and foreign instruction sets end the process.
/// Unavailable where it cannot be made.
core::Result<QByteArray> systemCallFilter();

} // namespace workspace
