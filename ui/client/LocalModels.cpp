// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/LocalModels.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkReply>

using ui::LocalModels;

static constexpr std::chrono::seconds answersWithin{1};
static constexpr qint64 longestList = 1 << 20;
static constexpr qsizetype mostModels = 200;

QList<LocalModels::Place> LocalModels::usual()
{
    return {{"Ollama", "ollama_chat", 11434, "/api/tags", ""},
            {"LM Studio", "lm_studio", 1234, "/v1/models", "/v1"},
            {"llama.cpp", "openai", 8080, "/v1/models", "/v1"},
            {"vLLM", "hosted_vllm", 8000, "/v1/models", "/v1"}};
}

LocalModels::LocalModels(QList<Place> places, QObject *parent)
    : QObject(parent)
    , m_places(std::move(places))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

QJsonObject LocalModels::Found::settings(const QString &model) const
{
    return {{"model", place.prefix + '/' + model},
            {"base_url", "http://" + address() + place.baseUrl}};
}

void LocalModels::look(int ownPort)
{
    m_found.clear();
    m_open = 0;
    const int turn = ++m_turn;
    for (qsizetype i = 0; i < m_places.size(); ++i) {
        if (m_places[i].port == ownPort)
            continue;
        QNetworkRequest request(
            QUrl(QString("http://127.0.0.1:%1%2").arg(m_places[i].port).arg(m_places[i].path)));
        request.setTransferTimeout(answersWithin);
        QNetworkReply *reply = m_network.get(request);
        reply->setReadBufferSize(longestList);
        ++m_open;
        connect(reply, &QNetworkReply::finished, this, [this, i, turn, reply] {
            reply->deleteLater();
            if (turn == m_turn)
                take(i, reply);
        });
    }
}

/// The names in `{"models": [{"name"}]}` of Ollama or `{"data": [{"id"}]}` of the others; nothing
/// when it is neither: then another program listens there.
static std::optional<QStringList> namesOfModels(const QByteArray &text)
{
    const QJsonObject answer = QJsonDocument::fromJson(text).object();
    const bool isTags = answer["models"].isArray();
    if (!isTags && !answer["data"].isArray())
        return {};
    QStringList names;
    for (const QJsonValue &item : (isTags ? answer["models"] : answer["data"]).toArray()) {
        const QString name = item[isTags ? "name" : "id"].toString();
        if (!name.isEmpty() && names.size() < mostModels)
            names.append(name);
    }
    return names;
}

void LocalModels::take(qsizetype place, QNetworkReply *reply)
{
    --m_open;
    const auto names = reply->error() == QNetworkReply::NoError ? namesOfModels(reply->readAll())
                                                                : std::nullopt;
    if (names)
        m_found.insert(place, {m_places[place], *names});
    if (names || m_open == 0)
        emit changed();
}

QList<LocalModels::Found> LocalModels::found() const
{
    return m_found.values();
}

#include "moc_LocalModels.cpp"
