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
}

std::optional<QString> TextChunks::takePiece()
{
    if (m_text.size() - m_pairs <= m_size)
        return {};
    const QString piece = m_text.first(unitsOfPiece());
    m_pairs -= piece.size() - m_size;
    m_text.remove(0, piece.size());
    return piece;
}

QString TextChunks::takeRest()
{
    decode(std::exchange(m_unfinished, {}));
    m_pairs = 0;
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
