// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerApplication.h"

#include "ChosenRuntime.h"
#include "WorkspaceDefaults.h"
#include "resources/Resources.h"
#include "secrets/SystemKeychain.h"
#include "tools/Tool.h"
#include "workspace/LocalRuntime.h"

#include <QDir>

using namespace composition;

ServerApplication::ServerApplication(Configuration configuration)
    : m_configuration(std::move(configuration))
{
    resources::init();
}

ServerApplication::~ServerApplication() = default;

core::Task<> ServerApplication::start()
{
    core::Result<> step = co_await openStore();
    if (step)
        step = co_await openIdentity();
    if (step)
        step = buildRooms();
    if (step)
        step = co_await m_conversations->recover();
    if (step)
        step = listen();
    if (step)
        step = m_data->announce(url().toString(), keyFile());
    if (step)
        m_backup = std::make_unique<DailyBackup>(m_data->path(), m_configuration.backups());
    co_return step;
}

core::Task<> ServerApplication::openStore()
{
    core::Result<DataDirectory> data = DataDirectory::open(m_configuration.dataDirectory());
    if (!data)
        co_return std::unexpected(data.error());
    m_data = std::make_unique<DataDirectory>(std::move(*data));
    if (const core::Result<> opened = co_await openVault(); !opened)
        co_return std::unexpected(opened.error());
    core::Result<std::unique_ptr<store::Database>> database = store::Database::open(
        m_data->file("berth.db"));
    if (!database)
        co_return std::unexpected(database.error());
    m_database = std::move(*database);
    m_conversationTable = std::make_unique<store::Conversations>(m_database.get());
    m_eventTable = std::make_unique<store::Events>(m_database.get());
    m_bashTable = std::make_unique<store::BashEvents>(m_database.get());
    m_workspaceTable = std::make_unique<store::Workspaces>(m_database.get());
    m_userTable = std::make_unique<store::Users>(m_database.get());
    m_keyTable = std::make_unique<store::Keys>(m_database.get());
    co_return {};
}

core::Task<> ServerApplication::openVault()
{
    const secrets::Vault::Options options{.dataDir = m_data->path(),
                                          .passphrase = m_configuration.secretKey()};
    core::Result<secrets::Vault> vault = core::fail(core::Error::Kind::NotFound, "");
    if (const auto keychain = m_configuration.usesKeychain() ? secrets::systemKeychain()
                                                             : std::nullopt)
        vault = co_await secrets::Vault::create(options, *keychain);
    else
        vault = secrets::Vault::create(options);
    if (!vault)
        co_return std::unexpected(vault.error());
    m_vault = std::make_unique<secrets::Vault>(std::move(*vault));
    co_return {};
}

core::Task<> ServerApplication::openIdentity()
{
    identity::Keys::Options options{m_data->path(), m_configuration.environmentKeys()};
    m_keys = std::make_unique<identity::Keys>(std::move(options), m_userTable.get(),
                                              m_keyTable.get());
    co_return co_await m_keys->load();
}

core::Result<> ServerApplication::makeRuntime()
{
    m_ledger = std::make_unique<StoredLedger>(m_workspaceTable.get());
    if (m_configuration.runtime() == "local") {
        m_runtime = std::make_unique<workspace::LocalRuntime>();
        m_ownFolder = m_data->path();
        return {};
    }
    const auto engines = docker::endpoints(m_configuration.dockerHost(),
                                           QProcessEnvironment::systemEnvironment());
    if (!engines)
        return std::unexpected(engines.error());
    const core::Result<QString> instance = m_data->instance();
    if (!instance)
        return std::unexpected(instance.error());
    const core::Result<QByteArray> secret = m_data->workspaceSecret();
    if (!secret)
        return std::unexpected(secret.error());
    workspace::DockerOptions options;
    options.secret = *secret;
    options.engines = *engines;
    options.instance = *instance;
    options.helperRoot = m_data->path() + "/helpers";
    options.socketRoot = m_data->path() + "/sockets";
    options.lifecycle = workspaceLifecycle(m_configuration);
    const core::Result<workspace::WorkspaceSettings> settings = workspaceDefaults(m_configuration);
    if (!settings)
        return std::unexpected(settings.error());
    options.settings = *settings;
    options.ownListeners = [this] { return ownListeners(); };
    options.bounds.sharedFolders = m_configuration.sharedFolders();
    m_runtime = chosenRuntime(m_configuration, std::move(options), m_ledger.get(), m_data->path());
    m_runtime->begin();
    m_ownFolder = "/home/agent/.local/share/berth";
    return {};
}

/// What no workspace may reach: its requests would come from this machine.
QList<std::pair<QHostAddress, quint16>> ServerApplication::ownListeners() const
{
    if (!m_server)
        return {};
    return {{QHostAddress(QHostAddress::LocalHost), m_server->port()}};
}

