// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Json.h"
#include "telemetry/Metrics.h"

#include <deque>

namespace telemetry {

/// A request as people see it. It has no query, and of its headers no secret.
struct AnsweredRequest
{
    qint64 seq = 0;
    QString time; ///< when it was answered
    QString method;
    QString route;
    QString path;
    int status = 0;
    double milliseconds = 0;
    qint64 bytes = 0;
    QString userId;
    QString client;
    QString requestId;
    QMap<QString, QString> headers;

    static constexpr auto fields()
    {
        return std::tuple{json::field("seq", &AnsweredRequest::seq),
                          json::field("time", &AnsweredRequest::time),
                          json::field("method", &AnsweredRequest::method),
                          json::field("route", &AnsweredRequest::route,
                                      "the template; empty when there is none"),
                          json::field("path", &AnsweredRequest::path, "without its query"),
                          json::field("status", &AnsweredRequest::status,
                                      "0 when the client left before"),
                          json::field("ms", &AnsweredRequest::milliseconds),
                          json::field("bytes", &AnsweredRequest::bytes),
                          json::field("user", &AnsweredRequest::userId),
                          json::field("client", &AnsweredRequest::client),
                          json::field("request_id", &AnsweredRequest::requestId),
                          json::field("headers", &AnsweredRequest::headers,
                                      "what the client is and takes; *** where there was a key")};
    }
};

/// What is asked of the log: what is empty is not asked for.
struct RequestFilter
{
    qint64 after = -1; ///< only with a greater seq
    QString userId = {};
    QString route = {};
    int lowestStatus = 0;
    qsizetype limit = 100;
};

/// The last requests, oldest first, as many as fit.
class RequestLog
{
public:
    explicit RequestLog(qsizetype most = 2000);

    /// As it is kept.
    const AnsweredRequest &add(const Request &request);
    /// The newest that pass, oldest first; with @c after the oldest of them.
    QList<AnsweredRequest> find(const RequestFilter &filter) const;
    /// How many of those after @p seq were dropped before they could be read.
    qint64 lostAfter(qint64 seq) const;

private:
    const qsizetype m_most;
    qint64 m_next = 0;
    std::deque<AnsweredRequest> m_requests;
};

} // namespace telemetry
