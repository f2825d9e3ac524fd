// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"
#include "conversations/Projection.h"

namespace conversations {

/// Makes what people are told of a conversation's events, once for everybody who listens. It keeps
/// the conversation in memory and goes with its last listener.
class Projector : public QObject
{
    Q_OBJECT

public:
    /// The one that the conversation's listeners share.
    static std::shared_ptr<Projector> of(const std::shared_ptr<Conversation> &conversation);

    const std::shared_ptr<Conversation> &conversation() const { return m_conversation; }
    /// How many events were projected, for tests.
    qint64 made() const { return m_made; }

signals:
    /// An event, stored or not; one that tells nothing comes with its number and an empty text.
    void projected(const conversations::Projected &item);
    /// The conversation has been closed.
    void ended();

private:
    explicit Projector(std::shared_ptr<Conversation> conversation);

    std::shared_ptr<Conversation> m_conversation;
    qint64 m_made = 0;
};

} // namespace conversations
