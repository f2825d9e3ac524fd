// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/HistoryIndex.h"

#include "core/Logging.h"

using namespace std::chrono;

static constexpr minutes afterFailure{1};

conversations::HistoryIndex::HistoryIndex(store::History *history, Pace pace)
    : m_history(history)
    , m_pace(pace)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { core::spawn(step(), "indexing the history"); });
    m_tidying.setInterval(m_pace.tidying);
    connect(&m_tidying, &QTimer::timeout, this,
            [this] { core::spawn(tidy(), "tidying the history"); });
}

void conversations::HistoryIndex::start()
{
    m_timer.start(m_pace.after);
    m_tidying.start();
}

void conversations::HistoryIndex::follow()
{
    m_isMoreWritten = true;
    if (!m_stepping && !m_timer.isActive() && !m_stop.stop_requested())
        m_timer.start(m_pace.after);
}

core::Task<> conversations::HistoryIndex::stop()
{
    m_stop.request_stop();
    m_timer.stop();
    m_tidying.stop();
    if (const std::optional<core::Deferred<bool>> stepping = m_stepping)
        co_await *stepping;
    if (const std::optional<core::Deferred<bool>> tidied = m_tidied)
        co_await *tidied;
    co_return {};
}

core::Task<> conversations::HistoryIndex::step()
{
    const core::Deferred<bool> stepping = m_stepping.emplace();
    m_isMoreWritten = false;
    const core::Result<bool> isMore = co_await m_history->indexSome();
    m_stepping.reset();
    stepping.resolve(true);
    m_isComplete = m_isComplete || (isMore && !*isMore);
    if (m_stop.stop_requested())
        co_return {};
    if (isMore && *isMore)
        m_timer.start(m_pace.between);
    else if (isMore && m_isMoreWritten)
        m_timer.start(m_pace.after);
    if (isMore)
        co_return {};
    m_timer.start(afterFailure);
    co_return std::unexpected(isMore.error());
}

core::Task<> conversations::HistoryIndex::tidy()
{
    if (m_tidied)
        co_return {};
    const core::Deferred<bool> tidied = m_tidied.emplace();
    core::Result<bool> isMore = true;
    while (isMore && *isMore && !m_stop.stop_requested()) {
        isMore = co_await m_history->tidySome();
        if (isMore && *isMore)
            co_await core::sleepFor(m_pace.between);
    }
    m_tidied.reset();
    tidied.resolve(true);
    if (!isMore)
        co_return std::unexpected(isMore.error());
    co_return {};
}

#include "moc_HistoryIndex.cpp"
