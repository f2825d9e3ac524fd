// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Clock.h"
#include "llm/Client.h"
#include "model/Event.h"
#include "store/Events.h"

#include <QObject>

#include <deque>

namespace conversations {

/// One step of an answer that is being streamed, for who follows it by the event that will end it.
struct Progress
{
    QString itemId;        ///< id of the coming event
    int attempt = 1;       ///< grows when the model starts its answer over
    qint64 anchorSeq = -1; ///< end of the log when the answer began
    int order = 0;         ///< pieces of this attempt before this step
    llm::Delta delta = {};
    QString dropReason = {}; ///< set when no event will come
};

/// What a subscriber receives: the JSON text of one event, encoded once for everybody.
struct Frame
{
    QByteArray text; ///< empty when an answer was dropped, which is no event
    qint64 seq = -1; ///< index in the log; -1 for what is not stored
    std::optional<Progress> progress = {};
};

/// The log of one conversation: numbers, stamps and encodes each event once, has it stored, and
/// publishes it when it is on disk. What is published keeps the order of the calls, unstored frames
/// included.
class EventLog : public QObject
{
    Q_OBJECT

public:
    /// Changes of the conversation that go to disk together with the events, asked at each write.
    using UpdateSource = std::function<store::ConversationUpdate()>;

    EventLog(QString conversationId, store::Events *events, UpdateSource update,
             const core::Clock *clock = &core::Clock::system());

    /// Reads where the log ends; before anything else.
    core::Task<> open();

    /// Gives @p event its timestamp, and its id unless it has one, queues it for storage and
    /// returns it.
    model::Event append(model::Event event);
    /// Publishes, in its turn, what is not stored. @p encode runs when the turn has come.
    void publish(std::function<QByteArray()> encode, std::optional<Progress> progress = {});
    /// Waits until everything appended is on disk and published.
    core::Task<> committed();

    qint64 length() const { return m_nextSeq; }
    /// A timestamp later than every other of this log.
    QString nextTimestamp();
    bool isBroken() const { return m_broken.has_value(); }

signals:
    void published(const conversations::Frame &frame);
    /// The store refused events: this log's memory no longer agrees with the disk.
    void broke(const QString &reason);

private:
    struct Item
    {
        QList<Frame> frames;
        std::function<QByteArray()> encode; ///< set for what is not stored
        std::optional<Progress> progress;
        bool isReady = false;
        core::Deferred<core::Result<>> done;
    };

    void scheduleWrite();
    void write();
    core::Task<> store(std::shared_ptr<Item> item, QList<store::EventRow> rows);
    void publishReady();

    QString m_conversationId;
    store::Events *m_events;
    UpdateSource m_update;
    const core::Clock *m_clock;
    qint64 m_nextSeq = 0;
    qint64 m_lastStamp = 0; ///< local wall clock as microseconds
    QList<store::EventRow> m_rows; ///< appended, not yet handed to the store
    bool m_isScheduled = false;
    std::deque<std::shared_ptr<Item>> m_queue; ///< handed out, in the order to publish
    std::optional<core::Error> m_broken;
};

} // namespace conversations
