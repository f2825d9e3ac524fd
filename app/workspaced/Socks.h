// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "HttpHead.h"

#include <cstdint>

/// SOCKS 5 (RFC 1928) without authentication: what a client says, and what it is answered.
namespace socks {

enum class Reply : std::uint8_t {
    Succeeded = 0,
    Failed = 1,
    NotAllowed = 2,
    HostUnreachable = 4,
    Refused = 5,
    Expired = 6,
    NoSuchCommand = 7,
    NoSuchAddressType = 8,
};

enum class Outcome { Incomplete, Done, Broken };

inline constexpr std::string_view noAuthentication{"\x05\x00", 2};
inline constexpr std::string_view noMethod{"\x05\xff", 2};

// Each takes what it has read off the front of `bytes`.
struct Greeting
{
    Outcome outcome = Outcome::Incomplete;
    bool offersNone = false; // no authentication

    static Greeting take(std::string &bytes);
};

struct Request
{
    Outcome outcome = Outcome::Incomplete;
    Reply refusal = Reply::Failed; // when it is broken
    Authority target;

    static Request take(std::string &bytes);
};

std::string answer(Reply reply);

} // namespace socks
