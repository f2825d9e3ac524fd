// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Networks.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace docker;
using core::Error;

static const QString betweenContainers = "com.docker.network.bridge.enable_icc";

static QJsonObject networkBody(const Network &network)
{
    QJsonObject labels;
    for (auto it = network.labels.begin(); it != network.labels.end(); ++it)
        labels.insert(it.key(), it.value());
    return {{"Name", network.name},
            {"Driver", "bridge"},
            {"CheckDuplicate", true},
            {"Options", QJsonObject{{betweenContainers, "false"}}},
            {"Labels", labels}};
}

static Labels networkLabels(const QJsonValue &network)
{
    Labels labels;
    const QJsonObject own = network["Labels"].toObject();
    for (auto it = own.begin(); it != own.end(); ++it)
        labels.insert(it.key(), it.value().toString());
    return labels;
}

Networks::Networks(std::shared_ptr<Engine> engine)
    : m_engine(std::move(engine))
{}

core::Task<> Networks::ensure(Network network)
{
    const core::Result<> found = co_await check(network);
    if (found || found.error().kind != Error::Kind::NotFound)
        co_return found;
    Call call;
    call.method = "POST";
    call.path = "/networks/create";
    call.body = QJsonDocument(networkBody(network)).toJson();
    const core::Result<QByteArray> made = co_await m_engine->send(std::move(call));
    // Somebody was faster.
    if (!made && made.error().kind == Error::Kind::Conflict)
        co_return co_await check(network);
    if (!made)
        co_return std::unexpected(made.error());
    const core::Result<> checked = co_await check(network);
    if (!checked)
        (void)co_await remove(network.name);
    co_return checked;
}

/// Whether it is there, and as it should be: an engine may have taken no notice of an option.
core::Task<> Networks::check(Network network)
{
    Call call;
    call.path = "/networks/" + network.name;
    const core::Result<QJsonValue> found = co_await m_engine->json(std::move(call));
    if (!found)
        co_return std::unexpected(found.error());
    const Labels labels = networkLabels(*found);
    for (auto it = network.labels.begin(); it != network.labels.end(); ++it) {
        if (labels.value(it.key()) != it.value())
            co_return core::fail(Error::Kind::Conflict,
                                 "Somebody else's network is called " + network.name + '.');
    }
    if ((*found)["Options"][betweenContainers].toString() != "false")
        co_return core::fail(Error::Kind::Conflict,
                             "Containers could reach each other on the network " + network.name
                                 + ": the engine cannot prevent it. Use --network allowlist.");
    co_return {};
}

core::Task<QList<Network>> Networks::list(Labels labels)
{
    Call call;
    call.path = "/networks";
    call.query = labelQuery(labels);
    const core::Result<QJsonValue> answer = co_await m_engine->json(std::move(call));
    if (!answer)
        co_return std::unexpected(answer.error());
    QList<Network> networks;
    const QJsonArray array = answer->toArray();
    for (const QJsonValue &object : array)
        networks.append({object["Name"].toString(), networkLabels(object)});
    co_return networks;
}

core::Task<> Networks::remove(QString name)
{
    Call call;
    call.method = "DELETE";
    call.path = "/networks/" + name;
    const core::Result<QByteArray> done = co_await m_engine->send(std::move(call));
    if (!done)
        co_return std::unexpected(done.error());
    co_return {};
}
