// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace tools {

/// What a terminal would show of @p bytes: lines that were written over hold their last text,
/// colours stay, every other control sequence is gone.
QString shownText(const QByteArray &bytes);

/// Output that nobody has read yet. Like the scrollback of a terminal it keeps the newest 10,000
/// lines (at most 2 MB).
class Scrollback
{
public:
    struct Content
    {
        QByteArray bytes;
        bool isCut = false; ///< older lines are gone
    };

    static constexpr qsizetype lineLimit = 10000;
    static constexpr qsizetype byteLimit = 2 * 1024 * 1024;

    void append(const QByteArray &bytes);
    void prepend(const QByteArray &bytes) { m_bytes.prepend(bytes); }
    /// Hands out everything and is empty afterwards.
    Content take();
    void clear();

private:
    void cutTo(qsizetype limit);
    void keepLastLines();

    QByteArray m_bytes;
    bool m_isCut = false;
};

} // namespace tools
