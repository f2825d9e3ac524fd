// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/RequestLog.h"

using namespace telemetry;

RequestLog::RequestLog(qsizetype most)
    : m_most(most)
{}

const AnsweredRequest &RequestLog::add(const Request &request)
{
    if (std::ssize(m_requests) >= m_most)
        m_requests.pop_front();
    AnsweredRequest answered;
    answered.seq = m_next++;
    answered.time = core::utcTimestamp(core::Clock::system().now());
    answered.method = QString::fromLatin1(request.method);
    answered.route = request.route;
    answered.path = request.path;
    answered.status = request.status;
    answered.milliseconds = static_cast<double>(request.duration.count()) / 1000.0;
    answered.bytes = request.bytesSent;
    answered.userId = request.userId;
    answered.client = request.client;
    answered.requestId = request.requestId;
    for (const auto &[name, value] : request.headers)
        answered.headers.insert(name, value);
    m_requests.push_back(std::move(answered));
    return m_requests.back();
}

static bool passes(const AnsweredRequest &request, const RequestFilter &filter)
{
    return request.seq > filter.after && request.status >= filter.lowestStatus
           && (filter.userId.isEmpty() || request.userId == filter.userId)
           && (filter.route.isEmpty() || request.route == filter.route);
}

QList<AnsweredRequest> RequestLog::find(const RequestFilter &filter) const
{
    QList<AnsweredRequest> found;
    const bool goesOn = filter.after >= 0;
    for (qsizetype index = 0; index < std::ssize(m_requests) && found.size() < filter.limit;
         ++index) {
        const qsizetype at = goesOn ? index : std::ssize(m_requests) - 1 - index;
        const AnsweredRequest &request = m_requests[static_cast<size_t>(at)];
        if (passes(request, filter))
            found.append(request);
    }
    if (!goesOn)
        std::ranges::reverse(found);
    return found;
}

qint64 RequestLog::lostAfter(qint64 seq) const
{
    const qint64 first = m_requests.empty() ? m_next : m_requests.front().seq;
    return seq < 0 ? 0 : qMax<qint64>(0, first - seq - 1);
}
