// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Socks.h"

#include <arpa/inet.h>

namespace socks {

namespace {

constexpr unsigned version = 5;
constexpr unsigned connectCommand = 1;
enum AddressType : unsigned { Version4 = 1, Name = 3, Version6 = 4 };

unsigned byteAt(const std::string &bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

std::string addressText(int family, const char *raw)
{
    char text[INET6_ADDRSTRLEN] = "";
    ::inet_ntop(family, raw, text, sizeof(text));
    return text;
}

} // namespace

Greeting Greeting::take(std::string &bytes)
{
    Greeting greeting;
    if (!bytes.empty() && byteAt(bytes, 0) != version)
        greeting.outcome = Outcome::Broken;
    if (bytes.size() < 2 || bytes.size() < 2 + byteAt(bytes, 1)
        || greeting.outcome == Outcome::Broken)
        return greeting;
    const std::size_t length = 2 + byteAt(bytes, 1);
    greeting.offersNone = bytes.substr(2, length - 2).find('\0') != std::string::npos;
    greeting.outcome = Outcome::Done;
    bytes.erase(0, length);
    return greeting;
}

Request Request::take(std::string &bytes)
{
    constexpr std::size_t start = 4; // before the address
    Request request;
    const auto broken = [&request](Reply reply) {
        request.outcome = Outcome::Broken;
        request.refusal = reply;
        return request;
    };
    if (bytes.size() < start + 1)
        return request;
    if (byteAt(bytes, 0) != version)
        return broken(Reply::Failed);
    if (byteAt(bytes, 1) != connectCommand)
        return broken(Reply::NoSuchCommand);
    const unsigned type = byteAt(bytes, 3);
    if (type != Version4 && type != Name && type != Version6)
        return broken(Reply::NoSuchAddressType);
    const std::size_t length = type == Version4   ? 4
                               : type == Version6 ? 16
                                                  : 1 + byteAt(bytes, start);
    if (bytes.size() < start + length + 2)
        return request;
    request.target.host = type == Version4   ? addressText(AF_INET, bytes.data() + start)
                          : type == Version6 ? addressText(AF_INET6, bytes.data() + start)
                                             : bytes.substr(start + 1, length - 1);
    request.target.port = static_cast<int>(byteAt(bytes, start + length) << 8
                                           | byteAt(bytes, start + length + 1));
    bytes.erase(0, start + length + 2);
    if (!isHostText(request.target.host) || request.target.port == 0)
        return broken(Reply::Failed);
    request.outcome = Outcome::Done;
    return request;
}

std::string answer(Reply reply)
{
    std::string bytes{"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10};
    bytes[1] = static_cast<char>(reply);
    return bytes;
}

} // namespace socks
