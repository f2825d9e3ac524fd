// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/UsageTopic.h"

#include "core/Clock.h"

using namespace api;

UsageTopic::UsageTopic(workspace::UsageSampler *sampler, workspace::Workspaces *workspaces)
    : FeedTopic("usage", Delivery::Subscribed)
    , m_sampler(sampler)
    , m_workspaces(workspaces)
{}

static QJsonValue orNull(qint64 number)
{
    return number < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(number);
}

static FeedItem usageItem(const workspace::UsageSample &sample, const QString &owner)
{
    const workspace::WorkspaceUse &use = sample.use;
    const QJsonValue none(QJsonValue::Null);
    return {sample.workspaceId,
            owner,
            {{"id", sample.workspaceId},
             {"sampled_at", core::utcTimestamp(sample.at)},
             {"cpu", sample.processors ? QJsonValue(*sample.processors) : none},
             {"memory_bytes", orNull(use.memoryBytes)},
             {"memory_limit", orNull(use.memoryLimit)},
             {"oom_kills", orNull(use.outOfMemoryKills)},
             {"pids", orNull(use.processes)},
             {"pids_limit", orNull(use.processLimit)},
             {"bytes_sent", orNull(use.bytesSent)},
             {"bytes_received", orNull(use.bytesReceived)},
             {"disk", sample.disk ? json::write(*sample.disk) : none}}};
}

void UsageTopic::begin()
{
    m_watch = m_sampler->watch();
    connect(m_sampler, &workspace::UsageSampler::sampled, this,
            [this](const workspace::UsageSample &sample) {
        core::spawn(tell(sample), "telling what a workspace uses");
    });
    connect(m_sampler, &workspace::UsageSampler::ended, this, [this](const QString &id) {
        const QString owner = m_owners.take(id);
        if (!owner.isEmpty())
            emit changed("removed", {id, owner, {{"id", id}}});
    });
}

void UsageTopic::end()
{
    m_sampler->disconnect(this);
    m_watch.reset();
    m_owners.clear();
}

core::Task<QString> UsageTopic::ownerOf(QString workspaceId)
{
    if (m_owners.contains(workspaceId))
        co_return QString(m_owners.value(workspaceId));
    const core::Result<workspace::Workspace> found = co_await m_workspaces->look(workspaceId);
    if (!found)
        co_return std::unexpected(found.error());
    if (m_watch)
        m_owners.insert(workspaceId, found->userId);
    co_return QString(found->userId);
}

core::Task<> UsageTopic::tell(workspace::UsageSample sample)
{
    const core::Result<QString> owner = co_await ownerOf(sample.workspaceId);
    if (owner)
        emit changed("changed", usageItem(sample, *owner));
    co_return {};
}

core::Task<QList<FeedItem>> UsageTopic::items(FeedAudience audience)
{
    QList<FeedItem> items;
    for (const workspace::UsageSample &sample : m_sampler->all()) {
        const core::Result<QString> owner = co_await ownerOf(sample.workspaceId);
        if (owner && (audience.isEverybody || *owner == audience.userId))
            items.append(usageItem(sample, *owner));
    }
    co_return items;
}

#include "moc_UsageTopic.cpp"
