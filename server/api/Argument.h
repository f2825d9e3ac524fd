// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"
#include "core/Json.h"

namespace api {

/// What a handler takes and gives, for /openapi.json.
struct Signature
{
    QJsonArray parameters;
    std::optional<QJsonObject> bodySchema;
    QByteArray bodyType = "application/json";
    bool needsBody = false;
    std::optional<QJsonObject> responseSchema;
    QList<int> statuses = {200}; ///< of successes
};

namespace detail {

/// The words 1, yes, on, ... or nothing.
std::optional<bool> boolFromText(const QString &text);

QJsonValue integerFromText(const QString &text);
QJsonValue numberFromText(const QString &text);

/// The JSON value that @p texts stand for in a field of type M; text that does not fit stays a
/// string, so that reading reports it.
template<typename M>
struct FromText
{
    static QJsonValue value(const QStringList &texts)
    {
        if constexpr (std::is_same_v<M, bool>) {
            const std::optional<bool> flag = boolFromText(texts.last());
            return flag ? QJsonValue(*flag) : QJsonValue(texts.last());
        } else if constexpr (std::is_integral_v<M>) {
            return integerFromText(texts.last());
        } else if constexpr (std::is_floating_point_v<M>) {
            return numberFromText(texts.last());
        } else {
            return texts.last();
        }
    }
};

template<typename M>
struct FromText<std::optional<M>> : FromText<M>
{
};

template<typename M>
struct FromText<QList<M>>
{
    static QJsonValue value(const QStringList &texts)
    {
        QJsonArray array;
        for (const QString &text : texts)
            array.append(FromText<M>::value({text}));
        return array;
    }
};

/// Puts the problems of @p reader under @p place ("path", "query", "body").
void collect(const json::Reader &reader, const QString &place, QList<core::Problem> &problems);

/// Reads named texts into the fields of T.
template<typename T>
T readTexts(const QMap<QString, QStringList> &texts, const QString &place,
            QList<core::Problem> &problems)
{
    QJsonObject object;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        object.insert(it.key(), it.value().last());
    const auto convert = [&]<typename M>(const json::Field<T, M> &field) {
        const auto found = texts.find(QString::fromLatin1(field.name));
        if (found != texts.end())
            object.insert(found.key(), FromText<M>::value(found.value()));
    };
    std::apply([&](const auto &...each) { (convert(each), ...); }, T::fields());
    T out{};
    json::Reader reader;
    json::readInto(object, out, reader);
    collect(reader, place, problems);
    return out;
}

template<typename T>
void describeParameters(const QString &place, QJsonArray &parameters)
{
    const QJsonObject schema = json::schema<T>();
    const QJsonObject properties = schema.value("properties").toObject();
    const QJsonArray required = schema.value("required").toArray();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        parameters.append(QJsonObject{{"name", it.key()},
                                      {"in", place},
                                      {"required", place == "path" || required.contains(it.key())},
                                      {"schema", it.value()}});
    }
}

QMap<QString, QStringList> pathTexts(const Request &request);
QMap<QString, QStringList> queryTexts(const Request &request);

/// Whether a request without a body is as good as one with {}.
template<typename T>
constexpr bool mayBeAbsent = requires { requires T::mayBeAbsent; };

/// The body as JSON; {} when it is empty.
std::optional<QJsonValue> bodyJson(const Request &request, QList<core::Problem> &problems);

} // namespace detail

/// How one parameter of a handler comes out of a request, and how it is described.
template<typename A>
struct Argument;

template<>
struct Argument<Caller>
{
    static Caller take(Request &request, QList<core::Problem> &) { return request.caller; }
    static void describe(Signature &) {}
};

template<typename T>
struct Argument<Path<T>>
{
    static Path<T> take(Request &request, QList<core::Problem> &problems)
    {
        return {detail::readTexts<T>(detail::pathTexts(request), "path", problems)};
    }
    static void describe(Signature &signature)
    {
        detail::describeParameters<T>("path", signature.parameters);
    }
};

template<typename T>
struct Argument<Query<T>>
{
    static Query<T> take(Request &request, QList<core::Problem> &problems)
    {
        return {detail::readTexts<T>(detail::queryTexts(request), "query", problems)};
    }
    static void describe(Signature &signature)
    {
        detail::describeParameters<T>("query", signature.parameters);
    }
};

template<typename T>
struct Argument<Body<T>>
{
    static Body<T> take(Request &request, QList<core::Problem> &problems)
    {
        Body<T> body;
        const std::optional<QJsonValue> value = detail::bodyJson(request, problems);
        if (!value)
            return body;
        if (request.body.isEmpty() && !detail::mayBeAbsent<T>) {
            problems.append({{"body"}, "missing", "a JSON body is required", {}});
            return body;
        }
        json::Reader reader;
        json::readInto(*value, body.value, reader);
        detail::collect(reader, "body", problems);
        return body;
    }
    static void describe(Signature &signature)
    {
        signature.bodySchema = json::schema<T>();
        if (json::detail::unknownFieldsOf<T>() == json::Unknown::Refuse)
            signature.bodySchema->insert("additionalProperties", false);
        signature.needsBody = !detail::mayBeAbsent<T>;
    }
};

template<>
struct Argument<RawBody>
{
    static RawBody take(Request &request, QList<core::Problem> &) { return {request.body}; }
    static void describe(Signature &signature) { signature.bodySchema = QJsonObject(); }
};

template<>
struct Argument<Spooled>
{
    static Spooled take(Request &request, QList<core::Problem> &) { return request.spooled; }
    static void describe(Signature &signature)
    {
        signature.bodyType = "application/octet-stream";
        signature.bodySchema = QJsonObject{{"type", "string"}, {"format", "binary"}};
    }
};

template<>
struct Argument<Upload>
{
    static Upload take(Request &request, QList<core::Problem> &) { return request.upload; }
    static void describe(Signature &signature)
    {
        signature.bodyType = "multipart/form-data";
        signature.bodySchema = QJsonObject{{"type", "object"}};
    }
};

} // namespace api
