// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Type.h"

#include <QTextLayout>

#include <memory>

namespace ui {

/// A text that wraps, laid out for a width in pixels.
struct LaidText
{
    QTextLayout layout;
    int height = 0;
    int endX = 0; ///< where its last line ends
};

/// A card is laid out when it is measured and whenever it is drawn, and most of that is finding the
/// shapes of its text: the texts that were used last are kept, up to about a megabyte. For the
/// window's thread only.
std::shared_ptr<const LaidText> laidText(const QString &text, Type type, int width,
                                         const QList<QTextLayout::FormatRange> &formats,
                                         int mostLines);

} // namespace ui
