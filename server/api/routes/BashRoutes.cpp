// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/BashRoutes.h"

#include <QDateTime>
#include <QTimeZone>

using namespace api;
using core::Error;

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
    QDateTime time = QDateTime::fromString(QString(*text).replace(' ', '+'), Qt::ISODateWithMs);
    if (!time.isValid())
        return wrongQuery(name, "expected an ISO 8601 time");
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeZone(QTimeZone::UTC);
    return time.toMSecsSinceEpoch() * 1000;
}

core::Task<Response> BashRoutes::search(Caller caller, Query<SearchQuery> query)
{
    if (query->sortOrder != "TIMESTAMP" && query->sortOrder != "TIMESTAMP_DESC")
        co_return wrongQuery("sort_order", "expected TIMESTAMP or TIMESTAMP_DESC");
    const auto from = moment("timestamp__gte", query->timestampFrom);
    const auto before = moment("timestamp__lt", query->timestampBefore);
    if (!from || !before)
        co_return std::unexpected(from ? before.error() : from.error());
    store::BashEventSearch wanted;
    wanted.userId = caller.userId;
    wanted.kind = query->kind;
    if (query->commandId)
        wanted.commandId = core::hexUuid(query->commandId->text);
    wanted.timestampFrom = *from;
    wanted.timestampBefore = *before;
    wanted.orderGreaterThan = query->orderGreaterThan;
    wanted.descending = query->sortOrder == "TIMESTAMP_DESC";
    wanted.cursor = query->pageId;
    wanted.limit = query->limit.value;
    const auto page = co_await m_events->search(std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    Response response;
    response.body = "{\"items\":[";
    for (qsizetype index = 0; index < page->rows.size(); ++index)
        response.body += (index ? "," : "") + page->rows.at(index).body;
    response.body += "],\"next_page_id\":"
                     + (page->next ? json::text(*page->next) : QByteArray("null")) + '}';
    co_return response;
}

core::Task<Response> BashRoutes::read(Caller caller, Path<EventPath> path)
{
    const QString id = core::hexUuid(path->id.text);
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
