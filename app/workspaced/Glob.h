// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

// `*` and `?` stay within a path element, `**` crosses elements, `[a-z]` and `[!a]` are sets. A
// pattern without a slash matches in the top folder only.
bool matchesGlob(std::string_view pattern, std::string_view path);
