// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Egress.h"
#include "workspace/EgressJournal.h"
#include "workspace/EgressQuestions.h"
#include "workspace/EgressRules.h"
#include "workspace/WorkspaceSettings.h"

namespace workspace {

/// For how long an answer holds: for those who wait now, or from now on.
enum class EgressScope { Once, Workspace, Always };

constexpr auto enumNames(EgressScope)
{
    using enum EgressScope;
    return std::array{std::pair{Once, "once"}, std::pair{Workspace, "workspace"},
                      std::pair{Always, "always"}};
}

/// What a person says of a host.
struct EgressWord
{
    std::optional<QString> workspaceId;
    QString host;
    std::optional<int> port;
    EgressAnswer answer = EgressAnswer::Deny;
    EgressScope scope = EgressScope::Once;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{
            json::field("workspace", &EgressWord::workspaceId, "all of yours without one"),
            json::field("host", &EgressWord::host, "a name, *.name or an address"),
            json::field("port", &EgressWord::port, "80 and 443 without one"),
            json::field("answer", &EgressWord::answer),
            json::optional("scope", &EgressWord::scope,
                           "once answers those who wait; the others also from now on")};
    }
};

/// What came of it.
struct EgressOutcome
{
    int answered = 0; ///< questions
    std::optional<EgressRule> rule; ///< that was made

    static constexpr auto fields()
    {
        return std::tuple{json::field("answered", &EgressOutcome::answered),
                          json::field("rule", &EgressOutcome::rule)};
    }
};

/// How much more time somebody wants for an answer.
struct EgressMoreTime
{
    int seconds = 600;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{json::optional("seconds", &EgressMoreTime::seconds, "from now on")};
    }
};

/// What people say and see of the ways out of all workspaces.
class EgressControl : public QObject
{
    Q_OBJECT

public:
    /// The stores outlive it; @p writable are hosts that take uploads.
    EgressControl(EgressRuleStore *rules, EgressDecisionStore *decisions,
                  const QStringList &writable);

    EgressJournal &journal() { return m_journal; }
    EgressQuestions &questions() { return m_questions; }
    EgressRules &rules() { return m_rules; }

    /// Lets a workspace's way out ask and tell here.
    void govern(EgressOptions &egress, const WorkspaceSettings &settings);
    /// Answers who waits, and makes a rule unless it is said once. Invalid with paths; NotFound
    /// when it is said once and nobody waits.
    core::Task<EgressOutcome> say(QString userId, EgressWord word);
    /// Lets a question wait for longer. Invalid with the path; NotFound when it does not wait.
    core::Result<EgressQuestion> prolong(const QString &userId, const QString &id,
                                         const EgressMoreTime &more);
    bool acceptsWrites(const EgressTarget &target) const;

private:
    static core::Task<std::optional<bool>> judge(QPointer<EgressControl> self, QString userId,
                                                 QString workspaceId, EgressTarget target);
    static core::Task<bool> ask(QPointer<EgressControl> self, QString userId, QString workspaceId,
                                EgressTarget target, std::chrono::milliseconds patience,
                                std::stop_token stop);

    EgressJournal m_journal;
    EgressQuestions m_questions;
    EgressRules m_rules;
    QList<HostRule> m_writable;
};

} // namespace workspace
