// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "UsageFigures.h"

using workspace::UsageSample;

/// Below zero where the system does not say.
using Amount = double (*)(const UsageSample &sample);

struct UsageFigure
{
    const char *name;
    const char *help;
    Amount amount;
};

static double disk(const UsageSample &sample)
{
    return sample.disk ? static_cast<double>(sample.disk->used) : -1;
}

static constexpr UsageFigure usageFigures[] = {
    {"berth_workspaces_processors", "Processors that workspaces keep busy.",
     [](const UsageSample &sample) { return sample.processors.value_or(-1); }},
    {"berth_workspaces_memory_bytes", "Memory of workspaces, without what can be dropped at once.",
     [](const UsageSample &sample) { return static_cast<double>(sample.use.memoryBytes); }},
    {"berth_workspaces_disk_bytes", "Files of workspaces, as measured last.", disk},
    {"berth_workspaces_sent_bytes", "What ready workspaces sent through the way out.",
     [](const UsageSample &sample) { return static_cast<double>(sample.use.bytesSent); }},
    {"berth_workspaces_received_bytes", "What ready workspaces received through the way out.",
     [](const UsageSample &sample) { return static_cast<double>(sample.use.bytesReceived); }},
    {"berth_workspaces_processes", "Processes in workspaces.",
     [](const UsageSample &sample) { return static_cast<double>(sample.use.processes); }},
};

void composition::addUsageFigures(telemetry::Metrics &metrics, const workspace::UsageSampler *usage)
{
    for (const UsageFigure &figure : usageFigures) {
        const Amount amount = figure.amount;
        metrics.gauge(figure.name, figure.help, [usage, amount] {
            double sum = 0;
            for (const UsageSample &sample : usage->all())
                sum += qMax(0.0, amount(sample));
            return sum;
        }, "of=all");
        metrics.gauge(figure.name, figure.help, [usage, amount] {
            double largest = 0;
            for (const UsageSample &sample : usage->all())
                largest = qMax(largest, amount(sample));
            return largest;
        }, "of=largest");
    }
}
