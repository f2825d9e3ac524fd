// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tray/Notifier.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QHash>
#include <QStringList>

class QDBusPendingCallWatcher;

namespace ui {

/// org.freedesktop.Notifications on a bus, asked without ever waiting.
class DBusNotifier : public Notifier
{
    Q_OBJECT

public:
    explicit DBusNotifier(const QDBusConnection &bus, QObject *parent = nullptr);

    void show(const Notification &notification) override;
    void withdraw(const QString &key) override;
    bool hasActions() const override { return m_capabilities.contains("actions"); }

private slots:
    void invoke(uint id, const QString &action);
    void close(uint id, uint reason);
    void takeToken(uint id, const QString &token);

private:
    void learn();
    void takeAbilities(const std::optional<QStringList> &capabilities);
    void send(const Notification &notification);
    void noteId(const QString &key, uint id);
    void noteFailure(const Notification &notification);

    /// The service has not answered with an id yet, so the next cannot take its place.
    struct Asked
    {
        bool isWithdrawn = false;
        std::optional<Notification> next; ///< what is to be shown then
    };

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    QStringList m_capabilities;
    bool m_isKnown = false; ///< whether these are the service's
    bool m_isLearning = false; ///< nothing is shown before it is known how
    QList<Notification> m_early; ///< until then, one of each key
    QHash<QString, uint> m_ids; ///< of what is shown, by key
    QHash<QString, Asked> m_asked; ///< by key
    QHash<uint, QString> m_pressedEarly; ///< buttons, by an id whose answer is not read yet
};

} // namespace ui
