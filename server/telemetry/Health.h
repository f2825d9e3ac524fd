// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Json.h"

#include <functional>

namespace telemetry {

/// How the server is, for anybody who asks.
struct HealthReport
{
    QString status; ///< "healthy" or "degraded"
    QString version;
    qint64 uptime = 0;
    QString docker;
    qint64 workspaces = 0;
    qint64 conversations = 0;
    qint64 runs = 0;
    QList<QString> reasons;

    static constexpr auto fields()
    {
        return std::tuple{json::field("status", &HealthReport::status, "healthy or degraded"),
                          json::field("version", &HealthReport::version),
                          json::field("uptime", &HealthReport::uptime, "seconds"),
                          json::field("docker", &HealthReport::docker,
                                      "connected, unavailable or unused"),
                          json::field("workspaces", &HealthReport::workspaces,
                                      "that are not stopped"),
                          json::field("conversations", &HealthReport::conversations, "in memory"),
                          json::field("runs", &HealthReport::runs, "under way"),
                          json::field("reasons", &HealthReport::reasons, "why it is degraded")};
    }
};

/// Asks the parts of the server how they are and says it as one.
class Health
{
public:
    /// A sentence about what is wrong with a part; empty when it is well.
    using Check = std::function<QString()>;
    using Count = std::function<qint64()>;

    /// What is told besides the checks.
    struct Sources
    {
        std::function<QString()> docker;
        Count workspaces;
        Count conversations;
        Count runs;
    };

    explicit Health(Sources sources);

    void add(Check check) { m_checks.push_back(std::move(check)); }
    HealthReport report() const;

private:
    const Sources m_sources;
    std::vector<Check> m_checks;
    const std::chrono::nanoseconds m_started = core::Clock::system().monotonic();
};

/// Says that the file system of @p folder is nearly full: less than 2 % and less than 1 GB free.
QString diskComplaint(const QString &folder);

} // namespace telemetry
