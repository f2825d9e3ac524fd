// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/models/Session.h"

#include <QStringList>

namespace ui {

class OfflineBar;
class Sidebar;
class StateBar;

/// What the main window says around its pages: how the server is and whose key this is, what waits
/// and works, and in its title where one is.
class WindowStatus : public QObject
{
    Q_OBJECT

public:
    /// What it is said on; all outlive it.
    struct Places
    {
        QWidget *window;
        Sidebar *sidebar;
        OfflineBar *offline;
        StateBar *engineGone;
    };

    WindowStatus(ServerDoor *door, const Places &places);

    /// Over what is old while the server does not answer; it outlives it.
    void setVeil(QWidget *veil) { m_veil = veil; }
    /// Null while there is no server.
    void setSession(Session *session);
    /// Where one is: the page, and what is looked at on it.
    void setPlace(const QStringList &place);
    /// Whose key this is; empty until it is known.
    QString user() const { return m_user; }
    /// Says all of it anew, for example in another language.
    void update();

signals:
    void userChanged(const QString &user);

private:
    void updateServer();
    void updateBadges();

    ServerDoor *m_door;
    const Places m_places;
    QWidget *m_veil = nullptr;
    Session *m_session = nullptr;
    QString m_user;
    QStringList m_place;
};

} // namespace ui
