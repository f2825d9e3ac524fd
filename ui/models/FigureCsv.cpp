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
    {"latency_50_ms", &FigureStep::medianMs},
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

QByteArray usedColumns()
{
    return "kind,name,user,tokens,prompt_tokens,cached_tokens,cost_dollars\r\n";
}

QByteArray csvOf(const QByteArray &kind, const QList<QJsonObject> &rows)
{
    QByteArray table;
    for (const QJsonObject &row : rows) {
        table += kind + ',' + csvCell(row["name"].toString()) + ','
                 + csvCell(row["user"].toString());
        for (const char *number : {"tokens", "prompts", "cached", "cost"})
            table += ',' + QByteArray::number(row[number].toDouble(), 'g', 12);
        table += "\r\n";
    }
    return table;
}

QByteArray csvCell(const QString &text)
{
    static const QString formulas("=+-@\t\r");
    QString cell = text;
    if (!cell.isEmpty() && formulas.contains(cell.front()))
        cell.prepend('\'');
    cell.replace('"', "\"\"");
    return '"' + cell.toUtf8() + '"';
}

} // namespace ui
