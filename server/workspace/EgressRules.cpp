// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressRules.h"

#include "core/Clock.h"
#include "core/Id.h"

namespace workspace {

using core::Error;

std::optional<HostRule> EgressRule::matcher() const
{
    std::optional<HostRule> rule = HostRule::from(host);
    if (rule && port)
        rule->port = static_cast<quint16>(*port);
    return rule;
}

EgressRules::EgressRules(EgressRuleStore *store)
    : m_store(store)
{}

core::Task<QList<EgressRule>> EgressRules::ofUser(QString userId)
{
    const auto known = m_known.constFind(userId);
    if (known != m_known.constEnd())
        co_return *known;
    const qint64 changes = m_changes;
    const auto stored = co_await m_store->ofUser(userId);
    if (!stored)
        co_return std::unexpected(stored.error());
    if (changes != m_changes)
        co_return *stored; // perhaps outdated by now
    if (m_known.size() >= mostInMemory)
        m_known.clear();
    m_known.insert(userId, *stored);
    co_return *stored;
}

core::Task<std::optional<EgressAnswer>> EgressRules::find(QString userId, QString workspaceId,
                                                          EgressTarget target)
{
    const auto rules = co_await ofUser(userId);
    if (!rules)
        co_return std::unexpected(rules.error());
    const EgressRule *best = nullptr;
    for (const EgressRule &rule : *rules) {
        const bool isMeant = !rule.workspaceId || *rule.workspaceId == workspaceId;
        const std::optional<HostRule> matcher = rule.matcher();
        if (!isMeant || !matcher || !matcher->matches(target))
            continue;
        const bool isCloser = best && rule.workspaceId.has_value()
                              && !best->workspaceId.has_value();
        const bool isStricter = best
                                && rule.workspaceId.has_value() == best->workspaceId.has_value()
                                && rule.answer == EgressAnswer::Deny;
        if (!best || isCloser || isStricter)
            best = &rule;
    }
    co_return best ? std::optional(best->answer) : std::nullopt;
}

core::Task<EgressRule> EgressRules::add(EgressRule rule)
{
    const auto known = co_await ofUser(rule.userId);
    if (!known)
        co_return std::unexpected(known.error());
    if (known->size() >= mostOfUser)
        co_return core::fail(
            Error::Kind::RateLimited,
            QString("You have %1 rules, as many as you may. Delete one first.").arg(known->size()));
    rule.id = core::newId();
    rule.createdAt = core::utcTimestamp(core::Clock::system().now());
    const core::Result<> added = co_await m_store->add(rule);
    forget(rule.userId);
    if (!added)
        co_return std::unexpected(added.error());
    co_return rule;
}

void EgressRules::forget(const QString &userId)
{
    ++m_changes;
    m_known.remove(userId);
}

core::Task<> EgressRules::remove(QString userId, QString id)
{
    const core::Result<bool> removed = co_await m_store->remove(userId, id);
    forget(userId);
    if (!removed)
        co_return std::unexpected(removed.error());
    if (!*removed)
        co_return core::fail(Error::Kind::NotFound, "Rule not found: " + id);
    co_return {};
}

core::Task<> EgressRules::removeOf(QString userId, std::optional<QString> workspaceId)
{
    const core::Result<> removed = co_await m_store->removeOf(userId, workspaceId);
    forget(userId);
    co_return removed;
}

} // namespace workspace
