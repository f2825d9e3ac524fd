// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

#include "conversations/WorkspaceNews.h"
#include "core/Id.h"

using namespace std::chrono;

/// How long after its start a run's end is told at the earliest: the client must have dealt with
/// the answer to its request by then, or it would miss the end.
static constexpr milliseconds soonestEnd{150};

// What those who listen are told.

QByteArray conversations::Conversation::snapshotFrame()
{
    model::Event event;
    event.id = core::newId();
    event.timestamp = m_log.nextTimestamp();
    event.body = model::ConversationStateUpdateEvent{"full_state", QJsonValue(m_state.snapshot())};
    return json::text(model::toJson(event));
}

void conversations::Conversation::publishSnapshot()
{
    m_log.publish([this] { return snapshotFrame(); });
}

/// Not part of the log: it is past when somebody reads that.
void conversations::Conversation::publishNews(const QJsonObject &news)
{
    m_log.publish([this, news] {
        model::Event event;
        event.id = core::newId();
        event.timestamp = m_log.nextTimestamp();
        event.body = model::ConversationStateUpdateEvent{WorkspaceNews::key, QJsonValue(news)};
        return json::text(model::toJson(event));
    });
}

void conversations::Conversation::scheduleFinalSnapshots()
{
    const auto sinceStart = core::Clock::system().monotonic() - m_startedAt;
    const auto wait = duration_cast<milliseconds>(soonestEnd - sinceStart);
    m_snapshotsLeft = 2;
    m_snapshotTimer.start(qMax(milliseconds(0), wait));
}

conversations::Progress conversations::Conversation::progressWith(const llm::Delta &delta)
{
    if (!m_progress) {
        m_progress = Progress{.itemId = core::newId(), .anchorSeq = m_log.length() - 1};
    } else if (m_progress->delta.responseId != delta.responseId) {
        ++m_progress->attempt;
        m_progress->order = 0;
    }
    m_progress->delta = delta;
    Progress progress = *m_progress;
    m_progress->order += delta.content.has_value() + delta.reasoningContent.has_value();
    return progress;
}

void conversations::Conversation::showDelta(const llm::Delta &delta)
{
    const llm::Delta shown = m_deltaMask.take(delta, m_secrets.values());
    if (saysSomething(shown))
        publishDelta(shown);
}

void conversations::Conversation::endDeltas()
{
    const llm::Delta rest = m_deltaMask.rest(m_secrets.values());
    if (saysSomething(rest))
        publishDelta(rest);
    m_deltaMask.reset();
}

void conversations::Conversation::publishDelta(const llm::Delta &delta)
{
    m_log.publish([this, delta] {
        model::Event event;
        event.id = core::newId();
        event.timestamp = m_log.nextTimestamp();
        event.source = model::Source::Agent;
        event.body = model::StreamingDeltaEvent{delta.content, delta.reasoningContent};
        return json::text(model::toJson(event));
    }, progressWith(delta));
}

void conversations::Conversation::dropDeltas(const QString &reason)
{
    m_deltaMask.reset();
    if (!m_progress)
        return;
    m_progress->dropReason = reason;
    m_log.publish([] { return QByteArray(); }, std::exchange(m_progress, {}));
}
