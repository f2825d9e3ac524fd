// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// Carries bytes between the standard streams and the socket of a serving helper, until either side
/// ends. Answers with the exit code: 1 when nobody serves there within five seconds.
int bridge(const char *path);
