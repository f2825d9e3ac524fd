// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/ClientHello.h"

#include <algorithm>
#include <optional>
#include <set>

namespace net {

namespace {

constexpr std::size_t recordHeader = 5;
constexpr std::size_t messageHeader = 4;
constexpr std::size_t maxFragment = 16 * 1024;
constexpr unsigned handshakeRecord = 22;
constexpr unsigned clientHelloMessage = 1;
constexpr unsigned serverNameExtension = 0;
constexpr unsigned hostNameType = 0;

/// Takes fields off the front of bytes. After one that is not all there nothing more is there.
class FieldReader
{
public:
    explicit FieldReader(std::string_view bytes)
        : m_left(bytes)
    {}

    bool isAtEnd() const { return m_left.empty(); }
    std::optional<std::string_view> bytes(std::size_t count)
    {
        if (count > m_left.size())
            return {};
        const std::string_view taken = m_left.substr(0, count);
        m_left.remove_prefix(count);
        return taken;
    }
    std::optional<unsigned> number(std::size_t width)
    {
        const auto digits = bytes(width);
        if (!digits)
            return {};
        unsigned value = 0;
        for (const char digit : *digits)
            value = value << 8 | static_cast<unsigned char>(digit);
        return value;
    }
    /// Bytes after their own length, which is @p width bytes wide.
    std::optional<std::string_view> vector(std::size_t width)
    {
        const auto length = number(width);
        return length ? bytes(*length) : std::nullopt;
    }

private:
    std::string_view m_left;
};

} // namespace

ClientHello::State ClientHello::feed(std::string_view bytes)
{
    if (m_state != State::Incomplete)
        return m_state;
    m_records += bytes.substr(0, maxBytes + 1);
    return m_state = readRecords();
}

ClientHello::State ClientHello::readRecords()
{
    std::string_view left = m_records;
    while (left.size() >= recordHeader) {
        FieldReader record(left);
        const auto type = record.number(1);
        const auto version = record.number(2);
        const auto length = record.number(2);
        // An empty record would let a message go on for ever.
        if (*type != handshakeRecord || *version >> 8 != 3 || *length == 0 || *length > maxFragment)
            return State::Broken;
        const auto fragment = record.bytes(*length);
        if (!fragment)
            break;
        m_message += *fragment;
        left.remove_prefix(recordHeader + *length);
        if (const State state = readMessage(); state != State::Incomplete)
            return state;
    }
    m_records.erase(0, m_records.size() - left.size());
    // What cannot become a handshake is not waited for.
    const bool isOther = !m_records.empty()
                         && static_cast<unsigned char>(m_records.front()) != handshakeRecord;
    const bool isTooLong = m_records.size() + m_message.size() > maxBytes;
    return isOther || isTooLong ? State::Broken : State::Incomplete;
}

ClientHello::State ClientHello::readMessage()
{
    FieldReader message(m_message);
    const auto type = message.number(1);
    if (type && *type != clientHelloMessage)
        return State::Broken;
    const auto length = message.number(3);
    if (!length)
        return State::Incomplete;
    if (*length > maxBytes - messageHeader)
        return State::Broken;
    const auto body = message.bytes(*length);
    if (!body)
        return State::Incomplete;
    return readBody(*body) ? State::Read : State::Broken;
}

bool ClientHello::readBody(std::string_view body)
{
    constexpr std::size_t versionAndRandom = 2 + 32;
    FieldReader reader(body);
    const bool hasStart = reader.bytes(versionAndRandom) && reader.vector(1) // session id
                          && reader.vector(2) // cipher suites
                          && reader.vector(1); // compression methods
    if (!hasStart || reader.isAtEnd())
        return hasStart;
    const auto extensions = reader.vector(2);
    return extensions && reader.isAtEnd() && readExtensions(*extensions);
}

bool ClientHello::readExtensions(std::string_view list)
{
    FieldReader reader(list);
    std::set<unsigned> seen;
    while (!reader.isAtEnd()) {
        const auto type = reader.number(2);
        const auto content = reader.vector(2);
        // Of two names a server could take the other one.
        if (!type || !content || !seen.insert(*type).second)
            return false;
        if (*type == serverNameExtension && !readServerNames(*content))
            return false;
    }
    return true;
}

bool ClientHello::readServerNames(std::string_view extension)
{
    FieldReader reader(extension);
    const auto list = reader.vector(2);
    if (!list || !reader.isAtEnd())
        return false;
    FieldReader names(*list);
    const auto type = names.number(1);
    const auto name = names.vector(2);
    // There is one type of name, and no server takes more than one.
    if (!type || *type != hostNameType || !name || name->empty() || !names.isAtEnd())
        return false;
    m_serverName = *name;
    std::ranges::transform(m_serverName, m_serverName.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return true;
}

} // namespace net
