// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/models/Session.h"

#include <QMenu>

namespace ui {

/// A submenu for one of several things, that shows another thing without being made anew: panels
/// do not like menus that are rebuilt while they are open.
struct TrayRow
{
    QString id; ///< of the conversation
    QJsonObject question;
    QMenu *menu = nullptr;
    QAction *what = nullptr; ///< what is asked, or done now; off
    QAction *risk = nullptr;
    QAction *allow = nullptr;
};

/// The menu of the tray icon, the same on every desktop. It asks the server nothing when it opens.
class TrayMenu : public QMenu
{
    Q_OBJECT

public:
    explicit TrayMenu(ServerDoor *door);

    /// What is shown from now on; null while there is no server.
    void setSession(Session *session);

signals:
    void openAsked();
    /// Shows one conversation.
    void conversationAsked(const QString &id);
    /// Shows all that waits for a person, or all that work.
    void waitingAsked();
    void workingAsked();
    void quitAsked();
    void stopAsked();
    void loginToggled(bool isOn);
    /// What was asked for could not be done.
    void failed(const QString &reason);

protected:
    /// Another language counts at once; the rows stay, for it may be open.
    void changeEvent(QEvent *event) override;

public slots:
    void setStartsAtLogin(bool starts) { m_login->setChecked(starts); }

private:
    static constexpr int mostRows = 5;

    /// With a text that is fixed, but for its language. @p text: in English.
    QAction *addNamed(QMenu *menu, const char *text);
    void retranslate();
    QAction *addAsking(QMenu *menu, const char *text);
    void addWaiting();
    void addWorking();
    void addServer();
    void update();
    void updateWaiting();
    void updateWorking();
    void updateServer();
    bool isLost() const { return m_session && m_session->feed()->isLost(); }
    void answer(const TrayRow &row, bool isAllowed);
    void pauseAll();
    void report(core::Task<> task);

    ServerDoor *m_door;
    QPointer<Session> m_session;
    QList<std::pair<QAction *, const char *>> m_named;
    QList<TrayRow> m_waiting;
    QList<TrayRow> m_working;
    QAction *m_waitingHead = nullptr;
    QAction *m_moreWaiting = nullptr;
    QAction *m_workingHead = nullptr;
    QAction *m_moreWorking = nullptr;
    QAction *m_pauseAll = nullptr;
    QAction *m_lost = nullptr; ///< says that the server does not answer
    QList<QAction *> m_asking; ///< what asks the server
    QAction *m_copyAddress = nullptr;
    QAction *m_copyKey = nullptr;
    QAction *m_login = nullptr;
    QAction *m_power = nullptr;
    QTimer m_update;
};

} // namespace ui
