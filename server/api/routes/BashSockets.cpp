// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/BashSockets.h"

#include "api/routes/ConversationSocket.h"
#include "core/Clock.h"
#include "core/Id.h"

using namespace api;

/// Of one user.
static constexpr qsizetype mostSubscribers = 50;

BashSockets::BashSockets(workspace::BashService *service, store::BashEvents *events)
    : m_service(service)
    , m_events(events)
{
    QObject::connect(service, &workspace::BashService::eventProduced, &m_context,
                     [this](const QString &userId, const QJsonObject &event) {
        publish(userId, event);
    });
}

QList<Route> BashSockets::table()
{
    return {socketRoute("/sockets/bash-events", "streamBashEvents", this, &BashSockets::open,
                        {.tag = "Sockets"})};
}

void BashSockets::open(Caller caller, std::shared_ptr<Socket> socket, Query<ResendQuery> query)
{
    const QString userId = caller.userId;
    if (m_subscribers.count(userId) >= mostSubscribers)
        return socket->close(CloseCode::TryAgainLater, "Too many bash event connections");
    subscribe(userId, socket.get());
    QObject::connect(socket.get(), &Socket::textReceived, &m_context,
                     [this, caller, weak = std::weak_ptr(socket)](const QString &text) {
        core::spawn(take(caller, weak, text), "taking a command from a socket");
    });
    if (query->mode || query->all)
        core::spawn(replay(userId, std::move(socket)), "sending bash events again");
}

void BashSockets::subscribe(const QString &userId, Socket *socket)
{
    m_subscribers.insert(userId, socket);
    QObject::connect(socket, &Socket::closed, &m_context,
                     [this, userId, socket] { m_subscribers.remove(userId, socket); });
}

void BashSockets::publish(const QString &userId, const QJsonObject &event)
{
    const QList<Socket *> subscribers = m_subscribers.values(userId);
    if (subscribers.isEmpty())
        return;
    const QByteArray frame = json::text(event);
    // One that is too slow closes while it is sent to; it lives on until the event loop.
    for (Socket *subscriber : subscribers)
        subscriber->sendText(frame);
}

core::Task<> BashSockets::replay(QString userId, std::shared_ptr<Socket> socket)
{
    store::BashEventSearch search;
    search.userId = userId;
    search.limit = 10; // an event may have a mebibyte
    do {
        const auto page = co_await m_events->search(search);
        if (!page)
            co_return std::unexpected(page.error());
        for (const store::BashEventRow &row : page->rows) {
            socket->sendText(row.body);
            const core::Result<> caughtUp = co_await taken(socket);
            if (!caughtUp)
                co_return std::unexpected(caughtUp.error());
        }
        search.cursor = page->next;
    } while (search.cursor && socket->isOpen());
    co_return {};
}

core::Task<> BashSockets::startCommand(Caller caller, QString text)
{
    if (!caller.may(Access::Write))
        co_return std::unexpected(missingScope(Access::Write));
    const core::Result<QJsonValue> value = json::parse(text.toUtf8());
    if (!value)
        co_return std::unexpected(value.error());
    const auto request = json::read<workspace::BashRequest>(*value);
    if (!request)
        co_return std::unexpected(request.error());
    const auto started = co_await m_service->start(caller.userId, *request);
    if (!started)
        co_return std::unexpected(started.error());
    co_return {};
}

static QByteArray errorFrame(const core::Error &error)
{
    return json::text(QJsonObject{{"id", core::hexUuid(core::newId())},
                                  {"timestamp", core::utcTimestamp(core::Clock::system().now())},
                                  {"code", errorCode(error)},
                                  {"detail", error.message},
                                  {"kind", "BashError"}});
}

core::Task<> BashSockets::take(Caller caller, std::weak_ptr<Socket> socket, QString text)
{
    const core::Result<> started = co_await startCommand(std::move(caller), std::move(text));
    const std::shared_ptr<Socket> open = socket.lock();
    if (!started && open)
        open->sendText(errorFrame(started.error()));
    co_return {};
}
