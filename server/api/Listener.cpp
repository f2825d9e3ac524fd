// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Listener.h"

#include "api/Errors.h"
#include "core/Logging.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

using namespace api;
using core::Error;

static constexpr int backlog = 1024;
static constexpr std::chrono::milliseconds retryTime(500);

Listener::Listener(const Options &options)
    : m_options(options)
{
    setListenBacklogSize(backlog);
    // Out of descriptors, Qt stops accepting for good unless told to go on.
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryTime);
    connect(&m_retry, &QTimer::timeout, this, &QTcpServer::resumeAccepting);
    connect(this, &QTcpServer::acceptError, this, [this] {
        qCWarning(lcApi).noquote() << "Cannot accept a connection -" << errorString();
        m_retry.start();
    });
}

static QHostAddress addressOf(const QString &host)
{
    return host == "localhost" ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
}

core::Result<> Listener::start()
{
    const QHostAddress address = addressOf(m_options.host);
    if (address.isNull())
        return core::fail(Error::Kind::Invalid,
                          m_options.host + " is not an address to listen on.");
    if (m_options.tls) {
        core::Result<> loaded = loadCertificate();
        if (!loaded)
            return loaded;
    }
    if (listen(address, m_options.port))
        return {};
    const bool isTaken = serverError() == QAbstractSocket::AddressInUseError;
    return core::fail(isTaken ? Error::Kind::Conflict : Error::Kind::Unavailable,
                      QString("Cannot listen on %1 port %2: %3")
                          .arg(m_options.host)
                          .arg(m_options.port)
                          .arg(errorString()));
}

static QSslKey loadKey(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

core::Result<> Listener::loadCertificate()
{
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(m_options.tls->certificateFile);
    QFile keyFile(m_options.tls->keyFile);
    const QSslKey key = keyFile.open(QIODevice::ReadOnly) ? loadKey(keyFile.readAll()) : QSslKey();
    if (chain.isEmpty() || key.isNull())
        return core::fail(Error::Kind::Invalid,
                          "The certificate or its key cannot be read as PEM.");
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_tls = configuration;
    return {};
}

bool Listener::isFull(const QHostAddress &address) const
{
    return m_total >= m_options.limits.connections
           || (!address.isLoopback()
               && m_perAddress.value(address) >= m_options.limits.connectionsPerAddress);
}

static void turnAway(QTcpSocket *socket)
{
    const QByteArray body = statusResponse(503, "Too many connections; try again later.").body;
    socket->write("HTTP/1.1 503 Service Unavailable\r\nContent-Type: "
                  "application/json\r\nConnection: close\r\n"
                  "Retry-After: 1\r\nContent-Length: "
                  + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(retryTime, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto *socket = m_tls ? new QSslSocket(this) : new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor))
        return socket->deleteLater();
    const bool full = isFull(socket->peerAddress());
    if (full && m_total >= 2 * m_options.limits.connections)
        return delete socket;
    count(socket);
    if (full && !m_tls)
        return turnAway(socket);
    if (full)
        return delete socket;
    if (auto *secure = qobject_cast<QSslSocket *>(socket)) {
        secure->setSslConfiguration(*m_tls);
        secure->startServerEncryption();
    }
    emit accepted(socket);
}

void Listener::count(QTcpSocket *socket)
{
    const QHostAddress address = socket->peerAddress();
    ++m_total;
    ++m_perAddress[address];
    // QWebSocket cuts every connection of a socket it gives up, so a child of the socket reports
    // its end.
    const auto *token = new QObject(socket);
    connect(token, &QObject::destroyed, this, [this, address] {
        --m_total;
        if (--m_perAddress[address] == 0)
            m_perAddress.remove(address);
        if (m_total == 0)
            emit emptied();
    });
}

#include "moc_Listener.cpp"
