// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Documents.h"

#include "api/Outcomes.h"

#include <QCryptographicHash>

using namespace api;

static QString pathKey(const Route &route)
{
    return QString(route.path).replace("...}", "}");
}

static QJsonArray parametersOf(const Route &route, const Signature &signature)
{
    QJsonArray parameters = signature.parameters;
    for (qsizetype at = route.path.indexOf('{'); at >= 0; at = route.path.indexOf('{', at + 1)) {
        const QString name =
            QString(route.path.sliced(at + 1, route.path.indexOf('}', at) - at - 1)).remove("...");
        const bool isKnown = std::ranges::any_of(parameters, [&](const QJsonValue &each) {
            return each["in"] == "path" && each["name"] == name;
        });
        if (!isKnown)
            parameters.append(QJsonObject{{"name", name},
                                          {"in", "path"},
                                          {"required", true},
                                          {"schema", QJsonObject{{"type", "string"}}}});
    }
    return parameters;
}

static QJsonObject content(const QByteArray &type, const QJsonObject &schema)
{
    return {{QString::fromLatin1(type), QJsonObject{{"schema", schema}}}};
}

// The names in the lists are the scopes that a key must have.
static QJsonArray securityOf(const Route &route)
{
    if (route.options.scope == Scope::Public)
        return {};
    const QJsonArray scopes{scopeName(route.access())};
    return {QJsonObject{{"key", scopes}}, QJsonObject{{"bearer", scopes}}};
}

static QString admission(const QJsonObject &operation)
{
    const QString scope = operation["security"][0]["key"][0].toString();
    return scope.isEmpty() ? QString("Open to everyone.")
                           : QString("Needs a key with the scope \"%1\".").arg(scope);
}

static Signature signatureOf(const Route &route)
{
    Signature signature = route.describe ? route.describe() : Signature{};
    signature.bodySchema = signature.bodySchema.transform(withNulls);
    signature.responseSchema = signature.responseSchema.transform(withNulls);
    return signature;
}

static QJsonObject operationOf(const Route &route)
{
    const Signature signature = signatureOf(route);
    QJsonObject operation{{"operationId", route.operation},
                          {"parameters", parametersOf(route, signature)},
                          {"responses", describedOutcomes(route, signature)}};
    if (!route.options.summary.isEmpty())
        operation.insert("summary", route.options.summary);
    if (!route.options.tag.isEmpty())
        operation.insert("tags", QJsonArray{route.options.tag});
    if (signature.bodySchema)
        operation.insert("requestBody", QJsonObject{{"required", signature.needsBody},
                                                    {"content", content(signature.bodyType,
                                                                        *signature.bodySchema)}});
    operation.insert("security", securityOf(route));
    if (route.open)
        operation.insert("x-websocket", true);
    return operation;
}

QJsonObject api::openApi(const QList<Route> &routes)
{
    QJsonObject paths;
    for (const Route &route : routes) {
        QJsonObject path = paths.value(pathKey(route)).toObject();
        path.insert(QString::fromLatin1(methodName(route.method).toLower()), operationOf(route));
        paths.insert(pathKey(route), path);
    }
    const QJsonObject schemes{
        {"key", QJsonObject{{"type", "apiKey"}, {"in", "header"}, {"name", "X-Session-API-Key"}}},
        {"bearer", QJsonObject{{"type", "http"}, {"scheme", "bearer"}}}};
    return {{"openapi", "3.1.0"},
            {"info", QJsonObject{{"title", "Berth"}, {"version", BERTH_VERSION}}},
            {"paths", paths},
            {"components",
             QJsonObject{{"securitySchemes", schemes}, {"schemas", failureSchemas()}}},
            {"security", QJsonArray{QJsonObject{{"key", QJsonArray()}},
                                    QJsonObject{{"bearer", QJsonArray()}}}}};
}

static const QByteArray pageStyle =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color-scheme:light dark;background:Canvas;color:CanvasText}"
    "details{border:1px solid #8886;border-radius:6px;margin:.4rem 0;padding:.4rem .8rem}"
    "summary{cursor:pointer}code,pre{font:13px/1.5 ui-monospace,monospace}"
    "pre{overflow:auto;background:#8882;padding:.6rem;border-radius:6px}"
    ".m{display:inline-block;min-width:4.5rem;font-weight:600}.s{opacity:.75;margin-left:.6rem}";

static QString block(const QString &title, const QJsonValue &value)
{
    if (value.isUndefined() || value.toArray().isEmpty() == value.isArray())
        return {};
    const QByteArray text = value.isArray() ? QJsonDocument(value.toArray()).toJson()
                                            : QJsonDocument(value.toObject()).toJson();
    return QString("<h4>%1</h4><pre>%2</pre>").arg(title, QString::fromUtf8(text).toHtmlEscaped());
}

static QString section(const QString &method, const QString &path, const QJsonObject &operation)
{
    return QString("<details><summary><code class=\"m\">%1</code><code>%2</code><span "
                   "class=\"s\">%3</span>"
                   "</summary><p>%4</p>%5%6%7</details>")
        .arg(method.toUpper().toHtmlEscaped(), path.toHtmlEscaped(),
             operation["summary"].toString(operation["operationId"].toString()).toHtmlEscaped(),
             admission(operation), block("Parameters", operation["parameters"]),
             block("Body", operation["requestBody"]), block("Answers", operation["responses"]));
}

QByteArray api::openApiPage(const QJsonObject &document)
{
    QString sections;
    const QJsonObject paths = document["paths"].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject operations = path.value().toObject();
        for (auto operation = operations.begin(); operation != operations.end(); ++operation)
            sections += section(operation.key(), path.key(), operation.value().toObject());
    }
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width\"><title>Berth API</title><style>"
           + pageStyle
           + "</style></head><body><h1>Berth API</h1><p>The same for programs: <a "
             "href=\"openapi.json\">"
             "openapi.json</a>. Send your key as <code>X-Session-API-Key</code> or as a bearer "
             "token.</p>"
           + sections.toUtf8() + "</body></html>\n";
}

QList<Route> Documents::table()
{
    using enum Method;
    const RouteOptions open{.scope = Scope::Public, .tag = "Server"};
    return {
        route(Get, "/openapi.json", "readOpenApi", this, &Documents::readDocument, open),
        route(Get, "/docs", "readDocs", this, &Documents::readPage, open),
        route(Get, "/redoc", "readRedoc", this, &Documents::readPage, open),
    };
}

const QJsonObject &Documents::document()
{
    if (!m_document)
        m_document = openApi(m_routes);
    return *m_document;
}

core::Task<Response> Documents::readDocument()
{
    Response response;
    response.body = json::text(document());
    co_return response;
}

core::Task<Response> Documents::readPage()
{
    const QByteArray hash =
        QCryptographicHash::hash(pageStyle, QCryptographicHash::Sha256).toBase64();
    Response response;
    response.contentType = "text/html; charset=utf-8";
    response.body = openApiPage(document());
    response.headers.append("Content-Security-Policy",
                            "default-src 'none'; style-src 'sha256-" + hash
                                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    co_return response;
}
