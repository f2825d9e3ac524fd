// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/TextChunks.h"

#include <algorithm>

namespace workspace {

static qsizetype pairsIn(QStringView text)
{
    return std::ranges::count_if(text, [](QChar unit) { return unit.isLowSurrogate(); });
}

TextChunks::TextChunks(qsizetype characters)
    : m_size(characters)
    , m_decoder(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom)
{
}

void TextChunks::append(QByteArrayView bytes)
{
    const QString text = m_decoder.decode(bytes);
    m_pairs += pairsIn(text);
    m_text.append(text);
}

std::optional<QString> TextChunks::takePiece()
{
    if (m_text.size() - m_pairs <= m_size)
        return {};
    const QString piece = m_text.first(unitsOfPiece());
    m_pairs -= pairsIn(piece);
    m_text.remove(0, piece.size());
    return piece;
}

QString TextChunks::takeRest()
{
    // The decoder shows what it holds of an unfinished character only when something follows.
    append("\n");
    m_text.chop(1);
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
