// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Endpoint.h"
#include "workspace/Runtime.h"
#include "workspace/SharedAnswer.h"

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
    /// Of the engine that was chosen; nothing until then, and for sandboxes.
    std::optional<bool> engineAnswers() const override;
    bool hasManyWorkspaces() const override;
    core::Task<std::shared_ptr<Channel>> open(QString workspaceId) override;
    core::Task<std::shared_ptr<Channel>> openIfRunning(QString workspaceId) override;
    core::Task<QString> workingDirectory(QString workspaceId, QString path) override;
    core::Task<> makeDirectory(QString workspaceId, QString path) override;
    core::Task<> check(WorkspaceSettings settings) override;
    core::Task<> checkOwn(WorkspaceSettings settings) override;
    WorkspaceStatus status(const QString &workspaceId) const override;
    QStringList running() const override;
    core::Task<std::optional<WorkspaceUse>> use(QString workspaceId,
                                                Looks looks = Looks::All) override;
    core::Task<QByteArray> log(QString workspaceId, qint64 limit) override;
    core::Task<std::shared_ptr<docker::Engine>> engineInUse() override;
    QString containerOf(const QString &workspaceId) const override;
    std::optional<DiskReport> disk(const QString &workspaceId) const override;
    void forgetFailures(const QString &workspaceId) override;
    void adopt(const QString &workspaceId, const WorkspaceSettings &settings) override;
    core::Task<> pause(QString workspaceId) override;
    core::Task<> removeContainer(QString workspaceId) override;
    core::Task<> destroy(QString workspaceId) override;
    core::Task<> stop() override;

private:
    using Chosen = core::Result<Runtime *>;

    core::Task<Runtime *> choice();
    core::Task<Runtime *> firstUsable();

    const QList<docker::Endpoint> m_engines;
    const std::unique_ptr<Runtime> m_containers;
    const std::unique_ptr<SandboxRuntime> m_sandboxes;
    SharedAnswer<Runtime *> m_choice;
    Runtime *m_chosen = nullptr;
};

} // namespace workspace
