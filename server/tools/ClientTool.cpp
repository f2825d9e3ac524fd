// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/ClientTool.h"

#include "tools/Observation.h"
#include "tools/SchemaCheck.h"

namespace tools {

struct ClientToolSpec
{
    QString name;
    QString description;
    QJsonObject parameters{{"type", "object"}, {"properties", QJsonObject()}};
    std::optional<QJsonObject> annotations;

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &ClientToolSpec::name),
                          json::field("description", &ClientToolSpec::description),
                          json::optional("parameters", &ClientToolSpec::parameters),
                          json::field("annotations", &ClientToolSpec::annotations)};
    }
};

/// A parameter of this name would hide the kind of the action.
static constexpr const char *hiddenKey = "mcp_arg_kind";

core::Result<std::shared_ptr<Tool>> ClientTool::create(const QJsonObject &spec)
{
    const core::Result<ClientToolSpec> read = json::read<ClientToolSpec>(spec);
    if (!read)
        return std::unexpected(read.error());
    if (read->name.isEmpty() || read->parameters.value("type").toString() != "object")
        return core::fail(core::Error::Kind::Invalid,
                          "A client tool needs a name and parameters of the type object.");
    auto tool = std::make_shared<ClientTool>();
    Definition &definition = tool->m_definition;
    definition.name = read->name;
    definition.kind = "ClientTool";
    definition.description = read->description;
    definition.actionKind = "ClientAction_" + read->name;
    definition.observationKind = "ClientToolObservation";
    definition.annotations = read->annotations.value_or(QJsonObject());
    definition.parameters = read->parameters;
    return tool;
}

core::Result<QJsonObject> ClientTool::parse(const QJsonObject &arguments) const
{
    return checkArguments(arguments, m_definition.parameters).transform([&] {
        QJsonObject action = arguments;
        if (action.contains("kind"))
            action.insert(hiddenKey, action.take("kind"));
        action.insert("kind", m_definition.actionKind);
        return action;
    });
}

core::Task<QJsonObject> ClientTool::execute(QJsonObject, std::stop_token)
{
    co_return observation("ClientToolObservation", "Tool call dispatched to client.");
}

} // namespace tools
