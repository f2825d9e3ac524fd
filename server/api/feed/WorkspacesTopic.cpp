// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/WorkspacesTopic.h"

using namespace api;
using workspace::Workspace;

/// A start passes through several states at once; one look sees the last of them.
static constexpr std::chrono::milliseconds lookDelay{20};

WorkspacesTopic::WorkspacesTopic(workspace::Workspaces *workspaces, workspace::Runtime *runtime)
    : FeedTopic("workspaces")
    , m_workspaces(workspaces)
    , m_runtime(runtime)
{}

FeedItem WorkspacesTopic::itemOf(const Workspace &workspace)
{
    m_owners.insert(workspace.id, workspace.userId);
    return {workspace.id, workspace.userId, json::write(workspace, json::Nulls::Keep).toObject()};
}

void WorkspacesTopic::begin()
{
    connect(m_runtime, &workspace::Runtime::changed, this, &WorkspacesTopic::touch);
    connect(m_workspaces, &workspace::Workspaces::removed, this, &WorkspacesTopic::leave);
}

void WorkspacesTopic::end()
{
    m_runtime->disconnect(this);
    m_workspaces->disconnect(this);
    m_touched.clear();
    m_owners.clear();
}

void WorkspacesTopic::leave(const QString &userId, const QString &id)
{
    if (id == userId) {
        core::spawn(lookAtDefault(userId), "telling how a workspace is");
        return;
    }
    if (m_owners.remove(id))
        emit changed("removed", {id, userId, {{"id", id}}});
}

core::Task<> WorkspacesTopic::lookAtDefault(QString userId)
{
    const core::Result<Workspace> workspace = co_await m_workspaces->find(userId, userId);
    if (!workspace)
        co_return std::unexpected(workspace.error());
    emit changed("changed", itemOf(*workspace));
    co_return {};
}

void WorkspacesTopic::touch(const QString &id)
{
    if (m_touched.contains(id))
        return;
    m_touched.insert(id);
    core::spawn(look(id), "telling how a workspace is");
}

core::Task<> WorkspacesTopic::look(QString id)
{
    const core::Result<> waited = co_await core::sleepFor(lookDelay);
    if (!waited || !m_touched.remove(id))
        co_return waited;
    const core::Result<Workspace> workspace = co_await m_workspaces->look(id);
    if (!workspace && workspace.error().kind == core::Error::Kind::NotFound) {
        if (m_owners.contains(id))
            leave(m_owners.value(id), id);
        co_return {};
    }
    if (!workspace)
        co_return std::unexpected(workspace.error());
    emit changed("changed", itemOf(*workspace));
    co_return {};
}

core::Task<QList<FeedItem>> WorkspacesTopic::items(FeedAudience audience)
{
    const core::Result<QList<Workspace>> workspaces =
        audience.isEverybody ? co_await m_workspaces->all()
                             : co_await m_workspaces->list(audience.userId);
    if (!workspaces)
        co_return std::unexpected(workspaces.error());
    QList<FeedItem> items;
    for (const Workspace &workspace : *workspaces)
        items.append(itemOf(workspace));
    co_return items;
}

#include "moc_WorkspacesTopic.cpp"
