// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Volumes.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace docker;

Volumes::Volumes(std::shared_ptr<Engine> engine)
    : m_engine(std::move(engine))
{}

core::Task<> Volumes::create(Volume volume)
{
    QJsonObject labels;
    for (auto it = volume.labels.begin(); it != volume.labels.end(); ++it)
        labels.insert(it.key(), it.value());
    Call call;
    call.method = "POST";
    call.path = "/volumes/create";
    call.body = QJsonDocument(QJsonObject{{"Name", volume.name}, {"Labels", labels}}).toJson();
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
        Volume volume{.name = object["Name"].toString(), .labels = {}};
        const QJsonObject own = object["Labels"].toObject();
        for (auto it = own.begin(); it != own.end(); ++it)
            volume.labels.insert(it.key(), it.value().toString());
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
