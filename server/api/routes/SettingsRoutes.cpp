// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/SettingsRoutes.h"

using namespace api;

QList<Route> SettingsRoutes::table()
{
    using enum Method;
    using Self = SettingsRoutes;
    const RouteOptions admin{.access = Access::Admin, .tag = "Settings"};
    return {
        route(Get, "/settings", "readSettings", this, &Self::list, admin),
        route(Patch, "/settings", "changeSettings", this, &Self::change, admin),
    };
}

core::Task<SettingsRoutes::List> SettingsRoutes::list()
{
    List list;
    list.items = m_store->settings();
    co_return list;
}

core::Task<SettingsRoutes::List> SettingsRoutes::change(Body<QJsonObject> changes)
{
    const core::Result<> changed = m_store->change(*changes);
    if (!changed)
        co_return std::unexpected(changed.error());
    co_return co_await list();
}
