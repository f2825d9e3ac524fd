// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Health.h"

#include <QStorageInfo>

using namespace telemetry;

static constexpr qint64 enoughBytes = 1'000'000'000;

Health::Health(Sources sources)
    : m_sources(std::move(sources))
{}

HealthReport Health::report() const
{
    HealthReport report;
    for (const Check &check : m_checks) {
        if (const QString complaint = check(); !complaint.isEmpty())
            report.reasons.append(complaint);
    }
    report.status = report.reasons.isEmpty() ? "healthy" : "degraded";
    report.version = BERTH_VERSION;
    report.uptime = std::chrono::duration_cast<std::chrono::seconds>(
                        core::Clock::system().monotonic() - m_started)
                        .count();
    report.docker = m_sources.docker();
    report.workspaces = m_sources.workspaces();
    report.conversations = m_sources.conversations();
    report.runs = m_sources.runs();
    return report;
}

QString telemetry::diskComplaint(const QString &folder)
{
    const QStorageInfo storage(folder);
    const qint64 free = storage.bytesAvailable();
    if (!storage.isValid() || free >= enoughBytes || free >= storage.bytesTotal() / 50)
        return {};
    return QString("The disk of the data directory is nearly full: %1 MB are free.")
        .arg(free / 1'000'000);
}
