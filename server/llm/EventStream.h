// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace llm {

/// Cuts a text/event-stream, fed in pieces of any size, into the data of its events. Lines may end
/// in LF or CRLF; comments and other fields are skipped.
class EventStream
{
public:
    /// The data of every event that @p piece completes.
    QList<QByteArray> feed(const QByteArray &piece);
    /// The data of a last event that lacks its empty line.
    QList<QByteArray> finish();

private:
    void takeLine(QByteArray line, QList<QByteArray> &events);

    QByteArray m_line;
    QByteArray m_data;
    bool m_hasData = false;
};

} // namespace llm
