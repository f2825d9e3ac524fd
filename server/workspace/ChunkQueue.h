// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QQueue>

#include <algorithm>

namespace workspace {

/// Bytes that arrive in chunks and are read in pieces of any size, without being copied together.
class ChunkQueue
{
public:
    qint64 size() const { return m_size; }

    void append(const QByteArray &chunk)
    {
        if (chunk.isEmpty())
            return;
        m_chunks.enqueue(chunk);
        m_size += chunk.size();
    }

    void clear()
    {
        m_chunks.clear();
        m_position = 0;
        m_size = 0;
    }

    /// Moves at most @p limit bytes to @p data; answers with how many.
    qint64 take(char *data, qint64 limit)
    {
        qint64 taken = 0;
        while (taken < limit && !m_chunks.isEmpty()) {
            const QByteArray &chunk = m_chunks.head();
            const qsizetype part = qMin<qsizetype>(limit - taken, chunk.size() - m_position);
            std::copy_n(chunk.constData() + m_position, part, data + taken);
            taken += part;
            m_position += part;
            if (m_position < chunk.size())
                continue;
            m_chunks.dequeue();
            m_position = 0;
        }
        m_size -= taken;
        return taken;
    }

private:
    QQueue<QByteArray> m_chunks;
    qsizetype m_position = 0; ///< within the first chunk
    qint64 m_size = 0;
};

} // namespace workspace
