// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/SessionStream.h"

namespace ui {

class Client;
class TimelineModel;
class TimelineView;

/// Brings the log of the conversation that is looked at into its timeline: the newest events first,
/// then those before them, then what happens. While nobody looks it keeps little.
class ConversationLog : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    ConversationLog(Client *client, TimelineModel *model, TimelineView *view,
                    QObject *parent = nullptr);

    QString conversationId() const { return m_id; }
    /// Of another conversation from now on; of none when it is empty.
    void open(const QString &conversationId);
    /// Whether everything that there was has come.
    bool isWhole() const;

    /// Nobody looks: what is around the place that was read is kept, and nothing is asked for.
    void rest();
    /// Goes on where it was.
    void wake();

signals:
    /// Events have come.
    void advanced();

private:
    void listen(LogPart part);
    void readEarlier();
    void begin(qint64 firstSeq);
    void takePiece(const WrittenPiece &piece);

    Client *m_client;
    TimelineModel *m_model;
    TimelineView *m_view;
    QString m_id;
    std::unique_ptr<SessionStream> m_stream;
    std::unique_ptr<SessionStream> m_earlier; ///< until what is before the newest has come
    QString m_attempt; ///< what is being written: its event and which try it is
    bool m_isPart = false; ///< the beginning of that was missed
    bool m_isResting = false;
};

} // namespace ui
