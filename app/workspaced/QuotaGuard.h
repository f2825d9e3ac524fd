// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Keeps this process, and all that it starts from here on, from taking files out of the quota that
/// bounds them: a file system lets the owner of a file give it the number of another project, whose
/// space it then counts against. The calls that do this fail with EPERM or ENOSYS. A kernel that
/// filters no system calls leaves them as they are.
void keepFilesInTheirQuota();
