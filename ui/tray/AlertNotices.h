// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/tray/Notifier.h"

#include <QSet>

namespace ui {

/// Tells of the server's alerts, from when one fires until it is over or somebody has silenced it.
/// More than a person can read at once are told as one.
class AlertNotices : public QObject
{
    Q_OBJECT

public:
    /// @p isInFront: whether the person looks at the window, which shows them too. All outlive it.
    AlertNotices(Session *session, Notifier *notifier, std::function<bool()> isInFront,
                 QObject *parent = nullptr);

signals:
    void alertsAsked();
    /// To see who may spend how much.
    void capsAsked();

private:
    void look();
    void tell(const QJsonObject &alert);
    void tellOfAll();

    Session *m_session;
    Notifier *m_notifier;
    const std::function<bool()> m_isInFront;
    QSet<QString> m_firing; ///< by id, told or seen
    QSet<QString> m_told; ///< of these, each in a notification of its own
    bool m_hasToldOfAll = false;
    QTimer m_look;
};

} // namespace ui
