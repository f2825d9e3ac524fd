// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerApplication.h"

#include "ChosenRuntime.h"
#include "EngineLook.h"
#include "SelfSigned.h"
#include "TokenSettings.h"
#include "WorkspaceDefaults.h"
#include "core/UnderWay.h"
#include "resources/Resources.h"
#include "secrets/SystemKeychain.h"
#include "tools/Tool.h"
#include "workspace/DiskImage.h"
#include "workspace/LocalRuntime.h"

#include <QDir>
#include <QHostInfo>

using namespace composition;

/// How long what nobody awaits may take to its end once everything has stopped.
static constexpr std::chrono::seconds endPatience{2};

/// Keys of providers that lie in the server's environment are its own user's.
static llm::Standing standingOf(const QString &userId)
{
    return userId == identity::defaultUser ? llm::Standing::Owner : llm::Standing::Guest;
}

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
        step = co_await beginAlerting();
    if (step)
        step = co_await m_observed->load();
    // Whoever asks meanwhile hears that it starts.
    if (step)
        step = listen();
    if (step)
        step = co_await m_conversations->recover();
    if (step)
        beginWork();
    if (step)
        step = m_data->announce(url().toString(), keyFile());
    if (step)
        startBackups();
    if (step)
        m_historyIndex->start();
    co_return step;
}

void ServerApplication::startBackups()
{
    m_backup = std::make_unique<DailyBackup>(m_data->path(), m_configuration.backups());
    m_alerting->setBackups(m_backup.get());
}

core::Task<> ServerApplication::beginAlerting()
{
    QByteArray secret = m_configuration.alertSecret();
    if (secret.isEmpty() && !m_configuration.alertWebhook().isEmpty()) {
        const core::Result<QByteArray> kept = m_data->alertSecret();
        if (!kept)
            co_return std::unexpected(kept.error());
        secret = *kept;
    }
    co_return co_await m_alerting->begin(secret);
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
    m_historyTable = std::make_unique<store::History>(m_database.get());
    m_historyIndex = std::make_unique<conversations::HistoryIndex>(m_historyTable.get());
    m_eventTable->setAppended([index = m_historyIndex.get()] { index->follow(); });
    m_bashTable = std::make_unique<store::BashEvents>(m_database.get());
    m_workspaceTable = std::make_unique<store::Workspaces>(m_database.get());
    m_userTable = std::make_unique<store::Users>(m_database.get());
    m_keyTable = std::make_unique<store::Keys>(m_database.get());
    m_auditTable = std::make_unique<store::Audit>(m_database.get());
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
    m_users = std::make_unique<identity::Users>(m_userTable.get(), m_keys.get());
    const core::Result<> loaded = co_await m_keys->load();
    if (!loaded)
        co_return std::unexpected(loaded.error());
    const core::Result<> known = co_await m_users->load();
    if (!known)
        co_return std::unexpected(known.error());
    m_budgets = std::make_unique<Budgets>(m_database.get(), m_users.get());
    m_budgets->adopt(m_configuration);
    co_return co_await m_budgets->spending().load();
}

