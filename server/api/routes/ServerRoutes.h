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
    void setReady() { m_readiness = Readiness::Ready; }
    /// From now on /ready says that no more work should come.
    void setDraining() { m_readiness = Readiness::Draining; }
    /// Something was done for a client: the idle time begins anew.
    void touch() { m_lastActivity = core::Clock::system().monotonic(); }

private:
    enum class Readiness { Starting, Ready, Draining };

    core::Task<QJsonObject> alive();
    core::Task<Reply<QJsonObject, 200, 503>> ready();
    core::Task<QJsonObject> info();
    core::Task<QStringList> listTools();

    QStringList m_tools;
    Readiness m_readiness = Readiness::Starting;
    std::chrono::nanoseconds m_started = core::Clock::system().monotonic();
    std::chrono::nanoseconds m_lastActivity = m_started;
};

} // namespace api
