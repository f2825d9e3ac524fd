// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "workspace/EgressControl.h"
#include "workspace/Workspaces.h"

namespace api {

/// A host that workspaces may reach.
struct ListedHost
{
    QString host;
    bool acceptsWrites = false;
    QString purpose;

    static constexpr auto fields()
    {
        return std::tuple{json::field("host", &ListedHost::host),
                          json::field("accepts_writes", &ListedHost::acceptsWrites,
                                      "it takes uploads from anybody's account"),
                          json::field("purpose", &ListedHost::purpose)};
    }
};

/// /egress: what the caller's workspaces wanted to reach, what became of it, and what the caller
/// says of hosts.
class EgressRoutes
{
public:
    /// @p hosts is the server's list.
    EgressRoutes(workspace::EgressControl *control, workspace::Workspaces *workspaces,
                 QList<ListedHost> hosts);

    QList<Route> table();

    /// A decision as GET /egress/decisions shows it.
    static QJsonObject decisionObject(const workspace::EgressEntry &entry);

private:
    enum class Outcome { Allowed, Denied };
    friend constexpr auto enumNames(EgressRoutes::Outcome)
    {
        return std::array{std::pair{Outcome::Allowed, "allowed"},
                          std::pair{Outcome::Denied, "denied"}};
    }
    struct Filter
    {
        std::optional<QString> workspaceId;
        std::optional<Outcome> outcome;
        std::optional<qint64> after;
        Limit limit;

        static constexpr auto fields()
        {
            return std::tuple{json::field("workspace", &Filter::workspaceId),
                              json::field("outcome", &Filter::outcome),
                              json::field("after", &Filter::after),
                              json::optional("limit", &Filter::limit)};
        }
    };
    struct Decision
    {
        qint64 id = 0;
        QString workspaceId;
        QString time;
        QString host;
        int port = 0;
        QString address;
        Outcome outcome = Outcome::Denied;
        workspace::EgressReason reason = workspace::EgressReason::NotListed;
        bool acceptsWrites = false;
        qint64 bytesSent = 0;
        qint64 bytesReceived = 0;

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &Decision::id),
                              json::field("workspace_id", &Decision::workspaceId),
                              json::field("time", &Decision::time),
                              json::field("host", &Decision::host),
                              json::field("port", &Decision::port),
                              json::field("address", &Decision::address,
                                          "that was dialled, or that was the reason"),
                              json::field("outcome", &Decision::outcome),
                              json::field("reason", &Decision::reason),
                              json::field("accepts_writes", &Decision::acceptsWrites),
                              json::field("sent_bytes", &Decision::bytesSent,
                                          "once the connection has ended"),
                              json::field("received_bytes", &Decision::bytesReceived)};
        }
    };
    struct Decisions
    {
        QList<Decision> items;
        std::optional<qint64> next;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &Decisions::items, "oldest first"),
                              json::field("next_after", &Decisions::next)};
        }
    };
    template<typename Item>
    struct ListOf
    {
        QList<Item> items;

        static constexpr auto fields() { return std::tuple{json::field("items", &ListOf::items)}; }
    };
    using Questions = ListOf<workspace::EgressQuestion>;
    using Rules = ListOf<workspace::EgressRule>;
    using Hosts = ListOf<ListedHost>;
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };

    static Decision decisionOf(const workspace::EgressEntry &entry);
    core::Task<> checkWorkspace(QString userId, std::optional<QString> workspaceId);

    core::Task<Decisions> decisions(Caller caller, Query<Filter> query);
    core::Task<workspace::EgressOutcome> decide(Caller caller, Body<workspace::EgressWord> word);
    core::Task<Questions> questions(Caller caller);
    core::Task<workspace::EgressQuestion> prolong(Caller caller, Path<ById> path,
                                                  Body<workspace::EgressMoreTime> more);
    core::Task<Rules> rules(Caller caller);
    core::Task<> removeRule(Caller caller, Path<ById> path);
    core::Task<Hosts> hosts(Caller caller);

    workspace::EgressControl *m_control;
    workspace::Workspaces *m_workspaces;
    const QList<ListedHost> m_hosts;
};

} // namespace api
