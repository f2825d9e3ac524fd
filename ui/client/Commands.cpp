// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/Commands.h"

using ui::Commands;

static QString ofConversation(const QString &id, const QString &what)
{
    return "/conversations/" + id + '/' + what;
}

static QString ofWorkspace(const QString &id, const QString &what)
{
    return "/workspaces/" + id + '/' + what;
}

core::Task<> Commands::post(QString path, QJsonObject body)
{
    const core::Result<QJsonValue> done = co_await m_client->post(std::move(path), std::move(body));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

core::Task<> Commands::say(QString conversationId, QString text, Run run, QStringList images)
{
    QJsonArray contents;
    if (!text.isEmpty())
        contents.append(QJsonObject{{"type", "text"}, {"text", text}});
    contents.append(
        QJsonObject{{"type", "image"}, {"image_urls", QJsonArray::fromStringList(images)}});
    return post(ofConversation(conversationId, "messages"),
                {{"message", images.isEmpty() ? QJsonValue(text) : QJsonValue(contents)},
                 {"run", run == Run::Yes}});
}

core::Task<> Commands::run(QString conversationId)
{
    return post(ofConversation(conversationId, "resume"));
}

core::Task<> Commands::runOn(QString conversationId, int seen, int steps)
{
    const QString path = "/conversations/" + conversationId;
    const core::Result<QJsonValue> found = co_await m_client->get(path);
    if (!found)
        co_return std::unexpected(found.error());
    const int limit = (*found)["max_iterations"].toInt();
    const int wanted = (seen > 0 ? seen : limit) + steps;
    if (limit < wanted) {
        const QJsonObject limits{{"max_iterations", wanted}};
        const core::Result<QJsonValue> raised = co_await m_client->patch(path, limits);
        if (!raised)
            co_return std::unexpected(raised.error());
    } else if ((*found)["state"] == "running") {
        co_return {};
    }
    co_return co_await run(conversationId);
}

core::Task<> Commands::pause(QString conversationId)
{
    return post(ofConversation(conversationId, "pause"));
}

core::Task<> Commands::interrupt(QString conversationId)
{
    return post(ofConversation(conversationId, "interrupt"));
}

core::Task<> Commands::approve(QString conversationId, QStringList actionIds, QJsonObject policy)
{
    const QJsonObject body{{"actions", QJsonArray::fromStringList(actionIds)}};
    const core::Result<> approved = co_await post(ofConversation(conversationId, "approve"), body);
    if (!approved || policy.isEmpty())
        co_return approved;
    co_return co_await setConfirmationPolicy(conversationId, policy);
}

core::Task<> Commands::reject(QString conversationId, QStringList actionIds, QString reason,
                              Run run)
{
    QJsonObject body{{"actions", QJsonArray::fromStringList(actionIds)}};
    if (!reason.isEmpty())
        body.insert("reason", reason);
    const core::Result<> rejected = co_await post(ofConversation(conversationId, "reject"), body);
    if (!rejected || run == Run::No)
        co_return rejected;
    co_return co_await post(ofConversation(conversationId, "resume"));
}

core::Task<> Commands::answer(QJsonObject question, bool isAllowed, QString scope)
{
    if (question.value("kind") == "connection")
        return post("/egress/decisions", {{"workspace", question.value("workspace_id")},
                                          {"host", question.value("host")},
                                          {"port", question.value("port")},
                                          {"answer", isAllowed ? "allow" : "deny"},
                                          {"scope", scope}});
    QStringList actions;
    for (const QJsonValue &action : question.value("actions").toArray())
        actions.append(action["id"].toString());
    const QString id = question.value("conversation_id").toString();
    return isAllowed ? approve(id, actions) : reject(id, actions, {}, Run::No);
}

core::Task<> Commands::prolong(QString questionId)
{
    return post("/egress/questions/" + questionId + "/prolong", {{"seconds", 600}});
}

core::Task<> Commands::rename(QString conversationId, QString title)
{
    const core::Result<QJsonValue> done =
        co_await m_client->patch("/api/conversations/" + conversationId, {{"title", title}});
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

core::Task<> Commands::setConfirmationPolicy(QString conversationId, QJsonObject policy)
{
    return post("/api/conversations/" + conversationId + "/confirmation_policy",
                {{"policy", policy}});
}

core::Task<> Commands::removeConversation(QString conversationId)
{
    const core::Result<QJsonValue> done = co_await m_client->remove("/conversations/"
                                                                    + conversationId);
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

core::Task<> Commands::startWorkspace(QString workspaceId)
{
    return post(ofWorkspace(workspaceId, "start"));
}

core::Task<> Commands::pauseWorkspace(QString workspaceId)
{
    return post(ofWorkspace(workspaceId, "pause"));
}

core::Task<> Commands::stopWorkspace(QString workspaceId)
{
    return post(ofWorkspace(workspaceId, "stop"));
}

core::Task<> Commands::removeWorkspace(QString workspaceId)
{
    const core::Result<QJsonValue> done = co_await m_client->remove("/workspaces/" + workspaceId);
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}
