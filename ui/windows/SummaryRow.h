// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QPushButton>

namespace ui {

/// Two lines about something, which it opens when it is pressed.
class SummaryRow : public QPushButton
{
    Q_OBJECT

public:
    /// A word with its icon before the second line.
    struct Mark
    {
        QString icon;
        Tone tone = Tone::Muted;
        QString words;

        bool operator==(const Mark &) const = default;
    };

    struct Words
    {
        QString id;
        QString icon; ///< empty for the arc of what works
        Tone tone = Tone::Muted;
        QString title;
        QString second = {};
        Mark mark = {};
        QString right = {};      ///< beside the title, short
        bool isUrgent = false; ///< the second line has the tone, too
        QString action = {};   ///< what pressing it does, where its title does not say so

        bool operator==(const Words &) const = default;
    };

    using QPushButton::QPushButton;

    void setWords(const Words &words);
    QString id() const { return m_words.id; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int paintMark(QPainter *painter, const QRect &line) const;
    int paintAction(QPainter *painter, const QRect &line) const;

    Words m_words;
};

} // namespace ui
