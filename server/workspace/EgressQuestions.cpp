// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressQuestions.h"

#include "core/Clock.h"
#include "core/Id.h"

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
    if (patience.count() > 0) {
        pending.question.deadline = core::utcTimestamp(now + patience);
        pending.end = std::make_shared<QTimer>();
        pending.end->setSingleShot(true);
        connect(pending.end.get(), &QTimer::timeout, pending.end.get(),
                [answer = pending.answer] { answer.resolve(std::nullopt); });
        pending.end->start(patience);
    }
    return wait(this, std::move(pending), std::move(stop));
}

core::Task<bool> EgressQuestions::wait(QPointer<EgressQuestions> self, Pending pending,
                                       std::stop_token stop)
{
    if (self->pending(pending.question.userId).size() >= mostOfUser)
        co_return false;
    self->m_pending.append(pending);
    emit self->asked(pending.question);
    const core::Deferred<std::optional<bool>> answer = pending.answer;
    const std::stop_callback stopped(stop, [answer] { answer.resolve(std::nullopt); });
    const std::optional<bool> said = co_await answer;
    if (self)
        self->end(pending.question.id, said);
    co_return said.value_or(false);
}

core::Result<EgressQuestion> EgressQuestions::prolong(const QString &userId, const QString &id,
                                                      std::chrono::milliseconds time)
{
    const auto found = std::ranges::find_if(m_pending, [&](const Pending &each) {
        return each.question.id == id && each.question.userId == userId
               && !each.answer.isResolved();
    });
    if (found == m_pending.end())
        return core::fail(core::Error::Kind::NotFound,
                          "No workspace of yours waits for the answer to this question: " + id);
    if (!found->end || found->end->remainingTimeAsDuration() >= time)
        return found->question;
    found->question.deadline = core::utcTimestamp(core::Clock::system().now() + time);
    found->end->start(time);
    const EgressQuestion question = found->question;
    emit prolonged(question);
    return question;
}

void EgressQuestions::end(const QString &id, std::optional<bool> answer)
{
    const auto found = std::ranges::find(m_pending, id,
                                         [](const Pending &each) { return each.question.id; });
    if (found == m_pending.end())
        return;
    const EgressQuestion question = found->question; // its deadline may be another one by now
    m_pending.erase(found);
    if (answer)
        emit answered(question, *answer);
    else
        emit expired(question);
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
