// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/Toolbox.h"

#include <QRegularExpression>
#include <QSet>

enum class RiskField { Asked, NotAsked };

static llm::ToolSchema schemaFor(const tools::Definition &definition, RiskField risk)
{
    QJsonObject parameters = definition.parameters;
    QJsonObject properties = parameters.value("properties").toObject();
    if (risk == RiskField::Asked && !definition.isReadOnly()) {
        properties.insert("security_risk",
                          QJsonObject{{"type", "string"},
                                      {"enum", QJsonArray{"UNKNOWN", "LOW", "MEDIUM", "HIGH"}},
                                      {"description",
                                       "Your own judgement of how much harm this call could do."}});
    }
    if (!properties.contains("summary")) {
        properties.insert("summary",
                          QJsonObject{{"type", "string"},
                                      {"description", "What this call does, in about ten words."}});
    }
    parameters.insert("properties", properties);
    return {definition.name, definition.description, parameters};
}

core::Result<agent::Toolbox> agent::Toolbox::create(const model::AgentConfig &config,
                                                    const tools::Place &place)
{
    Toolbox toolbox;
    core::Result<> result = toolbox.addNamed(config, place)
                                .and_then([&] {
        return toolbox.addDefaults(config, place);
    }).and_then([&] { return toolbox.checkNames(); });
    if (!result)
        return std::unexpected(result.error());
    const bool asksForRisk = config.systemPromptKwargs.value("llm_security_analyzer").toBool(true);
    for (const auto &tool : toolbox.m_tools)
        toolbox.m_schemas.append(
            schemaFor(tool->definition(), asksForRisk ? RiskField::Asked : RiskField::NotAsked));
    return toolbox;
}

core::Result<> agent::Toolbox::addNamed(const model::AgentConfig &config, const tools::Place &place)
{
    const QRegularExpression filter(config.filterToolsRegex.value_or(QString()));
    if (!filter.isValid())
        return core::fail(core::Error::Kind::Invalid,
                          "filter_tools_regex: " + filter.errorString());
    for (const model::ToolSpec &spec : config.tools) {
        if (tools::Registry::isKnownButNotBuilt(spec.name)) {
            m_leftOut.append(spec.name);
            continue;
        }
        const auto made = tools::Registry::create(spec, place);
        if (!made)
            return std::unexpected(made.error());
        for (const auto &tool : *made) {
            // Python's re.match: anchored where the name begins, free at its end.
            const auto match = filter.match(tool->definition().name, 0,
                                            QRegularExpression::NormalMatch,
                                            QRegularExpression::AnchorAtOffsetMatchOption);
            if (!config.filterToolsRegex || match.hasMatch())
                m_tools.append(tool);
        }
    }
    return {};
}

core::Result<> agent::Toolbox::addDefaults(const model::AgentConfig &config,
                                           const tools::Place &place)
{
    static const QStringList notBuilt{"InvokeSkillTool", "SwitchLLMTool", "VisionInspectTool"};
    for (const QString &className : config.includeDefaultTools) {
        if (notBuilt.contains(className)) {
            m_leftOut.append(className);
            continue;
        }
        const auto made = tools::Registry::createDefault(className, place);
        if (!made)
            return std::unexpected(made.error());
        // An agent may name a default tool itself, to give it parameters.
        if (!find((*made)->definition().name))
            m_tools.append(*made);
    }
    return {};
}

core::Result<> agent::Toolbox::checkNames() const
{
    QSet<QString> seen;
    for (const auto &tool : m_tools) {
        const QString name = tool->definition().name;
        if (seen.contains(name))
            return core::fail(core::Error::Kind::Conflict, "Duplicate tool names found: " + name);
        seen.insert(name);
    }
    return {};
}

std::shared_ptr<tools::Tool> agent::Toolbox::find(const QString &name) const
{
    for (const auto &tool : m_tools) {
        if (tool->definition().name == name)
            return tool;
    }
    return nullptr;
}

QStringList agent::Toolbox::names() const
{
    QStringList list;
    for (const auto &tool : m_tools)
        list.append(tool->definition().name);
    return list;
}

QJsonArray agent::Toolbox::dump() const
{
    QJsonArray array;
    for (const auto &tool : m_tools)
        array.append(tool->definition().dump());
    return array;
}

void agent::Toolbox::close() const
{
    for (const auto &tool : m_tools)
        tool->close();
}
