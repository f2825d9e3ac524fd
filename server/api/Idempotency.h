// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "store/Answers.h"

#include <QSet>

namespace secrets {
class Vault;
}

namespace api {

/// Lets a client repeat a POST without fear: with the same Idempotency-Key, path and body it gets
/// the answer of the first time for a day. Another body is 422; while the first is being answered,
/// 409. Only answers that tell of success are kept, sealed, the newest 1,000 of each user. What is
/// shown once is not kept: a repetition is 409 and says so.
class Idempotency
{
public:
    Idempotency(store::Answers *answers, const secrets::Vault *vault);

    /// The rows, with every POST of the documented surface guarded.
    QList<Route> guard(QList<Route> rows);

private:
    using Handler = std::function<core::Task<Response>(std::shared_ptr<Request>)>;

    core::Task<Response> answer(Handler handler, Repetition repetition,
                                std::shared_ptr<Request> request);
    core::Task<Response> answerOnce(Handler handler, Repetition repetition,
                                    std::shared_ptr<Request> request, QByteArray id);
    core::Task<> keep(QString userId, QByteArray id, QByteArray request, Response response);
    core::Result<Response> again(const store::AnswerRow &row, const QByteArray &request) const;

    store::Answers *m_answers;
    const secrets::Vault *m_vault;
    QSet<QByteArray> m_running;
};

} // namespace api
