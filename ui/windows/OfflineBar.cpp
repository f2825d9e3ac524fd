// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/OfflineBar.h"

#include "ui/client/Feed.h"

#include <QDateTime>
#include <QEvent>
#include <QLocale>
#include <QPushButton>

namespace ui {

QString clockWord(const QDateTime &moment)
{
    return QLocale().toString(moment.toLocalTime().time(), "HH:mm:ss");
}

OfflineBar::OfflineBar(QWidget *parent)
    : StateBar("unplug", parent)
    , m_tryNow(addButton())
{
    retranslate();
    connect(m_tryNow, &QPushButton::clicked, this, &OfflineBar::tryNowAsked);
}

void OfflineBar::retranslate()
{
    m_tryNow->setText(tr("Try now"));
    setText(tr("The server does not answer. Trying again. You see data until %1.").arg(m_time));
}

void OfflineBar::changeEvent(QEvent *event)
{
    StateBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void OfflineBar::tell(const QDateTime &since)
{
    m_time = clockWord(since);
    retranslate();
}

void OfflineBar::follow(Feed *feed, QWidget *veil)
{
    const auto update = [this, feed, veil] {
        const bool isSilent = feed->isLost() && feed->state() != Feed::State::Refused;
        setVisible(isSilent);
        veil->setVisible(isSilent);
        if (isSilent)
            tell(feed->since());
    };
    connect(feed, &Feed::stateChanged, this, update);
    connect(this, &OfflineBar::tryNowAsked, feed, &Feed::tryNow);
    update();
}

} // namespace ui
