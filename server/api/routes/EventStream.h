// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/routes/StreamListener.h"

#include <QIODevice>
#include <QTimer>

#include <stop_token>

namespace api {

/// Server-sent events: the body of an answer that goes on. The id of an event is its number in the
/// log. A client that reads too slowly is cut off and resumes from its id.
class EventStream : public QIODevice, public StreamListener
{
    Q_OBJECT

public:
    struct Options
    {
        std::chrono::milliseconds heartbeat = std::chrono::seconds(15);
        qint64 queueLimit = 8 * 1024 * 1024;
    };

    /// @p left is requested when the client has gone.
    explicit EventStream(std::stop_token left);
    EventStream(std::stop_token left, Options options);

    QObject *context() override { return this; }
    bool isListening() const override;
    qint64 queuedBytes() const override { return m_queue.size(); }
    void tell(const conversations::Projected &item) override;
    void end(const QString &reason) override;

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void put(const QByteArray &bytes);
    void beat();

    std::stop_token m_left;
    Options m_options;
    QByteArray m_queue;
    QTimer m_heart;
    bool m_hasEnded = false;
};

} // namespace api
