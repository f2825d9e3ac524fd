// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/AutoRuntime.h"

#include "docker/Engine.h"
#include "workspace/SandboxRuntime.h"

namespace workspace {

AutoRuntime::AutoRuntime(QList<docker::Endpoint> engines, std::unique_ptr<Runtime> containers,
                         std::unique_ptr<SandboxRuntime> sandboxes, QObject *parent)
    : Runtime(parent)
    , m_engines(std::move(engines))
    , m_containers(std::move(containers))
    , m_sandboxes(std::move(sandboxes))
{
    connect(m_containers.get(), &Runtime::changed, this, &Runtime::changed);
    connect(m_containers.get(), &Runtime::engineChanged, this, &Runtime::engineChanged);
    connect(m_sandboxes.get(), &Runtime::changed, this, &Runtime::changed);
}

AutoRuntime::~AutoRuntime() = default;

QString AutoRuntime::name() const
{
    return m_chosen ? m_chosen->name() : QString("auto");
}

core::Task<Runtime *> AutoRuntime::choice()
{
    const Chosen chosen = co_await m_choice.ask([this] { return firstUsable(); },
                                                "choosing where to work");
    if (chosen)
        m_chosen = *chosen;
    co_return chosen;
}

core::Task<Runtime *> AutoRuntime::firstUsable()
{
    const auto engine = co_await docker::findEngine(m_engines);
    if (engine)
        co_return m_containers.get();
    const core::Result<> sandbox = co_await m_sandboxes->prepare();
    if (sandbox)
        co_return m_sandboxes.get();
    co_return core::fail(core::Error::Kind::Unavailable,
                         "There is no place to work in. Install or start Docker or Podman for "
                         "containers, or install bubblewrap for sandboxes; or start the server "
                         "with --runtime local to work on this machine without isolation.\n"
                         "No engine can be used: "
                             + engine.error().message
                             + "\nNo sandbox can be made: " + sandbox.error().message);
}

core::Task<std::shared_ptr<Channel>> AutoRuntime::open(QString userId)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->open(userId);
}

core::Task<std::shared_ptr<Channel>> AutoRuntime::openIfRunning(QString userId)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->openIfRunning(userId);
}

core::Task<QString> AutoRuntime::workingDirectory(QString userId, QString path)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->workingDirectory(userId, path);
}

core::Task<> AutoRuntime::makeDirectory(QString userId, QString path)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->makeDirectory(userId, path);
}

/// Before it has chosen it may: check() knows.
std::optional<bool> AutoRuntime::engineAnswers() const
{
    return m_chosen ? m_chosen->engineAnswers() : std::nullopt;
}

bool AutoRuntime::hasManyWorkspaces() const
{
    return !m_chosen || m_chosen->hasManyWorkspaces();
}

core::Task<> AutoRuntime::check(WorkspaceSettings settings)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    if (!(*chosen)->hasManyWorkspaces())
        co_return core::fail(core::Error::Kind::Conflict,
                             "No engine answers, so there are sandboxes: one for each user.");
    co_return co_await (*chosen)->check(std::move(settings));
}

core::Task<> AutoRuntime::checkOwn(WorkspaceSettings settings)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->checkOwn(std::move(settings));
}

WorkspaceStatus AutoRuntime::status(const QString &workspaceId) const
{
    return (m_chosen ? m_chosen : m_containers.get())->status(workspaceId);
}

QStringList AutoRuntime::running() const
{
    return m_chosen ? m_chosen->running() : QStringList();
}

core::Task<std::optional<WorkspaceUse>> AutoRuntime::use(QString workspaceId, Looks looks)
{
    return (m_chosen ? m_chosen : m_containers.get())->use(std::move(workspaceId), looks);
}

core::Task<QByteArray> AutoRuntime::log(QString workspaceId, qint64 limit)
{
    return (m_chosen ? m_chosen : m_containers.get())->log(std::move(workspaceId), limit);
}

std::optional<DiskReport> AutoRuntime::disk(const QString &workspaceId) const
{
    return (m_chosen ? m_chosen : m_containers.get())->disk(workspaceId);
}

core::Task<std::shared_ptr<docker::Engine>> AutoRuntime::engineInUse()
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->engineInUse();
}

QString AutoRuntime::containerOf(const QString &workspaceId) const
{
    return m_chosen ? m_chosen->containerOf(workspaceId) : QString();
}

void AutoRuntime::forgetFailures(const QString &workspaceId)
{
    (m_chosen ? m_chosen : m_containers.get())->forgetFailures(workspaceId);
}

void AutoRuntime::adopt(const QString &workspaceId, const WorkspaceSettings &settings)
{
    (m_chosen ? m_chosen : m_containers.get())->adopt(workspaceId, settings);
}

core::Task<> AutoRuntime::pause(QString workspaceId)
{
    return (m_chosen ? m_chosen : m_containers.get())->pause(std::move(workspaceId));
}

core::Task<> AutoRuntime::removeContainer(QString workspaceId)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->removeContainer(std::move(workspaceId));
}

core::Task<> AutoRuntime::destroy(QString workspaceId)
{
    const Chosen chosen = co_await choice();
    if (!chosen)
        co_return std::unexpected(chosen.error());
    co_return co_await (*chosen)->destroy(std::move(workspaceId));
}

core::Task<> AutoRuntime::stop()
{
    const core::Result<> containers = co_await m_containers->stop();
    const core::Result<> sandboxes = co_await m_sandboxes->stop();
    co_return containers ? sandboxes : containers;
}

} // namespace workspace

#include "moc_AutoRuntime.cpp"
