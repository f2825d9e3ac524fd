// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

namespace ui {

/// What a person does with conversations, each as one request.
class Commands
{
public:
    /// @p client outlives it.
    explicit Commands(Client *client)
        : m_client(client)
    {}

    enum class Run { No, Yes };

    /// @p images: as data URLs; they come after the text.
    core::Task<> say(QString conversationId, QString text, Run run = Run::Yes,
                     QStringList images = {});
    core::Task<> run(QString conversationId);
    /// Goes on after the limit of steps, which is @p steps higher than it was @p seen, whoever else
    /// has raised it since then; 0 when it was not.
    core::Task<> runOn(QString conversationId, int seen, int steps);
    /// After the step that is under way.
    core::Task<> pause(QString conversationId);
    /// At once.
    core::Task<> interrupt(QString conversationId);
    /// Runs the actions that wait. Conflict when others wait than @p actionIds, which may be empty
    /// where nobody saw them.
    /// @p policy: when the conversation asks from now on; empty for as before.
    core::Task<> approve(QString conversationId, QStringList actionIds, QJsonObject policy = {});
    core::Task<> reject(QString conversationId, QStringList actionIds, QString reason, Run run);
    /// Answers a question of either kind as it was told; to deny an approval also stops.
    /// @p scope of a connection: "once", "workspace" or "always".
    core::Task<> answer(QJsonObject question, bool isAllowed, QString scope = "once");
    /// Lets a question about a connection wait for ten more minutes.
    core::Task<> prolong(QString questionId);
    core::Task<> rename(QString conversationId, QString title);
    core::Task<> setConfirmationPolicy(QString conversationId, QJsonObject policy);
    core::Task<> removeConversation(QString conversationId);

    core::Task<> startWorkspace(QString workspaceId);
    core::Task<> pauseWorkspace(QString workspaceId);
    core::Task<> stopWorkspace(QString workspaceId);
    core::Task<> removeWorkspace(QString workspaceId);

private:
    core::Task<> post(QString path, QJsonObject body = {});

    Client *m_client;
};

} // namespace ui
