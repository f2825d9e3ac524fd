// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/LocalRuntime.h"

#include "workspace/LocalPlaces.h"
#include "workspace/ProcessUse.h"

#include <QCoreApplication>
#include <QDir>

namespace workspace {

QProcessEnvironment localEnvironment(const QProcessEnvironment &server)
{
    static const QStringList allowed{"PATH", "HOME", "USER",   "LOGNAME", "SHELL",
                                     "LANG", "TZ",   "TMPDIR", "TERM"};
    QProcessEnvironment environment;
    const QStringList names = server.keys();
    for (const QString &name : names) {
        if (allowed.contains(name) || name.startsWith("LC_"))
            environment.insert(name, server.value(name));
    }
    environment.insert("PATH", server.value("PATH", "/usr/local/bin:/usr/bin:/bin"));
    environment.insert("HOME", server.value("HOME", QDir::homePath()));
    if (!server.contains("LC_ALL") && !server.contains("LC_CTYPE"))
        environment.insert("LANG", server.value("LANG", "C.UTF-8"));
    environment.insert("AI_AGENT", "openhands");
    environment.insert("GIT_PAGER", "cat");
    environment.insert("PAGER", "cat");
    return environment;
}

LocalRuntime::LocalRuntime(LocalOptions options, QObject *parent)
    : Runtime(parent)
    , m_options(std::move(options))
    , m_places(std::make_unique<LocalPlaces>())
{
    if (m_options.program.isEmpty())
        m_options.program = QCoreApplication::applicationDirPath() + "/berth-workspaced";
    if (m_options.directory.isEmpty())
        m_options.directory = QDir::currentPath();
    connect(m_places.get(), &LocalPlaces::changed, this, &Runtime::changed);
}

LocalRuntime::~LocalRuntime() = default;

core::Task<std::shared_ptr<Channel>> LocalRuntime::open(QString userId)
{
    return m_places->open(std::move(userId), [options = m_options] {
        LocalLaunch launch;
        launch.program = options.program;
        launch.environment = localEnvironment(QProcessEnvironment::systemEnvironment());
        launch.directory = options.directory;
        launch.longestCommand = options.longestCommand;
        return launch;
    });
}

QStringList LocalRuntime::running() const
{
    return m_places->users();
}

core::Task<std::optional<WorkspaceUse>> LocalRuntime::use(QString userId, Looks looks)
{
    Q_UNUSED(looks)
    const std::shared_ptr<LocalPlace> place = m_places->find(userId);
    if (!place)
        co_return std::nullopt;
    const auto processes = co_await place->channel()->processes();
    if (!processes)
        co_return std::unexpected(processes.error());
    WorkspaceUse use;
    addProcesses(use, *processes);
    co_return use;
}

core::Task<> LocalRuntime::stop()
{
    return m_places->stop();
}

} // namespace workspace

#include "moc_LocalRuntime.cpp"
