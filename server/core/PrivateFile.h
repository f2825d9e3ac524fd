// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QByteArray>

#include <optional>

namespace core {

/// Creates @p path with mode 0600, complete and on disk before the name appears. Conflict when the
/// file exists, Unavailable when it cannot be written.
Result<> createPrivateFile(const QString &path, const QByteArray &contents);

/// Reads a small file that holds a secret and takes it away from everybody but its owner. Nothing
/// when it does not exist, Unavailable when it cannot be read or is longer than 64 KiB.
Result<std::optional<QByteArray>> readPrivateFile(const QString &path);

} // namespace core
