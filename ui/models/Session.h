// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Commands.h"
#include "ui/models/Models.h"

namespace ui {

/// A server that is watched: how to ask it, and what it told.
class Session : public QObject
{
    Q_OBJECT

public:
    Session(QUrl url, QString key, QObject *parent = nullptr)
        : QObject(parent)
        , m_client(std::move(url), std::move(key))
        , m_feed(&m_client)
        , m_commands(&m_client)
        , m_server(&m_feed)
        , m_conversations(&m_feed)
        , m_workspaces(&m_feed)
        , m_alerts(&m_feed)
        , m_waiting(&m_feed)
    {}

    Client *client() { return &m_client; }
    Feed *feed() { return &m_feed; }
    Commands *commands() { return &m_commands; }
    ServerModel *server() { return &m_server; }
    ConversationsModel *conversations() { return &m_conversations; }
    WorkspacesModel *workspaces() { return &m_workspaces; }
    AlertsModel *alerts() { return &m_alerts; }
    WaitingModel *waiting() { return &m_waiting; }

private:
    Client m_client;
    Feed m_feed;
    Commands m_commands;
    ServerModel m_server;
    ConversationsModel m_conversations;
    WorkspacesModel m_workspaces;
    AlertsModel m_alerts;
    WaitingModel m_waiting;
};

} // namespace ui
