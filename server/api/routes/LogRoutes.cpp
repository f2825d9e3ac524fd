// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/LogRoutes.h"

#include "api/Socket.h"

using namespace api;

static constexpr qsizetype linesAtOnce = 200;
static constexpr qint64 mostUnread = 1024
                                     * 1024; // bytes; a slow reader misses lines, which it is told

LogRoutes::LogRoutes(telemetry::LogRing *log)
    : m_log(log)
{}

QList<Route> LogRoutes::table()
{
    return {
        route(Method::Get, "/logs", "listLogs", this, &LogRoutes::list,
              {.summary = "The last lines of the log.", .tag = "Operation"}),
        socketRoute("/logs/stream", "streamLogs", this, &LogRoutes::follow, {.tag = "Operation"}),
    };
}

core::Result<telemetry::LogFilter> LogRoutes::filterOf(const Caller &caller, const LogQuery &query)
{
    if (!caller.isAdmin() && !query.user.isEmpty() && query.user != caller.userId)
        return std::unexpected(missingScope(Access::Admin));
    telemetry::LogFilter filter;
    filter.after = query.after;
    filter.level = json::write(query.level).toString();
    filter.room = query.room;
    filter.userId = caller.isAdmin() ? query.user : caller.userId;
    filter.conversation = query.conversation;
    filter.workspace = query.workspace;
    filter.text = query.text;
    filter.limit = query.limit.value;
    return filter;
}

core::Task<telemetry::LogPage> LogRoutes::list(Caller caller, Query<LogQuery> query)
{
    co_return filterOf(caller, *query).transform([this](const telemetry::LogFilter &filter) {
        return m_log->find(filter);
    });
}

void LogRoutes::follow(Caller caller, std::shared_ptr<Socket> socket, Query<LogQuery> query)
{
    const core::Result<telemetry::LogFilter> wanted = filterOf(caller, *query);
    if (!wanted) {
        socket->close(CloseCode::AuthenticationFailed, "Only an admin sees lines of other users");
        return;
    }
    const auto filter = std::make_shared<telemetry::LogFilter>(*wanted);
    filter->after = query->after.value_or(m_log->last());
    filter->limit = linesAtOnce;
    Socket *raw = socket.get();
    QObject::connect(m_log, &telemetry::LogRing::grown, raw,
                     [this, raw, filter] { send(raw, filter); });
    send(raw, filter);
}

void LogRoutes::send(Socket *socket, const std::shared_ptr<telemetry::LogFilter> &filter)
{
    while (socket->isOpen() && socket->queuedBytes() < mostUnread) {
        const telemetry::LogPage page = m_log->find(*filter);
        filter->after = page.last;
        if (page.lost > 0)
            socket->sendText(json::text(QJsonObject{{"type", "gap"}, {"lost", page.lost}}));
        for (const telemetry::LogEntry &entry : page.items) {
            QJsonObject line = json::write(entry).toObject();
            line.insert("type", "line");
            socket->sendText(json::text(line));
        }
        if (page.items.size() < filter->limit)
            return;
    }
}
