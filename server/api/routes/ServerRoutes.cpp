// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ServerRoutes.h"

#include <cmath>

using namespace api;

namespace {

/// The version of the SDK whose server this one stands in for; clients decide on features by it.
constexpr const char *sdkVersion = "1.58.2";

double secondsSince(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(core::Clock::system().monotonic() - time).count();
}

} // namespace

ServerRoutes::ServerRoutes(QStringList usableTools)
    : m_tools(std::move(usableTools))
{}

QList<Route> ServerRoutes::table()
{
    using enum Method;
    const RouteOptions open{.scope = Scope::Public, .tag = "Server"};
    return {
        route(Get, "/", "serverRoot", this, &ServerRoutes::info, open),
        route(Get, "/alive", "alive", this, &ServerRoutes::alive, open),
        route(Get, "/ready", "ready", this, &ServerRoutes::ready, open),
        route(Get, "/server_info", "serverInfo", this, &ServerRoutes::info, open),
        route(Get, "/api/tools", "listTools", this, &ServerRoutes::listTools, {.tag = "Tools"}),
    };
}

core::Task<QJsonObject> ServerRoutes::alive()
{
    co_return QJsonObject{{"status", "ok"}};
}

core::Task<Reply<QJsonObject, 200, 503>> ServerRoutes::ready()
{
    Reply<QJsonObject, 200, 503> reply;
    if (m_readiness == Readiness::Ready) {
        reply.value = {{"status", "ready"}};
    } else if (m_readiness == Readiness::Draining) {
        reply.status = 503;
        reply.value = {{"status", "draining"}, {"message", "Server is shutting down"}};
    } else {
        reply.status = 503;
        reply.value = {{"status", "initializing"}, {"message", "Server is still initializing"}};
    }
    co_return reply;
}

core::Task<QStringList> ServerRoutes::listTools()
{
    co_return QStringList(m_tools); // what is named here is moved from
}

core::Task<QJsonObject> ServerRoutes::info()
{
    co_return QJsonObject{{"uptime", std::floor(secondsSince(m_started))},
                          {"idle_time", std::floor(secondsSince(m_lastActivity))},
                          {"title", "OpenHands Agent Server"},
                          {"version", sdkVersion},
                          {"sdk_version", sdkVersion},
                          {"tools_version", sdkVersion},
                          {"workspace_version", sdkVersion},
                          {"build_git_sha", "unknown"},
                          {"build_git_ref", "berth-" BERTH_VERSION},
                          {"python_version", "none"},
                          {"usable_tools", QJsonArray::fromStringList(m_tools)},
                          {"runtime_idle_timeout_seconds", QJsonValue::Null},
                          {"max_foreground_terminal_timeout_seconds", QJsonValue::Null},
                          {"capabilities", QJsonArray()},
                          {"conversation_runtime", "local"},
                          {"available_conversation_runtimes", QJsonArray()},
                          {"app_backend_ingress_url", QJsonValue::Null},
                          {"docs", "/docs"},
                          {"redoc", "/redoc"}};
}