core::Result<> ServerApplication::makeRuntime()
{
    m_ledger = std::make_unique<StoredLedger>(m_workspaceTable.get());
    m_egressTable = std::make_unique<store::EgressRules>(m_database.get());
    m_egressRules = std::make_unique<StoredEgressRules>(m_egressTable.get());
    m_decisionTable = std::make_unique<store::EgressDecisions>(m_database.get());
    m_egressDecisions = std::make_unique<StoredEgressDecisions>(m_decisionTable.get());
    m_egress = std::make_unique<workspace::EgressControl>(m_egressRules.get(),
                                                          m_egressDecisions.get(), writableHosts());
    const core::Result<workspace::WorkspaceSettings> settings = workspaceDefaults(m_configuration);
    if (!settings)
        return std::unexpected(settings.error());
    if (m_configuration.runtime() == "local") {
        workspace::LocalOptions local;
        local.longestCommand = longestCommandOf(*settings);
        m_runtime = std::make_unique<workspace::LocalRuntime>(std::move(local));
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
    options.diskRoot = m_data->path() + "/disks";
    options.makesDiskImages = m_configuration.makesDiskImages();
    const core::Result<> canMake = options.makesDiskImages ? workspace::DiskImage::check()
                                                           : core::Result<>();
    if (!canMake)
        return canMake;
    options.lifecycle = workspaceLifecycle(m_configuration);
    options.settings = *settings;
    options.ofUser = [this](const QString &id) { return workspaceSettingsOf(id); };
    if (!m_configuration.workspaceHook().isEmpty()) {
        m_workspaceHook =
            std::make_unique<WorkspaceHook>(m_configuration.workspaceHook(), m_outbound.get(),
                                            [this](const workspace::WorkspaceSettings &wanted) {
            return m_workspaces->checkForUser(wanted);
        });
        options.beforeStart = [this](const QString &id) { return m_workspaceHook->ask(id); };
    }
    options.egress.control = m_egress.get();
    options.ownListeners = [this] { return ownListeners(); };
    options.bounds.sharedFolders = m_configuration.sharedFolders();
    m_runtime = chosenRuntime(m_configuration, std::move(options), m_ledger.get(), m_data->path());
    m_runtime->begin();
    m_ownFolder = "/home/agent/.local/share/berth";
    return {};
}

/// What a user's workspaces are, above the server's settings.
workspace::WorkspaceSettings ServerApplication::workspaceSettingsOf(const QString &userId) const
{
    const workspace::WorkspaceSettings own = m_users->workspaceSettings(userId);
    return m_workspaceHook ? merged(own, m_workspaceHook->settings(userId)) : own;
}

/// What no workspace may reach: its requests would come from this machine.
QList<std::pair<QHostAddress, quint16>> ServerApplication::ownListeners() const
{
    if (!m_server)
        return {};
    return {{QHostAddress(QHostAddress::LocalHost), m_server->port()}};
}

/// Where work on this machine lies that names no absolute directory; empty where a workspace has a
/// place of its own.
QString ServerApplication::localRoot() const
{
    return m_configuration.runtime() == "local" ? m_data->path() + "/workspaces" : QString();
}

core::Task<QJsonObject> ServerApplication::keptModel(QString userId, QString name)
{
    const auto found = co_await m_profiles->find(userId, conversations::Profiles::Kind::Llm, name);
    co_return found.transform([](const auto &profile) { return profile.config; });
}

/// Under the rights of the user, who could not reach this machine from outside.
std::optional<core::Task<QString>> ServerApplication::ownSecret(const QString &userId,
                                                                const QUrl &url)
{
    const QString name = api::SdkSettingsRoutes::secretIn(url.path());
    const QStringList names = QStringList{"localhost", m_configuration.host()}
                              + m_configuration.allowedHosts();
    const bool isHere = m_server && url.port(url.scheme() == "https" ? 443 : 80) == m_server->port()
                        && (names.contains(url.host()) || QHostAddress(url.host()).isLoopback());
    if (name.isEmpty() || !isHere)
        return {};
    return m_clientSettings->secret(userId, name);
}

core::Result<> ServerApplication::buildRooms()
{
    m_outbound = std::make_unique<net::Outbound>();
    m_outbound->setAllowed(net::AllowList(m_configuration.outboundAllowed()));
    m_traces = std::make_unique<telemetry::Traces>(
        telemetry::Traces::Options{.endpoint = m_configuration.otlpEndpoint(),
                                   .ratio = m_configuration.otlpRatio()},
        m_outbound.get());
    m_models = std::make_unique<llm::Models>(m_outbound.get());
    if (const core::Result<> made = makeRuntime(); !made)
        return std::unexpected(made.error());
    workspace::Workspaces::Options workspaces;
    const core::Result<workspace::WorkspaceSettings> defaults = workspaceDefaults(m_configuration);
    if (!defaults)
        return std::unexpected(defaults.error());
    workspaces.defaults = *defaults;
    workspaces.mostPerUser = m_configuration.maxWorkspaces();
    workspaces.ofUser = [this](const QString &id) { return workspaceSettingsOf(id); };
    workspaces.mostOfUser = [this](const QString &id) { return m_users->quotas(id).workspaces; };
    m_workspaces = std::make_unique<workspace::Workspaces>(m_runtime.get(), m_ledger.get(),
                                                           std::move(workspaces));
    connect(m_workspaces.get(), &workspace::Workspaces::removed, this,
            [this](const QString &userId, const QString &id) {
        core::spawn(m_egress->rules().removeOf(userId, id), "forgetting the rules of a workspace");
    });
    workspace::Images::Options images;
    images.sharedFolders = m_configuration.sharedFolders();
    images.network = defaults->networkMode.value_or(workspace::NetworkMode::Allowlist);
    m_images = std::make_unique<workspace::Images>(m_runtime.get(), m_ledger.get(),
                                                   std::move(images));
    m_usage = std::make_unique<workspace::UsageSampler>(m_runtime.get());
    m_bashJournal = std::make_unique<StoredBashJournal>(m_bashTable.get());
    m_bash = std::make_unique<workspace::BashService>(m_runtime.get(), m_bashJournal.get());
    m_conversations = std::make_unique<conversations::Conversations>(conversations::Services{
        m_conversationTable.get(),
        m_eventTable.get(),
        m_vault.get(),
        m_runtime.get(),
        m_models.get(),
        m_outbound.get(),
        m_ownFolder + "/conversations",
        m_ownFolder + "/worktrees",
        {m_configuration.keepClosed(), m_configuration.keepIdle(), m_configuration.maxInMemory(),
         m_configuration.maxRuns(), m_configuration.maxConversations()},
        standingOf,
        [this](const QString &userId) { return !m_keys->isDisabled(userId); },
        [this](const llm::Call &call) {
        if (m_observed)
            m_observed->hear(call);
    },
        m_traces.get(),
        [this](const QString &userId) { return m_users->quotas(userId).runs; },
        {},
        &m_budgets->spending(),
        [this](const QString &userId, const QString &name) { return keptModel(userId, name); },
        [this](const QString &userId, const QUrl &url) { return ownSecret(userId, url); }});
    m_users->setChanged([this](const QString &userId) {
        m_conversations->admission().admit();
        m_budgets->spending().reconsider(userId);
    });
    connect(m_keys.get(), &identity::Keys::userStopped, this, [this](const QString &userId) {
        m_conversations->haltRuns(userId, "UserDisabled",
                                  "The user was disabled, so the run was stopped.");
    });
    m_webhooks = std::make_unique<webhooks::Webhooks>(m_configuration.webhooks(),
                                                      m_configuration.environmentKeys().value(0),
                                                      m_outbound.get(), m_conversations.get());
    m_observed = std::make_unique<Observed>(
        Observed::Rooms{m_data->path(), m_database.get(), m_runtime.get(), m_usage.get(),
                        m_conversations.get(), m_traces.get(), m_workspaces.get(),
                        &m_budgets->spending(), m_configuration.maxConversations(),
                        m_configuration.logFiles()});
    m_alerting = std::make_unique<Alerting>(
        Alerting::Rooms{m_data->path(), m_database.get(), m_runtime.get(), m_usage.get(),
                        m_workspaces.get(), m_conversations.get(), &m_budgets->spending(),
                        m_outbound.get()},
        m_configuration);
    m_observed->tell(&m_alerting->alertWatch());
    connect(m_workspaces.get(), &workspace::Workspaces::removed, m_alerting.get(),
            [this](const QString &, const QString &id) {
        m_alerting->alerts().forgetWorkspace(id);
    });
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
                                                                 m_runtime.get(), m_usage.get());
    m_settingTable = std::make_unique<store::Settings>(m_database.get());
    m_profiles = std::make_unique<conversations::Profiles>(m_settingTable.get(), m_vault.get());
    m_clientSettings = std::make_unique<conversations::ClientSettings>(m_settingTable.get(),
                                                                       m_vault.get(),
                                                                       m_profiles.get());
    m_sdkSettingsRoutes = std::make_unique<api::SdkSettingsRoutes>(m_clientSettings.get());
    m_answerTable = std::make_unique<store::Answers>(m_database.get());
    m_idempotency = std::make_unique<api::Idempotency>(m_answerTable.get(), m_vault.get());
    m_profileRoutes = std::make_unique<api::ProfileRoutes>(m_profiles.get(), m_models.get(),
                                                           standingOf);
    m_sdkProfileRoutes = std::make_unique<api::SdkProfileRoutes>(m_profiles.get(),
                                                                 m_conversations.get());
    m_conversationsRoutes = std::make_unique<api::ConversationsRoutes>(m_conversations.get(),
                                                                       m_workspaces.get(),
                                                                       m_profiles.get(),
                                                                       localRoot());
    m_searchRoutes = std::make_unique<api::SearchRoutes>(m_historyTable.get(),
                                                         m_historyIndex.get());
    m_conversationStreams = std::make_unique<api::ConversationStreams>(m_conversations.get());
    m_identityRoutes = std::make_unique<api::IdentityRoutes>(m_users.get(), m_keys.get(),
                                                             m_workspaces.get(),
                                                             m_auditTable.get());
    m_identityRoutes->setSpending(&m_budgets->spending());
    m_belongings = std::make_unique<UserBelongings>(m_conversations.get(), m_workspaces.get(),
                                                    m_ledger.get(), m_egress.get(),
                                                    &m_alerting->alerts(), &m_budgets->spending());
    m_users->setBelongings(m_belongings.get());
    m_workspaceFileRoutes = std::make_unique<api::WorkspaceFileRoutes>(m_workspaces.get(),
                                                                       m_runtime.get());
    m_terminals = std::make_unique<api::Terminals>(m_workspaces.get());
    m_egressRoutes = std::make_unique<api::EgressRoutes>(m_egress.get(), m_workspaces.get(),
                                                         listedHosts(m_configuration));
    m_imageRoutes = std::make_unique<api::ImageRoutes>(m_images.get(), m_workspaces.get());
    m_exportRoutes = std::make_unique<api::ExportRoutes>(m_runtime.get(), m_conversations.get());
    m_conversationRuntimeRoutes =
        std::make_unique<api::ConversationRuntimeRoutes>(m_runtime.get(), m_conversations.get());
    makeFeed();
    m_settings = std::make_unique<StoredSettings>(m_configuration,
                                                  [this](const Configuration &now) {
        m_workspaces->setMostPerUser(now.maxWorkspaces());
        m_conversations->admission().setMost(now.maxRuns());
        m_budgets->adopt(now);
    });
    m_settingsRoutes = std::make_unique<api::SettingsRoutes>(m_settings.get());
    m_engineRoutes = std::make_unique<api::EngineRoutes>(
        [this] { return lookAtEngine(m_configuration); });
    return {};
}

