// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Endpoint.h"
#include "workspace/Runtime.h"

namespace workspace {

class SandboxRuntime;

/// Works in containers where an engine answers, else in sandboxes where the machine allows them. It
/// chooses when first asked for a place and keeps what it chose; while there is neither it looks
/// again each time.
class AutoRuntime : public Runtime
{
    Q_OBJECT

public:
    /// @p containers works with the first of @p engines that answers.
    AutoRuntime(QList<docker::Endpoint> engines, std::unique_ptr<Runtime> containers,
                std::unique_ptr<SandboxRuntime> sandboxes, QObject *parent = nullptr);
    ~AutoRuntime() override;

    /// "auto" until it has chosen, then the name of what it chose.
    QString name() const override;
    void begin() override { m_containers->begin(); }
    bool hasManyWorkspaces() const override;
    core::Task<std::shared_ptr<Channel>> open(QString workspaceId) override;
    core::Task<std::shared_ptr<Channel>> openIfRunning(QString workspaceId) override;
    core::Task<> makeDirectory(QString workspaceId, QString path) override;
    core::Task<> check(WorkspaceSettings settings) override;
    WorkspaceStatus status(const QString &workspaceId) const override;
    core::Task<std::optional<WorkspaceUse>> use(QString workspaceId) override;
    std::optional<DiskReport> disk(const QString &workspaceId) const override;
    core::Task<> pause(QString workspaceId) override;
    core::Task<> removeContainer(QString workspaceId) override;
    core::Task<> destroy(QString workspaceId) override;
    core::Task<> stop() override;

private:
    using Chosen = core::Result<Runtime *>;

    core::Task<Runtime *> choice();
    core::Task<> choose(core::Deferred<Chosen> done);
    core::Task<Runtime *> firstUsable();

    const QList<docker::Endpoint> m_engines;
    const std::unique_ptr<Runtime> m_containers;
    const std::unique_ptr<SandboxRuntime> m_sandboxes;
    std::optional<core::Deferred<Chosen>> m_choice;
    Runtime *m_chosen = nullptr;
};

} // namespace workspace
