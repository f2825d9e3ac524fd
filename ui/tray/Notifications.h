// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/tray/Notifier.h"

#include <deque>

namespace ui {

/// Decides what a person is told outside the window: questions at once, ends of long runs and
/// failures while the window is not in front. One notification for each conversation.
class Notifications : public QObject
{
    Q_OBJECT

public:
    /// @p isInFront: whether the person looks at the window.
    Notifications(Session *session, Notifier *notifier, std::function<bool()> isInFront,
                  QObject *parent = nullptr);

signals:
    /// To see it; empty for all that waits.
    void conversationAsked(const QString &id);
    void failed(const QString &reason);

private:
    struct Seen
    {
        QString state;
        qint64 since = 0; ///< of the state, milliseconds
    };

    void ask(const QJsonObject &question);
    void follow(const QString &id, const QJsonObject &item);
    void activate(const QString &key, const QString &action);
    bool isTooMany();

    Session *m_session;
    Notifier *m_notifier;
    const std::function<bool()> m_isInFront;
    QHash<QString, Seen> m_seen;
    QHash<QString, QJsonObject> m_questions; ///< by the key of their notification
    std::deque<qint64> m_lately; ///< when the last were shown
};

} // namespace ui
