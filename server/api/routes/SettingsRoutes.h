// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"

namespace api {

/// One option of the server: what it is, who said so, and whether it can be changed here.
struct Setting
{
    QString name;
    QString value;        ///< in force
    QString defaultValue;
    QString source;       ///< flag, environment, window, file or default
    QString from;         ///< the flag or the variable that sets it, or could
    QString help;
    bool isLocked = false; ///< by a flag or the environment
    bool needsRestart = true;
    std::optional<QString> next; ///< what it will be after a restart, when that is another

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("name", &Setting::name),
            json::field("value", &Setting::value, "in force"),
            json::field("default", &Setting::defaultValue),
            json::field("source", &Setting::source, "flag, environment, window, file or default"),
            json::field("from", &Setting::from, "the flag or variable of this option"),
            json::field("help", &Setting::help),
            json::field("locked", &Setting::isLocked, "set by a flag or the environment"),
            json::field("restart", &Setting::needsRestart, "a change counts after a restart"),
            json::field("next", &Setting::next, "after a restart, when it is another"),
        };
    }
};

/// Where settings come from and go to.
class SettingsStore
{
public:
    virtual ~SettingsStore() = default;

    virtual QList<Setting> settings() const = 0;
    /// Texts by name; null takes a change back. All of them or none: Invalid with the path of each
    /// that is unknown or wrong, Conflict for one that is locked.
    virtual core::Result<> change(const QJsonObject &changes) = 0;
};

/// /settings, for admins: every option with its value in force and where that comes from.
class SettingsRoutes
{
public:
    /// @p store outlives it.
    explicit SettingsRoutes(SettingsStore *store)
        : m_store(store)
    {}

    QList<Route> table();

private:
    struct List
    {
        QList<Setting> items;

        static constexpr auto fields() { return std::tuple{json::field("items", &List::items)}; }
    };

    core::Task<List> list();
    core::Task<List> change(Body<QJsonObject> changes);

    SettingsStore *m_store;
};

} // namespace api
