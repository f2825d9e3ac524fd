// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

namespace test {

/// Whether somebody listens at a Unix socket of this network namespace. Its file is there a moment
/// before, and a connection to try it would be one more for who listens.
inline bool isListening(const QString &path)
{
    QFile table("/proc/net/unix");
    if (!table.open(QIODevice::ReadOnly))
        return false;
    // Number, references, protocol, flags, type, state, inode, path.
    for (const QByteArray &line : table.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() == 8 && words[3] == "00010000" && words[7] == path.toUtf8())
            return true;
    }
    return false;
}

} // namespace test
