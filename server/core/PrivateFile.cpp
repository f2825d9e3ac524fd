// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/PrivateFile.h"

#include "core/Logging.h"

#include <QFile>
#include <QSaveFile>

static constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

core::Result<> core::createPrivateFile(const QString &path, const QByteArray &contents)
{
    if (QFile::exists(path))
        return fail(Error::Kind::Conflict, "The file " + path + " exists already.");
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly)
                         && file.write(contents) == contents.size() && file.commit();
    if (!written)
        return fail(Error::Kind::Unavailable,
                    QString("The file %1 cannot be written: %2.").arg(path, file.errorString()));
    return {};
}

core::Result<std::optional<QByteArray>> core::readPrivateFile(const QString &path)
{
    constexpr qint64 longest = 64 * 1024;
    QFile file(path);
    if (!file.exists())
        return std::nullopt;
    if (!file.open(QIODevice::ReadOnly) || file.size() > longest)
        return fail(Error::Kind::Unavailable, "The file " + path + " cannot be read.");
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                          | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    if (file.permissions() & others) {
        qCWarning(lcCore).noquote()
            << "Others could read a secret file; from now on only its owner can:" << path;
        file.setPermissions(ownerOnly);
    }
    return file.readAll();
}
