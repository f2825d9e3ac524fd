// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace test {

/// Docker's own daemon, or Podman behind the same API.
enum class EngineKind { Docker, Podman };

/// An engine of this test's own: its data, its socket and its network are its own too, so that it
/// cannot touch another engine of the machine. It needs root and dockerd or podman.
class Dockerd
{
public:
    explicit Dockerd(EngineKind kind = EngineKind::Docker)
        : m_kind(kind)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardOutputFile(m_folder.filePath("log"));
        start();
    }
    ~Dockerd() { stop(); }

    void start()
    {
        m_process.start("unshare", QStringList{"--net"}
                                       + (m_kind == EngineKind::Docker ? docker() : podman()));
        m_isReady = QTest::qWaitFor([this] { return answers(); }, 30000);
        if (m_isReady)
            run(inNetwork({"ip", "link", "set", "lo", "up"}));
    }
    void stop()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(20000))
            m_process.kill();
        m_process.waitForFinished(5000);
        // Podman leaves the folder of its images mounted.
        if (m_kind == EngineKind::Podman)
            QProcess::execute("umount", {"--quiet", m_folder.filePath("data/overlay")});
    }

    static int run(const QStringList &command)
    {
        return QProcess::execute(command.first(), command.sliced(1));
    }

    bool isReady() const { return m_isReady; }
    QString socketPath() const { return m_folder.filePath("docker.sock"); }
    /// A program's command line in the engine's network, which has nothing but its loopback.
    QStringList inNetwork(const QStringList &command) const
    {
        return QStringList{"nsenter", "--net=" + networkPath()} + command;
    }
    QString networkPath() const { return QString("/proc/%1/ns/net").arg(m_process.processId()); }
    QByteArray log() const
    {
        QFile file(m_folder.filePath("log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().right(4000) : QByteArray();
    }

private:
    QStringList docker() const
    {
        return {"dockerd",
                "--data-root",
                m_folder.filePath("data"),
                "--exec-root",
                m_folder.filePath("exec"),
                "--pidfile",
                m_folder.filePath("pid"),
                "--host",
                "unix://" + socketPath(),
                "--bridge=none",
                "--max-download-attempts=1",
                "--iptables=false",
                "--ip6tables=false"};
    }
    // crun, which it would choose, does not work where both versions of control groups are in use.
    QStringList podman() const
    {
        return {"podman",
                "--runtime",
                "runc",
                "--cgroup-manager",
                "cgroupfs",
                "--root",
                m_folder.filePath("data"),
                "--runroot",
                m_folder.filePath("exec"),
                "--tmpdir",
                m_folder.filePath("tmp"),
                "--events-backend",
                "file",
                "system",
                "service",
                "--time",
                "0",
                "unix://" + socketPath()};
    }
    bool answers() const
    {
        QLocalSocket socket;
        socket.connectToServer(socketPath());
        if (!socket.waitForConnected(100))
            return false;
        socket.write("GET /_ping HTTP/1.0\r\n\r\n");
        return socket.waitForReadyRead(1000) && socket.readAll().contains("200 OK");
    }

    EngineKind m_kind;
    QTemporaryDir m_folder;
    QProcess m_process;
    bool m_isReady = false;
};

/// A tar archive with @p files, "path in the archive" to "path here", as an open device.
inline std::shared_ptr<QIODevice> tarOf(const QTemporaryDir &folder,
                                        const QMap<QString, QString> &files)
{
    const QString root = folder.filePath("root");
    for (auto it = files.begin(); it != files.end(); ++it) {
        const QString target = root + '/' + it.key();
        QDir().mkpath(QFileInfo(target).path());
        QFile::copy(it.value(), target);
        QFile::setPermissions(target, QFile::permissions(it.value()) | QFile::ReadOther
                                          | QFile::ExeOther | QFile::ReadGroup | QFile::ExeGroup);
    }
    const QString archive = folder.filePath("root.tar");
    QProcess::execute("tar", {"-C", root, "-cf", archive, "."});
    auto file = std::make_shared<QFile>(archive);
    return file->open(QIODevice::ReadOnly) ? file : nullptr;
}

} // namespace test
