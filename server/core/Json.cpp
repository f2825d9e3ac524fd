// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Json.h"

QString json::pathText(const QJsonArray &path)
{
    QString text;
    for (const QJsonValue &step : path) {
        if (step.isDouble())
            text += '[' + QString::number(step.toInteger()) + ']';
        else
            text += (text.isEmpty() ? "" : ".") + step.toString();
    }
    return text;
}

core::Error json::readingError(const QList<core::Problem> &problems)
{
    const core::Problem &first = problems.constFirst();
    const QString path = pathText(first.path);
    return {core::Error::Kind::Invalid,
            path.isEmpty() ? first.message : path + ": " + first.message, problems};
}

core::Result<QJsonValue> json::parse(const QByteArray &text)
{
    // QJsonDocument holds only objects and arrays, so the value travels inside an array.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']', &error);
    const QJsonArray array = document.array();
    if (error.error != QJsonParseError::NoError || array.size() != 1) {
        const QString reason = error.error == QJsonParseError::NoError
                                   ? QStringLiteral("one value was expected")
                                   : error.errorString();
        return core::fail(
            core::Error::Kind::Invalid,
            QString("invalid JSON at byte %1: %2").arg(qMax(0, error.offset - 1)).arg(reason),
            {{{}, "json_invalid", reason, {}}});
    }
    return array.first();
}

QByteArray json::text(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.sliced(1, wrapped.size() - 2);
}
