// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace net {

/// Reads the name that a TLS client says it wants (SNI, RFC 6066) from the first bytes it sends.
class ClientHello
{
public:
    enum class State {
        Incomplete,
        Read,
        Broken, ///< no ClientHello, or one that a server would refuse
    };

    /// Of whole records, message and all; the largest that browsers send are a tenth of it.
    static constexpr std::size_t maxBytes = 32 * 1024;

    /// Takes what came next; nothing after the message is looked at.
    State feed(std::string_view bytes);
    State state() const { return m_state; }
    /// Lower case; empty when the client named none.
    const std::string &serverName() const { return m_serverName; }

private:
    State readRecords();
    State readMessage();
    bool readBody(std::string_view body);
    bool readExtensions(std::string_view list);
    bool readServerNames(std::string_view extension);

    State m_state = State::Incomplete;
    std::string m_records; ///< not yet taken apart
    std::string m_message; ///< of the records so far
    std::string m_serverName;
};

} // namespace net
