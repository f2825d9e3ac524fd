// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DiskImage.h"

#include "core/Id.h"
#include "workspace/ProcessEnd.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QStorageInfo>

#include <unistd.h>

namespace workspace {

using core::Error;

/// A file system is made and mounted in well under a second, and grows in a few; a busy disk may
/// take its time. What is cut short while it grows may be lost.
static constexpr std::chrono::seconds toolPatience{60};
static constexpr std::chrono::minutes growthPatience{30};
static constexpr qsizetype mostToolWords = 500;
static const QString partMark = QStringLiteral(".part-");
/// Exit code of umount for what somebody uses.
static constexpr int umountFailed = 32;
/// Exit code of e2fsck for what it could repair.
static constexpr int repaired = 1;
/// Also where only users with other ways find them.
static const QStringList toolFolders{"/usr/sbin", "/sbin", "/usr/bin", "/bin"};
static const QStringList tools{"mkfs.ext4", "e2fsck", "resize2fs", "mount",
                               "umount",    "flock",  "true"};

static QString toolPath(const QString &name)
{
    return QStandardPaths::findExecutable(name, toolFolders);
}

/// Runs one of the tools for the image in @p folder, once none runs there that was started by a
/// server which has been killed. Conflict when umount finds its file system in use.
static core::Task<> runTool(QString name, QString folder, QStringList arguments)
{
    const auto process = std::make_shared<QProcess>();
    process->setUnixProcessParameters(QProcess::UnixProcessFlag::ResetSignalHandlers
                                      | QProcess::UnixProcessFlag::CloseFileDescriptors);
    process->setStandardInputFile(QProcess::nullDevice());
    process->setStandardOutputFile(QProcess::nullDevice());
    process->start(toolPath("flock"), QStringList{folder, toolPath(name)} + arguments);
    const bool grows = name == "e2fsck" || name == "resize2fs";
    co_await hasEnded(process, grows ? growthPatience : toolPatience);
    const bool isWell = process->error() != QProcess::FailedToStart
                        && process->exitStatus() == QProcess::NormalExit;
    const bool isRepaired = name == "e2fsck" && process->exitCode() == repaired;
    if (isWell && (process->exitCode() == 0 || isRepaired))
        co_return {};
    QString words = QString::fromUtf8(process->readAllStandardError()).trimmed();
    if (words.isEmpty())
        words = isWell ? QString("it ended with %1").arg(process->exitCode())
                       : process->errorString();
    const bool isInUse = isWell && name == "umount" && process->exitCode() == umountFailed;
    co_return core::fail(isInUse ? Error::Kind::Conflict : Error::Kind::Unavailable,
                         name + ": " + words.left(mostToolWords));
}

DiskImage::DiskImage(QString folder)
    : m_folder(std::move(folder))
{}

core::Result<> DiskImage::check()
{
    if (::geteuid() != 0)
        return core::fail(Error::Kind::Invalid, "Disk images need a server that runs as root.");
    for (const QString &tool : tools) {
        if (toolPath(tool).isEmpty())
            return core::fail(Error::Kind::Invalid, "Disk images need the program " + tool
                                                        + " (Debian: e2fsprogs, mount).");
    }
    if (!QFile::exists("/dev/loop-control"))
        return core::fail(Error::Kind::Invalid,
                          "Disk images need loop devices, and this machine has no "
                          "/dev/loop-control.");
    return {};
}

QStringList DiskImage::idsBelow(const QString &root)
{
    return root.isEmpty() ? QStringList() : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

bool DiskImage::exists() const
{
    return QFile::exists(image());
}

qint64 DiskImage::bytes() const
{
    return QFileInfo(image()).size();
}

/// Of what is mounted at @p place; empty without that.
static QString deviceAt(const QString &place)
{
    const QStorageInfo storage(place);
    const bool isMounted = storage.rootPath() == QFileInfo(place).canonicalFilePath();
    return isMounted ? QFile::decodeName(storage.device()) : QString();
}

bool DiskImage::isAttached() const
{
    return !deviceAt(place()).isEmpty();
}

void DiskImage::discardParts() const
{
    const QFileInfo file(image());
    for (const QString &name :
         file.dir().entryList({file.fileName() + partMark + '*'}, QDir::Files))
        (void)QFile::remove(file.dir().filePath(name));
}

/// Under another name first, so that what a crash leaves is not taken for one.
core::Task<> DiskImage::make(qint64 bytes)
{
    discardParts();
    const QString part = image() + partMark + core::newId();
    QFile file(part);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner)
        || !file.resize(bytes))
        co_return core::fail(Error::Kind::Unavailable,
                             "The file " + part + " cannot be made: " + file.errorString());
    file.close();
    const core::Result<> made = co_await runTool("mkfs.ext4", m_folder,
                                                 QStringList{"-q", "-F", "-m", "0", "-E",
                                                             "nodiscard", part});
    if (!made)
        co_return made;
    if (!QFile::rename(part, image()))
        co_return core::fail(Error::Kind::Unavailable,
                             "The file " + part + " cannot be given its name.");
    co_return {};
}

/// While nothing is mounted: what is mounted can grow too, but only by more rights than root of
/// many services has.
core::Task<> DiskImage::grow(qint64 bytes)
{
    const core::Result<> checked = co_await runTool("e2fsck", m_folder,
                                                    QStringList{"-f", "-p", image()});
    if (!checked)
        co_return checked;
    const QString size = QString::number(bytes / 1024) + 'K';
    co_return co_await runTool("resize2fs", m_folder, QStringList{image(), size});
}

/// What was true a moment ago may change while a tool of a killed server is at it.
core::Task<> DiskImage::settle()
{
    return runTool("true", m_folder, {});
}

core::Task<> DiskImage::attach(qint64 bytes)
{
    if (!QDir().mkpath(place()))
        co_return core::fail(Error::Kind::Unavailable,
                             "The folder " + place() + " cannot be made.");
    const core::Result<> settled = co_await settle();
    if (!settled)
        co_return settled;
    if (!exists()) {
        const core::Result<> made = co_await make(bytes);
        if (!made)
            co_return made;
    }
    if (this->bytes() < bytes) {
        core::Result<> grown = co_await detach();
        if (grown)
            grown = co_await grow(bytes);
        if (!grown)
            co_return grown;
    }
    if (!isAttached()) {
        const core::Result<> mounted = co_await runTool("mount", m_folder,
                                                        QStringList{"-t", "ext4", "-o",
                                                                    "loop,nosuid,nodev", image(),
                                                                    place()});
        if (!mounted)
            co_return mounted;
    }
    if (!QDir().mkpath(files()))
        co_return core::fail(Error::Kind::Unavailable,
                             "The folder " + files() + " cannot be made.");
    co_return {};
}

core::Task<> DiskImage::detach()
{
    if (!exists())
        co_return {};
    const core::Result<> settled = co_await settle();
    if (!settled || !isAttached())
        co_return settled;
    co_return co_await runTool("umount", m_folder, QStringList{place()});
}

core::Task<> DiskImage::remove()
{
    const core::Result<> detached = co_await detach();
    if (!detached)
        co_return detached;
    // Not below what is mounted there in spite of all.
    const bool isGone = (!QFile::exists(image()) || QFile::remove(image()))
                        && (!QFile::exists(place()) || QDir().rmdir(place()));
    discardParts();
    if (!isGone || (QFile::exists(m_folder) && !QDir().rmdir(m_folder)))
        co_return core::fail(Error::Kind::Unavailable,
                             "The folder " + m_folder + " cannot be removed.");
    co_return {};
}

} // namespace workspace