core::Result<> ServerApplication::buildRooms()
{
    m_outbound = std::make_unique<net::Outbound>();
    m_models = std::make_unique<llm::Models>(m_outbound.get());
    if (const core::Result<> made = makeRuntime(); !made)
        return std::unexpected(made.error());
    workspace::Workspaces::Options workspaces;
    const core::Result<workspace::WorkspaceSettings> defaults = workspaceDefaults(m_configuration);
    if (!defaults)
        return std::unexpected(defaults.error());
    workspaces.defaults = *defaults;
    workspaces.mostPerUser = m_configuration.maxWorkspaces();
    m_workspaces = std::make_unique<workspace::Workspaces>(m_runtime.get(), m_ledger.get(),
                                                           std::move(workspaces));
    m_bashJournal = std::make_unique<StoredBashJournal>(m_bashTable.get());
    m_bash = std::make_unique<workspace::BashService>(m_runtime.get(), m_bashJournal.get());
    m_conversations = std::make_unique<conversations::Conversations>(
        conversations::Services{m_conversationTable.get(),
                                m_eventTable.get(),
                                m_vault.get(),
                                m_runtime.get(),
                                m_models.get(),
                                m_outbound.get(),
                                m_ownFolder + "/conversations",
                                m_ownFolder + "/worktrees",
                                {m_configuration.keepClosed(), m_configuration.keepIdle(),
                                 m_configuration.maxInMemory()}});
    m_webhooks = std::make_unique<webhooks::Webhooks>(m_configuration.webhooks(),
                                                      m_configuration.environmentKeys().value(0),
                                                      m_outbound.get(), m_conversations.get());
    m_serverRoutes = std::make_unique<api::ServerRoutes>(tools::Registry::names());
    m_conversationRoutes = std::make_unique<api::ConversationRoutes>(m_conversations.get());
    m_sideRoutes = std::make_unique<api::SideRoutes>(m_conversations.get());
    m_steeringRoutes = std::make_unique<api::SteeringRoutes>(m_conversations.get());
    m_eventRoutes = std::make_unique<api::EventRoutes>(m_conversations.get());
    m_eventSockets = std::make_unique<api::EventSockets>(m_conversations.get());
    m_sessionSockets = std::make_unique<api::SessionSockets>(m_conversations.get());
    m_bashRoutes = std::make_unique<api::BashRoutes>(m_bash.get(), m_bashTable.get());
    m_bashSockets = std::make_unique<api::BashSockets>(m_bash.get(), m_bashTable.get());
    m_workspaceRoutes = std::make_unique<api::WorkspaceRoutes>(m_runtime.get());
    m_workspacesRoutes = std::make_unique<api::WorkspacesRoutes>(m_workspaces.get(),
                                                                 m_runtime.get());
    m_exportRoutes = std::make_unique<api::ExportRoutes>(m_runtime.get(), m_conversations.get());
    m_conversationRuntimeRoutes =
        std::make_unique<api::ConversationRuntimeRoutes>(m_runtime.get(), m_conversations.get());
    return {};
}

api::Authenticate ServerApplication::authenticate()
{
    using enum Authentication;
    const Authentication kind = m_configuration.authentication();
    const bool isOpen = kind == None
                        || (kind == Environment && m_configuration.environmentKeys().isEmpty());
    if (isOpen) {
        qCWarning(lcApp)
            << "No key is asked for: everybody who reaches this port may do everything.";
        return [](const QByteArray &) {
            return api::Principal{identity::defaultUser, "none", {identity::scopeAdmin}};
        };
    }
    return [this](const QByteArray &key) -> std::optional<api::Principal> {
        const std::optional<identity::Principal> principal = m_keys->verify(key);
        if (!principal)
            return {};
        return api::Principal{principal->userId, principal->keyId, principal->scopes};
    };
}

api::Options ServerApplication::serverOptions() const
{
    api::Options options;
    options.host = m_configuration.host();
    options.port = m_configuration.port();
    if (!m_configuration.tlsCertificate().isEmpty())
        options.tls = api::Tls{m_configuration.tlsCertificate(), m_configuration.tlsKey()};
    options.allowedHosts = m_configuration.allowedHosts();
    options.corsOrigins = m_configuration.corsOrigins();
    options.corsOriginPattern = m_configuration.corsOriginPattern();
    options.corsHosts = m_configuration.corsHosts();
    return options;
}

core::Result<> ServerApplication::listen()
{
    const QList<api::Route> workspaceRoutes = m_bashRoutes->table() + m_workspaceRoutes->table()
                                              + m_exportRoutes->table();
    const QList<api::Route> routes = m_serverRoutes->table() + m_conversationRoutes->table()
                                     + m_sideRoutes->table() + m_steeringRoutes->table()
                                     + m_eventRoutes->table() + m_eventSockets->table()
                                     + m_sessionSockets->table() + m_bashSockets->table()
                                     + workspaceRoutes + m_workspacesRoutes->table()
                                     + m_conversationRuntimeRoutes->table(workspaceRoutes);
    m_server = std::make_unique<api::Server>(serverOptions(), routes, authenticate());
    connect(m_server.get(), &api::Server::answered, this, [this](const api::Record &record) {
        if (record.path.startsWith("/api/"))
            m_serverRoutes->touch();
    });
    const core::Result<> listening = m_server->listen();
    m_failedToListen = !listening;
    if (listening) {
        m_serverRoutes->setReady();
        m_conversations->retention().start();
        core::spawn(m_bash->recover(), "going on with commands");
    }
    return listening;
}

core::Task<> ServerApplication::stop()
{
    core::Result<> result;
    const auto keepFirst = [&result](core::Result<> step) {
        if (result)
            result = std::move(step);
    };
    m_backup.reset();
    if (m_server)
        keepFirst(co_await m_server->stop());
    if (m_conversations)
        keepFirst(co_await m_conversations->stop());
    if (m_webhooks)
        keepFirst(co_await m_webhooks->stop());
    if (m_bash)
        keepFirst(co_await m_bash->stop());
    if (m_runtime)
        keepFirst(co_await m_runtime->stop());
    if (m_database)
        m_database->close();
    co_return result;
}

#include "moc_ServerApplication.cpp"
