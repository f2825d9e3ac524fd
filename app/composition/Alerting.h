// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Configuration.h"
#include "DailyBackup.h"
#include "api/Server.h"
#include "api/feed/AlertsTopic.h"
#include "api/routes/AlertRoutes.h"
#include "telemetry/AlertWatch.h"
#include "telemetry/AlertWebhook.h"
#include "workspace/Workspaces.h"

namespace composition {

/// The alerts of a server: what they watch, who is told, and how they are read.
class Alerting : public QObject
{
    Q_OBJECT

public:
    /// The rooms that are looked at; they outlive this.
    struct Rooms
    {
        QString dataDirectory;
        store::Database *database;
        workspace::Runtime *runtime;
        workspace::UsageSampler *usage;
        workspace::Workspaces *workspaces;
        conversations::Conversations *conversations;
        conversations::Spending *spending;
        net::Outbound *outbound;
    };

    Alerting(const Rooms &rooms, const Configuration &configuration);

    /// Before anything can happen that is told. @p webhookSecret signs what goes to the webhook.
    core::Task<> begin(QByteArray webhookSecret);
    /// Before the server listens; @p certificateFile is empty without TLS.
    void watch(api::Server *server, const QString &certificateFile);
    void setBackups(const DailyBackup *backups) { m_backups = backups; }
    void stop();

    telemetry::AlertWatch &alertWatch() { return m_watch; }
    telemetry::Alerts &alerts() { return m_alerts; }
    api::FeedTopic *topic() { return &m_topic; }
    QList<api::Route> table() { return m_routes.table(); }

private:
    telemetry::AlertWatch::Sources sources();
    static core::Task<QString> ownerOf(workspace::Workspaces *workspaces, QString workspaceId);
    std::optional<std::chrono::microseconds> newestBackup() const;
    void tell(const telemetry::Alert &alert);

    const Rooms m_rooms;
    const QUrl m_webhookUrl;
    store::Alerts m_table;
    store::Settings m_settingTable;
    telemetry::RuleSettings m_settings;
    telemetry::Alerts m_alerts;
    telemetry::AlertWatch m_watch;
    std::unique_ptr<telemetry::AlertWebhook> m_webhook;
    api::AlertRoutes m_routes;
    api::AlertsTopic m_topic;
    const DailyBackup *m_backups = nullptr;
    std::optional<std::chrono::microseconds> m_certificateEnd;
    QString m_server; ///< its address
};

} // namespace composition
