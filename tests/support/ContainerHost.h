// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"
#include "docker/Images.h"
#include "docker/Volumes.h"
#include "workspace/DockerRuntime.h"

#include "Dockerd.h"
#include "MemoryLedger.h"
#include "TestMain.h"

#include <QCoroTask>

namespace test {

/// An engine of the test's own with the image that is copied from this machine, and the runtime
/// that makes containers there.
class ContainerHost
{
public:
    /// Why it cannot be used; empty when it can.
    QString problem()
    {
        if (!m_daemon.isReady())
            return m_daemon.log();
        const QString archive = m_folder.filePath("image.tar");
        if (QProcess::execute("sh", {"-c", BERTH_SOURCE_DIR "/scripts/host-image > " + archive}))
            return "host-image failed";
        return import(workspace::defaultImage, archive);
    }

    QString import(const QString &name, const QString &archive)
    {
        auto tar = std::make_shared<QFile>(archive);
        if (!tar->open(QIODevice::ReadOnly))
            return tar->errorString();
        const auto imported = QCoro::waitFor(docker::Images(engine()).import(name, tar));
        return imported ? QString() : imported.error().message;
    }

    std::shared_ptr<docker::Engine> engine()
    {
        return QCoro::waitFor(docker::findEngine(options().engines)).value_or(nullptr);
    }

    QList<docker::ContainerState> containers()
    {
        return QCoro::waitFor(docker::Containers(engine()).list(ours()))
            .value_or(QList<docker::ContainerState>());
    }

    workspace::DockerOptions options() const
    {
        workspace::DockerOptions options;
        options.engines = {{.socketPath = m_daemon.socketPath(), .source = "the test"}};
        options.instance = "a1b2c3d4-test";
        options.program = BERTH_BIN_DIR "/berth-workspaced";
        options.helperRoot = m_folder.filePath("helpers");
        options.settings.resourceLimits.emplace().memory = workspace::ByteCount{256 << 20};
        options.settings.resourceLimits->cpus = 1;
        options.settings.resourceLimits->disk = workspace::ByteCount{64 << 20};
        options.settings.pids = 64;
        return options;
    }

    /// A new runtime in place of the one before, whose containers go.
    void use(const workspace::DockerOptions &options)
    {
        stop();
        m_runtime = std::make_unique<workspace::DockerRuntime>(options, &m_ledger);
    }
    void stop()
    {
        if (m_runtime)
            VERIFY_RESULT(QCoro::waitFor(m_runtime->stop()));
        m_runtime.reset();
    }
    /// As when the server is killed: nothing is told to anybody.
    void forget() { m_runtime.reset(); }
    void engineStops() { m_daemon.stop(); }
    void engineStarts() { m_daemon.start(); }
    void removeVolumes()
    {
        docker::Volumes volumes(engine());
        const auto left = QCoro::waitFor(volumes.list(ours()));
        VERIFY_RESULT(left);
        for (const docker::Volume &volume : *left)
            VERIFY_RESULT(QCoro::waitFor(volumes.remove(volume.name)));
    }

    MemoryLedger &ledger() { return m_ledger; }
    workspace::DockerRuntime *runtime() const { return m_runtime.get(); }
    std::shared_ptr<workspace::Channel> open(const QString &user = "user")
    {
        const auto channel = QCoro::waitFor(m_runtime->open(user));
        if (!channel)
            qWarning().noquote() << channel.error().message;
        return channel.value_or(nullptr);
    }

    /// How a command of bash ended and the first 64 KiB of what it said.
    static core::Result<workspace::Output> run(workspace::Channel &channel, const QString &script,
                                               std::chrono::seconds timeout)
    {
        workspace::Command command;
        command.arguments = QStringList{"bash", "-c", "{ " + script + "\n} 2>&1"};
        command.timeout = timeout;
        command.outputLimit = 64 << 10;
        return QCoro::waitFor(channel.run(command, {}));
    }
    static QString say(workspace::Channel &channel, const QString &script)
    {
        const auto output = run(channel, script, std::chrono::seconds(20));
        return output ? QString::fromUtf8(output->standardOutput).trimmed()
                      : output.error().message;
    }

    QString path(const QString &name) const { return m_folder.filePath(name); }

private:
    static docker::Labels ours() { return {{"dev.berth.instance", "a1b2c3d4-test"}}; }

    Dockerd m_daemon;
    QTemporaryDir m_folder;
    MemoryLedger m_ledger;
    std::unique_ptr<workspace::DockerRuntime> m_runtime;
};

} // namespace test
