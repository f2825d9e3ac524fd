// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// What a user said of a host, as it is stored.
struct EgressRuleRow
{
    QString id = {};
    QString userId = {};
    std::optional<QString> workspaceId = {};
    QString host = {};
    std::optional<int> port = {};
    bool isAllowed = false;
    QString createdAt = {}; ///< UTC
};

/// The table of rules about hosts.
class EgressRules
{
public:
    explicit EgressRules(Database *database);

    /// Oldest first.
    core::Task<QList<EgressRuleRow>> ofUser(QString userId);
    /// In place of one for the same user, workspace, host and port.
    core::Task<> insert(EgressRuleRow row);
    /// False when the user has none of that id.
    core::Task<bool> remove(QString userId, QString id);
    /// All of one workspace, or of the user.
    core::Task<> removeOf(QString userId, std::optional<QString> workspaceId);

private:
    Database *m_database;
};

} // namespace store
