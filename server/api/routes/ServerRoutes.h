// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "core/Clock.h"

namespace api {

/// What the server says of itself, to anybody.
class ServerRoutes
{
public:
    /// @p usableTools: names that agents may use here.
    explicit ServerRoutes(QStringList usableTools);

    QList<Route> table();
    /// From now on /ready says so.
    void setReady() { m_isReady = true; }
    /// Something was done for a client: the idle time begins anew.
    void touch() { m_lastActivity = core::Clock::system().monotonic(); }

private:
    core::Task<QJsonObject> health();
    core::Task<Reply<QJsonObject>> ready();
    core::Task<QJsonObject> info();
    core::Task<QStringList> listTools();

    QStringList m_tools;
    bool m_isReady = false;
    std::chrono::nanoseconds m_started = core::Clock::system().monotonic();
    std::chrono::nanoseconds m_lastActivity = m_started;
};

} // namespace api
