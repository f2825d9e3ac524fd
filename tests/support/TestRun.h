// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace test {

/// Runs the classes that the program's arguments name, all without any; how many tests failed, at
/// most 127. It needs an application.
int runClasses();

} // namespace test
