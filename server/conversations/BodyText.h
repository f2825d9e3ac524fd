// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/State.h"

#include <array>
#include <optional>

namespace conversations {

/// The text of a state's body, as it is stored. Of what has not changed since it was asked last,
/// the text is kept: an agent and its statistics are long, and a new event changes neither.
class BodyText
{
public:
    /// One JSON object with all secrets sealed.
    QByteArray of(const State &state, const secrets::Vault &vault);
    /// Gives the memory back; everything is written anew by the next call.
    void forget() { m_last.reset(); }

private:
    struct Last
    {
        State state;
        /// "name":value of each field; empty when it is left out.
        std::array<QByteArray, std::tuple_size_v<decltype(State::fields())>> texts;
    };
    std::optional<Last> m_last;
};

} // namespace conversations
