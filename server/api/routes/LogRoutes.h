// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "telemetry/LogRing.h"

namespace api {

/// The server's log: pages of it, and a socket that follows it. Users see the lines that are about
/// them, an admin sees all.
class LogRoutes
{
public:
    /// @p log outlives this.
    explicit LogRoutes(telemetry::LogRing *log);

    QList<Route> table();

private:
    enum class Level { Debug, Info, Warning, Critical };
    friend constexpr auto enumNames(LogRoutes::Level)
    {
        using enum Level;
        return std::array{std::pair{Debug, "debug"}, std::pair{Info, "info"},
                          std::pair{Warning, "warning"}, std::pair{Critical, "critical"}};
    }
    struct LogQuery
    {
        std::optional<qint64> after;
        Level level = Level::Debug;
        QString room;
        QString user;
        QString conversation;
        QString workspace;
        QString text;
        Limit limit;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::field("after", &LogQuery::after, "only with a greater seq"),
                              json::optional("level", &LogQuery::level, "the lowest"),
                              json::optional("room", &LogQuery::room),
                              json::optional("user", &LogQuery::user),
                              json::optional("conversation", &LogQuery::conversation),
                              json::optional("workspace", &LogQuery::workspace),
                              json::optional("text", &LogQuery::text, "that messages contain"),
                              json::optional("limit", &LogQuery::limit)};
        }
    };

    /// Forbidden for lines of others to whoever is no admin.
    static core::Result<telemetry::LogFilter> filterOf(const Caller &caller, const LogQuery &query);
    core::Task<telemetry::LogPage> list(Caller caller, Query<LogQuery> query);
    void follow(Caller caller, std::shared_ptr<Socket> socket, Query<LogQuery> query);
    /// Sends what has come since; the filter remembers how far that was.
    void send(Socket *socket, const std::shared_ptr<telemetry::LogFilter> &filter);

    telemetry::LogRing *m_log;
    QObject m_context; ///< ends the connections with this object
};

} // namespace api
