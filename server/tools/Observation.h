// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tools/Tool.h"

namespace tools {

enum class Failed { No, Yes };

/// An observation of @p kind whose content is @p contents, with @p fields added.
QJsonObject observation(const QString &kind, const model::Contents &contents,
                        Failed failed = Failed::No, const QJsonObject &fields = {});

/// The same with one text.
QJsonObject observation(const QString &kind, const QString &text, Failed failed = Failed::No,
                        const QJsonObject &fields = {});

/// The longest text of a terminal that an event holds and a model reads, in code points.
inline constexpr qsizetype terminalTextLimit = 30000;

} // namespace tools
