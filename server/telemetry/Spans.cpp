// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Spans.h"

#include "core/Clock.h"

using namespace std::chrono;
using core::Span;

Span telemetry::spanOf(const Request &request, const core::TraceContext &context,
                       const QByteArray &parentId)
{
    Span span;
    const QString method = QString::fromLatin1(request.method);
    span.name = request.route.isEmpty() ? method : method + ' ' + request.route;
    span.kind = Span::Kind::Server;
    span.context = context;
    span.parentId = parentId;
    span.ended = core::Clock::system().now();
    span.begun = span.ended - request.duration;
    span.attributes = {{"http.request.method", method},
                       {"http.response.status_code", request.status},
                       {"http.response.body.size", request.bytesSent},
                       {"berth.request_id", request.requestId}};
    if (!request.route.isEmpty())
        span.attributes.insert("http.route", request.route);
    if (request.status >= 500)
        span.error = QString::number(request.status);
    return span;
}

/// What stands before the slash of a model's name, which says where it is asked.
static QString providerOf(const QString &model)
{
    return model.contains('/') ? model.section('/', 0, 0) : QStringLiteral("unknown");
}

Span telemetry::spanOf(const llm::Call &call)
{
    Span span;
    span.name = "chat " + call.model;
    span.kind = Span::Kind::Client;
    span.context = call.trace;
    span.parentId = call.asker.trace.spanId;
    span.begun = call.begun;
    span.ended = call.begun + call.duration;
    span.attributes = {{"gen_ai.operation.name", "chat"},
                       {"gen_ai.provider.name", providerOf(call.model)},
                       {"gen_ai.request.model", call.model},
                       {"gen_ai.conversation.id", call.asker.conversationId}};
    if (call.outcome != "ok") {
        span.error = call.outcome;
        return span;
    }
    span.attributes.insert("gen_ai.response.id", call.responseId);
    span.attributes.insert("gen_ai.usage.input_tokens", call.usage.promptTokens);
    span.attributes.insert("gen_ai.usage.output_tokens", call.usage.completionTokens);
    return span;
}

QList<Span> telemetry::spansOf(const workspace::WorkspaceStatus &status,
                               const core::TraceContext &context)
{
    const microseconds now = core::Clock::system().now();
    milliseconds time{0};
    for (const workspace::WorkspaceStage &stage : status.stages)
        time += stage.duration;
    Span whole;
    whole.name = "start workspace";
    whole.context = context;
    whole.begun = now - time;
    whole.ended = now;
    QList<Span> spans{whole};
    microseconds at = whole.begun;
    for (const workspace::WorkspaceStage &stage : status.stages) {
        Span part = core::spanWithin(context, "workspace " + json::name(stage.state));
        part.begun = at;
        at += stage.duration;
        part.ended = at;
        spans.append(part);
    }
    return spans;
}

telemetry::ModelCall telemetry::figureOf(const llm::Call &call)
{
    return {call.model,
            call.outcome,
            call.duration,
            call.usage.promptTokens,
            call.usage.completionTokens,
            call.usage.cacheReadTokens,
            call.cost,
            call.asker.userId};
}
