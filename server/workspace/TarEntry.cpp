// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/TarEntry.h"

namespace workspace {

static constexpr qsizetype tarBlock = 512;

static QByteArray octal(qint64 number, qsizetype digits)
{
    return QByteArray::number(number, 8).rightJustified(digits, '0');
}

QByteArray tarBytes(const TarEntry &entry)
{
    QByteArray header(tarBlock, '\0');
    const auto put = [&header](qsizetype at, const QByteArray &text) {
        header.replace(at, text.size(), text);
    };
    const bool isFolder = entry.kind == TarEntry::Kind::Folder;
    put(0, isFolder ? entry.path + '/' : entry.path);
    put(100, octal(entry.mode, 7));
    put(108, octal(entry.owner, 7));
    put(116, octal(entry.owner, 7));
    put(124, octal(entry.content.size(), 11));
    put(136, octal(0, 11));
    put(148, "        ");
    put(156, isFolder ? "5" : "0");
    put(257, QByteArray("ustar\0"
                        "00",
                        8));
    uint sum = 0;
    for (const char byte : std::as_const(header))
        sum += static_cast<unsigned char>(byte);
    put(148, octal(sum, 6) + QByteArray("\0 ", 2));
    const qsizetype padding = (tarBlock - entry.content.size() % tarBlock) % tarBlock;
    return header + entry.content + QByteArray(padding, '\0');
}

QByteArray tarEnd()
{
    return QByteArray(2 * tarBlock, '\0');
}

} // namespace workspace
