// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/SecretFields.h"

#include "core/Logging.h"
#include "secrets/Vault.h"

#include <QJsonArray>
#include <QJsonObject>

namespace {

using Replace = std::function<QJsonValue(const QString &)>;
using Predicate = bool (*)(const QString &);

bool always(const QString &)
{
    return true;
}

bool isSecretField(const QString &key)
{
    static const QStringList keys{
        "api_key",  "aws_access_key_id", "aws_secret_access_key", "aws_session_token",
        "password", "client_secret",     "critic_api_key",        "acp_resume_session_id"};
    return keys.contains(key);
}

/// Names and kinds of the fields of an MCP server's "auth" object that say how, not what.
bool isAuthSecret(const QString &key)
{
    static const QStringList open{"strategy", "header_name", "username", "kind", "type"};
    return !open.contains(key);
}

QJsonValue walk(const QJsonValue &json, const Replace &replace);
QJsonValue walkServer(const QJsonObject &server, const Replace &replace);

/// Replaces the strings at any depth under a key that satisfies @p isSecret.
QJsonValue deep(const QJsonValue &json, Predicate isSecret, const Replace &replace,
                bool isUnderSecret = false)
{
    if (json.isString())
        return isUnderSecret ? replace(json.toString()) : json;
    if (json.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : json.toArray())
            array.append(deep(item, isSecret, replace, isUnderSecret));
        return array;
    }
    if (!json.isObject())
        return json;
    QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = deep(it.value(), isSecret, replace, isUnderSecret || isSecret(it.key()));
    return object;
}

/// Replaces the strings that stand directly in an object; anything deeper is walked as usual.
QJsonValue members(const QJsonValue &json, const Replace &replace)
{
    if (!json.isObject())
        return walk(json, replace);
    QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = it.value().isString() ? replace(it.value().toString())
                                           : walk(it.value(), replace);
    return object;
}

/// A map of named secrets: plain strings, {"value": ...} or secret sources.
QJsonValue namedSecrets(const QJsonValue &json, const Replace &replace)
{
    if (!json.isObject())
        return walk(json, replace);
    QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        QJsonValue source = it.value().isString() ? replace(it.value().toString())
                                                  : walk(it.value(), replace);
        if (source.isObject() && !source.toObject().contains("kind")
            && source["value"].isString()) {
            QJsonObject plain = source.toObject();
            plain["value"] = replace(plain["value"].toString());
            source = plain;
        }
        it.value() = source;
    }
    return object;
}

QJsonValue servers(const QJsonValue &json, const Replace &replace)
{
    if (!json.isObject())
        return walk(json, replace);
    QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == "mcpServers")
            it.value() = servers(it.value(), replace);
        else if (it.value().isObject())
            it.value() = walkServer(it.value().toObject(), replace);
    }
    return object;
}

QJsonValue walkMember(const QString &key, const QJsonValue &value, const Replace &replace)
{
    static const QStringList serverMaps{"mcp_config", "mcpServers", "mcp_servers", "mcp_tools"};
    static const QStringList headerMaps{"headers", "extra_headers", "litellm_extra_body"};
    if (value.isString())
        return isSecretField(key) ? replace(value.toString()) : value;
    if (serverMaps.contains(key))
        return servers(value, replace);
    if (headerMaps.contains(key))
        return deep(value, secrets::isSecretName, replace);
    if (key == "secrets" || key == "secret_sources")
        return namedSecrets(value, replace);
    if (key == "acp_file_secrets")
        return members(value, replace);
    return walk(value, replace);
}

QJsonValue walkServer(const QJsonObject &server, const Replace &replace)
{
    QJsonObject object = server;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == "env" || it.key() == "headers")
            it.value() = deep(it.value(), always, replace);
        else if (it.key() == "auth")
            it.value() = deep(it.value(), isAuthSecret, replace);
        else
            it.value() = walkMember(it.key(), it.value(), replace);
    }
    return object;
}

/// An MCP server that stands outside a map of servers, as when one is tested.
bool looksLikeServer(const QJsonObject &object)
{
    const bool isReachable = object["command"].isString() || object["url"].isString();
    const bool hasSecrets = object.contains("env") || object.contains("headers")
                            || object.contains("auth");
    return isReachable && hasSecrets && !object.contains("kind");
}

QJsonValue walkObject(const QJsonObject &original, const Replace &replace)
{
    if (looksLikeServer(original))
        return walkServer(original, replace);
    const bool isStaticSecret = original["kind"] == "StaticSecret";
    QJsonObject object = original;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (isStaticSecret && it.key() == "value" && it.value().isString())
            it.value() = replace(it.value().toString());
        else
            it.value() = walkMember(it.key(), it.value(), replace);
    }
    return object;
}

QJsonValue walk(const QJsonValue &json, const Replace &replace)
{
    if (json.isObject())
        return walkObject(json.toObject(), replace);
    if (!json.isArray())
        return json;
    QJsonArray array;
    for (const QJsonValue &item : json.toArray())
        array.append(walk(item, replace));
    return array;
}

bool isBlankOrMask(const QString &text)
{
    return text.trimmed().isEmpty() || text == secrets::mask;
}

} // namespace

bool secrets::isSecretName(const QString &name)
{
    static const QStringList parts{"AUTHORIZATION", "COOKIE", "CREDENTIAL", "KEY",
                                   "PASSWORD",      "SECRET", "SESSION",    "TOKEN"};
    return std::ranges::any_of(parts, [&name](const QString &part) {
        return name.contains(part, Qt::CaseInsensitive);
    });
}

QJsonValue secrets::mapSecrets(const QJsonValue &json,
                               const std::function<QJsonValue(const QString &)> &replace)
{
    return walk(json, replace);
}

QJsonValue secrets::sealAll(const QJsonValue &json, const Vault &vault)
{
    return mapSecrets(json, [&vault](const QString &secret) -> QJsonValue {
        // The mark alone proves nothing: a secret may begin with it by chance or intent.
        if (secret.isEmpty() || vault.hasSealed(secret))
            return secret;
        return vault.seal(secret.toUtf8());
    });
}

QJsonValue secrets::openAll(const QJsonValue &json, const Vault &vault)
{
    int lost = 0;
    QString reason;
    const QJsonValue opened = mapSecrets(json, [&](const QString &text) -> QJsonValue {
        if (!Vault::looksSealed(text))
            return text;
        const core::Result<QByteArray> secret = vault.open(text);
        if (secret)
            return QString::fromUtf8(*secret);
        ++lost;
        reason = secret.error().message;
        return QJsonValue::Null;
    });
    if (lost > 0)
        qCWarning(lcSecrets).noquote() << "Could not open" << lost << "stored secrets:" << reason;
    return opened;
}

QJsonValue secrets::maskAll(const QJsonValue &json)
{
    return mapSecrets(json, [](const QString &secret) -> QJsonValue {
        return secret.isEmpty() ? secret : mask;
    });
}

QJsonValue secrets::nullAll(const QJsonValue &json)
{
    return mapSecrets(json, [](const QString &) -> QJsonValue { return QJsonValue::Null; });
}

QJsonValue secrets::cleaned(const QJsonValue &json)
{
    return mapSecrets(json, [](const QString &secret) -> QJsonValue {
        return isBlankOrMask(secret) ? QJsonValue(QJsonValue::Null) : QJsonValue(secret);
    });
}

QStringList secrets::collect(const QJsonValue &json)
{
    QStringList found;
    mapSecrets(json, [&found](const QString &secret) -> QJsonValue {
        if (!isBlankOrMask(secret))
            found.append(secret);
        return secret;
    });
    found.removeDuplicates();
    return found;
}
