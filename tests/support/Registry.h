// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Dockerd.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

namespace test {

/// Docker's own registry on the loopback of an engine, which trusts it there without TLS.
class Registry
{
public:
    explicit Registry(const Dockerd &engine)
    {
        QFile settings(m_folder.filePath("settings.yml"));
        if (!settings.open(QIODevice::WriteOnly))
            return;
        settings.write("version: 0.1\nlog: {level: error}\n"
                       "storage: {filesystem: {rootdirectory: "
                       + m_folder.filePath("data").toUtf8()
                       + "}}\nhttp: {addr: '127.0.0.1:5000'}\n");
        settings.close();
        const QStringList command = engine.inNetwork(
            {"docker-registry", "serve", settings.fileName()});
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(command.first(), command.sliced(1));
        m_isReady = QTest::qWaitFor([&] {
            return m_process.state() == QProcess::Running
                   && Dockerd::run(engine.inNetwork(
                          {"bash", "-c", "exec 2>/dev/null 3<>/dev/tcp/127.0.0.1/5000"}))
                          == 0;
        }, 20000);
    }
    ~Registry()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(5000))
            m_process.kill();
        m_process.waitForFinished(5000);
    }

    bool isReady() const { return m_isReady; }
    QByteArray log() { return m_process.readAll(); }
    /// The full name of an image there.
    static QString name(const QString &image) { return "127.0.0.1:5000/" + image; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    bool m_isReady = false;
};

/// A registry on the loopback of an engine whose only image, "broken:1", never arrives as a whole.
class BrokenRegistry : public QObject
{
public:
    enum class Fault { Cut, Silence }; ///< in the middle of its only layer

    BrokenRegistry(const Dockerd &engine, Fault fault)
        : m_fault(fault)
    {
        // A socket stays in the network that it was made in.
        const int home = ::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
        const int there = ::open(QFile::encodeName(engine.networkPath()).constData(),
                                 O_RDONLY | O_CLOEXEC);
        m_isReady = ::setns(there, CLONE_NEWNET) == 0 && m_server.listen(QHostAddress::LocalHost);
        ::setns(home, CLONE_NEWNET);
        ::close(home);
        ::close(there);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        });
    }

    bool isReady() const { return m_isReady; }
    QString name() const { return QString("127.0.0.1:%1/broken:1").arg(m_server.serverPort()); }
    /// How often its layer was asked for.
    int layersAsked() const { return m_layersAsked; }

private:
    static constexpr int layerSize = 50'000'000;

    static QByteArray digestOf(const QByteArray &bytes)
    {
        return "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    }
    static QByteArray settings()
    {
        return QJsonDocument(
                   QJsonObject{{"architecture", "amd64"},
                               {"os", "linux"},
                               {"config", QJsonObject()},
                               {"rootfs", QJsonObject{{"type", "layers"},
                                                      {"diff_ids", QJsonArray{layerDigest()}}}}})
            .toJson();
    }
    static QString layerDigest() { return "sha256:" + QString(64, 'a'); }
    static QByteArray manifest()
    {
        const QString docker = "application/vnd.docker.";
        const QJsonObject config{{"mediaType", docker + "container.image.v1+json"},
                                 {"size", settings().size()},
                                 {"digest", QString::fromLatin1(digestOf(settings()))}};
        const QJsonObject layer{{"mediaType", docker + "image.rootfs.diff.tar.gzip"},
                                {"size", layerSize},
                                {"digest", layerDigest()}};
        return QJsonDocument(QJsonObject{{"schemaVersion", 2},
                                         {"mediaType", docker + "distribution.manifest.v2+json"},
                                         {"config", config},
                                         {"layers", QJsonArray{layer}}})
            .toJson();
    }

    void read(QTcpSocket &socket)
    {
        QByteArray &request = m_requests[&socket];
        request += socket.readAll();
        if (request.startsWith('\x16')) // the engine tries TLS first
            return socket.disconnectFromHost();
        qsizetype end = 0;
        while ((end = request.indexOf("\r\n\r\n")) >= 0) {
            const QByteArray line = request.first(request.indexOf("\r\n"));
            request.remove(0, end + 4);
            answer(socket, line);
        }
    }
    void answer(QTcpSocket &socket, const QByteArray &line)
    {
        if (line.contains(layerDigest().toLatin1()))
            return breakDown(socket);
        const bool isManifest = line.contains("/manifests/");
        const QByteArray body = isManifest                 ? manifest()
                                : line.contains("/blobs/") ? settings()
                                                           : QByteArray("{}");
        const QByteArray type = isManifest ? "application/vnd.docker.distribution.manifest.v2+json"
                                           : "application/json";
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nDocker-Content-Digest: "
                     + digestOf(body) + "\r\nContent-Length: " + QByteArray::number(body.size())
                     + "\r\n\r\n" + (line.startsWith("HEAD") ? QByteArray() : body));
    }
    void breakDown(QTcpSocket &socket)
    {
        // The engine asks for the rest.
        if (m_layersAsked++ > 0 && m_fault == Fault::Cut)
            return socket.disconnectFromHost();
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
                     "Content-Length: "
                     + QByteArray::number(layerSize) + "\r\n\r\n" + QByteArray(4'000'000, 'x'));
        if (m_fault == Fault::Cut)
            socket.disconnectFromHost();
    }

    Fault m_fault;
    QHash<QTcpSocket *, QByteArray> m_requests;
    QTcpServer m_server;
    int m_layersAsked = 0;
    bool m_isReady = false;
};

} // namespace test
