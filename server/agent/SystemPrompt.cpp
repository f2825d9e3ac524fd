// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/SystemPrompt.h"

#include <QDateTime>
#include <QFile>

using core::Error;

static core::Result<QString> readText(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(Error::Kind::Unavailable, "The prompt file " + path + " cannot be read.");
    return QString::fromUtf8(file.readAll()).trimmed();
}

static QString tagged(const QString &tag, const QString &text)
{
    return '<' + tag + ">\n" + text + "\n</" + tag + '>';
}

/// The sections that every agent gets, and those that depend on its settings, in their order.
static QList<std::pair<QString, QString>> sections(const model::AgentConfig &agent)
{
    QList<std::pair<QString, QString>> list{{"SOUL", "soul"},
                                            {"ROLE", "role"},
                                            {"MEMORY", "memory"},
                                            {"EFFICIENCY", "efficiency"},
                                            {"FILE_SYSTEM_GUIDELINES", "file-system"},
                                            {"CODE_QUALITY", "code-quality"},
                                            {"VERSION_CONTROL", "version-control"},
                                            {"PULL_REQUESTS", "pull-requests"},
                                            {"PROBLEM_SOLVING_WORKFLOW", "workflow"}};
    if (!agent.securityPolicyFilename.value_or(QString()).isEmpty())
        list.emplace_back("SECURITY", "security");
    if (agent.systemPromptKwargs.value("llm_security_analyzer").toBool(true)) {
        const bool onHost = agent.systemPromptKwargs.value("cli_mode").toBool(true);
        list.emplace_back("SECURITY_RISK_ASSESSMENT", onHost ? "risk-host" : "risk-sandbox");
    }
    list.append({{"EXTERNAL_SERVICES", "external-services"},
                 {"ENVIRONMENT_SETUP", "environment"},
                 {"TROUBLESHOOTING", "troubleshooting"},
                 {"PROCESS_MANAGEMENT", "processes"}});
    return list;
}

core::Result<QString> agent::staticPrompt(const model::AgentConfig &agent)
{
    if (agent.systemPrompt)
        return *agent.systemPrompt;
    if (agent.systemPromptFilename != "system_prompt.j2") {
        return core::fail(
            Error::Kind::Unavailable,
            "The system prompt template " + agent.systemPromptFilename
                + " cannot be used: this server has only its own system_prompt.j2. Send the text "
                  "as system_prompt instead.");
    }
    QStringList parts;
    for (const auto &[tag, name] : sections(agent)) {
        const bool isOwnPolicy = name == "security"
                                 && *agent.securityPolicyFilename != "security_policy.j2";
        const core::Result<QString> text = readText(
            isOwnPolicy ? *agent.securityPolicyFilename : ":/prompts/system/" + name + ".md");
        if (!text)
            return std::unexpected(text.error());
        parts.append(tagged(tag, *text));
    }
    return parts.join("\n\n");
}

static QString secretsSection(const QList<agent::SecretName> &secrets)
{
    QStringList lines{"These secrets exist as environment variables. A terminal command that "
                      "mentions a name, such as "
                      "$NAME, gets its value; names match in any case. Values in output appear as "
                      "<secret-hidden>. Never print or store a value. When one was refused, "
                      "mention its name again: "
                      "it is looked up anew each time.",
                      QString()};
    for (const agent::SecretName &secret : secrets) {
        lines.append(secret.description.isEmpty()
                         ? QString("* **$%1**").arg(secret.name)
                         : QString("* **$%1** - %2").arg(secret.name, secret.description));
    }
    return tagged("CUSTOM_SECRETS", lines.join('\n'));
}

static std::optional<QString> dateTime(const QJsonObject &context, const core::Clock &clock)
{
    const QJsonValue given = context.value("current_datetime");
    if (given.isNull())
        return {};
    if (given.isString())
        return given.toString();
    return core::localTimestamp(clock.now()).left(16);
}

std::optional<QString> agent::dynamicPrompt(const model::AgentConfig &agent,
                                            const QList<SecretName> &secrets,
                                            const core::Clock &clock)
{
    if (!agent.agentContext && secrets.isEmpty())
        return {};
    const QJsonObject context = agent.agentContext.value_or(QJsonObject());
    QStringList parts;
    if (const QString suffix = context.value("system_message_suffix").toString().trimmed();
        !suffix.isEmpty())
        parts.append(suffix);
    if (!secrets.isEmpty())
        parts.append(secretsSection(secrets));
    if (const std::optional<QString> time = dateTime(context, clock))
        parts.append(
            tagged("CURRENT_DATETIME", "The time at the start of this conversation: " + *time));
    if (parts.isEmpty())
        return {};
    return parts.join("\n\n");
}
