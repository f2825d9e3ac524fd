// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "TestMain.h"
#include "workspace/Egress.h"
#include "workspace/WireChannel.h"

#include <QCoroTask>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <sys/socket.h>

namespace test {

/// A listener on the loopback address that keeps what connects to it.
class Outside : public QTcpServer
{
public:
    explicit Outside(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        if (!listen(address))
            qFatal("%s", qPrintable(errorString()));
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                sockets.append(socket);
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                    if (!isReading)
                        return;
                    const QByteArray bytes = socket->readAll();
                    received += bytes;
                    if (isEchoing)
                        socket->write(bytes);
                });
            }
        });
    }

    /// "127.0.0.1:4711"
    QString address() const
    {
        return serverAddress().toString() + ':' + QString::number(serverPort());
    }

    QList<QTcpSocket *> sockets;
    QByteArray received;
    bool isEchoing = false;
    bool isReading = true;
};

/// A program in the workspace: a connection to one of its proxies.
class Program : public QTcpSocket
{
public:
    explicit Program(quint16 port)
    {
        connectToHost(QHostAddress::LocalHost, port);
        if (!waitForConnected(5000))
            qWarning().noquote() << errorString();
    }

    void say(const QByteArray &bytes)
    {
        write(bytes);
        flush();
    }
    /// All that came so far; it stays.
    QByteArray heard()
    {
        if (bytesAvailable() > 0)
            m_heard += readAll();
        return m_heard;
    }
    bool hears(const QByteArray &text)
    {
        return QTest::qWaitFor([&] { return heard().contains(text); }, 10000);
    }
    bool isEnded()
    {
        return QTest::qWaitFor([&] {
            heard();
            return state() == QAbstractSocket::UnconnectedState;
        }, 10000);
    }
    /// "403", and nothing before an answer has come.
    QByteArray status()
    {
        (void)QTest::qWaitFor([&] { return heard().contains("\r\n\r\n"); }, 10000);
        return heard().mid(9, 3);
    }
    void forget() { m_heard.clear(); }
    /// As a program that is killed while it has something to read, so that the other side hears it.
    void breakOff()
    {
        const linger atOnce{1, 0};
        ::setsockopt(int(socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof(atOnce));
        abort();
    }

private:
    QByteArray m_heard;
};

/// A real helper that offers its proxies, and the server's side of them.
class EgressPlace
{
public:
    explicit EgressPlace(workspace::EgressOptions options)
        : egress(std::make_shared<workspace::Egress>(std::move(options)))
    {
        m_helper.start(BERTH_BIN_DIR "/berth-workspaced", {"serve", socketPath()});
        if (!m_helper.waitForStarted()
            || !QTest::qWaitFor([this] { return QFile::exists(socketPath()); }, 5000))
            qFatal("%s", qPrintable(m_helper.errorString()));
    }
    ~EgressPlace()
    {
        channel.reset();
        m_helper.terminate();
        m_helper.waitForFinished(5000);
    }

    QString socketPath() const { return m_folder.filePath("helper.sock"); }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    void open()
    {
        const auto socket = std::make_shared<QLocalSocket>();
        // Its file is there a moment before it listens.
        QVERIFY(QTest::qWaitFor([&] {
            socket->connectToServer(socketPath());
            return socket->waitForConnected(1000);
        }, 5000));
        const auto opened = QCoro::waitFor(workspace::WireChannel::open(socket));
        VERIFY_RESULT(opened);
        offer(*opened);
    }
    void offer(std::shared_ptr<workspace::WireChannel> opened)
    {
        channel = std::move(opened);
        workspace::EgressPorts any;
        any.http = 0;
        any.socks = 0;
        const auto offered = QCoro::waitFor(channel->offerNetwork(egress, any));
        VERIFY_RESULT(offered);
        ports = *offered;
    }

    std::unique_ptr<Program> program() const { return std::make_unique<Program>(ports.http); }
    /// One that has asked for @p target, "host:port".
    std::unique_ptr<Program> asking(const QString &target) const
    {
        auto asked = program();
        asked->say("CONNECT " + target.toUtf8() + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return asked;
    }
    /// One that is connected, and has heard nothing else yet.
    std::unique_ptr<Program> connected(const QString &target) const
    {
        auto asked = asking(target);
        if (asked->status() != "200")
            qWarning().noquote() << asked->heard();
        asked->forget();
        return asked;
    }

    std::shared_ptr<workspace::Egress> egress;
    std::shared_ptr<workspace::WireChannel> channel;
    workspace::EgressPorts ports;

private:
    QTemporaryDir m_folder;
    QProcess m_helper;
};

/// Bytes that look like nothing else.
inline QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(42);
    for (char &byte : bytes)
        byte = static_cast<char>(random.bounded(256));
    return bytes;
}

} // namespace test
