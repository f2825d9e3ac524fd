// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Token.h"

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace {

constexpr const char *variable = "BERTH_TOKEN_SHA256";

std::optional<Digest> parse(std::string_view hex)
{
    Digest digest{};
    if (hex.size() != digest.size() * 2)
        return {};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const char *from = hex.data() + 2 * i;
        const auto [end, error] = std::from_chars(from, from + 2, digest[i], 16);
        if (error != std::errc() || end != from + 2)
            return {};
    }
    return digest;
}

} // namespace

Token Token::fromEnvironment()
{
    Token token;
    char *value = std::getenv(variable);
    if (!value)
        return token;
    const std::optional<Digest> digest = parse(value);
    token.m_digest = digest.value_or(Digest());
    token.m_isBroken = !digest;
    std::memset(value, 0, std::strlen(value)); // also what /proc shows of us
    ::unsetenv(variable);
    return token;
}

bool Token::admits(std::string_view token) const
{
    return !m_digest || (!m_isBroken && areEqual(sha256(token), *m_digest));
}
