// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/NoticeFilter.h"

namespace ui {

static constexpr qsizetype mostOpenNotices = 20;
static constexpr qsizetype mostAtUnlock = 3;
static const QString lockedKey = "locked";

static void forgetNotice(QList<Notification> &list, const QString &key)
{
    list.removeIf([&](const Notification &one) { return one.key == key; });
}

NoticeFilter::NoticeFilter(Notifier *notifier, const Preferences *preferences, QObject *parent)
    : Notifier(parent)
    , m_notifier(notifier)
    , m_preferences(preferences)
{
    connect(notifier, &Notifier::closed, this, [this](const QString &key) {
        // What was held back is still to be told.
        if (!m_isLocked)
            forgetNotice(m_open, key);
        emit closed(key);
    });
    connect(notifier, &Notifier::activated, this,
            [this](const QString &key, const QString &action) {
        emit activated(key == lockedKey ? keyOfMany : key, action);
    });
}

void NoticeFilter::show(const Notification &notification)
{
    if (notification.kind && !m_preferences->tells(*notification.kind))
        return;
    forgetNotice(m_open, notification.key);
    m_open.append(notification);
    if (m_open.size() > mostOpenNotices)
        m_open.removeFirst();
    if (m_isLocked)
        showGeneral();
    else
        m_notifier->show(notification);
}

void NoticeFilter::withdraw(const QString &key)
{
    forgetNotice(m_open, key);
    if (m_isLocked)
        showGeneral();
    else
        m_notifier->withdraw(key);
}

/// As long as a question is among what is held back.
void NoticeFilter::showGeneral()
{
    const bool asks = std::ranges::contains(m_open, Preferences::Notice::Question,
                                            &Notification::kind);
    if (!asks)
        return m_notifier->withdraw(lockedKey);
    m_notifier->show({.key = lockedKey,
                      .title = tr("A conversation needs your decision"),
                      .body = {},
                      .actions = {},
                      .isUrgent = true,
                      .kind = Preferences::Notice::Question});
}

void NoticeFilter::setLocked(bool isLocked)
{
    if (std::exchange(m_isLocked, isLocked) == isLocked)
        return;
    if (isLocked)
        lock();
    else
        unlock();
}

void NoticeFilter::lock()
{
    for (const Notification &notification : std::as_const(m_open))
        m_notifier->withdraw(notification.key);
    showGeneral();
}

void NoticeFilter::unlock()
{
    m_notifier->withdraw(lockedKey);
    if (m_open.size() > mostAtUnlock) {
        const auto count = int(std::exchange(m_open, {}).size());
        return show(
            {.key = keyOfMany,
             .title = tr("%n thing(s) to look at came while the screen was locked", nullptr, count),
             .body = {},
             .actions = {{"review", tr("Review")}},
             .isUrgent = true,
             .kind = {}});
    }
    for (const Notification &notification : std::as_const(m_open))
        m_notifier->show(notification);
}

} // namespace ui

#include "moc_NoticeFilter.cpp"
