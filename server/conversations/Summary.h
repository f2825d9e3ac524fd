// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/State.h"
#include "model/Event.h"

namespace conversations {

/// A conversation in a list.
struct Summary
{
    QString id;
    QString user;
    std::optional<QString> title;
    model::ExecutionStatus state = model::ExecutionStatus::Idle;
    QString createdAt; ///< ISO 8601, UTC
    QString updatedAt;
    QString workspace;
    QString directory;
    QString model;
    std::optional<bool> seesImages; ///< the model; nothing in old records
    double cost = 0;   ///< US dollars
    std::optional<double> maxBudget; ///< that it may cost
    std::optional<int> maxIterations; ///< of a run; nothing in old records
    qint64 tokens = 0; ///< of prompts and answers
    QString lastLine;  ///< of what was said or done last
    int steps = 0;     ///< of the run under way, or of the last one; 0 when nobody counted
    int filesChanged = 0; ///< by the same run
    double modelSeconds = 0; ///< that the same run waited for models
    double toolSeconds = 0;
    QJsonObject confirmationPolicy; ///< when it asks before it acts; empty in old records
    QMap<QString, QString> tags;
    std::optional<QueuePlace> queue; ///< where its run waits, unless it is under way

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("id", &Summary::id),
            json::field("user", &Summary::user),
            json::field("title", &Summary::title),
            json::field("state", &Summary::state),
            json::field("created_at", &Summary::createdAt),
            json::field("updated_at", &Summary::updatedAt),
            json::field("workspace", &Summary::workspace),
            json::field("directory", &Summary::directory),
            json::field("model", &Summary::model),
            json::field("sees_images", &Summary::seesImages,
                        "whether images are sent to the model"),
            json::field("cost", &Summary::cost),
            json::field("max_budget", &Summary::maxBudget, "US dollars that its models may cost"),
            json::field("max_iterations", &Summary::maxIterations, "steps that one run may take"),
            json::field("tokens", &Summary::tokens),
            json::field("last_line", &Summary::lastLine),
            json::optional("steps", &Summary::steps, "that its run has begun; 0 after a restart"),
            json::optional("files_changed", &Summary::filesChanged,
                           "that its run changed; 0 after a restart"),
            json::optional("model_seconds", &Summary::modelSeconds,
                           "that its run waited for models; 0 after a restart"),
            json::optional("tool_seconds", &Summary::toolSeconds,
                           "that its tools took; 0 after a restart"),
            json::optional("confirmation_policy", &Summary::confirmationPolicy,
                           "when it asks before it acts"),
            json::field("tags", &Summary::tags),
            json::field("queue", &Summary::queue,
                        "where its run waits for its turn; null while it does not")};
    }
};

Summary summaryOf(const State &state);
/// Of a row without a body; what its summary does not say stays empty.
Summary summaryOf(const store::ConversationRow &row);

/// What an event tells of what goes on, at most 200 characters: the last line of what is said, what
/// an action is for or does, why a run has ended. Empty for all others.
QString lineOf(const model::Event &event);
/// The last line of @p text that says something, at most 200 characters of it.
QString lastLineOf(const QString &text);

} // namespace conversations
