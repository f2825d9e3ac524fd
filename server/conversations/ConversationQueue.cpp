// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

// A run that waits for its turn. Its status is "running" all the while, as clients expect it that
// have been told that it runs.

static constexpr const char *queueKey = "queue";

QCoro::Task<bool> conversations::Conversation::awaitTurn()
{
    const auto self = shared_from_this();
    if (m_stop.stop_requested())
        co_return false;
    const std::weak_ptr<Conversation> weak = self;
    const auto turn = m_services.admission->ask(m_state.userId, m_state.id,
                                                [weak](const QueuePlace &place) {
        if (const auto conversation = weak.lock())
            conversation->showPlace(place);
    });
    bool isItsTurn = true;
    if (turn) {
        if (!m_state.queuedAt)
            m_state.queuedAt = core::Clock::system().now().count();
        appendUpdate(queueKey, json::write(m_state.queue.value_or(QueuePlace())));
        isItsTurn = co_await *turn;
    }
    if (m_keepsWaiting)
        co_return false;
    m_state.queue.reset();
    if (std::exchange(m_state.queuedAt, std::nullopt))
        appendUpdate(queueKey, QJsonValue::Null);
    if (turn)
        emit queued();
    if (isItsTurn && !std::exchange(m_hasBegun, true))
        emit runBegan();
    co_return isItsTurn;
}

void conversations::Conversation::showPlace(const QueuePlace &place)
{
    m_state.queue = place;
    emit queued();
}

core::Task<> conversations::Conversation::waitAgain()
{
    const auto self = shared_from_this();
    const core::Result<> prepared = co_await prepareRun();
    if (prepared) {
        startRun();
        co_return {};
    }
    m_state.queuedAt.reset();
    appendUpdate(queueKey, QJsonValue::Null);
    co_return co_await recover();
}
