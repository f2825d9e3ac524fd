// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Janitor.h"

#include "core/Logging.h"
#include "docker/Containers.h"
#include "docker/Images.h"
#include "docker/Networks.h"
#include "docker/Volumes.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DiskImage.h"
#include "workspace/HelperVolumes.h"
#include "workspace/WorkspaceImage.h"

#include <QDir>
#include <QRegularExpression>

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
        m_mounted += container.mounts;
        m_seesMounts = m_seesMounts && !container.mounts.isEmpty();
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
        else
            ++m_staying;
    }

    void judge(const docker::Network &network)
    {
        if (m_staying == 0)
            leftovers.append({Leftover::Kind::Network, network.name, {}, "no container is on it"});
    }

    /// The engine knows whether a container uses it.
    void judge(const docker::Image &image)
    {
        const QString folder = image.labels.value(builtLabel);
        const bool isNeeded = folder == m_rules.image
                              || std::ranges::any_of(m_records, [&folder](const auto &record) {
            return record.settings.image == folder;
        });
        if (folder.isEmpty() || isNeeded)
            return;
        for (const QString &name : image.names)
            leftovers.append(
                {Leftover::Kind::Image, name, {}, "no workspace is made of its folder"});
    }

    /// What was brought lately may be for a container that is about to be made.
    void judgeHelper(const QFileInfo &folder)
    {
        static const QRegularExpression digest("\\A[0-9a-f]{32}\\z");
        const bool isOld = folder.lastModified().secsTo(QDateTime::currentDateTime()) > 600;
        if (digest.match(folder.fileName()).hasMatch() && isOld
            && isOutdated(folder.fileName(), folder.filePath()))
            leftovers.append({Leftover::Kind::Helper, folder.filePath(), {}, outdated});
    }

    void judge(const docker::Volume &volume)
    {
        if (volume.labels.contains(helperLabel)) {
            if (isOutdated(volume.labels.value(helperLabel), volume.name))
                leftovers.append({Leftover::Kind::Volume, volume.name, {}, outdated});
            return;
        }
        judgeFiles(Leftover::Kind::Volume, volume.name, volume.labels.value(workspaceLabel));
    }

    void judgeDisk(const QString &id)
    {
        judgeFiles(Leftover::Kind::Disk, m_rules.diskRoot + '/' + id, id);
    }

    void judge(const WorkspaceRecord &record)
    {
        const QString reason = whyGone(record.id);
        if (!reason.isEmpty() && !m_rules.isInUse(record.id))
            leftovers.append({Leftover::Kind::Workspace, record.id, record.id, reason});
    }

    QList<Leftover> leftovers;

private:
    void judgeFiles(Leftover::Kind kind, const QString &name, const QString &id)
    {
        if (!m_records.contains(id) && !m_rules.removesUnknownVolumes)
            return;
        const QString reason = whyGone(id);
        if (!reason.isEmpty() && !m_rules.isInUse(id))
            leftovers.append({kind, name, id, reason});
    }

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

    bool isOutdated(const QString &digest, const QString &source) const
    {
        return !m_rules.helpers.isEmpty() && !m_rules.helpers.contains(digest) && m_seesMounts
               && !m_mounted.contains(source);
    }

    static constexpr const char *outdated = "no container has this version of the helper";

    const KeepingRules &m_rules;
    QStringList m_mounted; ///< by containers
    bool m_seesMounts = true; ///< the engine tells them
    int m_staying = 0; ///< containers
    QMap<QString, WorkspaceRecord> m_records;
};

core::Result<> unlessItIsGone(const core::Result<> &removed)
{
    const bool isGone = !removed && removed.error().kind == core::Error::Kind::NotFound;
    return isGone ? core::Result<>() : removed;
}

core::Result<> unlessItIsUsed(const core::Result<> &removed)
{
    const bool isUsed = !removed && removed.error().kind == core::Error::Kind::Conflict;
    return isUsed ? core::Result<>() : unlessItIsGone(removed);
}

} // namespace

static core::Task<> surveyShared(std::shared_ptr<docker::Engine> engine, docker::Labels ours,
                                 Survey *survey)
{
    docker::Networks networks(engine);
    const auto allNetworks = co_await networks.list(ours);
    if (!allNetworks)
        co_return std::unexpected(allNetworks.error());
    docker::Images images(engine);
    const auto allImages = co_await images.list();
    if (!allImages)
        co_return std::unexpected(allImages.error());
    for (const docker::Network &network : *allNetworks)
        survey->judge(network);
    for (const docker::Image &image : *allImages)
        survey->judge(image);
    co_return {};
}

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
    for (const QString &id : DiskImage::idsBelow(rules.diskRoot))
        survey.judgeDisk(id);
    if (!rules.helperRoot.isEmpty()) {
        const auto folders =
            QDir(rules.helperRoot).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QFileInfo &folder : folders)
            survey.judgeHelper(folder);
    }
    if (rules.removesShared) {
        const core::Result<> looked = co_await surveyShared(engine, ours, &survey);
        if (!looked)
            co_return std::unexpected(looked.error());
    }
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
    if (leftover.kind == Leftover::Kind::Disk) {
        DiskImage disk(leftover.name);
        co_return co_await disk.remove();
    }
    if (leftover.kind == Leftover::Kind::Helper) {
        if (!QDir(leftover.name).removeRecursively())
            co_return core::fail(core::Error::Kind::Unavailable,
                                 "The folder " + leftover.name + " cannot be removed.");
        co_return {};
    }
    if (leftover.kind == Leftover::Kind::Network) {
        docker::Networks networks(engine);
        const core::Result<> removed = co_await networks.remove(leftover.name);
        co_return unlessItIsUsed(removed);
    }
    if (leftover.kind == Leftover::Kind::Image) {
        docker::Images images(engine);
        const core::Result<> removed = co_await images.remove(leftover.name);
        co_return unlessItIsUsed(removed);
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
