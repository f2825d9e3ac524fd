// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/HelperFolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSaveFile>

namespace workspace {

static constexpr auto everyoneReads = QFile::ReadOwner | QFile::ExeOwner | QFile::ReadGroup
                                      | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;

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
    const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    const QString folder = root + '/' + QString::fromLatin1(digest.first(32));
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

} // namespace workspace
