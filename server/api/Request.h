// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QHostAddress>
#include <QHttpHeaders>
#include <QIODevice>
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
};

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

/// A JSON answer that is more than a value with status 200.
template<typename T>
struct Reply
{
    T value{};
    int status = 200;
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
};

/// The query string's decoded pairs, in order; plus means space.
QList<std::pair<QString, QString>> queryPairs(const QByteArray &query);

} // namespace api
