// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/ResponseSchema.h"

#include "tools/SchemaCheck.h"

namespace tools {

static core::Result<> checkSchema(const QJsonObject &schema, const QJsonObject &taken)
{
    static const QStringList reserved{"kind", "security_risk", "structured_output", "summary"};
    static const QStringList keywords{"properties",  "required", "type",     "additionalProperties",
                                      "description", "title",    "default",  "examples",
                                      "$schema",     "$id",      "$comment", "$defs",
                                      "definitions"};
    for (const QString &key : schema.keys()) {
        if (!keywords.contains(key))
            return core::fail(
                core::Error::Kind::Invalid,
                QString("response_schema: the keyword '%1' is not supported.").arg(key));
    }
    for (const QString &name : schema.value("properties").toObject().keys()) {
        if (taken.contains(name) || reserved.contains(name))
            return core::fail(core::Error::Kind::Invalid,
                              QString("response_schema: the name '%1' is taken.").arg(name));
    }
    if (schema.value("type").toString("object") != "object")
        return core::fail(core::Error::Kind::Invalid, "response_schema: the type must be object.");
    return {};
}

core::Result<std::shared_ptr<Tool>> ResponseSchema::create(std::shared_ptr<Tool> tool,
                                                           const QJsonObject &schema)
{
    auto extended = std::make_shared<ResponseSchema>();
    extended->m_definition = tool->definition();
    QJsonObject &parameters = extended->m_definition.parameters;
    QJsonObject properties = parameters.value("properties").toObject();
    if (const core::Result<> checked = checkSchema(schema, properties); !checked)
        return std::unexpected(checked.error());
    const QJsonObject added = schema.value("properties").toObject();
    for (auto it = added.begin(); it != added.end(); ++it)
        properties.insert(it.key(), *it);
    QJsonArray required = parameters.value("required").toArray();
    for (const QJsonValue &name : schema.value("required").toArray())
        required.append(name);
    parameters.insert("properties", properties);
    parameters.insert("required", required);
    extended->m_definition.responseSchema = schema;
    extended->m_schema = schema;
    extended->m_tool = std::move(tool);
    return extended;
}

core::Result<QJsonObject> ResponseSchema::parse(const QJsonObject &arguments) const
{
    const QJsonObject added = m_schema.value("properties").toObject();
    QJsonObject own = arguments;
    QJsonObject response;
    for (const QString &name : added.keys()) {
        if (own.contains(name))
            response.insert(name, own.take(name));
    }
    return checkArguments(response, m_schema).and_then([&] { return m_tool->parse(own); });
}

core::Task<QJsonObject> ResponseSchema::execute(QJsonObject action, std::stop_token stop)
{
    return m_tool->execute(action, stop);
}

} // namespace tools
