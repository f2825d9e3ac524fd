// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "WebhookSettings.h"

#include "core/Logging.h"

using core::Error;
using webhooks::Specification;

static const QString s_variable = "OH_WEBHOOKS";

static std::unexpected<Error> refuse(const QString &what)
{
    return core::fail(Error::Kind::Invalid, "webhooks: " + what);
}

/// A number of items, as some deployments give it, stands for those that are numbered.
static core::Result<QJsonArray> givenList(const QProcessEnvironment &environment,
                                          const QJsonValue &inFile)
{
    if (!environment.contains(s_variable)) {
        if (!inFile.isUndefined() && !inFile.isArray())
            return refuse("expected an array in the configuration file.");
        return inFile.toArray();
    }
    const QByteArray text = environment.value(s_variable).toUtf8();
    bool isNumber = false;
    text.toUInt(&isNumber);
    if (isNumber)
        return QJsonArray();
    const core::Result<QJsonValue> value = json::parse(text);
    if (!value || !value->isArray())
        return refuse("expected a JSON array in " + s_variable + '.');
    return value->toArray();
}

/// Text stays text where text is wanted; elsewhere it is JSON.
static QJsonValue valueOf(const QString &field, const QString &text)
{
    if (field == "base_url")
        return text;
    return json::parse(text.toUtf8()).value_or(QJsonValue(text));
}

static bool overlay(const QProcessEnvironment &environment, qsizetype index, QJsonObject &object)
{
    bool isNamed = false;
    std::apply([&](const auto &...field) {
        for (const QString &name : {QString(field.name)...}) {
            const QString variable =
                QString("%1_%2_%3").arg(s_variable).arg(index).arg(name.toUpper());
            if (!environment.contains(variable))
                continue;
            isNamed = true;
            object.insert(name, valueOf(name, environment.value(variable)));
        }
    }, Specification::fields());
    return isNamed;
}

static void keepOutOfLogs(const Specification &specification)
{
    static const QStringList harmless{"accept", "content-type", "user-agent"};
    for (const auto &[name, value] : specification.headers.asKeyValueRange()) {
        if (!harmless.contains(name.toLower()))
            core::registerLogSecret(value);
    }
}

core::Result<QList<Specification>> composition::readWebhooks(const QProcessEnvironment &environment,
                                                             const QJsonValue &inFile)
{
    constexpr qsizetype most = 20;
    const core::Result<QJsonArray> given = givenList(environment, inFile);
    if (!given)
        return std::unexpected(given.error());
    QList<Specification> list;
    for (qsizetype index = 0;; ++index) {
        QJsonValue value = given->at(index);
        QJsonObject object = value.toObject();
        if (overlay(environment, index, object))
            value = object;
        else if (index >= given->size())
            break;
        if (index >= most)
            return refuse(QString("at most %1 are possible.").arg(most));
        const core::Result<Specification> read = webhooks::specificationFromJson(value);
        if (!read)
            return core::fail(Error::Kind::Invalid,
                              QString("webhooks[%1]: %2").arg(index).arg(read.error().message));
        keepOutOfLogs(*read);
        list.append(*read);
    }
    return list;
}
