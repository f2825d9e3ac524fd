// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Tagged.h"

#include <QCryptographicHash>

using namespace api;
using Known = QHttpHeaders::WellKnownHeader;

bool api::matches(const QByteArray &header, const QByteArray &tag)
{
    const QByteArrayList parts = header.split(',');
    return std::ranges::any_of(parts, [&tag](const QByteArray &part) {
        QByteArray given = part.trimmed();
        if (given.startsWith("W/"))
            given = given.sliced(2);
        return given == "*" || given == tag;
    });
}

static Response withTag(Response answer, const QHttpHeaders &headers)
{
    if (answer.status != 200 || answer.stream)
        return answer;
    const QByteArray hash = QCryptographicHash::hash(answer.body, QCryptographicHash::Sha256);
    const QByteArray tag = '"' + hash.first(16).toHex() + '"';
    answer.headers.replaceOrAppend(Known::ETag, tag);
    answer.headers.replaceOrAppend(Known::CacheControl, "private, no-cache");
    if (matches(headers.combinedValue(Known::IfNoneMatch), tag)) {
        answer.status = 304;
        answer.body.clear();
    }
    return answer;
}

using Handle = std::function<core::Task<Response>(std::shared_ptr<Request>)>;

static core::Task<Response> answerTagged(Handle handle, std::shared_ptr<Request> request)
{
    core::Task<Response> task = handle(request);
    core::Result<Response> answer = co_await task;
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return withTag(std::move(*answer), request->headers);
}

Route api::tagged(Route row)
{
    row.alsoAnswers.append(304);
    row.handle = [handle = std::move(row.handle)](std::shared_ptr<Request> request) {
        return answerTagged(handle, std::move(request));
    };
    return row;
}
