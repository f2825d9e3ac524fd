// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace identity {

/// The user of a server that nobody has divided among several.
inline constexpr const char *defaultUser = "default";

/// What a key allows; "admin" includes everything.
inline constexpr const char *scopeUse = "use";
inline constexpr const char *scopeAdmin = "admin";

/// Who asks, as a key has proved it.
struct Principal
{
    QString userId;
    QString keyId;
    QStringList scopes;

    bool hasScope(const QString &scope) const
    {
        return scopes.contains(scope) || scopes.contains(scopeAdmin);
    }
};

} // namespace identity
