// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace workspace {

/// One entry of a small tar archive.
struct TarEntry
{
    enum class Kind { File, Folder };

    Kind kind = Kind::File;
    QByteArray path; ///< relative, at most 99 bytes
    int mode = 0644;
    int owner = 0; ///< user and group
    QByteArray content = {};
};

/// The entry as an archive has it.
QByteArray tarBytes(const TarEntry &entry);

/// What follows the last entry.
QByteArray tarEnd();

} // namespace workspace
