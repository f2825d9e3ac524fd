// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace identity {

/// The user of a server that nobody has divided among several.
inline constexpr const char *defaultUser = "default";

/// What a key allows: "admin" includes everything, "write" includes "read".
inline constexpr const char *scopeRead = "read";
inline constexpr const char *scopeWrite = "write";
inline constexpr const char *scopeMetrics = "metrics";
inline constexpr const char *scopeAdmin = "admin";

/// Who asks, as a key has proved it.
struct Principal
{
    QString userId;
    QString keyId;
    QStringList scopes;

    bool hasScope(const QString &scope) const
    {
        return scopes.contains(scope) || scopes.contains(scopeAdmin)
               || (scope == scopeRead && scopes.contains(scopeWrite));
    }
};

} // namespace identity
