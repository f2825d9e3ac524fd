// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Janitor.h"

#include "core/Logging.h"
#include "docker/Containers.h"
#include "docker/Volumes.h"
#include "workspace/ContainerSpec.h"

namespace workspace {

namespace {

/// Judges what is there by what is written of it.
class Survey
{
public:
    Survey(const KeepingRules &rules, const QList<WorkspaceRecord> &records)
        : m_rules(rules)
    {
        for (const WorkspaceRecord &record : records)
            m_records.insert(record.id, record);
    }

    void judge(const docker::ContainerState &container)
    {
        const QString id = container.labels.value(workspaceLabel);
        if (m_rules.isInUse(id))
            return;
        const bool isAlive = container.isRunning() || container.status == "paused";
        QString reason = whyGone(id);
        if (reason.isEmpty() && !isAlive)
            reason = "it has ended";
        else if (reason.isEmpty() && unusedFor(id) >= m_rules.idleTimeout(m_records.value(id)))
            reason = "it was not used";
        if (!reason.isEmpty())
            leftovers.append({Leftover::Kind::Container, container.name, id, reason});
    }

    void judge(const docker::Volume &volume)
    {
        const QString id = volume.labels.value(workspaceLabel);
        if (!m_records.contains(id) && !m_rules.removesUnknownVolumes)
            return;
        const QString reason = whyGone(id);
        if (!reason.isEmpty() && !m_rules.isInUse(id))
            leftovers.append({Leftover::Kind::Volume, volume.name, id, reason});
    }

    void judge(const WorkspaceRecord &record)
    {
        const QString reason = whyGone(record.id);
        if (!reason.isEmpty() && !m_rules.isInUse(record.id))
            leftovers.append({Leftover::Kind::Workspace, record.id, record.id, reason});
    }

    QList<Leftover> leftovers;

private:
    std::chrono::microseconds unusedFor(const QString &id) const
    {
        return m_rules.now - std::max(m_records.value(id).usedAt, m_rules.usedSince);
    }

    /// Why the workspace with all it has is to go; empty when it stays.
    QString whyGone(const QString &id) const
    {
        const auto record = m_records.find(id);
        if (record == m_records.end())
            return "no workspace has it";
        if (record->isLeaving)
            return "its workspace was deleted";
        const bool expires = m_rules.retention.count() > 0 && !record->isDefault();
        if (expires && m_rules.now - record->usedAt >= m_rules.retention)
            return "its workspace was not used for too long";
        return {};
    }

    const KeepingRules &m_rules;
    QMap<QString, WorkspaceRecord> m_records;
};

core::Result<> unlessItIsGone(const core::Result<> &removed)
{
    const bool isGone = !removed && removed.error().kind == core::Error::Kind::NotFound;
    return isGone ? core::Result<>() : removed;
}

} // namespace

core::Task<QList<Leftover>> findLeftovers(std::shared_ptr<docker::Engine> engine, Ledger *ledger,
                                          KeepingRules rules)
{
    // First what is there, then what is written: what came in between is written.
    const docker::Labels ours{{instanceLabel, rules.instance}};
    docker::Containers containers(engine);
    const auto allContainers = co_await containers.list(ours);
    if (!allContainers)
        co_return std::unexpected(allContainers.error());
    docker::Volumes volumes(engine);
    const auto allVolumes = co_await volumes.list(ours);
    if (!allVolumes)
        co_return std::unexpected(allVolumes.error());
    const auto records = co_await ledger->all();
    if (!records)
        co_return std::unexpected(records.error());
    Survey survey(rules, *records);
    for (const docker::ContainerState &container : *allContainers)
        survey.judge(container);
    for (const docker::Volume &volume : *allVolumes)
        survey.judge(volume);
    for (const WorkspaceRecord &record : *records)
        survey.judge(record);
    co_return survey.leftovers;
}

/// A workspace that expired is marked before anything of it goes.
static core::Task<> markLeaving(Ledger *ledger, QList<Leftover> leftovers)
{
    for (const Leftover &leftover : std::as_const(leftovers)) {
        if (leftover.kind != Leftover::Kind::Workspace)
            continue;
        const core::Result<bool> marked = co_await ledger->setLeaving(leftover.workspaceId);
        if (!marked)
            co_return std::unexpected(marked.error());
    }
    co_return {};
}

static core::Task<> removeOne(std::shared_ptr<docker::Engine> engine, Ledger *ledger,
                              Leftover leftover)
{
    if (leftover.kind == Leftover::Kind::Workspace)
        co_return co_await ledger->remove(leftover.workspaceId);
    if (leftover.kind == Leftover::Kind::Volume) {
        docker::Volumes volumes(engine);
        const core::Result<> removed = co_await volumes.remove(leftover.name);
        co_return unlessItIsGone(removed);
    }
    docker::Containers containers(engine);
    const core::Result<> removed = co_await containers.remove(leftover.name);
    co_return unlessItIsGone(removed);
}

core::Task<> removeLeftovers(std::shared_ptr<docker::Engine> engine, Ledger *ledger,
                             QList<Leftover> leftovers, KeepingRules rules)
{
    const core::Result<> marked = co_await markLeaving(ledger, leftovers);
    if (!marked)
        co_return marked;
    core::Result<> result;
    QStringList kept; // workspaces of which something could not be removed
    for (const Leftover &leftover : std::as_const(leftovers)) {
        if (kept.contains(leftover.workspaceId) || rules.isInUse(leftover.workspaceId))
            continue;
        const core::Result<> removed = co_await removeOne(engine, ledger, leftover);
        if (removed) {
            qCInfo(lcWorkspace).noquote() << "Removed" << leftover.name << "because"
                                          << leftover.reason << leftover.workspaceId;
            continue;
        }
        kept.append(leftover.workspaceId);
        result = removed;
    }
    co_return result;
}

} // namespace workspace
