// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ActionParser.h"

#include <QRegularExpression>

using core::Error;

/// ['a', 'b'], as clients and models know lists of names from Python.
static QString pythonList(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append('\'' + name + '\'');
    return '[' + quoted.join(", ") + ']';
}

/// Raw control characters inside the text's strings, escaped; models forget that.
static QString withEscapedControls(const QString &text)
{
    static const QMap<char16_t, QString> shortForms{
        {'\b', "\\b"}, {'\t', "\\t"}, {'\n', "\\n"}, {'\f', "\\f"}, {'\r', "\\r"}};
    QString escaped;
    for (const QChar character : text) {
        if (character.unicode() >= 0x20)
            escaped += character;
        else
            escaped += shortForms.value(character.unicode(),
                                        QString("\\u%1").arg(character.unicode(), 4, 16,
                                                             QChar('0')));
    }
    return escaped;
}

static core::Result<QJsonObject> parseArguments(const QString &text)
{
    core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value)
        value = json::parse(withEscapedControls(text).toUtf8());
    if (!value)
        return std::unexpected(value.error());
    return value->toObject();
}

static void mendKeys(QJsonObject &arguments)
{
    for (const char *misspelt : {"security_rort", "securtiy_risk", "security_riks"}) {
        const auto found = arguments.find(QLatin1StringView(misspelt));
        if (found == arguments.end())
            continue;
        arguments.insert("security_risk", found.value());
        arguments.remove(QLatin1StringView(misspelt));
        break;
    }
    for (const QString &key : arguments.keys()) {
        if (arguments.value(key).isNull())
            arguments.remove(key);
    }
}

static QString shellQuoted(QString text)
{
    return '\'' + text.replace('\'', "'\\''") + '\'';
}

/// A shell command that the model called as if it were a tool.
static std::optional<QString> asShellCommand(const QString &name, const QJsonObject &arguments)
{
    static const QStringList bare{"find", "git", "ls", "pwd"};
    QJsonObject own = arguments;
    own.remove("security_risk");
    own.remove("summary");
    if (bare.contains(name) && own.isEmpty())
        return name;
    if ((name == "git" || name == "reset") && own.contains("command"))
        return name + ' ' + own.value("command").toString();
    if (name == "grep" && own.value("pattern").isString()) {
        return "grep -rn -e " + shellQuoted(own.value("pattern").toString()) + ' '
               + shellQuoted(own.value("path").toString("."));
    }
    return {};
}

static core::Result<> inferEditorCommand(QJsonObject &arguments)
{
    if (arguments.contains("command"))
        return {};
    static const QList<std::pair<const char *, const char *>> inferences{{"old_str", "str_replace"},
                                                                         {"insert_line", "insert"},
                                                                         {"file_text", "create"},
                                                                         {"path", "view"}};
    for (const auto &[key, command] : inferences) {
        if (arguments.contains(QLatin1StringView(key))) {
            arguments.insert("command", command);
            return {};
        }
    }
    return core::fail(Error::Kind::Invalid,
                      "Cannot infer 'command' for tool 'file_editor' from the given arguments.");
}

/// Maps names that models use by habit to the tools that exist.
static core::Result<QString> normalise(const agent::Toolbox &toolbox, const QString &requested,
                                       QJsonObject &arguments)
{
    static const QRegularExpression identifier("^[A-Za-z_][A-Za-z0-9_]*");
    static const QStringList shells{"bash", "command", "execute", "execute_bash", "git", "reset"};
    static const QStringList editors{"str_replace", "str_replace_editor"};
    const auto leading = [&] { return identifier.match(requested).captured(); };
    QString name = toolbox.find(requested) ? requested : leading();
    if (!toolbox.find(name) && toolbox.find("terminal")) {
        if (const std::optional<QString> command = asShellCommand(name, arguments)) {
            arguments = QJsonObject{{"command", *command}};
            name = "terminal";
        } else if (shells.contains(name)) {
            name = "terminal";
        }
    }
    if (!toolbox.find(name) && editors.contains(name) && toolbox.find("file_editor"))
        name = "file_editor";
    if (!toolbox.find(name)) {
        return core::fail(Error::Kind::NotFound, QString("Tool '%1' not found. Available: %2")
                                                     .arg(requested, pythonList(toolbox.names())));
    }
    if (name == "file_editor") {
        if (const core::Result<> inferred = inferEditorCommand(arguments); !inferred)
            return std::unexpected(inferred.error());
    }
    return name;
}

