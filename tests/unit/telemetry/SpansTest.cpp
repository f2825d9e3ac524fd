// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Spans.h"
#include "TestMain.h"

using namespace std::chrono_literals;
using core::TraceContext;

/// What happens, with the names that everybody's collectors know.
class SpansTest : public QObject
{
    Q_OBJECT

private slots:
    void namesARequestByItsTemplate()
    {
        const telemetry::Request request{.method = "GET",
                                         .route = "/things/{id}",
                                         .status = 503,
                                         .duration = 5ms,
                                         .bytesSent = 10,
                                         .userId = "ann",
                                         .client = "127.0.0.1",
                                         .requestId = "r1"};
        const core::Span span = telemetry::spanOf(request, s_context, "b7ad6b7169203332");
        QCOMPARE(span.name, "GET /things/{id}");
        QCOMPARE(span.kind, core::Span::Kind::Server);
        QCOMPARE(span.parentId, "b7ad6b7169203332");
        QCOMPARE(span.ended - span.begun, 5ms);
        QCOMPARE(span.error, "503");
        const QJsonObject &attributes = span.attributes;
        QCOMPARE(attributes["http.request.method"], "GET");
        QCOMPARE(attributes["http.route"], "/things/{id}");
        QCOMPARE(attributes["http.response.status_code"], 503);
        // Who asked, and from where, stays here.
        QVERIFY(!json::text(attributes).contains("ann"));
        QVERIFY(!json::text(attributes).contains("127.0.0.1"));
    }

    void namesAQuestionToAModel()
    {
        llm::Call call;
        call.asker = {"ann", "c1", s_context};
        call.trace = s_context.child();
        call.model = "openai/gpt";
        call.outcome = "ok";
        call.begun = 1s;
        call.duration = 2s;
        call.usage.promptTokens = 100;
        call.usage.completionTokens = 20;
        const core::Span span = telemetry::spanOf(call);
        QCOMPARE(span.name, "chat openai/gpt");
        QCOMPARE(span.kind, core::Span::Kind::Client);
        QCOMPARE(span.parentId, s_context.spanId);
        QCOMPARE(span.ended, 3s);
        QCOMPARE(span.attributes["gen_ai.operation.name"], "chat");
        QCOMPARE(span.attributes["gen_ai.provider.name"], "openai");
        QCOMPARE(span.attributes["gen_ai.request.model"], "openai/gpt");
        QCOMPARE(span.attributes["gen_ai.usage.input_tokens"], 100);
        QCOMPARE(span.attributes["gen_ai.usage.output_tokens"], 20);
        call.outcome = "LLMRateLimitError";
        QCOMPARE(telemetry::spanOf(call).error, "LLMRateLimitError");
    }

    void tellsTheStagesOfAStart()
    {
        workspace::WorkspaceStatus status;
        status.state = workspace::WorkspaceState::Ready;
        status.stages = {{workspace::WorkspaceState::Creating, 100ms},
                         {workspace::WorkspaceState::Starting, 50ms}};
        const QList<core::Span> spans = telemetry::spansOf(status, s_context);
        QCOMPARE(spans.size(), 3);
        QCOMPARE(spans[0].name, "start workspace");
        QCOMPARE(spans[0].ended - spans[0].begun, 150ms);
        QCOMPARE(spans[1].name, "workspace creating");
        QCOMPARE(spans[1].parentId, s_context.spanId);
        QCOMPARE(spans[2].begun, spans[1].ended);
        QCOMPARE(spans[2].ended, spans[0].ended);
    }

private:
    static inline const TraceContext s_context{"0af7651916cd43dd8448eb211c80319c",
                                               "b7ad6b7169203331", true, false};
};

BERTH_TEST(SpansTest)
#include "SpansTest.moc"
