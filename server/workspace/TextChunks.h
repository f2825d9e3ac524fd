// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace workspace {

/// Decodes UTF-8 as it arrives and cuts the text into pieces of a fixed number of characters. What
/// is not UTF-8 becomes U+FFFD; a character is never cut.
class TextChunks
{
public:
    explicit TextChunks(qsizetype characters);

    void append(QByteArrayView bytes);
    /// A piece of exactly that many characters when there are more.
    std::optional<QString> takePiece();
    /// What is left, once no more bytes come.
    QString takeRest();
    /// How many of the bytes have become what was taken. Where a piece ends within bytes that are
    /// not UTF-8 each U+FFFD counts as one of them.
    qint64 bytesTaken() const { return m_taken; }

private:
    /// Text whose bytes came together.
    struct Span
    {
        qsizetype units = 0;
        qsizetype bytes = 0;
        bool isExact = true; ///< its bytes are its UTF-8
    };

    void countTaken(QStringView piece);
    void decode(QByteArrayView bytes);
    qsizetype unitsOfPiece() const;

    qsizetype m_size;
    QByteArray m_unfinished; ///< the beginning of a character
    QString m_text;
    QList<Span> m_spans; ///< of the text
    qint64 m_taken = 0;
    qsizetype m_pairs = 0; ///< surrogate pairs in the text: one character, two units
};

} // namespace workspace
