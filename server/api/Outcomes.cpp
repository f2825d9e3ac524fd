// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Outcomes.h"

#include <set>

using namespace api;

// --- which statuses -----------------------------------------------------------------------------

static bool takesBody(const Route &route)
{
    return route.method == Method::Post || route.method == Method::Put
           || route.method == Method::Patch;
}

static bool takesAnything(const Route &route, const Signature &signature)
{
    return signature.bodySchema || !signature.parameters.isEmpty() || route.path.contains('{');
}

QList<int> api::outcomesOf(const Route &route, const Signature &signature)
{
    // A request that is broken, for another host, or more than a server can do: every route.
    std::set<int> statuses{400, 413, 421, 429, 431, 500, 503};
    if (route.isSocket())
        statuses.insert({101, 426});
    else
        statuses.insert(signature.statuses.begin(), signature.statuses.end());
    statuses.insert(route.alsoAnswers.begin(), route.alsoAnswers.end());
    if (route.options.scope != Scope::Public)
        statuses.insert({401, 403, 409, 502, 504});
    if (takesAnything(route, signature))
        statuses.insert({404, 422});
    if (route.method != Method::Get)
        statuses.insert(403); // a page of another origin
    if (takesBody(route))
        statuses.insert(408);
    if (route.takesSpooled || route.takesUpload)
        statuses.insert(507);
    return {statuses.begin(), statuses.end()};
}

// --- how they look ------------------------------------------------------------------------------

static QJsonObject reference(const char *name)
{
    return {{"$ref", QString("#/components/schemas/") + name}};
}

static QJsonObject failure(int status)
{
    const char *form = status >= 500 ? "Fault" : status == 422 ? "Invalid" : "Error";
    return {{"description", QString::fromLatin1(statusPhrase(status))},
            {"content", QJsonObject{{"application/json", QJsonObject{{"schema", reference(form)}}},
                                    {"application/problem+json",
                                     QJsonObject{{"schema", reference("Problem")}}}}}};
}

static QJsonObject success(const Signature &signature, int status)
{
    QJsonObject described{{"description", QString::fromLatin1(statusPhrase(status))}};
    const bool hasBody = status != 101 && status != 204 && status != 304 && status != 416;
    if (hasBody && signature.responseSchema)
        described.insert("content",
                         QJsonObject{{"application/json",
                                      QJsonObject{{"schema", *signature.responseSchema}}}});
    return described;
}

QJsonObject api::describedOutcomes(const Route &route, const Signature &signature)
{
    QJsonObject described;
    for (const int status : outcomesOf(route, signature)) {
        const bool isOwn = signature.statuses.contains(status) || route.alsoAnswers.contains(status)
                           || status < 400;
        described.insert(QString::number(status),
                         isOwn ? success(signature, status) : failure(status));
    }
    return described;
}

static QJsonObject object(const QJsonObject &properties, const QJsonArray &required)
{
    return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

QJsonObject api::failureSchemas()
{
    const QJsonObject text{{"type", "string"}};
    const QJsonObject step{{"type", QJsonArray{"string", "integer"}}};
    const QJsonObject item = object({{"type", text},
                                     {"msg", text},
                                     {"loc", QJsonObject{{"type", "array"}, {"items", step}}},
                                     {"input", QJsonObject()}},
                                    {"type", "loc", "msg"});
    const QJsonObject items{{"type", "array"}, {"items", item}};
    const QJsonObject either{{"anyOf", QJsonArray{items, text}}};
    return {{"Error", object({{"detail", text}}, {"detail"})},
            {"Invalid", object({{"detail", either}}, {"detail"})},
            {"Fault", object({{"detail", text}, {"exception", text}, {"error_id", text}},
                             {"detail", "exception"})},
            {"Problem", object({{"type", text},
                                {"title", text},
                                {"status", QJsonObject{{"type", "integer"}}},
                                {"detail", text},
                                {"errors", items}},
                               {"type", "title", "status", "detail"})}};
}

// --- what may be null ---------------------------------------------------------------------------

static QJsonObject orNull(QJsonObject schema)
{
    const QJsonValue type = schema.value("type");
    if (type.isString()) {
        schema.insert("type", QJsonArray{type, "null"});
        QJsonArray words = schema.value("enum").toArray();
        if (!words.isEmpty()) {
            words.append(QJsonValue::Null);
            schema.insert("enum", words);
        }
        return schema;
    }
    if (!schema.contains("anyOf"))
        return schema;
    const QJsonValue description = schema.take("description");
    QJsonObject either{{"anyOf", QJsonArray{schema, QJsonObject{{"type", "null"}}}}};
    if (description.isString())
        either.insert("description", description);
    return either;
}

static QJsonArray eachWithNulls(const QJsonArray &schemas)
{
    QJsonArray made;
    for (const QJsonValue &each : schemas)
        made.append(withNulls(each.toObject()));
    return made;
}

QJsonObject api::withNulls(QJsonObject schema)
{
    if (schema.contains("oneOf"))
        schema.insert("anyOf", schema.take("oneOf"));
    if (schema.value("anyOf").isArray())
        schema.insert("anyOf", eachWithNulls(schema.value("anyOf").toArray()));
    for (const QString &name : {QStringLiteral("items"), QStringLiteral("additionalProperties")}) {
        if (schema.value(name).isObject())
            schema.insert(name, withNulls(schema.value(name).toObject()));
    }
    const QJsonArray required = schema.value("required").toArray();
    QJsonObject properties = schema.value("properties").toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const QJsonObject property = withNulls(it.value().toObject());
        it.value() = required.contains(it.key()) ? property : orNull(property);
    }
    if (!properties.isEmpty())
        schema.insert("properties", properties);
    return schema;
}
