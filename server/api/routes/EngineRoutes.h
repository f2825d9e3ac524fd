// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"

namespace api {

/// Something that was looked at where workspaces come from.
struct EngineFinding
{
    QString name;
    QString weight;
    QString text;
    QString advice;
    std::optional<QString> address;

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &EngineFinding::name,
                                      "a short word: no-socket, no-permission, stopped, ..."),
                          json::field("weight", &EngineFinding::weight, "fine, note or trouble"),
                          json::field("text", &EngineFinding::text, "what is so"),
                          json::field("advice", &EngineFinding::advice,
                                      "what to do about it; empty when nothing is to be done"),
                          json::field("address", &EngineFinding::address,
                                      "of the engine that is meant; null for the one in use")};
    }
};

/// Where workspaces come from, looked at anew.
struct EngineReport
{
    QString runtime;
    std::optional<QString> engine;
    std::optional<QString> version;
    std::optional<bool> hasSandbox;
    std::optional<qint64> diskBytes;
    std::optional<qint64> diskFree;
    QList<EngineFinding> findings;

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("runtime", &EngineReport::runtime, "auto, docker, sandbox or local"),
            json::field("engine", &EngineReport::engine,
                        "Docker or Podman; null when none answers"),
            json::field("version", &EngineReport::version),
            json::field("sandbox", &EngineReport::hasSandbox,
                        "whether sandboxes can be made; null where an engine is used"),
            json::field("disk_bytes", &EngineReport::diskBytes,
                        "of the file system that has the server's data"),
            json::field("disk_free_bytes", &EngineReport::diskFree),
            json::field("findings", &EngineReport::findings)};
    }
};

/// /engine: whether there is an engine for containers, and what stands in its way.
class EngineRoutes
{
public:
    using Look = std::function<core::Task<EngineReport>()>;

    explicit EngineRoutes(Look look);

    QList<Route> table();

private:
    core::Task<EngineReport> read();

    const Look m_look;
};

} // namespace api