void ServerApplication::makeFeed()
{
    const QString startedAt = core::utcTimestamp(core::Clock::system().now());
    m_serverTopic = std::make_unique<api::ServerTopic>([this, startedAt] {
        QJsonObject state = m_observed->state();
        state.insert("state", "running");
        state.insert("version", BERTH_VERSION);
        state.insert("runtime", m_runtime->name());
        state.insert("started_at", startedAt);
        return state;
    });
    connect(&m_alerting->alertWatch(), &telemetry::AlertWatch::looked, m_serverTopic.get(),
            &api::ServerTopic::touch);
    connect(m_runtime.get(), &workspace::Runtime::engineChanged, m_serverTopic.get(),
            &api::ServerTopic::touch);
    m_watch = std::make_unique<conversations::Watch>(m_conversations.get());
    m_conversationsTopic = std::make_unique<api::ConversationsTopic>(m_conversations.get(),
                                                                     m_watch.get());
    m_waitingTopic = std::make_unique<api::WaitingTopic>(m_conversations.get(), m_watch.get(),
                                                         &m_egress->questions());
    m_workspacesTopic = std::make_unique<api::WorkspacesTopic>(m_workspaces.get(), m_runtime.get());
    m_feed = std::make_unique<api::Feed>();
    m_feed->add(m_serverTopic.get());
    m_feed->add(m_conversationsTopic.get());
    m_feed->add(m_waitingTopic.get());
    m_feed->add(m_workspacesTopic.get());
    m_feed->add(m_alerting->topic());
    m_usageTopic = std::make_unique<api::UsageTopic>(m_usage.get(), m_workspaces.get());
    m_feed->add(m_usageTopic.get());
    m_spendingTopic = std::make_unique<api::SpendingTopic>(&m_budgets->spending());
    m_feed->add(m_spendingTopic.get());
    m_keysTopic = std::make_unique<api::KeysTopic>(m_keys.get());
    m_feed->add(m_keysTopic.get());
    m_egressTopic = std::make_unique<api::EgressTopic>(m_egress.get());
    m_feed->add(m_egressTopic.get());
    m_imagesTopic = std::make_unique<api::ImagesTopic>(m_images.get());
    m_feed->add(m_imagesTopic.get());
    m_feed->add(m_observed->requestsTopic());
    m_feedRoutes = std::make_unique<api::FeedRoutes>(m_feed.get());
}

