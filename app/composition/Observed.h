// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Server.h"
#include "api/feed/RequestsTopic.h"
#include "api/routes/LogRoutes.h"
#include "api/routes/ModelUseRoutes.h"
#include "api/routes/TelemetryRoutes.h"
#include "store/Database.h"
#include "telemetry/Activity.h"
#include "telemetry/AlertWatch.h"
#include "telemetry/FigureHistory.h"
#include "telemetry/LogFiles.h"
#include "telemetry/Traces.h"
#include "workspace/UsageSampler.h"
#include "workspace/Workspaces.h"

namespace composition {

/// What an operator watches of one server: introduces the rooms to `telemetry`.
class Observed : public QObject
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
        conversations::Conversations *conversations;
        telemetry::Traces *traces;
        workspace::Workspaces *workspaces;
        const conversations::Spending *spending;
        int conversationsPerUser;
        int logFiles; ///< 0 writes none
    };

    explicit Observed(const Rooms &rooms);
    ~Observed() override;

    /// Before the server listens.
    void watch(api::Server *server);
    /// Who hears of what is counted.
    void tell(telemetry::AlertWatch *alerts);
    /// A question to a model was answered, or failed.
    void hear(const llm::Call &call);
    api::FeedTopic *requestsTopic() { return &m_requestsTopic; }
    /// What the feed says of the server.
    QJsonObject state() const;
    core::Task<> load() { return m_history.load(); }
    /// Keeps what has no place on disk yet.
    core::Task<> flush() { return m_history.flush(); }
    QList<api::Route> table()
    {
        return m_routes.table() + m_useRoutes.table() + m_logRoutes.table();
    }

private:
    QString docker() const;
    QList<telemetry::Limit> limits(const api::Caller &caller) const;
    void keepUse(const telemetry::ModelCall &call, const QString &conversationId);
    void listen();
    void addFigures();
    telemetry::FigureHistory::Look look() const;
    void addChecks();
    void traceStarts();

    const Rooms m_rooms;
    api::Server *m_server = nullptr;
    telemetry::AlertWatch *m_alerts = nullptr;
    telemetry::Metrics m_metrics;
    telemetry::RequestLog m_requests;
    api::RequestsTopic m_requestsTopic;
    telemetry::LogRing m_log;
    std::optional<telemetry::LogFiles> m_logFiles;
    telemetry::Activity m_activity;
    telemetry::Health m_health;
    store::Figures m_figures;
    telemetry::FigureHistory m_history;
    store::ModelUse m_use;
    api::TelemetryRoutes m_routes;
    api::ModelUseRoutes m_useRoutes;
    api::LogRoutes m_logRoutes;
};

} // namespace composition
