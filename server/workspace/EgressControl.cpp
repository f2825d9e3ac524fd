// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressControl.h"

namespace workspace {

using core::Error;

static constexpr std::chrono::hours longestPatience{1}; // from when more time is asked for

EgressControl::EgressControl(EgressRuleStore *rules, EgressDecisionStore *decisions,
                             const QStringList &writable)
    : m_journal(decisions)
    , m_rules(rules)
{
    for (const QString &host : writable) {
        if (const std::optional<HostRule> rule = HostRule::from(host))
            m_writable.append(*rule);
    }
}

bool EgressControl::acceptsWrites(const EgressTarget &target) const
{
    return std::ranges::any_of(m_writable,
                               [&target](const HostRule &rule) { return rule.matches(target); });
}

void EgressControl::govern(EgressOptions &egress, const WorkspaceSettings &settings)
{
    const QPointer self(this);
    const QString userId = egress.user;
    const QString id = egress.workspace;
    egress.rule = [self, userId, id](EgressTarget target) {
        return judge(self, userId, id, std::move(target));
    };
    egress.note = [self, userId, id](const EgressDecision &decision) -> qint64 {
        if (!self)
            return 0;
        const auto target = EgressTarget::from(decision.host, decision.port);
        return self->m_journal.add({.userId = userId,
                                    .workspaceId = id,
                                    .acceptsWrites = target && self->acceptsWrites(*target),
                                    .decision = decision});
    };
    egress.noteBytes = [self, userId](qint64 entry, qint64 up, qint64 down) {
        if (self)
            self->m_journal.setBytes(userId, entry, up, down);
    };
    const NetworkSettings network = settings.network.value_or(NetworkSettings());
    if (!network.ask.value_or(false))
        return;
    const std::chrono::seconds patience(network.askTimeout.value_or(usualAskTimeout));
    // A question that has no end has one when its program has lost patience.
    if (patience.count() == 0)
        egress.unwaited = std::chrono::seconds(usualAskTimeout);
    egress.ask = [self, userId, id, patience](const QString &host, quint16 port,
                                              std::stop_token stop) {
        const EgressTarget target = EgressTarget::from(host, port).value_or(EgressTarget());
        return ask(self, userId, id, target, patience, std::move(stop));
    };
}

core::Task<std::optional<bool>> EgressControl::judge(QPointer<EgressControl> self, QString userId,
                                                     QString workspaceId, EgressTarget target)
{
    if (!self)
        co_return std::nullopt;
    const auto answer = co_await self->m_rules.find(userId, workspaceId, target);
    if (!answer)
        co_return std::unexpected(answer.error());
    if (!*answer)
        co_return std::nullopt;
    co_return **answer == EgressAnswer::Allow;
}

core::Task<bool> EgressControl::ask(QPointer<EgressControl> self, QString userId,
                                    QString workspaceId, EgressTarget target,
                                    std::chrono::milliseconds patience, std::stop_token stop)
{
    if (!self)
        co_return false;
    co_return co_await self->m_questions.ask(userId, workspaceId, target, patience, stop);
}

core::Result<EgressQuestion> EgressControl::prolong(const QString &userId, const QString &id,
                                                    const EgressMoreTime &more)
{
    const std::chrono::seconds time(more.seconds);
    if (time.count() < 1 || time > longestPatience) {
        const QString message =
            QString("expected 1 to %1").arg(std::chrono::seconds(longestPatience).count());
        return core::fail(Error::Kind::Invalid, "seconds: " + message,
                          {{{"body", "seconds"}, "value_error", message, more.seconds}});
    }
    return m_questions.prolong(userId, id, time);
}

static core::Result<HostRule> ruleOf(const EgressWord &word)
{
    QList<core::Problem> problems;
    const auto refuse = [&problems](const QString &field, const QString &message,
                                    const QJsonValue &value) {
        problems.append({{"body", field}, "value_error", message, value});
    };
    std::optional<HostRule> rule = HostRule::from(word.host);
    if (!rule || rule->port)
        refuse("host", "expected a name, *.name or an address, without a port", word.host);
    if (word.port && (*word.port < 1 || *word.port > 65535))
        refuse("port", "expected a number from 1 to 65535", *word.port);
    if (word.scope == EgressScope::Workspace && !word.workspaceId)
        refuse("workspace", "is needed for this scope", QJsonValue());
    if (!problems.isEmpty())
        return core::fail(Error::Kind::Invalid, "Nothing can be decided.", problems);
    if (word.port)
        rule->port = static_cast<quint16>(*word.port);
    return *rule;
}

core::Task<EgressOutcome> EgressControl::say(QString userId, EgressWord word)
{
    const core::Result<HostRule> matcher = ruleOf(word);
    if (!matcher)
        co_return std::unexpected(matcher.error());
    EgressOutcome outcome;
    const bool isForAll = word.scope == EgressScope::Always;
    if (word.scope != EgressScope::Once) {
        EgressRule rule;
        rule.userId = userId;
        rule.workspaceId = isForAll ? std::nullopt : word.workspaceId;
        rule.host = word.host;
        rule.port = word.port;
        rule.answer = word.answer;
        const core::Result<EgressRule> made = co_await m_rules.add(rule);
        if (!made)
            co_return std::unexpected(made.error());
        outcome.rule = *made;
    }
    const std::optional<QString> where = isForAll ? std::nullopt : word.workspaceId;
    outcome.answered = m_questions.answer(userId, where, *matcher,
                                          word.answer == EgressAnswer::Allow);
    if (outcome.answered == 0 && !outcome.rule)
        co_return core::fail(Error::Kind::NotFound,
                             "No workspace of yours waits for a word about " + word.host + '.');
    co_return outcome;
}

} // namespace workspace

#include "moc_EgressControl.cpp"
