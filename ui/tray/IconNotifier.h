// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tray/Notifier.h"
#include "ui/tray/Tray.h"

namespace ui {

/// The notifications that the desktop's service did not show, at the tray icon: the last resort,
/// for these have no buttons and only the latest can be told from the others.
class IconNotifier : public Notifier
{
    Q_OBJECT

public:
    /// Both outlive it.
    IconNotifier(Notifier *desktop, Tray *tray, QObject *parent = nullptr);

    void show(const Notification &notification) override;
    void withdraw(const QString &key) override;
    bool hasActions() const override { return m_desktop->hasActions(); }

private:
    Notifier *m_desktop;
    Tray *m_tray;
    QString m_latest; ///< the key of what the icon shows
};

} // namespace ui
