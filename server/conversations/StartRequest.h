// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/State.h"
#include "model/Requests.h"

namespace conversations {

/// The state of a conversation that a start request asks for; directories are still to be resolved.
/// Invalid with the paths of everything that is wrong.
core::Result<State> stateFromRequest(const model::StartConversation &request,
                                     const QJsonObject &original);

/// An agent as clients send it: known kind, a model, no masks in place of secrets.
core::Result<QJsonObject> checkedAgent(const QJsonObject &agent);

/// Metrics of nothing yet under each usage id of @p agent's models.
model::Stats emptyStats(const QJsonObject &agent);

/// Keys of lower-case letters and digits, values of at most 256 characters.
core::Result<> checkTags(const QMap<QString, QString> &tags);

/// A security analyzer of a kind that clients know.
core::Result<> checkSecurityAnalyzer(const QJsonObject &analyzer);

} // namespace conversations
