// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"
#include "ui/models/Session.h"
#include "ui/models/SpentToday.h"
#include "ui/windows/PageFrame.h"

#include <QTimer>

class QBoxLayout;
class QGridLayout;

namespace ui {

class ConnectPanel;
class FactTile;
class NeedsServer;
class RequestsPanel;
class ServerPanel;
class SummaryList;

/// Where the server is, how it is, what a client needs to reach it, and what needs a person. It is
/// there without a server, too.
class HomePage : public PageFrame
{
    Q_OBJECT

public:
    /// @p door outlives it.
    explicit HomePage(ServerDoor *door, QWidget *parent = nullptr);

    /// What is watched, which outlives it until there is another; null while there is no server.
    void setSession(Session *session);

signals:
    void conversationAsked(const QString &id);
    void newAsked();
    void inboxAsked();
    void workspacesAsked();
    void alertsAsked();
    void metricsAsked();
    void requestsAsked();
    void settingsAsked();
    void setUpAsked();
    void pauseAllAsked();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeLists();
    void placeTiles(int columns);
    void refresh();
    void readModel();
    void readEngine();
    void showEngine();
    void showModel();
    void showDisk();
    void showToday();
    void showHealth();
    void showWaiting();
    void showConversations();

    ServerDoor *m_door;
    Session *m_session = nullptr;
    ServerPanel *m_server;
    ConnectPanel *m_connect;
    FactTile *m_engine;
    FactTile *m_model;
    FactTile *m_disk;
    FactTile *m_today;
    FactTile *m_health;
    SummaryList *m_waiting;
    SummaryList *m_working;
    SummaryList *m_finished;
    QPushButton *m_pauseAll;
    QPushButton *m_docs;
    RequestsPanel *m_requests;
    NeedsServer *m_needs;
    QGridLayout *m_tiles = nullptr;
    int m_tileColumns = 0;
    QBoxLayout *m_columns = nullptr;
    std::unique_ptr<SpentToday> m_spent; ///< of the session
    QTimer m_soon; ///< several changes are shown at once
    std::optional<QJsonObject> m_default; ///< the default model; empty when none is kept
    QJsonObject m_report; ///< of the engine; empty while it is not known
};

} // namespace ui
