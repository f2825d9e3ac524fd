// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Traces.h"

#include "core/Json.h"

#include <QRandomGenerator>

using namespace std::chrono;
using namespace telemetry;
using core::Span;
using core::TraceContext;

Traces::Traces(Options options, net::Outbound *outbound)
    : m_options(std::move(options))
    , m_outbound(outbound)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { core::spawn(work(this), "sending traces"); });
}

Traces::~Traces()
{
    m_stop.request_stop();
}

TraceContext Traces::begin(const QByteArray &header)
{
    std::optional<TraceContext> outer = TraceContext::parse(header);
    if (outer)
        outer->isHandedOn = !isOn();
    if (!isOn())
        return outer.value_or(TraceContext());
    if (outer)
        return outer->child();
    const bool isSampled = QRandomGenerator::global()->generateDouble() < m_options.ratio;
    return {core::newTraceId(), core::newSpanId(), isSampled, false};
}

void Traces::add(Span span)
{
    if (!isOn() || !span.context.isSampled)
        return;
    if (m_waiting.size() >= m_options.mostWaiting) {
        ++m_dropped;
        return;
    }
    m_waiting.append(std::move(span));
    sendSoon();
}

void Traces::sendSoon()
{
    if (m_isSending)
        return;
    if (m_waiting.size() >= m_options.batch)
        m_timer.start(0ms);
    else if (!m_timer.isActive())
        m_timer.start(m_options.delay);
}

core::Task<> Traces::work(QPointer<Traces> self)
{
    if (std::exchange(self->m_isSending, true))
        co_return {};
    const std::stop_token stop = self->m_stop.get_token();
    while (self && !self->m_waiting.isEmpty() && !stop.stop_requested()) {
        const QList<Span> batch = self->m_waiting.first(
            qMin(self->m_options.batch, self->m_waiting.size()));
        self->m_waiting.remove(0, batch.size());
        net::Request request = self->request(batch);
        const core::Result<net::Response> answer =
            co_await self->m_outbound->send(std::move(request), stop);
        if (!self)
            co_return {};
        const bool isTaken = answer && answer->isSuccess();
        (isTaken ? self->m_sent : self->m_dropped) += batch.size();
        if (!isTaken && !std::exchange(self->m_isDown, true) && !stop.stop_requested())
            qCWarning(lcApp).noquote()
                << "The collector of traces does not take them; they are dropped:"
                << (answer ? "it answered with the status " + QString::number(answer->status)
                           : answer.error().message);
        else if (isTaken)
            self->m_isDown = false;
    }
    self->m_isSending = false;
    std::exchange(self->m_idle, {}).resolve(true);
    co_return {};
}

core::Task<> Traces::flush(milliseconds limit)
{
    if (m_waiting.isEmpty() && !m_isSending)
        co_return {};
    const core::Deferred<bool> idle = m_idle;
    m_timer.start(0ms);
    QTimer deadline;
    deadline.setSingleShot(true);
    connect(&deadline, &QTimer::timeout, this, [this, idle] {
        m_stop.request_stop();
        idle.resolve(false);
    });
    deadline.start(limit);
    co_await idle;
    co_return {};
}

// --- the format ----------------------------------------------------------------------------------

/// Whole numbers are texts in OTLP, for they have 64 bits.
static QJsonObject otlpValue(const QJsonValue &value)
{
    if (value.isBool())
        return {{"boolValue", value.toBool()}};
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (number == std::floor(number))
            return {{"intValue", QString::number(value.toInteger())}};
        return {{"doubleValue", number}};
    }
    return {{"stringValue", value.toString()}};
}

static QJsonArray attributesOf(const QJsonObject &attributes)
{
    QJsonArray list;
    for (auto it = attributes.begin(); it != attributes.end(); ++it)
        list.append(QJsonObject{{"key", it.key()}, {"value", otlpValue(*it)}});
    return list;
}

static QString nanosecondsText(microseconds moment)
{
    return QString::number(duration_cast<nanoseconds>(moment).count());
}

static QJsonObject spanObject(const Span &span)
{
    constexpr int failed = 2;
    QJsonObject attributes = span.attributes;
    if (!span.error.isEmpty())
        attributes.insert("error.type", span.error);
    QJsonObject object{{"traceId", QString::fromLatin1(span.context.traceId)},
                       {"spanId", QString::fromLatin1(span.context.spanId)},
                       {"name", span.name},
                       {"kind", static_cast<int>(span.kind)},
                       {"startTimeUnixNano", nanosecondsText(span.begun)},
                       {"endTimeUnixNano", nanosecondsText(span.ended)},
                       {"attributes", attributesOf(attributes)},
                       {"status", QJsonObject()}};
    if (!span.parentId.isEmpty())
        object.insert("parentSpanId", QString::fromLatin1(span.parentId));
    if (!span.error.isEmpty())
        object.insert("status", QJsonObject{{"code", failed}, {"message", span.error}});
    return object;
}

QJsonObject telemetry::traceExport(const QList<Span> &spans)
{
    QJsonArray list;
    for (const Span &span : spans)
        list.append(spanObject(span));
    const QJsonObject resource{{"attributes", attributesOf({{"service.name", "berth"},
                                                            {"service.version", BERTH_VERSION}})}};
    const QJsonObject scope{{"scope", QJsonObject{{"name", "berth"}, {"version", BERTH_VERSION}}},
                            {"spans", list}};
    return {{"resourceSpans",
             QJsonArray{QJsonObject{{"resource", resource}, {"scopeSpans", QJsonArray{scope}}}}}};
}

net::Request Traces::request(const QList<Span> &spans) const
{
    net::Request request;
    request.method = "POST";
    request.url = m_options.endpoint;
    QString path = request.url.path();
    while (path.endsWith('/'))
        path.chop(1);
    if (!path.endsWith("/v1/traces"))
        request.url.setPath(path + "/v1/traces");
    request.headers.append("Content-Type", "application/json");
    request.body = json::text(traceExport(spans));
    request.timeout = m_options.patience;
    request.maxBodyBytes = 64 * 1024;
    request.purpose = "sending traces";
    return request;
}

#include "moc_Traces.cpp"