/// Strings where the schema wants an array or an object are parsed; lists of strings are joined.
static void mendTypes(const QJsonObject &schema, QJsonObject &arguments)
{
    const QJsonObject properties = schema.value("properties").toObject();
    for (const QString &key : arguments.keys()) {
        const QString type = properties.value(key).toObject().value("type").toString();
        const QJsonValue value = arguments.value(key);
        if (value.isString() && (type == "array" || type == "object")) {
            const core::Result<QJsonValue> parsed = json::parse(
                withEscapedControls(value.toString()).toUtf8());
            if (parsed)
                arguments.insert(key, *parsed);
        } else if (value.isArray() && type == "string") {
            QString joined;
            for (const QJsonValue &part : value.toArray())
                joined += part.toString();
            arguments.insert(key, joined);
        }
    }
}

static QString validationError(const QString &tool, const QString &message,
                               const QJsonObject &arguments)
{
    return QString("Error validating tool '%1': %2. Parameters provided: %3")
        .arg(tool, message, pythonList(arguments.keys()));
}

core::Result<QString> agent::ActionParser::takeRisk(const tools::Tool &tool,
                                                    QJsonObject &arguments) const
{
    static const QStringList risks{"UNKNOWN", "LOW", "MEDIUM", "HIGH"};
    const QJsonValue given = arguments.take("security_risk");
    if (given.isUndefined() || !m_hasAnalyzer || tool.definition().isReadOnly())
        return QString("UNKNOWN");
    if (!risks.contains(given.toString()))
        return core::fail(Error::Kind::Invalid,
                          "security_risk: expected one of " + risks.join(", "));
    return given.toString();
}

static agent::ParsedCall refused(agent::ParsedCall parsed, const QString &error)
{
    parsed.event.action.reset();
    parsed.event.securityRisk = "UNKNOWN";
    parsed.event.summary.reset();
    parsed.error = error;
    return parsed;
}

static agent::ParsedCall unparseable(agent::ParsedCall parsed, const QString &reason)
{
    const QString error = QString("Error validating tool '%1': %2. Arguments: unparseable JSON")
                              .arg(parsed.event.toolName, reason);
    // Providers refuse a history that holds broken JSON.
    parsed.event.toolCall.arguments = QString::fromUtf8(
        json::text(QJsonObject{{"_openhands_malformed_tool_call", true}, {"error", error}}));
    return refused(std::move(parsed), error);
}

agent::ParsedCall agent::ActionParser::parse(const model::ToolCall &call) const
{
    ParsedCall parsed;
    parsed.event.toolName = call.name;
    parsed.event.toolCallId = call.id;
    parsed.event.toolCall = call;

    core::Result<QJsonObject> arguments = parseArguments(call.arguments);
    if (!arguments)
        return unparseable(std::move(parsed), arguments.error().message);
    mendKeys(*arguments);
    const core::Result<QString> name = normalise(*m_toolbox, call.name, *arguments);
    if (!name)
        return refused(std::move(parsed), name.error().message);

    const std::shared_ptr<tools::Tool> tool = m_toolbox->find(*name);
    mendTypes(tool->definition().parameters, *arguments);
    const QJsonObject provided = *arguments;
    const core::Result<QString> risk = takeRisk(*tool, *arguments);
    if (!risk)
        return refused(std::move(parsed), validationError(*name, risk.error().message, provided));
    const QString summary = arguments->take("summary").toString().trimmed();
    core::Result<QJsonObject> action = tool->parse(*arguments);
    if (!action)
        return refused(std::move(parsed), validationError(*name, action.error().message, provided));

    const QString own = QString::fromUtf8(json::text(*arguments));
    parsed.event.action = std::move(*action);
    parsed.event.toolName = *name;
    parsed.event.toolCall.name = *name;
    parsed.event.toolCall.arguments = QString::fromUtf8(json::text(provided));
    parsed.event.securityRisk = *risk;
    parsed.event.summary = summary.isEmpty() ? *name + ": " + own : summary;
    return parsed;
}
