// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Redirect.h"

#include "api/Connection.h"
#include "api/Listener.h"
#include "api/Origins.h"

#include <QTcpSocket>
#include <QUrl>

using namespace api;
using Known = QHttpHeaders::WellKnownHeader;

static Options plain(Options options, quint16 port)
{
    options.tls.reset();
    options.port = port;
    return options;
}

Redirect::Redirect(Options options, quint16 port, quint16 securePort)
    : m_securePort(securePort)
    , m_origins(std::make_unique<Origins>(options))
    , m_listener(std::make_unique<Listener>(plain(options, port)))
{
    connect(m_listener.get(), &Listener::accepted, this,
            [this, limits = options.limits](QTcpSocket *socket) {
        auto *connection = new Connection(socket, this, limits);
        connection->setParent(m_listener.get());
    });
}

Redirect::~Redirect()
{
    disconnect(m_listener.get(), nullptr, this, nullptr);
}

core::Result<> Redirect::listen()
{
    return m_listener->start();
}

quint16 Redirect::port() const
{
    return m_listener->serverPort();
}

void Redirect::close()
{
    m_listener->close();
    for (Connection *connection :
         m_listener->findChildren<Connection *>(Qt::FindDirectChildrenOnly))
        connection->abort();
}

// Only to a name of ours: whoever follows has a key with them.
std::optional<Response> Redirect::admit(Exchange &exchange)
{
    const Request &request = *exchange.request;
    const QByteArray host = request.headers.combinedValue(Known::Host);
    exchange.isUpgrade = false;
    if (!m_origins->isOurHost(host))
        return statusResponse(421, "This server does not answer to that host name.");
    QUrl target;
    target.setAuthority(QString::fromLatin1(host));
    const QString name = target.host();
    Response answer = statusResponse(308, "This server is reached by https.");
    const QByteArray shown = (name.contains(':') ? '[' + name + ']' : name).toLatin1();
    answer.headers.append(Known::Location,
                          "https://" + shown + ':' + QByteArray::number(m_securePort) + request.path
                              + (request.query.isEmpty() ? "" : "?") + request.query);
    return answer;
}

void Redirect::serve(Connection *connection, ExchangePtr exchange)
{
    connection->answer(exchange, statusResponse(404));
}

void Redirect::upgrade(QTcpSocket *socket, ExchangePtr)
{
    delete socket;
}

void Redirect::record(const Exchange &, int, qint64)
{}

#include "moc_Redirect.cpp"
