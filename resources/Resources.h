// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace resources {

/// Registers the files that are compiled in (":/sql/...", ":/prompts/...", ...). Safe to call
/// again.
void init();

} // namespace resources
