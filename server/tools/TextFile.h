// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace tools {

/// A file's text with '\n' at the end of lines, and what is needed to write it back as it was.
struct TextFile
{
    enum class Encoding { Utf8, Latin1, Utf16LittleEndian, Utf16BigEndian };

    QString text;
    Encoding encoding = Encoding::Utf8;
    bool hasByteOrderMark = false;
    bool hasCarriageReturns = false; ///< every line ended in "\r\n"

    /// Nothing when the bytes are not text.
    static std::optional<TextFile> read(const QByteArray &bytes);
    /// @p newText as this file would hold it; in UTF-8 when its encoding cannot express it.
    QByteArray bytes(const QString &newText) const;
};

} // namespace tools