static api::Principal bearer(const identity::Principal &principal)
{
    return {principal.userId, principal.keyId, principal.scopes};
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
        std::optional<identity::Principal> principal = m_keys->verify(key);
        if (!principal && m_tokens)
            principal = m_tokens->remembered(key);
        if (!principal)
            return m_authHook ? m_authHook->remembered(key) : std::nullopt;
        return bearer(*principal);
    };
}

core::Task<std::optional<api::Principal>> ServerApplication::whoBears(QByteArray key)
{
    // The tokens of others are for whoever else is asked.
    if (m_tokens && identity::looksLikeToken(key) && (!m_authHook || m_tokens->isForUs(key))) {
        const core::Result<identity::Principal> principal = co_await m_tokens->verify(key);
        if (!principal)
            co_return std::unexpected(principal.error());
        co_return std::optional(bearer(*principal));
    }
    if (m_authHook)
        co_return co_await m_authHook->ask(key);
    co_return std::optional<api::Principal>();
}

api::Hooks ServerApplication::hooks()
{
    api::Hooks hooks;
    if (!m_configuration.authHook().isEmpty()) {
        m_authHook = std::make_unique<AuthHook>(m_configuration.authHook(), m_users.get(),
                                                m_keys.get(), m_outbound.get());
    }
    if (const auto options = tokenSettings(m_configuration)) {
        m_tokens = std::make_unique<identity::BearerTokens>(*options, m_users.get(), m_keys.get(),
                                                            m_outbound.get());
        connect(m_tokens.get(), &identity::BearerTokens::ended, m_server.get(),
                &api::Server::closeKey);
    }
    if (m_authHook || m_tokens)
        hooks.who = [this](const QByteArray &key) { return whoBears(key); };
    if (!m_configuration.requestHook().isEmpty())
        hooks.whether = requestHook(m_configuration.requestHook(), m_outbound.get());
    return hooks;
}

