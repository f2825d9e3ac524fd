// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Errors.h"

#include "core/Id.h"
#include "core/Json.h"
#include "core/Logging.h"

#include <QRegularExpression>

using namespace api;
using core::Error;

static constexpr qsizetype echoedBytes = 2048; // of a wrong value in a 422
static constexpr auto mask = "**********";

int api::statusOf(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Invalid: return 400;
    case Error::Kind::Unauthorized: return 401;
    case Error::Kind::Forbidden: return 403;
    case Error::Kind::NotFound: return 404;
    case Error::Kind::Conflict: return 409;
    case Error::Kind::TooLarge: return 413;
    case Error::Kind::RateLimited: return 429;
    case Error::Kind::Internal: return 500;
    case Error::Kind::Upstream: return 502;
    case Error::Kind::Cancelled:
    case Error::Kind::Unavailable: return 503;
    case Error::Kind::Timeout: return 504;
    }
    return 500;
}

QByteArray api::statusPhrase(int status)
{
    static const QHash<int, QByteArray> phrases{{100, "Continue"},
                                                {101, "Switching Protocols"},
                                                {200, "OK"},
                                                {201, "Created"},
                                                {202, "Accepted"},
                                                {204, "No Content"},
                                                {206, "Partial Content"},
                                                {301, "Moved Permanently"},
                                                {302, "Found"},
                                                {303, "See Other"},
                                                {304, "Not Modified"},
                                                {307, "Temporary Redirect"},
                                                {308, "Permanent Redirect"},
                                                {400, "Bad Request"},
                                                {401, "Unauthorized"},
                                                {402, "Payment Required"},
                                                {403, "Forbidden"},
                                                {404, "Not Found"},
                                                {405, "Method Not Allowed"},
                                                {406, "Not Acceptable"},
                                                {408, "Request Timeout"},
                                                {409, "Conflict"},
                                                {410, "Gone"},
                                                {411, "Length Required"},
                                                {412, "Precondition Failed"},
                                                {413, "Content Too Large"},
                                                {414, "URI Too Long"},
                                                {415, "Unsupported Media Type"},
                                                {416, "Range Not Satisfiable"},
                                                {417, "Expectation Failed"},
                                                {421, "Misdirected Request"},
                                                {422, "Unprocessable Content"},
                                                {426, "Upgrade Required"},
                                                {429, "Too Many Requests"},
                                                {431, "Request Header Fields Too Large"},
                                                {500, "Internal Server Error"},
                                                {501, "Not Implemented"},
                                                {502, "Bad Gateway"},
                                                {503, "Service Unavailable"},
                                                {504, "Gateway Timeout"},
                                                {505, "HTTP Version Not Supported"},
                                                {507, "Insufficient Storage"}};
    return phrases.value(status);
}

ErrorForm api::errorForm(const QHttpHeaders &headers)
{
    const QByteArrayView accept = headers.value(QHttpHeaders::WellKnownHeader::Accept);
    return accept.contains("application/problem+json") ? ErrorForm::Problem : ErrorForm::Detail;
}

static bool looksSecret(const QString &key)
{
    static const QRegularExpression pattern(
        "api_?key|secret|token|passw|authorization|credential|cookie|private_?key",
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(key).hasMatch();
}

QJsonValue api::redacted(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (qsizetype index = 0; index < array.size(); ++index)
            array[index] = redacted(array.at(index));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = looksSecret(it.key()) && !it.value().isNull() ? QJsonValue(mask)
                                                                   : redacted(it.value());
    return object;
}

static bool isSecretPath(const QJsonArray &path)
{
    return std::ranges::any_of(path,
                               [](const QJsonValue &step) { return looksSecret(step.toString()); });
}

// Whether a value is worth an echo. Looks at no more of a large one than it takes to know.
static bool isShort(const QJsonValue &value, qsizetype &room)
{
    room -= 1 + value.toString().size();
    const QJsonArray array = value.toArray();
    for (qsizetype index = 0; index < array.size() && room >= 0; ++index)
        isShort(array.at(index), room);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end() && room >= 0; ++it) {
        room -= it.key().size();
        isShort(it.value(), room);
    }
    return room >= 0;
}

static QJsonObject problemItem(const core::Problem &problem)
{
    const QString text = problem.type == "missing" ? QStringLiteral("Field required")
                                                   : problem.message;
    QJsonObject item{{"type", problem.type}, {"loc", problem.path}, {"msg", text}};
    qsizetype room = echoedBytes;
    if (!isShort(problem.input, room))
        return item;
    const QJsonValue input = isSecretPath(problem.path) && !problem.input.isObject()
                                     && !problem.input.isNull()
                                 ? QJsonValue(mask)
                                 : redacted(problem.input);
    if (input.isUndefined() || json::text(input).size() <= echoedBytes)
        item.insert("input", input.isUndefined() ? QJsonValue() : input);
    return item;
}

static Response finished(int status, QJsonObject body, const QString &message, ErrorForm form)
{
    Response response;
    response.status = status;
    if (form == ErrorForm::Problem) {
        response.contentType = "application/problem+json";
        if (body.value("detail").isArray())
            body.insert("errors", body.value("detail"));
        body.insert("detail", message);
        body.insert("type", "about:blank");
        body.insert("title", QString::fromLatin1(statusPhrase(status)));
        body.insert("status", status);
    }
    response.body = json::text(body);
    return response;
}

// Nothing about a fault of ours leaves the server but an id to find it by in the log.
static Response internalResponse(const Error &error, ErrorForm form)
{
    const QString id = core::hexUuid(core::newId());
    qCCritical(lcApi).noquote() << "Failed to answer a request -" << error.message << id;
    const QJsonObject body{{"detail", "Internal Server Error"},
                           {"exception",
                            "500: The server failed; its log says why under this error_id."},
                           {"error_id", id}};
    return finished(500, body, "Internal Server Error", form);
}

Response api::errorResponse(const Error &error, ErrorForm form)
{
    if (error.kind == Error::Kind::Internal)
        return internalResponse(error, form);
    if (error.problems.isEmpty())
        return statusResponse(statusOf(error.kind), error.message, form);
    // What cannot be granted as a whole is told in words; there is no field to point at.
    if (error.problems.first().type == "refused")
        return finished(422, {{"detail", error.message}}, error.message, form);
    QJsonArray items;
    for (const core::Problem &problem : error.problems)
        items.append(problemItem(problem));
    const int status = error.kind == Error::Kind::Invalid ? 422 : statusOf(error.kind);
    return finished(status, {{"detail", items}}, error.message, form);
}

Response api::statusResponse(int status, const QString &text, ErrorForm form)
{
    const QString detail = text.isEmpty() ? QString::fromLatin1(statusPhrase(status)) : text;
    if (status < 500)
        return finished(status, {{"detail", detail}}, detail, form);
    const QJsonObject body{{"detail", "Internal Server Error"},
                           {"exception", QString("%1: %2").arg(status).arg(detail)}};
    return finished(status, body, detail, form);
}

Error api::located(Error error, const QString &prefix)
{
    static const QStringList places{"body", "path", "query"};
    for (core::Problem &problem : error.problems) {
        // A handler may say itself that the query string is to blame.
        if (!places.contains(problem.path.first().toString()))
            problem.path.prepend(prefix);
    }
    return error;
}
