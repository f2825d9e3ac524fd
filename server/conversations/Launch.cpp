// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Launch.h"
#include "conversations/Refusal.h"

#include <QRegularExpression>
#include <QSet>

using core::Error;

namespace {

constexpr qsizetype longestSuffix = 32'768;
constexpr qsizetype longestPrompt = 2'000;

std::unexpected<core::Error> wrong(const QJsonArray &path, const char *type, const QString &message,
                                   const QJsonValue &input = {})
{
    return core::fail(Error::Kind::Invalid, json::pathText(path) + ": " + message,
                      {{path, QString::fromLatin1(type), message, input}});
}

core::Result<> checkAdditions(const model::StartConversation &request)
{
    if (!request.launchAdditions)
        return {};
    const QString field = "agent_launch_additions";
    const model::LaunchAdditions &additions = *request.launchAdditions;
    if (additions.systemMessageSuffixAppend.value_or(QString()).size() > longestSuffix)
        return wrong({field, "system_message_suffix_append"}, "string_too_long",
                     "has more than 32768 characters");
    if (additions.llmProfileRef && !request.agentProfileId)
        return wrong({field, "llm_profile_ref"}, "value_error", "goes with agent_profile_id only",
                     *additions.llmProfileRef);
    const QJsonArray skills = additions.skills.value_or(QJsonArray());
    for (qsizetype index = 0; index < skills.size(); ++index) {
        if (skills.at(index)["name"].toString().isEmpty()
            || !skills.at(index)["content"].isString())
            return wrong({field, "skills", index}, "value_error", "expected a name and a content");
    }
    return {};
}

core::Result<> checkWorktree(const std::optional<model::WorktreeOptions> &options)
{
    // Nothing that git could take for an option.
    static const QRegularExpression reference("\\A[A-Za-z0-9][A-Za-z0-9._/-]*\\z");
    if (!options)
        return {};
    const QString field = "worktree_options";
    if (options->base == model::WorktreeBase::Ref && !options->ref)
        return wrong({field, "ref"}, "missing", "is required by the base ref");
    if (options->ref && !reference.match(*options->ref).hasMatch())
        return wrong({field, "ref"}, "string_pattern_mismatch", "is no name of a branch or commit",
                     *options->ref);
    const QString prefix = options->branchPrefix;
    if (!prefix.isEmpty() && !reference.match(prefix).hasMatch())
        return wrong({field, "branch_prefix"}, "string_pattern_mismatch",
                     "is no beginning of a branch's name", prefix);
    return {};
}

} // namespace

core::Result<> conversations::checkLaunch(const model::StartConversation &request)
{
    if (request.runtime.value_or("local") != "local")
        return conversations::refuse(
            "This server runs conversations of the runtime \"local\" only.");
    if (request.titlePrompt.value_or(QString()).size() > longestPrompt)
        return wrong({"prompt"}, "string_too_long", "has more than 2000 characters");
    return checkAdditions(request).and_then([&] {
        return checkWorktree(request.worktreeOptions);
    }).and_then([&] { return checkClientTools(request.clientTools); });
}

core::Result<> conversations::checkClientTools(const QList<model::ClientToolSpec> &tools)
{
    static const QStringList builtIn{"terminal", "file_editor", "task_tracker", "finish", "think"};
    QSet<QString> seen;
    for (qsizetype index = 0; index < tools.size(); ++index) {
        const model::ClientToolSpec &tool = tools.at(index);
        if (tool.parameters.value("type").toString() != "object")
            return wrong({"client_tools", index, "parameters"}, "value_error",
                         "type must be \"object\"", tool.parameters);
        if (tool.name.isEmpty())
            return wrong({"client_tools", index, "name"}, "string_too_short", "must not be empty");
        if (builtIn.contains(tool.name))
            return conversations::refuse(
                "The client tool " + tool.name
                + " has the name of a tool of this server; choose another.");
        if (seen.contains(tool.name))
            return conversations::refuse("There are two client tools of the name " + tool.name
                                         + '.');
        seen.insert(tool.name);
    }
    return {};
}

QJsonObject conversations::withSuffix(QJsonObject agent, const QString &suffix)
{
    const QString added = suffix.trimmed();
    if (added.isEmpty())
        return agent;
    QJsonObject context = agent.value("agent_context").toObject();
    // Without a context an agent is not told the time either.
    if (!agent.value("agent_context").isObject())
        context.insert("current_datetime", QJsonValue::Null);
    const QString given = context.value("system_message_suffix").toString().trimmed();
    context.insert("system_message_suffix", given.isEmpty() ? added : given + "\n\n" + added);
    agent.insert("agent_context", context);
    return agent;
}

QJsonObject conversations::withAdditions(QJsonObject agent, const model::LaunchAdditions &additions)
{
    agent = withSuffix(std::move(agent), additions.systemMessageSuffixAppend.value_or(QString()));
    if (!additions.skills)
        return agent;
    QJsonObject context = agent.value("agent_context").toObject();
    if (!agent.value("agent_context").isObject())
        context.insert("current_datetime", QJsonValue::Null);
    QJsonArray skills = context.value("skills").toArray();
    QStringList names;
    for (const QJsonValue &skill : std::as_const(skills))
        names.append(skill["name"].toString());
    for (const QJsonValue &skill : *additions.skills) {
        if (!names.contains(skill["name"].toString()))
            skills.append(skill);
    }
    context.insert("skills", skills);
    agent.insert("agent_context", context);
    return agent;
}

QJsonObject conversations::withClientTools(QJsonObject agent, const QJsonArray &specs)
{
    QJsonArray tools = agent.value("tools").toArray();
    for (const QJsonValue &spec : specs) {
        tools.append(QJsonObject{{"name", spec.toObject().value("name")},
                                 {"params", QJsonObject{{"spec", spec}}}});
    }
    agent.insert("tools", tools);
    return agent;
}
