// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/MemoryFile.h"

#include <QFile>

#include <sys/mman.h>
#include <unistd.h>

namespace workspace {

core::Result<MemoryFile> MemoryFile::with(const QByteArray &content)
{
    MemoryFile file(memfd_create("berth", MFD_CLOEXEC));
    if (file.m_descriptor < 0
        || ::pwrite(file.m_descriptor, content.constData(), static_cast<size_t>(content.size()), 0)
               != content.size())
        return core::fail(core::Error::Kind::Unavailable,
                          "The system gives no memory for a file without a name.");
    return file;
}

MemoryFile::~MemoryFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

QByteArray MemoryFile::content() const
{
    QFile file;
    if (!file.open(m_descriptor, QIODevice::ReadOnly) || !file.seek(0))
        return {};
    return file.readAll();
}

} // namespace workspace
