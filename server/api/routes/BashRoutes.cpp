// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/BashRoutes.h"

#include "api/routes/StoredBodies.h"
#include "core/Clock.h"

using namespace api;
using core::Error;

static constexpr qsizetype mostIds = 1000;

BashRoutes::BashRoutes(workspace::BashService *service, store::BashEvents *events)
    : m_service(service)
    , m_events(events)
{}

QList<Route> BashRoutes::table()
{
    using enum Method;
    using Self = BashRoutes;
    const RouteOptions plain{.tag = "Bash"};
    return {
        route(Post, "/api/bash/start_bash_command", "startBashCommand", this, &Self::start, plain),
        route(Post, "/api/bash/execute_bash_command", "executeBashCommand", this, &Self::execute,
              plain),
        route(Get, "/api/bash/bash_events/search", "searchBashEvents", this, &Self::search, plain),
        route(Get, "/api/bash/bash_events/{event_id}", "readBashEvent", this, &Self::read, plain),
        route(Get, "/api/bash/bash_events", "batchGetBashEvents", this, &Self::batch, plain),
        route(Post, "/api/bash/bash_commands/{command_id}/stop", "stopBashCommand", this,
              &Self::stop, plain),
        route(Delete, "/api/bash/bash_events", "clearBashEvents", this, &Self::clear, plain),
    };
}

core::Task<workspace::BashCommand> BashRoutes::start(Caller caller,
                                                     Body<workspace::BashRequest> body)
{
    return m_service->start(caller.userId, *body);
}

core::Task<workspace::BashOutput> BashRoutes::execute(Caller caller,
                                                      Body<workspace::BashRequest> body)
{
    return m_service->execute(caller.userId, *body);
}

/// Microseconds since 1970 of an ISO 8601 time; without zone it counts as UTC.
static core::Result<std::optional<qint64>> moment(const char *name,
                                                  const std::optional<QString> &text)
{
    if (!text)
        return std::nullopt;
    // A plus sign in a query string arrives as a space.
    const auto parsed = core::momentOf(QString(*text).replace(' ', '+'));
    if (!parsed)
        return wrongQuery(name, "expected an ISO 8601 time");
    return parsed->count();
}

core::Task<Response> BashRoutes::search(Caller caller, Query<SearchQuery> query)
{
    const auto from = moment("timestamp__gte", query->timestampFrom);
    const auto before = moment("timestamp__lt", query->timestampBefore);
    if (!from || !before)
        co_return std::unexpected(from ? before.error() : from.error());
    store::BashEventSearch wanted;
    wanted.userId = caller.userId;
    if (query->kind)
        wanted.kind = *query->kind == Kind::Command ? "BashCommand" : "BashOutput";
    if (query->commandId)
        wanted.commandId = core::hexUuid(query->commandId->text);
    wanted.timestampFrom = *from;
    wanted.timestampBefore = *before;
    wanted.orderGreaterThan = query->orderGreaterThan;
    wanted.descending = query->order == Order::Descending;
    wanted.cursor = query->pageId;
    wanted.limit = query->limit.value;
    const auto page = co_await m_events->search(std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    co_return storedPage(*page);
}

/// The id as it is stored; a text that is no UUID stays, and names nothing.
static QString hexId(const QString &text)
{
    const std::optional<QString> dashed = core::canonicalUuid(text);
    return dashed ? core::hexUuid(*dashed) : text;
}

core::Task<Response> BashRoutes::batch(Caller caller, Body<QStringList> ids)
{
    if (ids->size() > mostIds)
        co_return core::fail(Error::Kind::TooLarge,
                             QString("At most %1 ids may be asked for at once.").arg(mostIds));
    QStringList wanted;
    for (const QString &id : *ids)
        wanted.append(hexId(id));
    const auto rows = co_await m_events->findMany(caller.userId, wanted);
    if (!rows)
        co_return std::unexpected(rows.error());
    co_return storedList(*rows);
}

core::Task<Success> BashRoutes::stop(Caller caller, Path<CommandPath> path)
{
    const QString id = core::hexUuid(path->id.text);
    const core::Result<bool> stopped = co_await m_service->stopCommand(caller.userId, id);
    if (!stopped)
        co_return std::unexpected(stopped.error());
    if (*stopped)
        co_return Success{};
    // One that has ended is stopped already.
    const auto row = co_await m_events->find(caller.userId, id);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return core::fail(Error::Kind::NotFound, "Bash command not found: " + id);
    co_return Success{};
}

core::Task<Response> BashRoutes::read(Caller caller, Path<EventPath> path)
{
    const QString id = hexId(path->id);
    const auto row = co_await m_events->find(caller.userId, id);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return core::fail(Error::Kind::NotFound, "Bash event not found: " + id);
    Response response;
    response.body = (*row)->body;
    co_return response;
}

core::Task<BashRoutes::Cleared> BashRoutes::clear(Caller caller)
{
    const core::Result<qint64> count = co_await m_events->clear(caller.userId);
    if (!count)
        co_return std::unexpected(count.error());
    co_return Cleared{*count};
}
