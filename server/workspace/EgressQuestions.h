// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Json.h"
#include "workspace/EgressPolicy.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace workspace {

/// A workspace wants to reach a host that no list has, and waits for a person's word.
struct EgressQuestion
{
    QString id;
    QString userId;
    QString workspaceId;
    QString host;
    int port = 0;
    QString askedAt; ///< UTC
    std::optional<QString> deadline; ///< UTC; without an answer by then it is no

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &EgressQuestion::id),
                          json::field("workspace_id", &EgressQuestion::workspaceId),
                          json::field("host", &EgressQuestion::host),
                          json::field("port", &EgressQuestion::port),
                          json::field("asked_at", &EgressQuestion::askedAt),
                          json::field("deadline", &EgressQuestion::deadline,
                                      "without an answer by then it is no; null: it waits")};
    }
};

/// The questions about hosts that wait for an answer.
class EgressQuestions : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostOfUser = 50;

    /// Waits for somebody's answer, for @p patience at most, which has no end when it is 0. It is
    /// no when there are too many questions, when nobody answers, and when @p stop is requested.
    core::Task<bool> ask(QString userId, QString workspaceId, EgressTarget target,
                         std::chrono::milliseconds patience, std::stop_token stop);
    /// Lets one wait for @p time from now on, unless it does for longer. NotFound.
    core::Result<EgressQuestion> prolong(const QString &userId, const QString &id,
                                         std::chrono::milliseconds time);
    /// Oldest first.
    QList<EgressQuestion> pending(const QString &userId) const;
    /// Those of every user.
    QList<EgressQuestion> all() const;
    /// Answers all questions of the user about what @p rule matches, or those of one workspace.
    /// How many there were.
    int answer(const QString &userId, const std::optional<QString> &workspaceId,
               const HostRule &rule, bool isAllowed);

signals:
    void asked(const workspace::EgressQuestion &question);
    /// It has another deadline.
    void prolonged(const workspace::EgressQuestion &question);
    void answered(const workspace::EgressQuestion &question, bool isAllowed);
    /// Nobody answered in time, or nobody waits any more.
    void expired(const workspace::EgressQuestion &question);

private:
    struct Pending
    {
        EgressQuestion question;
        EgressTarget target;
        core::Deferred<std::optional<bool>> answer;
        std::shared_ptr<QTimer> end = {}; ///< nothing without a deadline
    };

    static core::Task<bool> wait(QPointer<EgressQuestions> self, Pending pending,
                                 std::stop_token stop);
    void end(const QString &id, std::optional<bool> answer);

    QList<Pending> m_pending;
};

} // namespace workspace
