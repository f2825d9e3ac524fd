// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

namespace ui {

/// How a person wants all programs of the desktop to look, as its settings portal tells it. It asks
/// once and is told from then on; without a portal nothing is wanted.
class DesktopLook : public QObject
{
    Q_OBJECT

public:
    explicit DesktopLook(const QDBusConnection &session, QObject *parent = nullptr);

    /// Unknown where no preference is told.
    Qt::ColorScheme scheme() const;
    bool wantsContrast() const { return m_contrast == 1; }

signals:
    void changed();

private slots:
    void take(const QString &group, const QString &name, const QDBusVariant &value);

private:
    void ask(const QString &name);

    QDBusConnection m_session;
    uint m_scheme = 0;
    uint m_contrast = 0;
};

} // namespace ui
