// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Json.h"
#include "workspace/EgressPolicy.h"

#include <QHash>

namespace workspace {

enum class EgressAnswer { Allow, Deny };

constexpr auto enumNames(EgressAnswer)
{
    return std::array{std::pair{EgressAnswer::Allow, "allow"},
                      std::pair{EgressAnswer::Deny, "deny"}};
}

/// What a user has said of a host once and for all, for one workspace or for all of theirs.
struct EgressRule
{
    QString id;
    QString userId;
    std::optional<QString> workspaceId;
    QString host; ///< name, *.name or address
    std::optional<int> port; ///< without one, 80 and 443
    EgressAnswer answer = EgressAnswer::Deny;
    QString createdAt; ///< UTC

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &EgressRule::id),
                          json::field("workspace_id", &EgressRule::workspaceId),
                          json::field("host", &EgressRule::host),
                          json::field("port", &EgressRule::port, "80 and 443 without one"),
                          json::field("answer", &EgressRule::answer),
                          json::field("created_at", &EgressRule::createdAt)};
    }

    /// What it matches; nothing when the host is none.
    std::optional<HostRule> matcher() const;
};

/// Where rules are kept.
class EgressRuleStore
{
public:
    virtual ~EgressRuleStore() = default;

    /// Oldest first.
    virtual core::Task<QList<EgressRule>> ofUser(QString userId) = 0;
    /// It takes the place of one for the same user, workspace, host and port.
    virtual core::Task<> add(EgressRule rule) = 0;
    /// False when the user has none of that id.
    virtual core::Task<bool> remove(QString userId, QString id) = 0;
    /// All of one workspace, or of the user.
    virtual core::Task<> removeOf(QString userId, std::optional<QString> workspaceId) = 0;
};

/// The rules of all users. Those of one workspace go before those for all, and among these a denial
/// goes first.
class EgressRules
{
public:
    static constexpr qsizetype mostOfUser = 200;
    static constexpr qsizetype mostInMemory = 1000; // users

    /// @p store outlives it.
    explicit EgressRules(EgressRuleStore *store);

    core::Task<QList<EgressRule>> ofUser(QString userId);
    /// What was said of a target; nothing when no rule matches.
    core::Task<std::optional<EgressAnswer>> find(QString userId, QString workspaceId,
                                                 EgressTarget target);
    /// With its id. RateLimited when the user has too many.
    core::Task<EgressRule> add(EgressRule rule);
    /// NotFound.
    core::Task<> remove(QString userId, QString id);
    /// Those of a workspace, or of a user, that is no more.
    core::Task<> removeOf(QString userId, std::optional<QString> workspaceId);

private:
    void forget(const QString &userId);

    EgressRuleStore *m_store;
    qint64 m_changes = 0;
    QHash<QString, QList<EgressRule>> m_known; ///< by user
};

} // namespace workspace
