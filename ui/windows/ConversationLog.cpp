// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationLog.h"

#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"

namespace ui {

static constexpr int newestEvents = 200;
static constexpr int keptRows = 200;

static QList<TimelineEvent> timelineEvents(const QList<StoredEvent> &stored)
{
    QList<TimelineEvent> events;
    events.reserve(stored.size());
    for (const StoredEvent &one : stored)
        events.append({int(one.seq), one.event, one.json});
    return events;
}

ConversationLog::ConversationLog(Client *client, TimelineModel *model, TimelineView *view,
                                 QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_model(model)
    , m_view(view)
{}

void ConversationLog::open(const QString &conversationId)
{
    m_stream.reset();
    m_earlier.reset();
    m_model->clear();
    m_id = conversationId;
    if (!m_id.isEmpty() && !m_isResting)
        listen({.newest = newestEvents});
}

void ConversationLog::listen(LogPart part)
{
    m_stream = std::make_unique<SessionStream>(m_client, m_id, part);
    if (part.newest)
        connect(m_stream.get(), &SessionStream::began, this, &ConversationLog::begin);
    connect(m_stream.get(), &SessionStream::eventsStored, this,
            [this](const QList<StoredEvent> &events) {
        m_model->append(timelineEvents(events));
        // What is in sight comes first.
        if (!m_model->isWhole() && !m_earlier && m_stream->isCaughtUp())
            readEarlier();
        emit advanced();
    });
    connect(m_stream.get(), &SessionStream::pieceWritten, this, &ConversationLog::takePiece);
    connect(m_stream.get(), &SessionStream::itemAborted, m_model, &TimelineModel::dropDelta);
    // What is written while the line is lost never comes.
    m_attempt.clear();
    connect(m_stream.get(), &SessionStream::stateChanged, this, [this] {
        if (m_stream->state() != SessionStream::State::Live)
            m_attempt.clear();
    });
    m_stream->start();
}

void ConversationLog::begin(qint64 firstSeq)
{
    m_model->begin(int(firstSeq));
}

void ConversationLog::readEarlier()
{
    const LogPart part{.afterSeq = m_model->earlierNumber() - 1,
                       .lastSeq = m_model->firstNumber() - 1};
    m_earlier = std::make_unique<SessionStream>(m_client, m_id, part);
    connect(m_earlier.get(), &SessionStream::eventsStored, this,
            [this](const QList<StoredEvent> &events) {
        m_model->addEarlier(timelineEvents(events));
        emit advanced();
    });
    connect(m_earlier.get(), &SessionStream::ended, this,
            [this] { m_earlier.release()->deleteLater(); });
    m_earlier->start();
}

bool ConversationLog::isWhole() const
{
    return m_stream && m_stream->isCaughtUp() && m_model->isWhole();
}

void ConversationLog::rest()
{
    if (std::exchange(m_isResting, true) || m_id.isEmpty())
        return;
    const bool hasBegun = m_stream && m_stream->isCaughtUp();
    m_stream.reset();
    m_earlier.reset();
    // What has not come yet is asked for from the beginning.
    if (!hasBegun)
        return m_model->clear();
    const int rows = m_model->rowCount();
    const int first = m_view->isFollowing() ? rows - keptRows : m_view->rowInSight() - keptRows / 2;
    m_model->keepOnly(qBound(0, first, qMax(0, rows - keptRows)), keptRows);
}

void ConversationLog::wake()
{
    if (!std::exchange(m_isResting, false) || m_id.isEmpty())
        return;
    if (m_model->endNumber() == 0)
        return listen({.newest = newestEvents});
    listen({.afterSeq = m_model->endNumber() - 1});
    if (!m_model->isWhole())
        readEarlier();
}

void ConversationLog::takePiece(const WrittenPiece &piece)
{
    const QString attempt = piece.itemId + ' ' + QString::number(piece.attempt);
    if (std::exchange(m_attempt, attempt) != attempt) {
        m_model->dropDelta();
        m_isPart = piece.order > 0;
    }
    if (m_isPart)
        m_model->noteWriting();
    else if (piece.kind == "text")
        m_model->appendDelta(piece.content);
}

} // namespace ui

#include "moc_ConversationLog.cpp"
