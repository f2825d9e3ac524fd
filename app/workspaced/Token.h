// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Sha256.h"

#include <optional>

/// What a peer must know before it may command this program.
class Token
{
public:
    // From BERTH_TOKEN_SHA256, which is wiped, so that no child sees it. A value that is not 64
    // hexadecimal digits is one that nobody can match.
    static Token fromEnvironment();

    bool isWanted() const { return m_digest.has_value(); }
    bool admits(std::string_view token) const;

private:
    std::optional<Digest> m_digest;
    bool m_isBroken = false;
};