core::Result<api::Options> ServerApplication::serverOptions()
{
    api::Options options;
    options.host = m_configuration.host();
    options.port = m_configuration.port();
    if (!m_configuration.tlsCertificate().isEmpty())
        options.tls = api::Tls{m_configuration.tlsCertificate(), m_configuration.tlsKey()};
    if (m_configuration.isSelfSigned()) {
        const QStringList names = QStringList{"localhost", "127.0.0.1", "::1", options.host,
                                              QHostInfo::localHostName()}
                                  + m_configuration.allowedHosts();
        const auto made = selfSignedCertificate(m_data->path() + "/tls", names);
        if (!made)
            return std::unexpected(made.error());
        options.tls = *made;
        m_fingerprint = fingerprintOf(made->certificateFile);
    }
    // A browser that insists on TLS lets nobody accept a certificate that nobody vouches for.
    options.insistsOnTls = options.tls && !m_configuration.isSelfSigned();
    options.limits.perKey.perSecond = m_configuration.rateLimit();
    options.limits.perKey.burst = 2 * m_configuration.rateLimit();
    options.allowedHosts = m_configuration.allowedHosts();
    options.corsOrigins = m_configuration.corsOrigins();
    options.corsOriginPattern = m_configuration.corsOriginPattern();
    options.corsHosts = m_configuration.corsHosts();
    return options;
}

core::Result<> ServerApplication::startRedirect(const api::Options &options)
{
    if (m_configuration.redirectPort() == 0)
        return {};
    m_redirect = std::make_unique<api::Redirect>(options, m_configuration.redirectPort(),
                                                 m_server->port());
    return m_redirect->listen();
}

