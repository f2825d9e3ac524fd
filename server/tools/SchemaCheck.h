// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QJsonObject>

namespace tools {

/// Checks @p arguments against a JSON Schema of type object: required keys, no unknown keys (unless
/// additionalProperties allows them), basic types, enums and minimums, into objects and arrays. The
/// error names the wrong argument.
core::Result<> checkArguments(const QJsonObject &arguments, const QJsonObject &schema);

} // namespace tools
