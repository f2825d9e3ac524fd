// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Line.h"

namespace ui {

/// /logs/stream: the lines of the server's log, those that there are and those that come, also
/// across losses of the connection and restarts of the server.
class LogStream : public QObject
{
    Q_OBJECT

public:
    /// @p client outlives it.
    explicit LogStream(Client *client, QObject *parent = nullptr);

    void start() { m_line.start(); }
    void stop() { m_line.stop(); }
    Line::State state() const { return m_line.state(); }
    QString reason() const { return m_line.reason(); }

signals:
    void stateChanged();
    /// In their order; at most once in 16 ms. Each has a `row` of its own, which only grows. One
    /// with `lost` stands for so many lines that were missed.
    void came(const QList<QJsonObject> &lines);

private:
    void receive(const QByteArray &text);
    void take(QJsonObject line);

    Line m_line;
    QString m_newest; ///< when the last line was written: what is older is known
    qint64 m_row = 0;
    QList<QJsonObject> m_lines; ///< not yet told
    QTimer m_flush;
};

} // namespace ui
