// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversations.h"

#include "conversations/LogScope.h"
#include "core/Logging.h"

using std::chrono::nanoseconds;
using core::Error;

core::Task<std::shared_ptr<conversations::Conversation>> conversations::Conversations::load(
    QString id)
{
    if (m_opening.contains(id)) {
        const Opened opening = m_opening.value(id);
        co_return co_await opening;
    }
    const Opened opening;
    m_opening.insert(id, opening);
    if (m_leaving.contains(id)) {
        const core::Deferred<bool> leaving = m_leaving.value(id);
        co_await leaving;
    }
    const core::Result<std::shared_ptr<Conversation>> outcome = co_await loadNow(id);
    if (outcome) {
        m_live.insert(id, *outcome);
        touch(id);
        connect(outcome->get(), &Conversation::broke, this, [this, id] {
            const core::LogScope scope({{"conversation", id}});
            qCCritical(lcConversations).noquote()
                << "Events could not be stored; reading the conversation anew" << id;
            evict(id);
        });
        if (!m_evictionTimer.isActive())
            m_evictionTimer.start();
        emit loaded(*outcome);
        if (m_live.size() > m_services.limits.inMemory)
            evictIdle();
    }
    m_opening.remove(id);
    opening.resolve(outcome);
    co_return outcome;
}

core::Task<std::shared_ptr<conversations::Conversation>> conversations::Conversations::loadNow(
    QString id)
{
    const core::Result<std::optional<store::ConversationRow>> row =
        co_await m_services.conversations->find(id);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return core::fail(Error::Kind::NotFound, "Not Found");
    const core::Result<State> state = State::fromRow(**row, *m_services.vault);
    if (!state)
        co_return std::unexpected(state.error());
    auto conversation = std::make_shared<Conversation>(*state, m_services);
    const core::Result<> opened = co_await conversation->open();
    if (!opened)
        co_return std::unexpected(opened.error());
    co_return conversation;
}

void conversations::Conversations::touch(const QString &id)
{
    m_lastUse.insert(id, core::Clock::system().monotonic());
}

bool conversations::Conversations::isInUse(const QString &id) const
{
    const std::shared_ptr<Conversation> conversation = live(id);
    // The map and this variable own it; more owners are commands under way or sockets.
    return !conversation->isQuiet() || conversation.use_count() > 2;
}

void conversations::Conversations::evictIdle()
{
    QStringList ids = m_live.keys();
    std::ranges::sort(ids, {}, [this](const QString &id) { return m_lastUse.value(id); });
    const nanoseconds now = core::Clock::system().monotonic();
    for (const QString &id : std::as_const(ids)) {
        const bool isOld = now - m_lastUse.value(id) >= m_services.limits.keepIdle;
        if (!isOld && m_live.size() <= m_services.limits.inMemory)
            break;
        if (!isInUse(id))
            evict(id);
    }
    if (m_live.isEmpty())
        m_evictionTimer.stop();
}

void conversations::Conversations::evict(const QString &id)
{
    const std::shared_ptr<Conversation> conversation = m_live.take(id);
    m_lastUse.remove(id);
    if (!conversation || m_leaving.contains(id))
        return;
    m_leaving.insert(id, core::Deferred<bool>());
    spawnFor(conversation->state(), leave(id, conversation), "closing an idle conversation");
}

core::Task<> conversations::Conversations::leave(QString id,
                                                 std::shared_ptr<Conversation> conversation)
{
    const core::Result<> closed = co_await conversation->close();
    m_leaving.take(id).resolve(true);
    co_return closed;
}