core::Result<> ServerApplication::listen()
{
    const core::Result<api::Options> options = serverOptions();
    if (!options)
        return std::unexpected(options.error());
    const QList<api::Route> workspaceRoutes = m_bashRoutes->table() + m_workspaceRoutes->table()
                                              + m_exportRoutes->table();
    QList<api::Route> routes;
    routes += m_serverRoutes->table();
    routes += m_observed->table();
    routes += m_alerting->table();
    routes += m_conversationRoutes->table();
    routes += m_searchRoutes->table();
    routes += m_sideRoutes->table();
    routes += m_steeringRoutes->table();
    routes += m_eventRoutes->table();
    routes += m_eventSockets->table();
    routes += m_sessionSockets->table();
    routes += m_bashSockets->table();
    routes += workspaceRoutes;
    routes += m_workspacesRoutes->table();
    routes += m_workspaceFileRoutes->table();
    routes += m_terminals->table();
    routes += m_egressRoutes->table();
    routes += m_imageRoutes->table();
    routes += m_conversationsRoutes->table();
    routes += m_conversationStreams->table();
    routes += m_profileRoutes->table();
    routes += m_sdkProfileRoutes->table();
    routes += m_sdkSettingsRoutes->table();
    routes += m_identityRoutes->table();
    routes += m_feedRoutes->table();
    routes += m_settingsRoutes->table();
    routes += m_engineRoutes->table();
    routes += m_conversationRuntimeRoutes->table(workspaceRoutes);
    m_server = std::make_unique<api::Server>(*options, m_idempotency->guard(routes),
                                             authenticate());
    m_server->holdBack();
    m_server->setHooks(hooks());
    m_server->setAuditor(
        [this](const api::Change &change) { return m_auditTable->insert(api::auditRow(change)); });
    connect(m_keys.get(), &identity::Keys::ended, m_server.get(), &api::Server::closeKey);
    connect(m_keys.get(), &identity::Keys::userStopped, m_server.get(), &api::Server::closeUser);
    connect(m_server.get(), &api::Server::answered, this, [this](const api::Record &record) {
        if (record.path.startsWith("/api/"))
            m_serverRoutes->touch();
    });
    m_observed->watch(m_server.get());
    m_alerting->watch(m_server.get(), options->tls ? options->tls->certificateFile : QString());
    const core::Result<> listening = m_server->listen().and_then(
        [&] { return startRedirect(*options); });
    m_failedToListen = !listening;
    return listening;
}

void ServerApplication::beginWork()
{
    m_serverRoutes->setReady();
    m_server->admitAll();
    m_conversations->retention().start();
    core::spawn(m_conversations->resumeWaiting(), "going on with runs that waited");
    core::spawn(m_bash->recover(), "going on with commands");
}

core::Task<> ServerApplication::stop()
{
    core::Result<> result;
    const auto keepFirst = [&result](core::Result<> step) {
        if (result)
            result = std::move(step);
    };
    if (m_alerting) {
        m_alerting->setBackups(nullptr);
        m_alerting->stop();
    }
    m_backup.reset();
    if (m_serverRoutes)
        m_serverRoutes->setDraining();
    if (m_redirect)
        m_redirect->close();
    if (m_conversationStreams)
        m_conversationStreams->end();
    if (m_server)
        keepFirst(co_await m_server->stop());
    if (m_conversations)
        keepFirst(co_await m_conversations->stop());
    if (m_historyIndex)
        keepFirst(co_await m_historyIndex->stop());
    if (m_observed)
        keepFirst(co_await m_observed->flush());
    if (m_webhooks)
        keepFirst(co_await m_webhooks->stop());
    if (m_traces)
        keepFirst(co_await m_traces->flush(std::chrono::seconds(1)));
    if (m_bash)
        keepFirst(co_await m_bash->stop());
    if (m_runtime)
        keepFirst(co_await m_runtime->stop());
    if (m_egress)
        keepFirst(co_await m_egress->journal().flush());
    if (m_database) {
        m_database->close();
        // Who still asked it has an answer now, and comes to its end while all rooms are here.
        if (const core::Result<> over = co_await core::settled(endPatience); !over)
            qCWarning(lcApp).noquote() << over.error().message;
    }
    co_return result;
}

#include "moc_ServerApplication.cpp"
