// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Volumes.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace docker;

Volumes::Volumes(std::shared_ptr<Engine> engine)
    : m_engine(std::move(engine))
{}

static QJsonObject jsonOfTexts(const QMap<QString, QString> &texts)
{
    QJsonObject object;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

static QMap<QString, QString> textsOf(const QJsonValue &value)
{
    QMap<QString, QString> texts;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        texts.insert(it.key(), it.value().toString());
    return texts;
}

core::Task<> Volumes::create(Volume volume)
{
    QJsonObject body{{"Name", volume.name}, {"Labels", jsonOfTexts(volume.labels)}};
    if (!volume.options.isEmpty())
        body.insert("DriverOpts", jsonOfTexts(volume.options));
    Call call;
    call.method = "POST";
    call.path = "/volumes/create";
    call.body = QJsonDocument(body).toJson();
    const core::Result<QByteArray> done = co_await m_engine->send(std::move(call));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}

core::Task<QList<Volume>> Volumes::list(Labels labels)
{
    Call call;
    call.path = "/volumes";
    call.query = labelQuery(labels);
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    QList<Volume> volumes;
    const QJsonArray array = (*answer)["Volumes"].toArray();
    for (const QJsonValue &object : array) {
        Volume volume;
        volume.name = object["Name"].toString();
        volume.labels = textsOf(object["Labels"]);
        volume.options = textsOf(object["Options"]);
        volume.path = object["Mountpoint"].toString();
        volumes.append(volume);
    }
    co_return volumes;
}

core::Task<> Volumes::remove(QString name)
{
    Call call;
    call.method = "DELETE";
    call.path = "/volumes/" + name;
    const core::Result<QByteArray> done = co_await m_engine->send(std::move(call));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}
