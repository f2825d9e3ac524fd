// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/EgressRoutes.h"

using namespace api;

EgressRoutes::EgressRoutes(workspace::EgressControl *control, workspace::Workspaces *workspaces,
                           QList<ListedHost> hosts)
    : m_control(control)
    , m_workspaces(workspaces)
    , m_hosts(std::move(hosts))
{}

QList<Route> EgressRoutes::table()
{
    using enum Method;
    using Self = EgressRoutes;
    const RouteOptions plain{.tag = "Network of workspaces"};
    return {
        route(Get, "/egress/decisions", "listEgressDecisions", this, &Self::decisions, plain),
        route(Post, "/egress/decisions", "decideEgress", this, &Self::decide,
              audited(plain, "egress.decide")),
        route(Get, "/egress/questions", "listEgressQuestions", this, &Self::questions, plain),
        route(Post, "/egress/questions/{id}/prolong", "prolongEgressQuestion", this, &Self::prolong,
              plain),
        route(Get, "/egress/rules", "listEgressRules", this, &Self::rules, plain),
        route(Delete, "/egress/rules/{id}", "deleteEgressRule", this, &Self::removeRule,
              audited(plain, "egress.delete_rule")),
        route(Get, "/egress/hosts", "listEgressHosts", this, &Self::hosts, plain),
    };
}

EgressRoutes::Decision EgressRoutes::decisionOf(const workspace::EgressEntry &entry)
{
    const workspace::EgressDecision &decided = entry.decision;
    Decision decision;
    decision.id = entry.id;
    decision.workspaceId = entry.workspaceId;
    decision.time = decided.time.toString(Qt::ISODateWithMs);
    decision.host = decided.host;
    decision.port = decided.port;
    decision.address = decided.address;
    decision.outcome = decided.allowed ? Outcome::Allowed : Outcome::Denied;
    decision.reason = decided.reason;
    decision.acceptsWrites = entry.acceptsWrites;
    decision.bytesSent = decided.bytesUp;
    decision.bytesReceived = decided.bytesDown;
    return decision;
}

QJsonObject EgressRoutes::decisionObject(const workspace::EgressEntry &entry)
{
    return json::write(decisionOf(entry)).toObject();
}

/// NotFound when it is given and not the user's.
core::Task<> EgressRoutes::checkWorkspace(QString userId, std::optional<QString> workspaceId)
{
    if (!workspaceId)
        co_return {};
    const auto found = co_await m_workspaces->find(userId, *workspaceId);
    if (!found)
        co_return std::unexpected(found.error());
    co_return {};
}

core::Task<EgressRoutes::Decisions> EgressRoutes::decisions(Caller caller, Query<Filter> query)
{
    const core::Result<> own = co_await checkWorkspace(caller.userId, query->workspaceId);
    if (!own)
        co_return std::unexpected(own.error());
    workspace::EgressFilter filter;
    filter.userId = caller.userId;
    filter.workspaceId = query->workspaceId;
    if (query->outcome)
        filter.allowed = *query->outcome == Outcome::Allowed;
    filter.after = query->after;
    filter.limit = query->limit.value;
    const auto found = co_await m_control->journal().find(filter);
    if (!found)
        co_return std::unexpected(found.error());
    Decisions list;
    list.next = query->after;
    for (const workspace::EgressEntry &entry : *found) {
        list.items.append(decisionOf(entry));
        list.next = entry.id;
    }
    co_return list;
}

core::Task<workspace::EgressOutcome> EgressRoutes::decide(Caller caller,
                                                          Body<workspace::EgressWord> word)
{
    const core::Result<> own = co_await checkWorkspace(caller.userId, word->workspaceId);
    if (!own)
        co_return std::unexpected(own.error());
    co_return co_await m_control->say(caller.userId, *word);
}

core::Task<EgressRoutes::Questions> EgressRoutes::questions(Caller caller)
{
    Questions list;
    list.items = m_control->questions().pending(caller.userId);
    co_return list;
}

core::Task<workspace::EgressQuestion> EgressRoutes::prolong(Caller caller, Path<ById> path,
                                                            Body<workspace::EgressMoreTime> more)
{
    co_return m_control->prolong(caller.userId, path->id, *more);
}

core::Task<EgressRoutes::Rules> EgressRoutes::rules(Caller caller)
{
    const auto known = co_await m_control->rules().ofUser(caller.userId);
    if (!known)
        co_return std::unexpected(known.error());
    Rules list;
    list.items = *known;
    co_return list;
}

core::Task<> EgressRoutes::removeRule(Caller caller, Path<ById> path)
{
    return m_control->rules().remove(caller.userId, path->id);
}

core::Task<EgressRoutes::Hosts> EgressRoutes::hosts(Caller)
{
    Hosts list;
    list.items = m_hosts;
    co_return list;
}
