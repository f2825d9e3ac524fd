// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Projector.h"

std::shared_ptr<conversations::Projector> conversations::Projector::of(
    const std::shared_ptr<Conversation> &conversation)
{
    if (const std::shared_ptr<Projector> shared = conversation->projector.lock())
        return shared;
    const std::shared_ptr<Projector> made(new Projector(conversation),
                                          [](Projector *each) { each->deleteLater(); });
    conversation->projector = made;
    return made;
}

conversations::Projector::Projector(std::shared_ptr<Conversation> conversation)
    : m_conversation(std::move(conversation))
{
    connect(m_conversation.get(), &Conversation::framePublished, this, [this](const Frame &frame) {
        ++m_made;
        const Projected item = conversations::projected(frame);
        if (item.seq >= 0 || !item.text.isEmpty())
            emit projected(item);
    });
    connect(m_conversation.get(), &Conversation::closed, this, &Projector::ended);
}

#include "moc_Projector.cpp"
