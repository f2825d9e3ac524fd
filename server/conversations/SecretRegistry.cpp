// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/SecretRegistry.h"

#include "core/LogSink.h"
#include "core/Logging.h"
#include "secrets/SecretFields.h"

using core::Error;

conversations::SecretRegistry::SecretRegistry(net::Outbound *outbound, net::Reach reach)
    : m_outbound(outbound)
    , m_reach(reach)
{}

void conversations::SecretRegistry::setSources(const QJsonObject &sources)
{
    m_sources = sources;
    for (auto it = sources.begin(); it != sources.end(); ++it) {
        const QString value = it->toObject().value("value").toString();
        if (value.isEmpty())
            continue;
        m_values.insert(it.key(), value);
        core::registerLogSecret(value);
    }
}

QList<agent::SecretName> conversations::SecretRegistry::names() const
{
    QList<agent::SecretName> list;
    for (auto it = m_sources.begin(); it != m_sources.end(); ++it)
        list.append({it.key(), it->toObject().value("description").toString()});
    return list;
}

QStringList conversations::SecretRegistry::values() const
{
    QStringList list = m_values.values();
    list.removeAll(QString());
    std::ranges::sort(list, std::greater(), &QString::size);
    return list;
}

core::Task<QMap<QString, QString>> conversations::SecretRegistry::referencedBy(QString command)
{
    QMap<QString, QString> values;
    const QJsonObject sources = m_sources;
    for (auto it = sources.begin(); it != sources.end(); ++it) {
        if (!command.contains(it.key(), Qt::CaseInsensitive))
            continue;
        const core::Result<QString> found = co_await value(it.key(), it->toObject());
        const core::LogScope scope(m_logContext);
        if (found)
            values.insert(it.key(), *found);
        else
            qCWarning(lcConversations).noquote()
                << "A secret is left out:" << found.error().message << it.key();
    }
    co_return values;
}

core::Task<QString> conversations::SecretRegistry::value(QString name, QJsonObject source)
{
    if (source.value("kind").toString() != "LookupSecret")
        co_return source.value("value").toString();
    const QUrl url(source.value("url").toString());
    std::optional<core::Task<QString>> within = m_within ? m_within(url) : std::nullopt;
    core::Task<QString> task = within ? std::move(*within)
                                      : fetched(url, source.value("headers").toObject());
    const core::Result<QString> text = co_await task;
    if (!text)
        co_return std::unexpected(text.error());
    m_values.insert(name, *text);
    core::registerLogSecret(*text);
    co_return text;
}

core::Task<QString> conversations::SecretRegistry::fetched(QUrl url, QJsonObject headers)
{
    net::Request request;
    request.url = url;
    request.timeout = std::chrono::seconds(30);
    request.reach = m_reach;
    request.purpose = "looking up a secret";
    for (auto it = headers.begin(); it != headers.end(); ++it)
        request.headers.append(it.key(), it->toString());
    const core::Result<net::Response> response = co_await m_outbound->send(std::move(request),
                                                                           std::stop_token());
    if (!response)
        co_return std::unexpected(response.error());
    if (!response->isSuccess()) {
        co_return core::fail(
            Error::Kind::Upstream,
            QString("the lookup was answered with status %1").arg(response->status));
    }
    co_return QString::fromUtf8(response->body);
}

QString conversations::SecretRegistry::mask(const QString &text) const
{
    QString masked = text;
    const QStringList known = values();
    for (const QString &value : known)
        masked.replace(value, secretMask);
    return masked;
}

static void maskText(std::optional<QString> &text, const conversations::SecretRegistry &secrets)
{
    if (text)
        text = secrets.mask(*text);
}

model::EventBody conversations::masked(model::EventBody body, const SecretRegistry &secrets)
{
    if (auto *message = std::get_if<model::MessageEvent>(&body);
        message && message->llmMessage.role == model::Role::Assistant) {
        for (model::Content &content : message->llmMessage.content) {
            if (auto *text = std::get_if<model::TextContent>(&content))
                text->text = secrets.mask(text->text);
        }
        maskText(message->llmMessage.reasoningContent, secrets);
    }
    if (auto *action = std::get_if<model::ActionEvent>(&body)) {
        for (model::TextContent &thought : action->thought)
            thought.text = secrets.mask(thought.text);
        maskText(action->reasoningContent, secrets);
    }
    return body;
}

core::Result<QJsonObject> conversations::secretSources(const QJsonObject &secrets)
{
    static const QStringList kinds{"StaticSecret", "LookupSecret"};
    QJsonObject sources;
    for (auto it = secrets.begin(); it != secrets.end(); ++it) {
        QJsonObject source = it->isString() ? QJsonObject{{"value", it->toString()}}
                                            : it->toObject();
        if (!source.contains("kind"))
            source.insert("kind", "StaticSecret");
        const bool isComplete = source.value("kind").toString() == "StaticSecret"
                                || source.value("url").isString();
        if (!(it->isString() || it->isObject()) || !kinds.contains(source.value("kind").toString())
            || !isComplete) {
            const QString message =
                "expected a string, {\"value\"} or a StaticSecret or LookupSecret source";
            return core::fail(Error::Kind::Invalid, it.key() + ": " + message,
                              {{{"secrets", it.key()}, "value_error", message, {}}});
        }
        sources.insert(it.key(), secrets::cleaned(source));
    }
    return sources;
}
