// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Configuration.h"
#include "DailyBackup.h"
#include "DataDirectory.h"
#include "StoredBashJournal.h"
#include "StoredLedger.h"
#include "api/Server.h"
#include "api/routes/BashRoutes.h"
#include "api/routes/BashSockets.h"
#include "api/routes/ConversationRoutes.h"
#include "api/routes/ConversationRuntimeRoutes.h"
#include "api/routes/EventRoutes.h"
#include "api/routes/EventSockets.h"
#include "api/routes/ExportRoutes.h"
#include "api/routes/ServerRoutes.h"
#include "api/routes/SessionSockets.h"
#include "api/routes/SideRoutes.h"
#include "api/routes/SteeringRoutes.h"
#include "api/routes/WorkspaceRoutes.h"
#include "api/routes/WorkspacesRoutes.h"
#include "conversations/Conversations.h"
#include "identity/Keys.h"
#include "llm/Models.h"
#include "net/Outbound.h"
#include "secrets/Vault.h"
#include "store/Database.h"
#include "webhooks/Webhooks.h"
#include "workspace/BashService.h"
#include "workspace/Workspaces.h"

namespace composition {

/// The object graph of a server: built bottom up by start(), ended top down by stop(). It lives in
/// one thread.
class ServerApplication : public QObject
{
    Q_OBJECT

public:
    explicit ServerApplication(Configuration configuration);
    ~ServerApplication() override;

    /// Conflict when another server holds the data directory; Unavailable when the port is taken.
    /// What was built stays until stop() or the end.
    core::Task<> start();
    /// Ends connections, runs and workspaces within 5 s and writes everything.
    core::Task<> stop();

    QUrl url() const { return m_server->url(); }
    quint16 port() const { return m_server->port(); }
    QString keyFile() const { return m_keys->keyFile(); }
    bool isKeyNew() const { return m_keys->isKeyNew(); }
    QString runtimeName() const { return m_runtime->name(); }
    /// Why start() failed at listening rather than before.
    bool failedToListen() const { return m_failedToListen; }

    conversations::Conversations *conversations() { return m_conversations.get(); }

private:
    core::Task<> openStore();
    core::Task<> openVault();
    core::Task<> openIdentity();
    core::Result<> makeRuntime();
    QList<std::pair<QHostAddress, quint16>> ownListeners() const;
    core::Result<> buildRooms();
    core::Result<> listen();
    api::Authenticate authenticate();
    api::Options serverOptions() const;

    Configuration m_configuration;
    bool m_failedToListen = false;
    std::unique_ptr<DataDirectory> m_data;
    std::unique_ptr<secrets::Vault> m_vault;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Conversations> m_conversationTable;
    std::unique_ptr<store::Events> m_eventTable;
    std::unique_ptr<store::BashEvents> m_bashTable;
    std::unique_ptr<store::Workspaces> m_workspaceTable;
    std::unique_ptr<store::Users> m_userTable;
    std::unique_ptr<store::Keys> m_keyTable;
    std::unique_ptr<identity::Keys> m_keys;
    std::unique_ptr<net::Outbound> m_outbound;
    std::unique_ptr<llm::Models> m_models;
    std::unique_ptr<StoredLedger> m_ledger;
    std::unique_ptr<workspace::Runtime> m_runtime;
    std::unique_ptr<workspace::Workspaces> m_workspaces;
    QString m_ownFolder; ///< of the workspaces, for what the server keeps there
    std::unique_ptr<StoredBashJournal> m_bashJournal;
    std::unique_ptr<workspace::BashService> m_bash;
    std::unique_ptr<conversations::Conversations> m_conversations;
    std::unique_ptr<webhooks::Webhooks> m_webhooks;
    std::unique_ptr<api::ServerRoutes> m_serverRoutes;
    std::unique_ptr<api::ConversationRoutes> m_conversationRoutes;
    std::unique_ptr<api::SideRoutes> m_sideRoutes;
    std::unique_ptr<api::SteeringRoutes> m_steeringRoutes;
    std::unique_ptr<api::EventRoutes> m_eventRoutes;
    std::unique_ptr<api::EventSockets> m_eventSockets;
    std::unique_ptr<api::SessionSockets> m_sessionSockets;
    std::unique_ptr<api::BashRoutes> m_bashRoutes;
    std::unique_ptr<api::BashSockets> m_bashSockets;
    std::unique_ptr<api::WorkspaceRoutes> m_workspaceRoutes;
    std::unique_ptr<api::WorkspacesRoutes> m_workspacesRoutes;
    std::unique_ptr<api::ExportRoutes> m_exportRoutes;
    std::unique_ptr<api::ConversationRuntimeRoutes> m_conversationRuntimeRoutes;
    std::unique_ptr<api::Server> m_server;
    std::unique_ptr<DailyBackup> m_backup;
};

} // namespace composition
