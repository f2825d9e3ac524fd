// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tray/Notifier.h"
#include "ui/widgets/Preferences.h"

namespace ui {

/// Lets through what this person wants to be told. A locked screen, which anybody may read, says no
/// more than that something needs a decision; the rest is told when it is not locked any more.
class NoticeFilter : public Notifier
{
    Q_OBJECT

public:
    /// Both outlive it.
    NoticeFilter(Notifier *notifier, const Preferences *preferences, QObject *parent = nullptr);

    void show(const Notification &notification) override;
    void withdraw(const QString &key) override;
    bool hasActions() const override { return m_notifier->hasActions(); }

public slots:
    void setLocked(bool isLocked);

private:
    void showGeneral();
    void lock();
    void unlock();

    Notifier *m_notifier;
    const Preferences *m_preferences;
    QList<Notification> m_open; ///< shown, or held back while locked; the newest last
    bool m_isLocked = false;
};

} // namespace ui
