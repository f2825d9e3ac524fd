// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Watch.h"

static constexpr std::chrono::milliseconds watchPeriod{50};

conversations::Watch::Watch(Conversations *conversations)
    : m_conversations(conversations)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(watchPeriod);
    connect(&m_timer, &QTimer::timeout, this, &Watch::tellAll);
}

void conversations::Watch::begin()
{
    if (m_listeners++ > 0)
        return;
    connect(m_conversations, &Conversations::loaded, this, &Watch::follow);
    connect(m_conversations, &Conversations::created, this,
            [this](const State &state) { touch(state.id); });
    connect(m_conversations, &Conversations::removing, this, [this](const State &state) {
        forget(state.id);
        emit removed(state);
    });
    for (const std::shared_ptr<Conversation> &conversation : m_conversations->inMemory())
        follow(conversation);
}

void conversations::Watch::end()
{
    if (--m_listeners > 0)
        return;
    m_conversations->disconnect(this);
    for (const QString &id : m_followed.keys())
        forget(id);
    m_timer.stop();
}

void conversations::Watch::follow(const std::shared_ptr<Conversation> &conversation)
{
    // The connections end with the conversation, which they must not keep alive.
    const QString id = conversation->id();
    m_followed.insert(id, conversation);
    connect(conversation.get(), &Conversation::framePublished, this,
            [this, id](const Frame &frame) { note(id, frame); });
    connect(conversation.get(), &Conversation::amended, this, [this, id] { touch(id); });
    connect(conversation.get(), &Conversation::queued, this, [this, id] { touch(id); });
    connect(conversation.get(), &Conversation::closed, this, [this, id] {
        tell(id);
        forget(id);
    });
}

void conversations::Watch::note(const QString &id, const Frame &frame)
{
    // Pieces of an answer change nothing that a list shows.
    if (!frame.progress)
        touch(id);
}

void conversations::Watch::touch(const QString &id)
{
    m_touched.insert(id);
    if (!m_timer.isActive())
        m_timer.start();
}

void conversations::Watch::tell(const QString &id)
{
    if (!m_touched.remove(id))
        return;
    if (const std::shared_ptr<Conversation> conversation = m_followed.value(id).lock())
        emit changed(conversation);
}

void conversations::Watch::tellAll()
{
    const QList<QString> ids = m_touched.values();
    for (const QString &id : ids)
        tell(id);
}

void conversations::Watch::forget(const QString &id)
{
    if (const std::shared_ptr<Conversation> conversation = m_followed.take(id).lock())
        conversation->disconnect(this);
    m_touched.remove(id);
}

#include "moc_Watch.cpp"
