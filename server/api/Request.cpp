// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Request.h"

#include <array>

using namespace api;

static constexpr std::array<std::pair<Method, const char *>, 7> methodNames{{
    {Method::Get, "GET"},
    {Method::Head, "HEAD"},
    {Method::Post, "POST"},
    {Method::Put, "PUT"},
    {Method::Patch, "PATCH"},
    {Method::Delete, "DELETE"},
    {Method::Options, "OPTIONS"},
}};

QByteArray api::methodName(Method method)
{
    for (const auto &[candidate, name] : methodNames) {
        if (candidate == method)
            return name;
    }
    return {};
}

std::optional<Method> api::methodFromName(QByteArrayView name)
{
    for (const auto &[method, candidate] : methodNames) {
        if (name == candidate)
            return method;
    }
    return {};
}

core::Result<UploadedFile> Upload::file(const QString &field) const
{
    for (const UploadedFile &file : files) {
        if (file.field == field)
            return file;
    }
    return core::fail(core::Error::Kind::Invalid, "The upload has no file named " + field + '.',
                      {{{field}, "missing", "is required", {}}});
}

static QString decoded(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

QList<std::pair<QString, QString>> api::queryPairs(const QByteArray &query)
{
    QList<std::pair<QString, QString>> pairs;
    for (const QByteArray &part : query.split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArray key = equals < 0 ? part : part.first(equals);
        pairs.append({decoded(key), equals < 0 ? QString() : decoded(part.sliced(equals + 1))});
    }
    return pairs;
}

QString api::scopeName(Access access)
{
    switch (access) {
    case Access::Read: return "read";
    case Access::Write: return "write";
    case Access::Admin: return "admin";
    case Access::Metrics: return "metrics";
    case Access::ByMethod: break;
    }
    return {};
}

bool api::allows(const QStringList &scopes, Access access)
{
    return scopes.contains("admin") || scopes.contains(scopeName(access))
           || (access == Access::Read && scopes.contains("write"));
}

core::Error api::missingScope(Access access)
{
    return {core::Error::Kind::Forbidden,
            "The key lacks the scope \"" + scopeName(access) + "\" that this needs.",
            {}};
}
