// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/Trace.h"

#include <QHostAddress>
#include <QHttpHeaders>
#include <QIODevice>
#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

namespace api {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

/// "GET", "POST", ...
QByteArray methodName(Method method);
std::optional<Method> methodFromName(QByteArrayView name);

/// What a route asks of the key: reading and writing go by the method, and a socket is opened to
/// read, unless the route says otherwise.
enum class Access { ByMethod, Read, Write, Admin, Metrics };

/// The scope that a key must have, such as "write".
QString scopeName(Access access);

/// Whether keys with @p scopes are let in: "admin" includes everything, and "write" includes
/// "read".
bool allows(const QStringList &scopes, Access access);

/// Whose key a request bears.
struct Principal
{
    QString userId;
    QString keyId;
    QStringList scopes;
};

/// The principal a key stands for. It is called with an empty key for a request that bears none, so
/// a server that runs without authentication answers with its default principal always.
using Authenticate = std::function<std::optional<Principal>(const QByteArray &key)>;

/// Who asks, and until when the answer is wanted: @c stop is requested when the client has left or
/// the server gives up waiting for open requests.
struct Caller
{
    QString userId;
    QString keyId;
    QStringList scopes;
    QString requestId;
    QHttpHeaders headers;
    QHostAddress peer;
    std::stop_token stop;
    core::TraceContext trace = {}; ///< of the request
    /// What the record of changes tells of this request besides its action and subject.
    std::shared_ptr<QJsonObject> notes = std::make_shared<QJsonObject>();

    /// For what the route's own access does not say, such as the commands on a socket.
    bool may(Access access) const { return allows(scopes, access); }
    bool isAdmin() const { return may(Access::Admin); }
};

/// A change that a request has made.
struct Change
{
    QString action; ///< of the route
    QString subject; ///< the id in the path, or of what was made
    Caller caller;
};

/// Forbidden, with the scope that the key lacks.
core::Error missingScope(Access access);

/// The named parts of the path, read into the fields of T.
template<typename T>
struct Path
{
    T value{};
    const T *operator->() const { return &value; }
    const T &operator*() const { return value; }
};

/// The query string, read into the fields of T: a repeated key fills a QList.
template<typename T>
struct Query
{
    T value{};
    const T *operator->() const { return &value; }
    const T &operator*() const { return value; }
};

/// The JSON body, read as T; an empty body counts as {}.
template<typename T>
struct Body
{
    T value{};
    const T *operator->() const { return &value; }
    const T &operator*() const { return value; }
};

/// The bytes of the body as they came.
struct RawBody
{
    QByteArray bytes;
};

/// One file of a multipart body. @c content is a temporary file, open for reading at its start,
/// that goes away with its last owner.
struct UploadedFile
{
    QString field;
    QString fileName;
    QString contentType;
    qint64 size = 0;
    std::shared_ptr<QIODevice> content;
};

/// A multipart/form-data body that was streamed to temporary files.
struct Upload
{
    QList<UploadedFile> files;
    QMap<QString, QString> fields;

    /// The file sent as @p field; Invalid with a "missing" problem when there is none.
    core::Result<UploadedFile> file(const QString &field) const;
};

/// A body of any kind that was streamed to a temporary file, which is open for reading at its start
/// and goes away with its last owner.
struct Spooled
{
    std::shared_ptr<QIODevice> content;
};

/// A finished answer. With @c stream the body is read from it as fast as the client takes it: a
/// random-access device by its size, a sequential one in chunks until readChannelFinished(), or
/// @c streamSize bytes of it; one that is closed or ends before that cuts the connection, so that
/// the client notices. @c afterSent runs
/// once, when the last byte has been handed to the system or the client has gone.
struct Response
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    std::shared_ptr<QIODevice> stream;
    QHttpHeaders headers;
    std::function<void()> afterSent;
    std::optional<qint64> streamSize = {}; ///< of a sequential stream, when it is known
};

/// A JSON answer that is more than a value. Its status is one of @p Statuses, the first when
/// nothing is said, and 200 where none is named.
template<typename T, int... Statuses>
struct Reply
{
    static QList<int> statuses()
    {
        return sizeof...(Statuses) > 0 ? QList<int>{Statuses...} : QList{200};
    }

    T value{};
    int status = statuses().first();
    QHttpHeaders headers;
    std::function<void()> afterSent;
};

/// 204, no body.
struct Empty
{
};

/// A request whose head was accepted; body or upload are filled in before a handler sees it.
struct Request
{
    Method method = Method::Get;
    QByteArray path; ///< as sent, percent-encoded, without the query
    QByteArray query; ///< as sent, without the question mark
    QHttpHeaders headers;
    Caller caller;
    QMap<QString, QString> pathValues;
    QByteArray body;
    Upload upload;
    Spooled spooled;
};

/// The query string's decoded pairs, in order; plus means space.
QList<std::pair<QString, QString>> queryPairs(const QByteArray &query);

} // namespace api
