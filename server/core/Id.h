// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace core {

/// A new random UUID, lower case with dashes.
QString newId();

/// The dashed lower-case form of a UUID given with or without dashes; nothing when it is not one.
std::optional<QString> canonicalUuid(QStringView text);

/// The 32 hexadecimal digits of a dashed UUID.
QString hexUuid(const QString &dashed);

} // namespace core
