// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/HelperFolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSaveFile>

namespace workspace {

static constexpr auto everyoneReads = QFile::ReadOwner | QFile::ExeOwner | QFile::ReadGroup
                                      | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;

static QString helperDigest(const QByteArray &program)
{
    const QByteArray digest = QCryptographicHash::hash(program, QCryptographicHash::Sha256).toHex();
    return QString::fromLatin1(digest.first(32));
}

QStringList helperDigests(const QString &program)
{
    const QFileInfo place(program);
    const QString name = place.fileName();
    const QStringList names = place.dir().entryList({name, name + "-*"}, QDir::Files);
    QStringList digests;
    for (const QString &each : names) {
        QFile file(place.dir().filePath(each));
        if (file.open(QIODevice::ReadOnly))
            digests.append(helperDigest(file.readAll()));
    }
    return digests;
}

core::Result<QString> helperFolder(const QString &program, const QString &root)
{
    const auto fail = [](const QString &what, const QString &why) {
        return core::fail(core::Error::Kind::Unavailable,
                          "The program for workspaces, " + what + ", cannot be used: " + why);
    };
    QFile source(program);
    if (!source.open(QIODevice::ReadOnly))
        return fail(program, source.errorString());
    const QByteArray bytes = source.readAll();
    const QString folder = root + '/' + helperDigest(bytes);
    const QString path = folder + "/berth-workspaced";
    if (QFileInfo(path).size() == bytes.size() && QFileInfo(path).isExecutable())
        return folder;
    if (!QDir().mkpath(folder))
        return fail(folder, "the folder cannot be made");
    // Users of a container are not the one who made this.
    QFile::setPermissions(folder, everyoneReads | QFile::WriteOwner);
    QSaveFile copy(path);
    if (!copy.open(QIODevice::WriteOnly) || copy.write(bytes) != bytes.size()
        || !copy.setPermissions(everyoneReads) || !copy.commit())
        return fail(path, copy.errorString());
    return folder;
}

QString architectureOf(const QString &program)
{
    QFile file(program);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray head = file.read(20);
    if (head.size() < 20 || !head.startsWith("\177ELF"))
        return {};
    // e_machine, whose values the ELF specification of each machine sets.
    switch (static_cast<uchar>(head[18])) {
    case 62: return "amd64";
    case 183: return "arm64";
    default: return {};
    }
}

core::Result<QString> helperFor(const QString &program, const QString &architecture)
{
    const QString other = program + '-' + architecture;
    for (const QString &candidate : {program, other}) {
        if (architecture.isEmpty() || architectureOf(candidate) == architecture)
            return candidate;
    }
    return core::fail(core::Error::Kind::Unavailable,
                      "It is made for " + architecture + ", and there is no " + other
                          + " that would run in it; use an image for " + architectureOf(program)
                          + '.');
}

} // namespace workspace
