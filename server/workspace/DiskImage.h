// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace workspace {

/// A file with a file system of its own, which has the files of one workspace and can hold no more.
/// It is used through a loop device, which takes root on the engine's machine. Its owner sees to it
/// that one thing happens at a time.
class DiskImage
{
public:
    /// @p folder is the image's own; nothing is made before attach().
    explicit DiskImage(QString folder);

    /// Why a server cannot use images here; nothing when it can.
    static core::Result<> check();
    /// The ids of the workspaces that have one below @p root.
    static QStringList idsBelow(const QString &root);

    /// Whether there is one, attached or not.
    bool exists() const;
    /// Of the image, in bytes; a few percent of them are the file system's own.
    qint64 bytes() const;
    /// Where its files are while it is attached. Nothing is there while it is not.
    QString files() const { return m_folder + "/mount/files"; }
    bool isAttached() const;

    /// Makes it when it is missing, makes it larger when it is smaller than @p bytes, and brings it
    /// in place, also after the machine has started anew.
    core::Task<> attach(qint64 bytes);
    /// Takes it out of use. Conflict while a container uses it.
    core::Task<> detach();
    /// The files too.
    core::Task<> remove();

private:
    QString image() const { return m_folder + "/image"; }
    QString place() const { return m_folder + "/mount"; }
    void discardParts() const;
    core::Task<> settle();
    core::Task<> make(qint64 bytes);
    core::Task<> grow(qint64 bytes);

    QString m_folder;
};

} // namespace workspace
