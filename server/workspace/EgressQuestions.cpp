// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressQuestions.h"

#include "core/Clock.h"
#include "core/Id.h"

#include <QTimer>

namespace workspace {

core::Task<bool> EgressQuestions::ask(QString userId, QString workspaceId, EgressTarget target,
                                      std::chrono::milliseconds patience, std::stop_token stop)
{
    const auto now = core::Clock::system().now();
    Pending pending;
    pending.target = target;
    pending.question.id = core::newId();
    pending.question.userId = userId;
    pending.question.workspaceId = workspaceId;
    pending.question.host = target.host();
    pending.question.port = target.port;
    pending.question.askedAt = core::utcTimestamp(now);
    pending.question.deadline = core::utcTimestamp(now + patience);
    return wait(this, std::move(pending), patience, std::move(stop));
}

core::Task<bool> EgressQuestions::wait(QPointer<EgressQuestions> self, Pending pending,
                                       std::chrono::milliseconds patience, std::stop_token stop)
{
    if (self->pending(pending.question.userId).size() >= mostOfUser)
        co_return false;
    self->m_pending.append(pending);
    emit self->asked(pending.question);
    const core::Deferred<std::optional<bool>> answer = pending.answer;
    QObject context;
    QTimer::singleShot(patience, &context, [answer] { answer.resolve(std::nullopt); });
    const std::stop_callback stopped(stop, [answer] { answer.resolve(std::nullopt); });
    const std::optional<bool> said = co_await answer;
    if (self)
        self->end(pending, said);
    co_return said.value_or(false);
}

void EgressQuestions::end(const Pending &pending, std::optional<bool> answer)
{
    m_pending.removeIf(
        [&pending](const Pending &each) { return each.question.id == pending.question.id; });
    if (answer)
        emit answered(pending.question, *answer);
    else
        emit expired(pending.question);
}

QList<EgressQuestion> EgressQuestions::pending(const QString &userId) const
{
    QList<EgressQuestion> questions;
    for (const Pending &each : m_pending) {
        if (each.question.userId == userId && !each.answer.isResolved())
            questions.append(each.question);
    }
    return questions;
}

QList<EgressQuestion> EgressQuestions::all() const
{
    QList<EgressQuestion> questions;
    for (const Pending &each : m_pending) {
        if (!each.answer.isResolved())
            questions.append(each.question);
    }
    return questions;
}

int EgressQuestions::answer(const QString &userId, const std::optional<QString> &workspaceId,
                            const HostRule &rule, bool isAllowed)
{
    int count = 0;
    for (const Pending &each : std::as_const(m_pending)) {
        const EgressQuestion &question = each.question;
        const bool isMeant = question.userId == userId && rule.matches(each.target)
                             && (!workspaceId || question.workspaceId == *workspaceId)
                             && !each.answer.isResolved();
        if (!isMeant)
            continue;
        each.answer.resolve(isAllowed);
        ++count;
    }
    return count;
}

} // namespace workspace

#include "moc_EgressQuestions.cpp"
