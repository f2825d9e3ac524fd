// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
// Takes the same time wherever the two differ.
bool areEqual(const Digest &one, const Digest &other);
