// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Alerting.h"
#include "AuthHook.h"
#include "Budgets.h"
#include "Configuration.h"
#include "DailyBackup.h"
#include "DataDirectory.h"
#include "Observed.h"
#include "StoredBashJournal.h"
#include "StoredEgressDecisions.h"
#include "StoredEgressRules.h"
#include "StoredLedger.h"
#include "StoredSettings.h"
#include "UserBelongings.h"
#include "WorkspaceHook.h"
#include "api/Idempotency.h"
#include "api/Redirect.h"
#include "api/Server.h"
#include "api/feed/ConversationsTopic.h"
#include "api/feed/EgressTopic.h"
#include "api/feed/ImagesTopic.h"
#include "api/feed/KeysTopic.h"
#include "api/feed/ServerTopic.h"
#include "api/feed/SpendingTopic.h"
#include "api/feed/UsageTopic.h"
#include "api/feed/WaitingTopic.h"
#include "api/feed/WorkspacesTopic.h"
#include "api/routes/BashRoutes.h"
#include "api/routes/BashSockets.h"
#include "api/routes/ConversationRoutes.h"
#include "api/routes/ConversationRuntimeRoutes.h"
#include "api/routes/ConversationStreams.h"
#include "api/routes/ConversationsRoutes.h"
#include "api/routes/EgressRoutes.h"
#include "api/routes/EngineRoutes.h"
#include "api/routes/EventRoutes.h"
#include "api/routes/EventSockets.h"
#include "api/routes/ExportRoutes.h"
#include "api/routes/FeedRoutes.h"
#include "api/routes/IdentityRoutes.h"
#include "api/routes/ImageRoutes.h"
#include "api/routes/ProfileRoutes.h"
#include "api/routes/SdkProfileRoutes.h"
#include "api/routes/SdkSettingsRoutes.h"
#include "api/routes/SearchRoutes.h"
#include "api/routes/ServerRoutes.h"
#include "api/routes/SessionSockets.h"
#include "api/routes/SideRoutes.h"
#include "api/routes/SteeringRoutes.h"
#include "api/routes/Terminals.h"
#include "api/routes/WorkspaceFileRoutes.h"
#include "api/routes/WorkspaceRoutes.h"
#include "api/routes/WorkspacesRoutes.h"
#include "conversations/Conversations.h"
#include "conversations/HistoryIndex.h"
#include "identity/BearerTokens.h"
#include "identity/Users.h"
#include "llm/Models.h"
#include "net/Outbound.h"
#include "secrets/Vault.h"
#include "store/Database.h"
#include "store/Settings.h"
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
    /// Of the certificate that the server made for itself; empty without one.
    QString fingerprint() const { return m_fingerprint; }
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
    workspace::WorkspaceSettings workspaceSettingsOf(const QString &userId) const;
    QList<std::pair<QHostAddress, quint16>> ownListeners() const;
    QString localRoot() const;
    core::Task<QJsonObject> keptModel(QString userId, QString name);
    std::optional<core::Task<QString>> ownSecret(const QString &userId, const QUrl &url);
    core::Result<> buildRooms();
    core::Task<> beginAlerting();
    void startBackups();
    void makeFeed();
    core::Result<> listen();
    void beginWork();
    api::Authenticate authenticate();
    api::Hooks hooks();
    core::Task<std::optional<api::Principal>> whoBears(QByteArray key);
    core::Result<api::Options> serverOptions();
    core::Result<> startRedirect(const api::Options &options);

    Configuration m_configuration;
    bool m_failedToListen = false;
    QString m_fingerprint;
    std::unique_ptr<DataDirectory> m_data;
    std::unique_ptr<secrets::Vault> m_vault;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Conversations> m_conversationTable;
    std::unique_ptr<store::Events> m_eventTable;
    std::unique_ptr<store::History> m_historyTable;
    std::unique_ptr<conversations::HistoryIndex> m_historyIndex;
    std::unique_ptr<store::BashEvents> m_bashTable;
    std::unique_ptr<store::Workspaces> m_workspaceTable;
    std::unique_ptr<store::Users> m_userTable;
    std::unique_ptr<store::Keys> m_keyTable;
    std::unique_ptr<store::Audit> m_auditTable;
    std::unique_ptr<identity::Keys> m_keys;
    std::unique_ptr<identity::Users> m_users;
    std::unique_ptr<Budgets> m_budgets;
    std::unique_ptr<net::Outbound> m_outbound;
    std::unique_ptr<AuthHook> m_authHook;
    std::unique_ptr<WorkspaceHook> m_workspaceHook;
    std::unique_ptr<identity::BearerTokens> m_tokens;
    std::unique_ptr<telemetry::Traces> m_traces;
    std::unique_ptr<llm::Models> m_models;
    std::unique_ptr<StoredLedger> m_ledger;
    std::unique_ptr<store::EgressRules> m_egressTable;
    std::unique_ptr<StoredEgressRules> m_egressRules;
    std::unique_ptr<store::EgressDecisions> m_decisionTable;
    std::unique_ptr<StoredEgressDecisions> m_egressDecisions;
    std::unique_ptr<workspace::EgressControl> m_egress;
    std::unique_ptr<workspace::Runtime> m_runtime;
    std::unique_ptr<workspace::Workspaces> m_workspaces;
    std::unique_ptr<workspace::UsageSampler> m_usage;
    std::unique_ptr<workspace::Images> m_images;
    QString m_ownFolder; ///< of the workspaces, for what the server keeps there
    std::unique_ptr<StoredBashJournal> m_bashJournal;
    std::unique_ptr<workspace::BashService> m_bash;
    std::unique_ptr<conversations::Conversations> m_conversations;
    std::unique_ptr<store::Settings> m_settingTable;
    std::unique_ptr<conversations::Profiles> m_profiles;
    std::unique_ptr<conversations::ClientSettings> m_clientSettings;
    std::unique_ptr<webhooks::Webhooks> m_webhooks;
    std::unique_ptr<Observed> m_observed;
    std::unique_ptr<Alerting> m_alerting;
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
    std::unique_ptr<api::ConversationsRoutes> m_conversationsRoutes;
    std::unique_ptr<api::SearchRoutes> m_searchRoutes;
    std::unique_ptr<store::Answers> m_answerTable;
    std::unique_ptr<api::Idempotency> m_idempotency;
    std::unique_ptr<api::ProfileRoutes> m_profileRoutes;
    std::unique_ptr<api::SdkProfileRoutes> m_sdkProfileRoutes;
    std::unique_ptr<api::SdkSettingsRoutes> m_sdkSettingsRoutes;
    std::unique_ptr<api::ConversationStreams> m_conversationStreams;
    std::unique_ptr<UserBelongings> m_belongings;
    std::unique_ptr<api::IdentityRoutes> m_identityRoutes;
    std::unique_ptr<api::WorkspaceFileRoutes> m_workspaceFileRoutes;
    std::unique_ptr<api::Terminals> m_terminals;
    std::unique_ptr<api::EgressRoutes> m_egressRoutes;
    std::unique_ptr<api::ImageRoutes> m_imageRoutes;
    std::unique_ptr<api::ExportRoutes> m_exportRoutes;
    std::unique_ptr<api::ConversationRuntimeRoutes> m_conversationRuntimeRoutes;
    std::unique_ptr<conversations::Watch> m_watch;
    std::unique_ptr<api::ServerTopic> m_serverTopic;
    std::unique_ptr<api::ConversationsTopic> m_conversationsTopic;
    std::unique_ptr<api::WaitingTopic> m_waitingTopic;
    std::unique_ptr<api::WorkspacesTopic> m_workspacesTopic;
    std::unique_ptr<api::UsageTopic> m_usageTopic;
    std::unique_ptr<api::SpendingTopic> m_spendingTopic;
    std::unique_ptr<api::KeysTopic> m_keysTopic;
    std::unique_ptr<api::EgressTopic> m_egressTopic;
    std::unique_ptr<api::ImagesTopic> m_imagesTopic;
    std::unique_ptr<api::Feed> m_feed;
    std::unique_ptr<api::FeedRoutes> m_feedRoutes;
    std::unique_ptr<StoredSettings> m_settings;
    std::unique_ptr<api::SettingsRoutes> m_settingsRoutes;
    std::unique_ptr<api::EngineRoutes> m_engineRoutes;
    std::unique_ptr<api::Server> m_server;
    std::unique_ptr<api::Redirect> m_redirect;
    std::unique_ptr<DailyBackup> m_backup;
};

} // namespace composition
