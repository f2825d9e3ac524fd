// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/SchemaCheck.h"

#include "core/Json.h"

namespace tools {

namespace {

void checkValue(const QJsonValue &value, const QJsonObject &schema, json::Reader &reader);

bool isWhole(const QJsonValue &value)
{
    return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
}

bool hasType(const QJsonValue &value, const QString &type)
{
    return (type == "string" && value.isString()) || (type == "boolean" && value.isBool())
           || (type == "number" && value.isDouble()) || (type == "integer" && isWhole(value))
           || (type == "object" && value.isObject()) || (type == "array" && value.isArray())
           || (type == "null" && value.isNull());
}

/// The types that a schema names; "type" may be one name or a list.
QStringList typesOf(const QJsonObject &schema)
{
    const QJsonValue type = schema.value("type");
    QStringList types;
    for (const QJsonValue &name : type.isArray() ? type.toArray() : QJsonArray{type}) {
        if (name.isString())
            types.append(name.toString());
    }
    return types;
}

void checkObject(const QJsonObject &object, const QJsonObject &schema, json::Reader &reader)
{
    const QJsonObject properties = schema.value("properties").toObject();
    const QJsonValue others = schema.value("additionalProperties");
    const bool allowsOthers = others.toBool() || others.isObject()
                              || !schema.contains("properties");
    for (auto it = object.begin(); it != object.end(); ++it) {
        reader.enter(it.key());
        if (properties.contains(it.key()))
            checkValue(*it, properties.value(it.key()).toObject(), reader);
        else if (!allowsOthers)
            reader.report("extra_forbidden", "is not a known field", *it);
        reader.leave();
    }
    for (const QJsonValue &name : schema.value("required").toArray()) {
        if (object.contains(name.toString()))
            continue;
        reader.enter(name);
        reader.report("missing", "is required", object);
        reader.leave();
    }
}

bool fitsAnyOf(const QJsonValue &value, const QJsonArray &alternatives)
{
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&value](const QJsonValue &alternative) {
        json::Reader reader;
        checkValue(value, alternative.toObject(), reader);
        return reader.isClean();
    });
}

void checkValue(const QJsonValue &value, const QJsonObject &schema, json::Reader &reader)
{
    const QStringList types = typesOf(schema);
    const auto fits = [&value](const QString &type) { return hasType(value, type); };
    if (!types.isEmpty() && std::none_of(types.begin(), types.end(), fits))
        return reader.report("type", "expected " + types.join(" or "), value);
    const QJsonArray values = schema.value("enum").toArray();
    if (!values.isEmpty() && !values.contains(value))
        return reader.report("enum", "expected one of " + QString::fromUtf8(json::text(values)),
                             value);
    if (value.isDouble() && schema.contains("minimum")
        && value.toDouble() < schema.value("minimum").toDouble())
        return reader.report("minimum", "is too small", value);
    const QJsonArray alternatives = schema.value("anyOf").toArray();
    if (!alternatives.isEmpty() && !fitsAnyOf(value, alternatives))
        return reader.report("any_of", "fits none of the forms that are allowed", value);
    if (value.isObject())
        checkObject(value.toObject(), schema, reader);
    if (!value.isArray() || !schema.value("items").isObject())
        return;
    const QJsonArray array = value.toArray();
    for (qsizetype index = 0; index < array.size(); ++index) {
        reader.enter(index);
        checkValue(array.at(index), schema.value("items").toObject(), reader);
        reader.leave();
    }
}

} // namespace

core::Result<> checkArguments(const QJsonObject &arguments, const QJsonObject &schema)
{
    QJsonObject closed = schema;
    if (!closed.contains("properties"))
        closed.insert("properties", QJsonObject());
    json::Reader reader;
    checkObject(arguments, closed, reader);
    if (!reader.isClean())
        return std::unexpected(json::readingError(reader.problems()));
    return {};
}

} // namespace tools
