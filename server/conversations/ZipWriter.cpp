// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/ZipWriter.h"

#include <QTimeZone>

#include <array>
#include <limits>

using namespace conversations;

// Numbers of the format (APPNOTE.TXT, 4.3).
static constexpr quint16 stored = 0;
static constexpr quint16 deflated = 8;
static constexpr quint16 utf8Names = 1 << 11;
static constexpr quint16 version = 45; // the first with 64-bit numbers
static constexpr quint16 madeOnUnix = 3 << 8 | version;
static constexpr quint32 folderMode = quint32(0040755) << 16 | 0x10;
static constexpr quint32 fileMode = quint32(0100644) << 16;
static constexpr quint32 beyond = std::numeric_limits<quint32>::max();
static constexpr qsizetype worthPacking = 128;
static constexpr qint64 pieceSize = 64 * 1024;

/// Appends numbers, the lowest byte first.
template<typename... Numbers>
static void put(QByteArray &bytes, Numbers... numbers)
{
    const auto one = [&bytes](auto number) {
        for (std::size_t index = 0; index < sizeof number; ++index)
            bytes.append(static_cast<char>(number >> (8 * index) & 0xff));
    };
    (one(numbers), ...);
}

static constexpr std::array<quint32, 256> checksumTable = [] {
    std::array<quint32, 256> table{};
    for (quint32 index = 0; index < table.size(); ++index) {
        quint32 value = index;
        for (int bit = 0; bit < 8; ++bit)
            value = value & 1 ? 0xedb88320U ^ (value >> 1) : value >> 1;
        table.at(index) = value;
    }
    return table;
}();

static quint32 checksum(const QByteArray &bytes)
{
    quint32 value = beyond;
    for (const char byte : bytes)
        value = checksumTable.at((value ^ static_cast<uchar>(byte)) & 0xff) ^ (value >> 8);
    return ~value;
}

/// The content without the frames that Qt and zlib put around a deflated stream.
static QByteArray pack(const QByteArray &content)
{
    return qCompress(content).sliced(4 + 2).chopped(4);
}

ZipWriter::ZipWriter(const QDateTime &modified)
{
    const QDateTime utc = qMax(modified.toUTC(), QDate(1980, 1, 1).startOfDay(QTimeZone::UTC));
    const QTime time = utc.time();
    const QDate date = utc.date();
    m_time = static_cast<quint16>(time.hour() << 11 | time.minute() << 5 | time.second() / 2);
    m_date = static_cast<quint16>((date.year() - 1980) << 9 | date.month() << 5 | date.day());
}

QByteArray ZipWriter::folder(const QByteArray &path)
{
    return begin({.path = path, .attributes = folderMode});
}

QByteArray ZipWriter::file(const QByteArray &path, const QByteArray &content)
{
    Entry entry{.path = path, .method = stored, .attributes = fileMode};
    QByteArray data = content;
    if (content.size() >= worthPacking) {
        entry.method = deflated;
        data = pack(content);
    }
    entry.checksum = checksum(content);
    entry.packedSize = static_cast<quint32>(data.size());
    entry.size = static_cast<quint32>(content.size());
    m_offset += entry.packedSize;
    QByteArray bytes = begin(entry);
    return bytes.append(data);
}

QByteArray ZipWriter::begin(const Entry &entry)
{
    const auto nameSize = static_cast<quint16>(entry.path.size());
    // The data of this entry is counted already, its head is not.
    const quint64 offset = m_offset - entry.packedSize;
    QByteArray common;
    put(common, version, utf8Names, entry.method, m_time, m_date, entry.checksum, entry.packedSize,
        entry.size, nameSize);

    QByteArray head("PK\3\4");
    head += common;
    put(head, quint16(0));
    head += entry.path;
    m_offset += static_cast<quint64>(head.size());

    const bool isFar = offset >= beyond;
    QByteArray row("PK\1\2");
    put(row, madeOnUnix);
    row += common;
    put(row, quint16(isFar ? 12 : 0), quint16(0), quint16(0), quint16(0), entry.attributes,
        isFar ? beyond : static_cast<quint32>(offset));
    row += entry.path;
    if (isFar)
        put(row, quint16(1), quint16(8), offset);
    m_tableSize += static_cast<quint64>(row.size());
    ++m_count;
    m_failed = m_failed || m_table.write(row) != row.size();
    return head;
}

QByteArray ZipWriter::takeTable()
{
    if (!std::exchange(m_isTableRead, true))
        m_failed = m_failed || !m_table.seek(0);
    return m_failed ? QByteArray() : m_table.read(pieceSize);
}

QByteArray ZipWriter::end() const
{
    constexpr quint16 many = std::numeric_limits<quint16>::max();
    QByteArray bytes;
    if (m_count >= many || m_tableSize >= beyond || m_offset >= beyond) {
        bytes += "PK\6\6";
        put(bytes, quint64(44), madeOnUnix, version, quint32(0), quint32(0), m_count, m_count,
            m_tableSize, m_offset);
        bytes += "PK\6\7";
        put(bytes, quint32(0), m_offset + m_tableSize, quint32(1));
    }
    bytes += "PK\5\6";
    const auto count = static_cast<quint16>(qMin<quint64>(m_count, many));
    put(bytes, quint16(0), quint16(0), count, count,
        static_cast<quint32>(qMin<quint64>(m_tableSize, beyond)),
        static_cast<quint32>(qMin<quint64>(m_offset, beyond)), quint16(0));
    return bytes;
}
