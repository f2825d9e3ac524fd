// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/tray/Notifier.h"
#include "ui/widgets/Preferences.h"

#include <QTimer>

#include <deque>

namespace ui {

/// Decides what a person is told outside the window: questions at once, ends of long runs and
/// failures while the window is not in front. One notification for each conversation; one reminder
/// of a question that stays unanswered.
class Notifications : public QObject
{
    Q_OBJECT

public:
    /// @p isInFront: whether the person looks at the window. The others outlive it.
    Notifications(Session *session, Notifier *notifier, const Preferences *preferences,
                  std::function<bool()> isInFront, QObject *parent = nullptr);

    /// How long a question stays unanswered until somebody is reminded of it, once.
    void setReminder(std::chrono::milliseconds after) { m_remindAfter = after; }
    /// How long a run takes of which somebody is told that it is finished.
    void setLongRun(std::chrono::milliseconds time) { m_longRun = time; }

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
    void show(const QJsonObject &question, const QString &title);
    QList<QPair<QString, QString>> answersTo(const QJsonObject &question) const;
    void remind();
    void remindLater();
    void follow(const QString &id, const QJsonObject &item);
    void forgetEnd(const QString &id);
    void activate(const QString &key, const QString &action);
    bool isTooMany();

    Session *m_session;
    Notifier *m_notifier;
    const Preferences *m_preferences;
    const std::function<bool()> m_isInFront;
    QHash<QString, Seen> m_seen;
    QSet<QString> m_ended; ///< those whose end is told
    QHash<QString, QJsonObject> m_questions; ///< by the key of their notification
    QHash<QString, qint64> m_reminders; ///< when, milliseconds, by the key; gone once it was shown
    std::deque<qint64> m_lately; ///< when the last were shown
    std::chrono::milliseconds m_longRun = std::chrono::seconds(30);
    std::chrono::milliseconds m_remindAfter = std::chrono::minutes(10);
    QTimer m_remind;
};

} // namespace ui
