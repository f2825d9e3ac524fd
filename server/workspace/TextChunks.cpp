// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/TextChunks.h"

#include <QStringDecoder>

#include <algorithm>

namespace workspace {

static qsizetype pairsIn(QStringView text)
{
    return std::ranges::count_if(text, [](QChar unit) { return unit.isLowSurrogate(); });
}

static qsizetype utf8Size(QStringView text, qsizetype sizeOfReplacement)
{
    qsizetype size = 0;
    for (const QChar unit : text) {
        if (unit == QChar::ReplacementCharacter)
            size += sizeOfReplacement;
        else if (unit < QChar(0x80))
            size += 1;
        else
            size += unit < QChar(0x800) || unit.isSurrogate() ? 2 : 3;
    }
    return size;
}

TextChunks::TextChunks(qsizetype characters)
    : m_size(characters)
{}

/// How many bytes at the end of @p bytes may be the beginning of a longer character.
static qsizetype unfinishedEnd(QByteArrayView bytes)
{
    for (qsizetype count = 1; count <= qMin<qsizetype>(3, bytes.size()); ++count) {
        const auto byte = static_cast<quint8>(bytes.at(bytes.size() - count));
        if ((byte & 0xc0) == 0x80)
            continue;
        const qsizetype length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
        return byte <= 0xf4 && length > count ? count : 0;
    }
    return 0;
}

void TextChunks::append(QByteArrayView bytes)
{
    QByteArray joined;
    if (!m_unfinished.isEmpty()) {
        joined = std::exchange(m_unfinished, {}).append(bytes);
        bytes = joined;
    }
    const qsizetype end = unfinishedEnd(bytes);
    decode(bytes.chopped(end));
    m_unfinished = bytes.last(end).toByteArray();
}

void TextChunks::decode(QByteArrayView bytes)
{
    using Flag = QStringConverter::Flag;
    QStringDecoder decoder(QStringConverter::Utf8, Flag::Stateless | Flag::ConvertInitialBom);
    const QString text = decoder.decode(bytes);
    m_pairs += pairsIn(text);
    m_text.append(text);
    const bool isExact = utf8Size(text, 3) == bytes.size();
    if (isExact && !m_spans.isEmpty() && m_spans.last().isExact) {
        m_spans.last().units += text.size();
        m_spans.last().bytes += bytes.size();
    } else if (!bytes.isEmpty()) {
        m_spans.append({text.size(), bytes.size(), isExact});
    }
}

void TextChunks::countTaken(QStringView piece)
{
    while (!piece.isEmpty() && !m_spans.isEmpty()) {
        Span &span = m_spans.first();
        if (piece.size() >= span.units) {
            piece = piece.sliced(span.units);
            m_taken += span.bytes;
            m_spans.removeFirst();
            continue;
        }
        const qsizetype bytes = qMin(span.bytes, utf8Size(piece, span.isExact ? 3 : 1));
        span.units -= piece.size();
        span.bytes -= bytes;
        m_taken += bytes;
        return;
    }
}

std::optional<QString> TextChunks::takePiece()
{
    if (m_text.size() - m_pairs <= m_size)
        return {};
    const QString piece = m_text.first(unitsOfPiece());
    countTaken(piece);
    m_pairs -= piece.size() - m_size;
    m_text.remove(0, piece.size());
    return piece;
}

QString TextChunks::takeRest()
{
    decode(std::exchange(m_unfinished, {}));
    m_pairs = 0;
    for (const Span &span : std::as_const(m_spans))
        m_taken += span.bytes;
    m_spans.clear();
    return std::exchange(m_text, {});
}

qsizetype TextChunks::unitsOfPiece() const
{
    if (m_pairs == 0)
        return m_size;
    qsizetype units = 0;
    for (qsizetype characters = 0; characters < m_size; ++characters)
        units += m_text.at(units).isHighSurrogate() ? 2 : 1;
    return units;
}

} // namespace workspace
