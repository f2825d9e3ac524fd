// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/EngineRoutes.h"

using namespace api;

EngineRoutes::EngineRoutes(Look look)
    : m_look(std::move(look))
{}

QList<Route> EngineRoutes::table()
{
    return {route(Method::Get, "/engine", "readEngine", this, &EngineRoutes::read,
                  {.access = Access::Admin,
                   .summary = "Whether there is an engine for containers, looked at anew.",
                   .tag = "Operation"})};
}

core::Task<EngineReport> EngineRoutes::read()
{
    return m_look();
}
