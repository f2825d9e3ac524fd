// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "MemoryLedger.h"
#include "workspace/DockerRuntime.h"

#include <QCoreApplication>
#include <QCoroCore>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cstdio>

// bench_channel ENGINE COMMANDS PARALLEL: how long `true` takes at the channel into a container,
// without HTTP: {"middle", "p95", "parallel"}, milliseconds, as JSON.

using namespace workspace;
using QCoro::waitFor;

namespace {

double milliseconds(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

Command nothing()
{
    Command command;
    command.shell = "true";
    return command;
}

core::Task<QJsonObject> measure(std::shared_ptr<Channel> channel, int commands, int parallel)
{
    QList<double> times;
    for (int index = 0; index < commands; ++index) {
        QElapsedTimer timer;
        timer.start();
        const core::Result<Output> output = co_await channel->run(nothing(), {});
        if (!output)
            co_return std::unexpected(output.error());
        times.append(milliseconds(timer));
    }
    std::ranges::sort(times);
    QElapsedTimer timer;
    timer.start();
    std::vector<core::Task<Output>> together;
    for (int index = 0; index < parallel; ++index)
        together.push_back(channel->run(nothing(), {}));
    for (core::Task<Output> &each : together) {
        const core::Result<Output> output = co_await each;
        if (!output)
            co_return std::unexpected(output.error());
    }
    const double all = milliseconds(timer);
    co_return QJsonObject{{"middle", times.at(times.size() / 2)},
                          {"p95", times.at(times.size() * 95 / 100)},
                          {"parallel", all}};
}

core::Task<QJsonObject> bench(DockerRuntime *runtime, int commands, int parallel)
{
    const auto channel = co_await runtime->open("bench");
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return co_await measure(*channel, commands, parallel);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto engine = docker::endpointFrom(arguments.value(1), "the bench");
    const QTemporaryDir folder;
    test::MemoryLedger ledger;
    DockerOptions options;
    options.engines = {engine.value_or(docker::Endpoint())};
    options.instance = "bench000-channel";
    options.secret = "a secret of the bench";
    options.helperRoot = folder.filePath("helpers");
    options.socketRoot = folder.filePath("sockets");
    DockerRuntime runtime(options, &ledger);
    const int commands = qMax(1, arguments.value(2).toInt());
    const core::Result<QJsonObject> figures = waitFor(
        bench(&runtime, commands, arguments.value(3).toInt()));
    const core::Result<> removed = waitFor(runtime.destroy("bench"));
    const core::Result<> stopped = waitFor(runtime.stop());
    if (!figures)
        std::fprintf(stderr, "bench_channel: %s\n", qPrintable(figures.error().message));
    else
        std::printf("%s\n", QJsonDocument(*figures).toJson(QJsonDocument::Compact).constData());
    return figures && removed && stopped ? 0 : 1;
}
