// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "DataDirectory.h"

#include "core/Id.h"
#include "core/Json.h"
#include "core/PrivateFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace composition;
using core::Error;

static std::unexpected<Error> systemError(const QString &what)
{
    return core::fail(Error::Kind::Unavailable,
                      what + ": " + QString::fromLocal8Bit(std::strerror(errno)) + '.');
}

core::Result<DataDirectory> DataDirectory::open(const QString &path)
{
    const QString absolute = QDir(path).absolutePath();
    if (!QDir().mkpath(absolute))
        return systemError("The data directory " + absolute + " cannot be made");
    ::chmod(QFile::encodeName(absolute).constData(), 0700);
    const QByteArray lockFile = QFile::encodeName(absolute + "/lock");
    const int descriptor = ::open(lockFile.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return systemError("The data directory " + absolute + " cannot be used");
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        const core::Result<RunningServer> holder = runningServer(absolute);
        const QString who = holder ? QString(" (process %1, %2)").arg(holder->pid).arg(holder->url)
                                   : QString();
        return core::fail(Error::Kind::Conflict,
                          "Another server works with " + absolute + who + '.');
    }
    return DataDirectory(absolute, descriptor);
}

DataDirectory::DataDirectory(DataDirectory &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
    , m_isAnnounced(std::exchange(other.m_isAnnounced, false))
{}

DataDirectory::~DataDirectory()
{
    if (m_lock < 0)
        return;
    if (m_isAnnounced)
        QFile::remove(file("server.json"));
    ::close(m_lock);
}

core::Result<QString> DataDirectory::instance() const
{
    const QString path = file("instance");
    const core::Result<std::optional<QByteArray>> kept = core::readPrivateFile(path);
    if (!kept)
        return std::unexpected(kept.error());
    if (*kept)
        return QString::fromUtf8((*kept)->trimmed());
    const QString id = core::newId();
    if (const core::Result<> made = core::createPrivateFile(path, id.toUtf8() + '\n'); !made)
        return std::unexpected(made.error());
    return id;
}

/// 32 random bytes that are kept in a file, as they were made when they were first wanted.
static core::Result<QByteArray> keptSecret(const QString &path)
{
    const core::Result<std::optional<QByteArray>> kept = core::readPrivateFile(path);
    if (!kept)
        return std::unexpected(kept.error());
    if (*kept)
        return QByteArray::fromHex((*kept)->trimmed());
    std::array<quint32, 8> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    const QByteArray secret(reinterpret_cast<const char *>(words.data()), sizeof words);
    if (const core::Result<> made = core::createPrivateFile(path, secret.toHex() + '\n'); !made)
        return std::unexpected(made.error());
    return secret;
}

core::Result<QByteArray> DataDirectory::workspaceSecret() const
{
    return keptSecret(file("workspace.key"));
}

core::Result<QByteArray> DataDirectory::alertSecret() const
{
    return keptSecret(file("alert-webhook.key")).transform([](const QByteArray &secret) {
        return secret.toHex();
    });
}

core::Result<> DataDirectory::announce(const QString &url, const QString &keyFile)
{
    QSaveFile file(this->file("server.json"));
    const QJsonObject content{{"url", url},
                              {"pid", QCoreApplication::applicationPid()},
                              {"api_key_file", keyFile}};
    const bool written = file.open(QIODevice::WriteOnly)
                         && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
                         && file.write(json::text(content)) > 0 && file.commit();
    if (!written)
        return core::fail(Error::Kind::Unavailable,
                          "server.json cannot be written: " + file.errorString());
    m_isAnnounced = true;
    return {};
}

core::Result<RunningServer> composition::runningServer(const QString &path)
{
    const auto none = [&path] {
        return core::fail(Error::Kind::NotFound, "No server works with " + path + '.');
    };
    QFile file(path + "/server.json");
    if (!file.open(QIODevice::ReadOnly))
        return none();
    const QJsonObject content = QJsonDocument::fromJson(file.readAll()).object();
    // A server that died without saying so no longer holds the lock.
    const int descriptor = ::open(QFile::encodeName(path + "/lock").constData(),
                                  O_RDWR | O_CLOEXEC);
    const bool isHeld = descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!isHeld)
        return none();
    return RunningServer{content.value("url").toString(), content.value("pid").toInteger(),
                         content.value("api_key_file").toString()};
}
