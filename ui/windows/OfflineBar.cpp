// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/OfflineBar.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace ui {

OfflineBar::OfflineBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_tryNow(new QPushButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    setKind(m_tryNow, ButtonKind::Quiet);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(52, 6, 16, 6);
    row->addWidget(m_text, 1);
    row->addWidget(m_tryNow);
    retranslate();
    connect(m_tryNow, &QPushButton::clicked, this, &OfflineBar::tryNowAsked);
}

void OfflineBar::retranslate()
{
    m_tryNow->setText(tr("Try now"));
    m_text->setText(
        tr("The server does not answer. Trying again. You see data until %1.").arg(m_time));
}

void OfflineBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void OfflineBar::tell(const QDateTime &since)
{
    m_time = QLocale().toString(since.toLocalTime().time(), "HH:mm:ss");
    retranslate();
}

void OfflineBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().warnSoft);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().warn);
    paintIcon(&painter, QRectF(26, height() / 2.0 - 8, 16, 16), "unplug", theme().warn);
}

} // namespace ui
