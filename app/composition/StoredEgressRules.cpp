// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredEgressRules.h"

using namespace composition;
using workspace::EgressAnswer;
using workspace::EgressRule;

StoredEgressRules::StoredEgressRules(store::EgressRules *table)
    : m_table(table)
{}

core::Task<QList<EgressRule>> StoredEgressRules::ofUser(QString userId)
{
    const auto rows = co_await m_table->ofUser(userId);
    if (!rows)
        co_return std::unexpected(rows.error());
    QList<EgressRule> rules;
    for (const store::EgressRuleRow &row : *rows)
        rules.append({row.id, row.userId, row.workspaceId, row.host, row.port,
                      row.isAllowed ? EgressAnswer::Allow : EgressAnswer::Deny, row.createdAt});
    co_return rules;
}

core::Task<> StoredEgressRules::add(EgressRule rule)
{
    store::EgressRuleRow row;
    row.id = rule.id;
    row.userId = rule.userId;
    row.workspaceId = rule.workspaceId;
    row.host = rule.host;
    row.port = rule.port;
    row.isAllowed = rule.answer == EgressAnswer::Allow;
    row.createdAt = rule.createdAt;
    return m_table->insert(std::move(row));
}

core::Task<bool> StoredEgressRules::remove(QString userId, QString id)
{
    return m_table->remove(userId, id);
}

core::Task<> StoredEgressRules::removeOf(QString userId, std::optional<QString> workspaceId)
{
    return m_table->removeOf(userId, workspaceId);
}
