// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SocketFolders.h"

#include "core/Id.h"

#include <QDir>
#include <QProcess>

#include <sys/stat.h>

namespace workspace {

static constexpr int socketFolderMode = 0777;
static const QString goneMark = QStringLiteral(".gone-");

static void deleteFolder(const QString &folder)
{
    QProcess::startDetached("rm", {"-rf", "--one-file-system", "--", folder});
}

core::Result<> makeSocketFolder(const QString &folder)
{
    discardSocketFolder(folder);
    const QByteArray path = QFile::encodeName(folder);
    if (!QDir().mkpath(QFileInfo(folder).path()) || ::mkdir(path.constData(), 0700) != 0
        || ::chmod(path.constData(), socketFolderMode) != 0)
        return core::fail(core::Error::Kind::Unavailable,
                          "The folder " + folder + " cannot be made: " + qt_error_string(errno));
    return {};
}

void discardSocketFolder(const QString &folder)
{
    const QString aside = folder + goneMark + core::newId();
    if (QDir().rename(folder, aside))
        deleteFolder(aside);
}

void discardSocketFoldersExcept(const QString &root, const QStringList &kept)
{
    const QStringList names = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot
                                                   | QDir::Hidden);
    for (const QString &name : names) {
        if (name.contains(goneMark))
            deleteFolder(root + '/' + name);
        else if (!kept.contains(name))
            discardSocketFolder(root + '/' + name);
    }
}

} // namespace workspace
