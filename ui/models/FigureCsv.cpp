// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/FigureCsv.h"

namespace ui {

struct CsvColumn
{
    const char *name;
    double FigureStep::*figure;
};

static constexpr CsvColumn csvColumns[] = {
    {"requests_per_minute", &FigureStep::requestsPerMinute},
    {"refused_share", &FigureStep::refusedShare},
    {"latency_mean_ms", &FigureStep::meanMs},
    {"latency_95_ms", &FigureStep::slowMs},
    {"prompt_tokens_per_minute", &FigureStep::promptsPerMinute},
    {"completion_tokens_per_minute", &FigureStep::completionsPerMinute},
    {"cached_tokens_per_minute", &FigureStep::cachedPerMinute},
    {"cost_dollars_per_hour", &FigureStep::costPerHour},
    {"agents", &FigureStep::runs},
    {"events_per_second", &FigureStep::eventsPerSecond},
    {"cpus", &FigureStep::processors},
    {"memory_bytes", &FigureStep::memory},
};

QByteArray csvOf(const QList<FigureStep> &steps)
{
    QByteArray table = "time";
    for (const CsvColumn &column : csvColumns)
        table += QByteArray(",") + column.name;
    table += "\r\n";
    for (const FigureStep &step : steps) {
        table += step.at.toUTC().toString(Qt::ISODate).toLatin1();
        for (const CsvColumn &column : csvColumns)
            table += ',' + QByteArray::number(step.*column.figure, 'g', 12);
        table += "\r\n";
    }
    return table;
}

} // namespace ui
