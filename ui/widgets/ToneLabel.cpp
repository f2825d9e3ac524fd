// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ToneLabel.h"

#include "ui/widgets/Type.h"

#include <QAccessible>
#include <QEvent>

namespace ui {

ToneLabel::ToneLabel(QWidget *parent)
    : QLabel(parent)
{
    setFont(ui::font(Type::Small));
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
}

void ToneLabel::say(const QString &text, Tone tone)
{
    m_tone = tone;
    setText(text);
    inked();
    if (text.isEmpty() || !isVisible())
        return;
    QAccessibleAnnouncementEvent said(this, text);
    QAccessible::updateAccessibility(&said);
}

void ToneLabel::inked()
{
    QPalette palette = this->palette();
    if (palette.color(QPalette::WindowText) == ink(m_tone))
        return;
    palette.setColor(QPalette::WindowText, ink(m_tone));
    setPalette(palette);
}

void ToneLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        inked();
}

} // namespace ui
