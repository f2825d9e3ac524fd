// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/EventStream.h"

#include <QJsonDocument>
#include <QPointer>

using namespace docker;

static constexpr qsizetype longestLine = 1 << 20;

static core::Task<> follow(std::shared_ptr<Engine> engine, Call call, PieceSink sink,
                           QPointer<EventStream> owner, std::stop_token stop)
{
    const core::Result<> done = co_await engine->stream(std::move(call), std::move(sink), stop);
    if (owner)
        emit owner->ended(done ? QStringLiteral("The engine ended the stream of its events.")
                               : done.error().message);
    co_return {};
}

EventStream::EventStream(std::shared_ptr<Engine> engine, const Labels &labels)
{
    Call call;
    call.path = "/events";
    call.query = labelQuery(labels);
    call.timeout = std::chrono::milliseconds::zero();
    const QPointer<EventStream> self(this);
    core::spawn(follow(std::move(engine), std::move(call),
                       [self](const QByteArray &piece) { return self && self->take(piece); }, self,
                       m_stop.get_token()),
                "following the engine's events");
}

EventStream::~EventStream()
{
    m_stop.request_stop();
}

bool EventStream::take(const QByteArray &piece)
{
    const QPointer<EventStream> self(this);
    m_rest += piece;
    qsizetype end = 0;
    while (self && (end = m_rest.indexOf('\n')) >= 0) {
        const QJsonObject object = QJsonDocument::fromJson(m_rest.first(end)).object();
        m_rest.remove(0, end + 1);
        EngineEvent event{.type = object.value("Type").toString(),
                          .action = object.value("Action").toString(),
                          .id = object.value("Actor")["ID"].toString(),
                          .labels = {}};
        const QJsonObject attributes = object.value("Actor")["Attributes"].toObject();
        for (auto it = attributes.begin(); it != attributes.end(); ++it)
            event.labels.insert(it.key(), it.value().toString());
        emit happened(event);
    }
    return self && m_rest.size() < longestLine;
}

#include "moc_EventStream.cpp"
