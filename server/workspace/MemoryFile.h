// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QByteArray>

#include <utility>

namespace workspace {

/// A file without a name, for what a program reads from a descriptor that it is given.
class MemoryFile
{
public:
    /// To be read from its beginning. Unavailable when the system gives none.
    static core::Result<MemoryFile> with(const QByteArray &content);
    MemoryFile(MemoryFile &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {}
    MemoryFile &operator=(MemoryFile &&) = delete;
    ~MemoryFile();

    int descriptor() const { return m_descriptor; }
    QByteArray content() const;

private:
    explicit MemoryFile(int descriptor)
        : m_descriptor(descriptor)
    {}

    int m_descriptor;
};

} // namespace workspace
