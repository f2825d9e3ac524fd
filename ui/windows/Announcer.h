// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"

#include <QAccessible>
#include <QHash>
#include <QTimer>

namespace ui {

/// Tells a screen reader what others see in passing: that something needs this person, at once, and
/// how runs ended, when it has nothing else to say.
class Announcer : public QObject
{
    Q_OBJECT

public:
    /// @p window is who says it; both outlive it.
    Announcer(Session *session, QWidget *window);

    /// What an agent wrote was told already, and its end is told without it.
    void noteHeard(const QString &conversationId, const QString &text);

private:
    void askSoon(int first, int last);
    void ask();
    void note(const QString &id, const QJsonObject &item);
    void noteAll();
    void say(const QString &text, QAccessible::AnnouncementPoliteness politeness);

    Session *m_session;
    QWidget *m_window;
    QStringList m_asked; ///< since it was last said
    QTimer m_ask;
    std::pair<QString, QString> m_heard; ///< the last that was, and of which conversation
    QHash<QString, QString> m_states; ///< of the conversations, by id
};

} // namespace ui
