// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tray/Notifier.h"

#include <QDBusConnection>

namespace ui {

/// org.freedesktop.portal.Notification on a bus: the way out of a sandbox such as Flatpak, whose
/// programs do not reach the desktop's own service.
class PortalNotifier : public Notifier
{
    Q_OBJECT

public:
    explicit PortalNotifier(const QDBusConnection &bus, QObject *parent = nullptr);

    /// Whether this program runs in such a sandbox.
    static bool isNeeded();

    void show(const Notification &notification) override;
    void withdraw(const QString &key) override;
    bool hasActions() const override { return true; }

private slots:
    void invoke(const QString &key, const QString &action);

private:
    QDBusConnection m_bus;
};

} // namespace ui
