// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/EventStream.h"

QList<QByteArray> llm::EventStream::feed(const QByteArray &piece)
{
    QList<QByteArray> events;
    qsizetype start = 0;
    for (qsizetype end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
        m_line += QByteArrayView(piece).sliced(start, end - start);
        takeLine(std::exchange(m_line, {}), events);
        start = end + 1;
    }
    m_line += QByteArrayView(piece).sliced(start);
    return events;
}

QList<QByteArray> llm::EventStream::finish()
{
    QList<QByteArray> events;
    takeLine(std::exchange(m_line, {}), events);
    takeLine({}, events);
    return events;
}

void llm::EventStream::takeLine(QByteArray line, QList<QByteArray> &events)
{
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty()) {
        if (std::exchange(m_hasData, false))
            events.append(std::exchange(m_data, {}));
        return;
    }
    if (!line.startsWith("data:"))
        return;
    if (std::exchange(m_hasData, true))
        m_data += '\n';
    m_data += line.sliced(line.startsWith("data: ") ? 6 : 5);
}
