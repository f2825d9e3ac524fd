// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Alerting.h"

#include <QSslCertificate>

using namespace composition;
using namespace std::chrono;
using telemetry::Alert;

Alerting::Alerting(const Rooms &rooms, const Configuration &configuration)
    : m_rooms(rooms)
    , m_webhookUrl(configuration.alertWebhook())
    , m_table(rooms.database)
    , m_settingTable(rooms.database)
    , m_settings(&m_settingTable, configuration.alertThresholds())
    , m_alerts(&m_table)
    , m_watch(&m_alerts, sources(), configuration.alertThresholds())
    , m_routes(&m_alerts, &m_settings,
               m_webhookUrl.isEmpty() ? QStringList() : QStringList{"webhook"})
    , m_topic(&m_alerts)
{
    m_alerts.follow(&m_settings);
    connect(&m_alerts, &telemetry::Alerts::told, this, &Alerting::tell);
    connect(&m_settings, &telemetry::RuleSettings::changed, this,
            [this] { m_watch.setThresholds(m_settings.thresholds()); });
}

telemetry::AlertWatch::Sources Alerting::sources()
{
    telemetry::AlertWatch::Sources sources;
    sources.engineAnswers = [runtime = m_rooms.runtime] { return runtime->engineAnswers(); };
    sources.storeWaiting = [database = m_rooms.database] { return database->waiting(); };
    sources.certificateEnd = [this] { return m_certificateEnd; };
    sources.newestBackup = [this] { return newestBackup(); };
    sources.ownerOf = [workspaces = m_rooms.workspaces](QString id) {
        return ownerOf(workspaces, std::move(id));
    };
    sources.dataFolder = m_rooms.dataDirectory;
    return sources;
}

core::Task<QString> Alerting::ownerOf(workspace::Workspaces *workspaces, QString workspaceId)
{
    const core::Result<workspace::Workspace> found = co_await workspaces->look(workspaceId);
    if (!found)
        co_return std::unexpected(found.error());
    co_return QString(found->userId);
}

std::optional<microseconds> Alerting::newestBackup() const
{
    return m_backups ? m_backups->newest() : std::nullopt;
}

core::Task<> Alerting::begin(QByteArray webhookSecret)
{
    if (const core::Result<> read = co_await m_settings.load(); !read)
        co_return std::unexpected(read.error());
    m_watch.setThresholds(m_settings.thresholds());
    const core::Result<> loaded = co_await m_alerts.load();
    if (!loaded)
        co_return std::unexpected(loaded.error());
    if (!m_webhookUrl.isEmpty()) {
        telemetry::AlertWebhook::Options options;
        options.url = m_webhookUrl;
        options.secret = webhookSecret;
        options.server = QSysInfo::machineHostName();
        m_webhook = std::make_unique<telemetry::AlertWebhook>(std::move(options), m_rooms.outbound);
    }
    m_watch.watch(m_rooms.runtime);
    m_watch.watch(m_rooms.usage);
    m_watch.watch(m_rooms.conversations);
    m_watch.watch(m_rooms.spending);
    m_watch.begin();
    co_return {};
}

void Alerting::watch(api::Server *server, const QString &certificateFile)
{
    connect(server, &api::Server::answered, this, [this](const api::Record &record) {
        m_watch.count(telemetry::Request{.method = record.method,
                                         .route = record.route,
                                         .status = record.status});
    });
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificateFile);
    if (!certificateFile.isEmpty() && !chain.isEmpty())
        m_certificateEnd = milliseconds(chain.first().expiryDate().toMSecsSinceEpoch());
}

void Alerting::tell(const Alert &alert)
{
    const QStringList sinks = m_settings.inForce(*telemetry::alertRule(alert.rule)).sinks;
    if (sinks.contains("webhook") && m_webhook)
        m_webhook->send(alert);
    if (!sinks.contains("log"))
        return;
    const bool isOver = alert.state == telemetry::AlertState::Resolved;
    const QString about = alert.conversationId.value_or(alert.workspaceId.value_or(QString()));
    const auto line = isOver ? QString("An alert is over (%1): %2 %3")
                             : QString("An alert (%1): %2 %3");
    const QString text = line.arg(alert.rule, alert.text, about).trimmed();
    if (isOver)
        qCInfo(lcApp).noquote() << text;
    else
        qCWarning(lcApp).noquote() << text;
}

void Alerting::stop()
{
    if (m_webhook)
        m_webhook->stop();
}

#include "moc_Alerting.cpp"
