// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Summary.h"

#include "core/Clock.h"
#include "llm/Capabilities.h"

using std::chrono::microseconds;

static constexpr qsizetype longestLine = 200;

conversations::Summary conversations::summaryOf(const State &state)
{
    Summary summary;
    summary.id = state.id;
    summary.user = state.userId;
    summary.title = state.title;
    summary.state = state.status;
    summary.createdAt = core::utcTimestamp(microseconds(state.createdAt));
    summary.updatedAt = core::utcTimestamp(microseconds(state.updatedAt));
    summary.workspace = state.place();
    summary.directory = state.directory;
    summary.model = state.agent["llm"]["model"].toString();
    if (const auto model = json::read<model::LlmConfig>(state.agent["llm"]))
        summary.seesImages = llm::capabilitiesOf(*model).vision;
    summary.cost = state.cost();
    summary.maxBudget = state.maxBudget;
    summary.maxIterations = state.maxIterations;
    for (const model::Metrics &metrics : state.stats.usageToMetrics) {
        const model::TokenUsage &usage = metrics.accumulatedTokenUsage;
        summary.tokens += usage.promptTokens + usage.completionTokens;
    }
    summary.lastLine = state.lastLine;
    summary.steps = state.steps;
    summary.filesChanged = int(state.changedFiles.size());
    summary.modelSeconds = double(state.modelTime.count()) / 1e9;
    summary.toolSeconds = double(state.toolTime.count()) / 1e9;
    summary.confirmationPolicy = state.confirmationPolicy;
    summary.tags = state.tags;
    summary.queue = state.queue;
    return summary;
}

conversations::Summary conversations::summaryOf(const store::ConversationRow &row)
{
    const QJsonValue stored = QJsonDocument::fromJson(row.summary).object();
    Summary summary;
    json::Reader reader;
    json::readInto(stored, summary, reader);
    summary.queue.reset();
    summary.steps = 0;
    summary.filesChanged = 0;
    summary.modelSeconds = summary.toolSeconds = 0;
    summary.id = row.id;
    summary.user = row.userId;
    summary.title = row.title;
    summary.state =
        json::fromName<model::ExecutionStatus>(row.status).value_or(model::ExecutionStatus::Error);
    summary.createdAt = core::utcTimestamp(microseconds(row.createdAt));
    summary.updatedAt = core::utcTimestamp(microseconds(row.updatedAt));
    return summary;
}

static QString shortened(const QString &line)
{
    return line.size() > longestLine ? line.first(longestLine - 1) + QChar(0x2026) : line;
}

/// The first line of @p text that says something.
static QString firstLineOf(const QString &text)
{
    for (const QString &line : text.split('\n')) {
        if (const QString simple = line.simplified(); !simple.isEmpty())
            return shortened(simple);
    }
    return {};
}

static QString lineOf(const model::ActionEvent &event)
{
    if (!event.action)
        return {};
    if (const QString message = event.action->value("message").toString(); !message.isEmpty())
        return conversations::lastLineOf(message);
    // Where a model gave no summary, the call itself stands in its place.
    const QString summary = event.summary.value_or(QString());
    if (!summary.isEmpty() && !summary.startsWith(event.toolName + ": {"))
        return firstLineOf(summary);
    // The arguments by which tools say what they touch; a path says more than what is done to it.
    for (const char *argument : {"path", "command", "thought", "url", "query"}) {
        const QString line = firstLineOf(
            event.action->value(QLatin1StringView(argument)).toString());
        if (!line.isEmpty())
            return line;
    }
    return firstLineOf(event.toolName);
}

QString conversations::lineOf(const model::Event &event)
{
    if (const auto *message = event.as<model::MessageEvent>())
        return lastLineOf(message->llmMessage.content.text());
    if (const auto *action = event.as<model::ActionEvent>())
        return ::lineOf(*action);
    if (const auto *error = event.as<model::ConversationErrorEvent>())
        return firstLineOf(error->detail.isEmpty() ? error->code : error->detail);
    return {};
}

QString conversations::lastLineOf(const QString &text)
{
    const QStringList lines = text.split('\n');
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const QString simple = line->simplified();
        if (!simple.isEmpty())
            return shortened(simple);
    }
    return {};
}
