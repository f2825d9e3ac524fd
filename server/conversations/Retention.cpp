// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Retention.h"

#include "conversations/LogScope.h"
#include "core/Logging.h"

using namespace std::chrono;

namespace {

constexpr minutes firstLook{1};
constexpr hours period{1};
/// Conversations that are asked for at once.
constexpr int batch = 20;
/// Events that one job of the database deletes: a few milliseconds.
constexpr int eventsPerErasure = 500;

} // namespace

conversations::Retention::Retention(Services services)
    : m_services(std::move(services))
{
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_timer.start(period);
        core::spawn(sweep(), "erasing old conversations");
    });
}

void conversations::Retention::start()
{
    m_timer.start(firstLook);
}

core::Task<> conversations::Retention::stop()
{
    m_timer.stop();
    m_stop.request_stop();
    if (const std::optional<core::Deferred<bool>> swept = m_swept)
        co_await *swept;
    co_return {};
}

core::Task<> conversations::Retention::sweep(int most)
{
    if (m_swept)
        co_return {};
    const core::Deferred<bool> swept = m_swept.emplace();
    const microseconds keep = m_services.limits.keepClosed;
    const qint64 due = (core::Clock::system().now() - keep).count();
    const core::Result<> done = co_await sweepBatches(due, most);
    m_swept.reset();
    swept.resolve(true);
    co_return done;
}

core::Task<> conversations::Retention::sweepBatches(qint64 due, int most)
{
    for (int left = most; left > 0;) {
        const core::Result<QStringList> ids =
            co_await m_services.conversations->closedBefore(due, qMin(batch, left));
        if (!ids)
            co_return std::unexpected(ids.error());
        if (ids->isEmpty())
            co_return {};
        for (const QString &id : *ids) {
            if (m_stop.stop_requested())
                co_return {};
            const core::Result<> erased = co_await erase(id);
            if (!erased)
                co_return std::unexpected(erased.error());
            --left;
        }
    }
    co_return {};
}

core::Task<> conversations::Retention::erase(QString id)
{
    const core::Result<> removed = co_await removeFiles(id);
    if (!removed) {
        const core::LogScope scope({{"conversation", id}});
        qCInfo(lcConversations).noquote()
            << "Its files stay in the workspace:" << removed.error().message << id;
    }
    bool isGone = false;
    while (!isGone) {
        const core::Result<bool> step = co_await m_services.conversations->erase(id,
                                                                                 eventsPerErasure);
        if (!step)
            co_return std::unexpected(step.error());
        isGone = *step;
    }
    co_return {};
}

core::Task<> conversations::Retention::removeFiles(QString id)
{
    const core::Result<std::optional<store::ConversationRow>> row =
        co_await m_services.conversations->find(id, store::Shelf::Closed);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return {};
    const core::Result<State> state = State::fromRow(**row, *m_services.vault);
    if (!state)
        co_return std::unexpected(state.error());
    // Only what this server made: a folder below its own.
    if (!state->persistenceDir.startsWith(m_services.persistenceRoot + '/'))
        co_return {};
    const core::Result<std::shared_ptr<workspace::Channel>> channel =
        co_await m_services.runtime->open(state->place());
    if (!channel)
        co_return std::unexpected(channel.error());
    const core::Result<> removed = co_await (*channel)->remove(state->persistenceDir);
    if (!removed && removed.error().kind == core::Error::Kind::NotFound)
        co_return {};
    co_return removed;
}

#include "moc_Retention.cpp"
