// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QList>
#include <QString>

namespace ui {

/// Text that somebody else wrote, with every character that cannot be seen written out, as in
/// "<U+202E>": controls and what turns the direction of text. Tabs become spaces; lines stay.
QString visible(const QString &text);

/// The same on one line.
QString visibleLine(const QString &text);

/// A stretch of a line of a terminal in one colour.
struct Span
{
    int start = 0;
    int length = 0;
    Tone tone = Tone::Muted;
};

struct ColoredText
{
    QString text;
    QList<Span> spans; ///< what has a colour of its own
};

/// Output of a terminal: colours become tones, every other sequence goes, and a carriage return
/// begins its line again.
ColoredText fromTerminal(const QString &output);

/// "412", "3.1 KB", "9.4 MB".
QString byteSize(qint64 bytes);

/// "$0.42"; what is not nothing is never "$0.00".
QString money(double dollars);

/// "850 ms", "14.2 s", "2 min 41 s".
QString duration(qint64 milliseconds);

} // namespace ui
