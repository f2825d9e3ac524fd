// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QLabel>

namespace ui {

/// A word on a soft ground: icon first, in the tone of what it tells of.
class Chip : public QLabel
{
    Q_OBJECT

public:
    explicit Chip(QWidget *parent = nullptr);

    /// An empty @p icon is the working arc.
    void say(const QString &icon, const QString &text, Tone tone);
    /// How many of three bars behind the word are filled; none are drawn for -1.
    void setBars(int bars);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    Tone m_tone = Tone::Muted;
    int m_bars = -1;
};

} // namespace ui
