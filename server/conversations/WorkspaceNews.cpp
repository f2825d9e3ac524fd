// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/WorkspaceNews.h"

#include <QJsonArray>

static constexpr std::chrono::milliseconds newsPause{1000};

conversations::WorkspaceNews::WorkspaceNews(workspace::Runtime *runtime, QString workspaceId)
    : m_runtime(runtime)
    , m_workspaceId(std::move(workspaceId))
{
    connect(runtime, &workspace::Runtime::changed, this, &WorkspaceNews::look);
}

static QJsonObject newsOf(const workspace::WorkspaceStatus &status)
{
    QJsonArray stages;
    for (const workspace::WorkspaceStage &stage : status.stages)
        stages.append(QJsonObject{{"state", json::name(stage.state)},
                                  {"milliseconds", qint64(stage.duration.count())}});
    QJsonObject news{{"state", json::name(status.state)}, {"stages", stages}};
    if (!status.reason.isEmpty())
        news.insert("reason", status.reason);
    if (status.state == workspace::WorkspaceState::Queued)
        news.insert("position", status.position);
    return news;
}

void conversations::WorkspaceNews::look(const QString &workspaceId)
{
    if (workspaceId != m_workspaceId)
        return;
    const auto now = std::chrono::steady_clock::now();
    const workspace::WorkspaceStatus status = m_runtime->status(workspaceId);
    if (m_state == status.state && now - m_toldAt < newsPause)
        return;
    m_state = status.state;
    m_toldAt = now;
    emit told(newsOf(status));
}

#include "moc_WorkspaceNews.cpp"
