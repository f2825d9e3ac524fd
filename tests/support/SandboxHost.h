// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/SandboxRuntime.h"

#include "TestMain.h"

#include <QCoroTask>

namespace test {

/// A folder for the data of sandboxes and the runtime that makes them there.
class SandboxHost
{
public:
    SandboxHost() { use(options()); }
    ~SandboxHost() { stop(); }

    workspace::SandboxOptions options() const
    {
        workspace::SandboxOptions options;
        options.root = path("workspaces");
        options.helperRoot = path("helpers");
        options.program = BERTH_BIN_DIR "/berth-workspaced";
        options.settings.resourceLimits.emplace().memory = workspace::ByteCount{256 << 20};
        options.settings.resourceLimits->disk = workspace::ByteCount{64 << 20};
        options.settings.pids = 64;
        return options;
    }

    /// A new runtime in place of the one before, whose sandboxes go.
    void use(const workspace::SandboxOptions &options)
    {
        stop();
        m_runtime = std::make_unique<workspace::SandboxRuntime>(options);
    }
    void stop()
    {
        if (m_runtime)
            VERIFY_RESULT(QCoro::waitFor(m_runtime->stop()));
        m_runtime.reset();
    }

    workspace::SandboxRuntime *runtime() const { return m_runtime.get(); }
    std::shared_ptr<workspace::Channel> open(const QString &user = "user")
    {
        const auto channel = QCoro::waitFor(m_runtime->open(user));
        if (!channel)
            qWarning().noquote() << channel.error().message;
        return channel.value_or(nullptr);
    }

    /// What a command of bash says, both streams, without white space at its ends.
    static QString say(workspace::Channel &channel, const QString &script)
    {
        workspace::Command command;
        command.arguments = QStringList{"bash", "-c", "{ " + script + "\n} 2>&1"};
        command.timeout = std::chrono::seconds(20);
        command.outputLimit = 64 << 10;
        const auto output = QCoro::waitFor(channel.run(command, {}));
        return output ? QString::fromUtf8(output->standardOutput).trimmed()
                      : output.error().message;
    }

    static QString bubblewrap() { return QStandardPaths::findExecutable("bwrap"); }

    QString path(const QString &name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<workspace::SandboxRuntime> m_runtime;
};

} // namespace test
