// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Idempotency.h"

#include "core/Clock.h"
#include "core/Logging.h"
#include "secrets/Vault.h"

#include <QCryptographicHash>
#include <QScopeGuard>

using namespace api;
using core::Error;

static constexpr auto keyName = "Idempotency-Key";
static constexpr qsizetype longestKey = 255;
static constexpr qsizetype largestAnswer = 1 << 20;
static constexpr int mostAnswers = 1000; // of one user
static constexpr qint64 answerLife = 24LL * 3600 * 1'000'000; // microseconds

Idempotency::Idempotency(store::Answers *answers, const secrets::Vault *vault)
    : m_answers(answers)
    , m_vault(vault)
{}

static bool isGuarded(const Route &row)
{
    return row.method == Method::Post && row.handle && !row.takesUpload
           && !row.path.startsWith("/api/") && !row.path.startsWith("/v1/");
}

QList<Route> Idempotency::guard(QList<Route> rows)
{
    for (Route &row : rows) {
        if (!isGuarded(row))
            continue;
        row.handle = [this, handler = row.handle,
                      repetition = row.options.repetition](std::shared_ptr<Request> request) {
            return answer(handler, repetition, std::move(request));
        };
    }
    return rows;
}

static QByteArray hashOf(const QByteArrayList &parts)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &part : parts) {
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return hash.result();
}

static qint64 microsecondsNow()
{
    return core::Clock::system().now().count();
}

core::Task<Response> Idempotency::answer(Handler handler, Repetition repetition,
                                         std::shared_ptr<Request> request)
{
    const QByteArray key = request->headers.combinedValue(keyName);
    if (key.isEmpty()) {
        core::Task<Response> plain = handler(request);
        co_return co_await plain;
    }
    if (key.size() > longestKey)
        co_return core::fail(Error::Kind::Invalid, "The Idempotency-Key is too long.");
    const QByteArray id = hashOf({request->caller.userId.toUtf8(), key, request->path});
    if (m_running.contains(id))
        co_return core::fail(Error::Kind::Conflict,
                             "A request with this Idempotency-Key is still being answered.");
    m_running.insert(id);
    const auto done = qScopeGuard([this, id] { m_running.remove(id); });
    co_return co_await answerOnce(handler, repetition, request, id);
}

/// What stands for an answer that nobody may read twice.
static Response withoutSecret(const Response &answer)
{
    Response kept = statusResponse(409, "The first request with this Idempotency-Key was carried "
                                        "out, and its answer is shown once. If it was lost, undo "
                                        "what was made (see Location) and ask with another key.");
    kept.headers = answer.headers;
    return kept;
}

core::Task<Response> Idempotency::answerOnce(Handler handler, Repetition repetition,
                                             std::shared_ptr<Request> request, QByteArray id)
{
    const QByteArray asked = hashOf({request->query, request->body});
    const auto known = co_await m_answers->find(id, microsecondsNow() - answerLife);
    if (!known)
        co_return std::unexpected(known.error());
    if (*known)
        co_return again(**known, asked);
    core::Task<Response> task = handler(request);
    core::Result<Response> answer = co_await task;
    const bool isKept = answer && answer->status < 300 && !answer->stream
                        && answer->body.size() <= largestAnswer;
    if (!isKept)
        co_return answer;
    const Response repeated = repetition == Repetition::NoSecret ? withoutSecret(*answer) : *answer;
    const core::Result<> kept = co_await keep(request->caller.userId, id, asked, repeated);
    if (!kept)
        qCWarning(lcApi).noquote() << "An answer was not kept:" << kept.error().message;
    co_return answer;
}

core::Task<> Idempotency::keep(QString userId, QByteArray id, QByteArray request, Response response)
{
    QJsonArray headers;
    for (qsizetype index = 0; index < response.headers.size(); ++index)
        headers.append(QJsonArray{QString(response.headers.nameAt(index)),
                                  QString::fromLatin1(response.headers.valueAt(index))});
    const QJsonObject answer{{"status", response.status},
                             {"type", QString::fromLatin1(response.contentType)},
                             {"headers", headers},
                             {"body", QString::fromUtf8(response.body)}};
    store::AnswerRow row;
    row.id = id;
    row.userId = userId;
    row.createdAt = microsecondsNow();
    row.request = request;
    row.answer = m_vault->seal(json::text(answer));
    co_return co_await m_answers->insert(row, row.createdAt - answerLife, mostAnswers);
}

core::Result<Response> Idempotency::again(const store::AnswerRow &row,
                                          const QByteArray &request) const
{
    const QString other = "This Idempotency-Key was used with another request.";
    if (row.request != request)
        return core::fail(Error::Kind::Invalid, other,
                          {{{"header", keyName}, "value_error", other, {}}});
    const core::Result<QByteArray> text = m_vault->open(row.answer);
    if (!text)
        return std::unexpected(text.error());
    const QJsonObject answer = QJsonDocument::fromJson(*text).object();
    Response response;
    response.status = answer["status"].toInt();
    response.contentType = answer["type"].toString().toLatin1();
    response.body = answer["body"].toString().toUtf8();
    for (const QJsonValue &header : answer["headers"].toArray())
        response.headers.append(header[0].toString(), header[1].toString());
    response.headers.append("Idempotency-Replayed", "true");
    return response;
}
