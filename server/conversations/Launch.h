// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Requests.h"

namespace conversations {

/// Whether what is added to the agent, the worktree and the rest of how a conversation begins can
/// be done; Invalid with the paths of what cannot.
core::Result<> checkLaunch(const model::StartConversation &request);

/// Tools of the client: objects, with names of their own. Invalid.
core::Result<> checkClientTools(const QList<model::ClientToolSpec> &tools);

/// @p agent with a paragraph at the end of what its context adds to the system prompt.
QJsonObject withSuffix(QJsonObject agent, const QString &suffix);

/// @p agent with what the request adds to it; a skill that it has already stays as it is.
QJsonObject withAdditions(QJsonObject agent, const model::LaunchAdditions &additions);

/// Client tools are tools of the agent like any other.
QJsonObject withClientTools(QJsonObject agent, const QJsonArray &specs);

} // namespace conversations
