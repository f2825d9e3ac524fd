// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>

namespace ui {

/// Whether the screen is locked, so that anybody may read it: what the desktop's screen saver or
/// the system's login service says. It asks once and is told from then on.
class ScreenLock : public QObject
{
    Q_OBJECT

public:
    ScreenLock(const QDBusConnection &session, const QDBusConnection &system,
               QObject *parent = nullptr);

    bool isLocked() const { return m_isSaving || m_isHinted; }

signals:
    void changed(bool isLocked);

private slots:
    void save(bool isActive);
    void takeProperties(const QString &interface, const QVariantMap &properties,
                        const QStringList &invalidated);

private:
    void followSaver();
    void followLogin();
    void take(bool &part, bool value);

    QDBusConnection m_session;
    QDBusConnection m_system;
    bool m_isSaving = false; ///< the screen saver
    bool m_isHinted = false; ///< the login service
};

} // namespace ui
