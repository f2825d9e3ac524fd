// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// Where a client of a proxy wants to go.
struct Authority
{
    std::string host; // without brackets
    int port = 0;

    // `host`, `host:port`, `[address]` or `[address]:port`. Without a port: `fallback`, or nothing
    // when that is 0.
    static std::optional<Authority> from(std::string_view text, int fallback);
};

// Whether it can be sent as a host: printable ASCII, and not too long.
bool isHostText(std::string_view text);

/// A request to a proxy, as RFC 9112 has it: CONNECT, or one with a whole http:// address.
struct ProxyRequest
{
    Authority target;
    std::string head; // what the target is told; empty for CONNECT

    struct Refusal
    {
        int status = 400;
        std::string message;
    };
    // `head` ends with an empty line.
    static std::expected<ProxyRequest, Refusal> from(std::string_view head);
};

// How long the head at the start of `bytes` is, with its empty line; nothing when it is not all
// there.
std::optional<std::size_t> headLength(std::string_view bytes);

// A whole answer that closes the connection.
std::string httpAnswer(int status, std::string_view message);
