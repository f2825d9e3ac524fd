// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/NeedsServer.h"

#include "ui/client/Feed.h"

#include <QEvent>
#include <QWidget>

namespace ui {

QString NeedsServer::silent()
{
    return tr("The server does not answer.");
}

QString NeedsServer::silentBriefly()
{
    return tr("the server does not answer");
}

QString NeedsServer::whyOff(const Feed *feed)
{
    if (!feed)
        return tr("The server is stopped.");
    if (!feed->isLost())
        return {};
    return feed->state() == Feed::State::Refused ? tr("The server does not take this key.")
                                                 : silent();
}

QString NeedsServer::whyOffBriefly(const Feed *feed)
{
    if (!feed)
        return tr("the server is stopped");
    if (!feed->isLost())
        return {};
    return feed->state() == Feed::State::Refused ? tr("the server does not take this key")
                                                 : silentBriefly();
}

NeedsServer::NeedsServer(Feed *feed, QObject *parent)
    : QObject(parent)
{
    follow(feed);
}

void NeedsServer::follow(Feed *feed)
{
    if (m_feed)
        m_feed->disconnect(this);
    m_feed = feed;
    if (feed)
        connect(feed, &Feed::stateChanged, this, &NeedsServer::update);
    update();
}

void NeedsServer::update()
{
    setWhyOff(whyOff(m_feed));
}

void NeedsServer::setWhyOff(const QString &why)
{
    if (m_why == why)
        return;
    m_why = why;
    for (QWidget *control : m_controls.keys())
        apply(control);
}

void NeedsServer::add(const QList<QWidget *> &controls)
{
    for (QWidget *control : controls)
        allow(control, true);
}

void NeedsServer::allow(QWidget *control, bool isPossible)
{
    know(control)->isPossible = isPossible;
    apply(control);
}

NeedsServer::Own *NeedsServer::know(QWidget *control)
{
    if (!m_controls.contains(control)) {
        control->installEventFilter(this);
        connect(control, &QObject::destroyed, this,
                [this, control] { m_controls.remove(control); });
    }
    return &m_controls[control];
}

void NeedsServer::apply(QWidget *control)
{
    Own &own = m_controls[control];
    // What was not told here is its own, also when it is told while it is off.
    if (own.told.isEmpty() || control->toolTip() != own.told)
        own.tip = control->toolTip();
    if (own.told.isEmpty() || control->accessibleDescription() != own.told)
        own.description = control->accessibleDescription();
    own.told = m_why;
    const QString tip = m_why.isEmpty() ? own.tip : m_why;
    const QString description = m_why.isEmpty() ? own.description : m_why;
    const bool isOn = own.isPossible && m_why.isEmpty();
    control->setEnabled(isOn);
    if (control->accessibleDescription() != description)
        control->setAccessibleDescription(description);
    if (control->toolTip() != tip)
        control->setToolTip(tip);
}

bool NeedsServer::eventFilter(QObject *object, QEvent *event)
{
    const bool isOfUse = event->type() == QEvent::ToolTipChange && !m_why.isEmpty();
    if (auto *control = qobject_cast<QWidget *>(object);
        control && isOfUse && m_controls.contains(control) && control->toolTip() != m_why)
        apply(control);
    else if (control && event->type() == QEvent::LanguageChange && m_feed)
        update();
    return QObject::eventFilter(object, event);
}

} // namespace ui
