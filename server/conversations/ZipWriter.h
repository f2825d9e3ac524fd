// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QTemporaryFile>

namespace conversations {

/// Makes the bytes of a zip archive piece by piece. The table at the archive's end waits in a
/// temporary file, so memory does not grow with the number of entries.
class ZipWriter
{
public:
    /// @p modified is the time that every entry bears, in UTC.
    explicit ZipWriter(const QDateTime &modified);

    /// False when there is no temporary file; before anything else.
    bool open() { return m_table.open(); }
    /// The bytes of a folder; @p path ends with a slash.
    QByteArray folder(const QByteArray &path);
    /// The bytes of a file below 4 GiB.
    QByteArray file(const QByteArray &path, const QByteArray &content);
    /// The next piece of the table after the last entry; empty when all of it was taken.
    QByteArray takeTable();
    /// The archive's last bytes, after the table.
    QByteArray end() const;
    bool hasFailed() const { return m_failed; }

private:
    struct Entry
    {
        QByteArray path;
        quint16 method = 0;
        quint32 checksum = 0;
        quint32 packedSize = 0;
        quint32 size = 0;
        quint32 attributes = 0;
    };

    QByteArray begin(const Entry &entry);

    QTemporaryFile m_table;
    quint16 m_time;
    quint16 m_date;
    quint64 m_offset = 0; ///< bytes of the entries so far
    quint64 m_tableSize = 0;
    quint64 m_count = 0;
    bool m_isTableRead = false;
    bool m_failed = false;
};

} // namespace conversations
