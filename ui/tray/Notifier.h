// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Preferences.h"

#include <QObject>
#include <QPair>

#include <optional>

namespace ui {

/// The key of what tells of more than one thing; it opens the Inbox.
inline const QString keyOfMany = "*";

/// Something that a person is told outside the window.
struct Notification
{
    QString key; ///< a later one with this key takes its place
    QString title;
    QString body;
    QList<QPair<QString, QString>> actions; ///< name and words of each button
    bool isUrgent = false;
    std::optional<Preferences::Notice> kind = {}; ///< nothing: it is always told
};

/// Shows notifications and says what became of them.
class Notifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void show(const Notification &notification) = 0;
    virtual void withdraw(const QString &key) = 0;
    /// Whether buttons are shown.
    virtual bool hasActions() const = 0;

signals:
    /// A button, or "default" for the notification itself.
    void activated(const QString &key, const QString &action);
    /// Somebody closed it, or the desktop did; not after withdraw().
    void closed(const QString &key);
    /// Nobody showed this one: there is no service for notifications.
    void missed(const ui::Notification &notification);
};

} // namespace ui
