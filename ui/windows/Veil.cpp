// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Veil.h"

#include "ui/widgets/Theme.h"

#include <QEvent>
#include <QPainter>

namespace ui {

static constexpr double seenThrough = 0.72; // of what is below

Veil::Veil(QWidget *covered)
    : QWidget(covered->parentWidget())
    , m_covered(covered)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    covered->installEventFilter(this);
    hide();
}

void Veil::cover()
{
    setGeometry(m_covered->geometry());
    raise();
}

bool Veil::eventFilter(QObject *object, QEvent *event)
{
    if (isVisible() && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        cover();
    return QWidget::eventFilter(object, event);
}

void Veil::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    cover();
}

void Veil::paintEvent(QPaintEvent *)
{
    QColor ground = theme().window;
    ground.setAlphaF(float(1 - seenThrough));
    QPainter(this).fillRect(rect(), ground);
}

} // namespace ui
