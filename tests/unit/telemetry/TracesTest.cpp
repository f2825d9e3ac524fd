// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Traces.h"
#include "TestMain.h"
#include "fakes/FakeLlm.h"

#include <QElapsedTimer>

using namespace std::chrono_literals;
using namespace telemetry;
using core::TraceContext;

/// Spans on their way to a collector.
class TracesTest : public QObject
{
    Q_OBJECT

private slots:
    void readsAndWritesTheHeader()
    {
        const QByteArray header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const std::optional<TraceContext> context = TraceContext::parse(header);
        QVERIFY(context && context->isSampled);
        QCOMPARE(context->header(), header);
        QVERIFY(!TraceContext::parse(header.chopped(2) + "00")->isSampled);
        QCOMPARE(TraceContext().header(), "");
        QCOMPARE(context->child().traceId, context->traceId);
        QVERIFY(context->child().spanId != context->spanId);
    }

    void refusesWhatIsNoHeader_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addRow("nothing") << QByteArray();
        QTest::addRow("no trace") << QByteArray(
            "00-00000000000000000000000000000000-b7ad6b7169203331-01");
        QTest::addRow("no span") << QByteArray(
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01");
        QTest::addRow("capitals") << QByteArray(
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01");
        QTest::addRow("short") << QByteArray("00-0af7651916cd43dd-b7ad6b7169203331-01");
        QTest::addRow("forbidden version")
            << QByteArray("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        QTest::addRow("more than version 0 has")
            << QByteArray("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x");
    }
    void refusesWhatIsNoHeader()
    {
        QFETCH(QByteArray, header);
        QVERIFY(!TraceContext::parse(header));
    }

    void handsATraceOnWithoutACollector()
    {
        const QByteArray header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Traces traces({}, &m_outbound);
        QCOMPARE(traces.begin(header).child().header(), header);
        QVERIFY(!traces.begin("").isValid());
    }

    void beginsAsManyAsItIsTold()
    {
        Traces none({.endpoint = QUrl("http://127.0.0.1:9"), .ratio = 0}, &m_outbound);
        QVERIFY(none.begin("").isValid());
        QVERIFY(!none.begin("").isSampled);
        // Who began it elsewhere has decided.
        QVERIFY(none.begin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").isSampled);
        Traces all({.endpoint = QUrl("http://127.0.0.1:9")}, &m_outbound);
        QVERIFY(all.begin("").isSampled);
    }

    void sendsWhatACollectorReads()
    {
        fakes::FakeLlm collector;
        collector.play(answer(200));
        Traces traces({.endpoint = addressOf(collector), .delay = 1ms}, &m_outbound);
        core::Span outer;
        outer.name = "GET /things";
        outer.kind = core::Span::Kind::Server;
        outer.context = traces.begin("");
        outer.begun = 1'000'001us;
        outer.ended = 1'000'501us;
        outer.attributes = {{"http.response.status_code", 500}, {"http.route", "/things"}};
        outer.error = "500";
        core::Span inner = core::spanWithin(outer.context, "step");
        traces.finish(inner);
        traces.add(outer);
        QTRY_COMPARE(collector.requests().size(), 1);
        const auto request = collector.requests().first();
        QCOMPARE(request.path, "/v1/traces");
        QCOMPARE(request.headers.value("content-type"), "application/json");
        const QJsonObject resource = request.json()["resourceSpans"].toArray()[0].toObject();
        QCOMPARE(resource["resource"]["attributes"][0]["key"], "service.name");
        const QJsonArray spans = resource["scopeSpans"][0]["spans"].toArray();
        QCOMPARE(spans.size(), 2);
        QCOMPARE(spans[0]["parentSpanId"], spans[1]["spanId"]);
        QCOMPARE(spans[0]["traceId"], spans[1]["traceId"]);
        QCOMPARE(spans[0]["status"].toObject(), QJsonObject());
        QCOMPARE(spans[1]["kind"], 2);
        QCOMPARE(spans[1]["startTimeUnixNano"], "1000001000");
        QCOMPARE(spans[1]["endTimeUnixNano"], "1000501000");
        QCOMPARE(spans[1]["status"]["code"], 2);
        QVERIFY(spans[1]["attributes"].toArray().contains(
            QJsonObject{{"key", "http.response.status_code"},
                        {"value", QJsonObject{{"intValue", "500"}}}}));
        QTRY_COMPARE(traces.sent(), 2);
    }

    void sendsInBatches()
    {
        fakes::FakeLlm collector;
        for (int number = 0; number < 3; ++number)
            collector.play(answer(200));
        Traces traces({.endpoint = addressOf(collector), .batch = 10, .delay = 1h}, &m_outbound);
        fill(traces, 25);
        QTRY_COMPARE(traces.sent(), 25);
        QCOMPARE(collector.requests().size(), 3);
    }

    void dropsWhatASlowCollectorDoesNotTake()
    {
        fakes::FakeLlm collector;
        fakes::Answer silence;
        silence.staysSilent = true;
        collector.play(silence);
        Traces traces({.endpoint = addressOf(collector),
                       .batch = 10,
                       .mostWaiting = 20,
                       .delay = 1ms,
                       .patience = 1h},
                      &m_outbound);
        fill(traces, 10);
        QTRY_COMPARE(collector.requests().size(), 1);
        QElapsedTimer timer;
        timer.start();
        fill(traces, 100);
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(traces.dropped(), 80);
        VERIFY_RESULT(QCoro::waitFor(traces.flush(50ms)));
    }

    void goesOnAfterAFailure()
    {
        fakes::FakeLlm collector;
        collector.play(answer(503));
        collector.play(answer(200));
        Traces traces({.endpoint = addressOf(collector), .batch = 5, .delay = 1ms}, &m_outbound);
        fill(traces, 5);
        QTRY_COMPARE(traces.dropped(), 5);
        fill(traces, 5);
        QTRY_COMPARE(traces.sent(), 5);
    }

private:
    static QUrl addressOf(const fakes::FakeLlm &collector)
    {
        return QUrl(collector.url()).resolved(QUrl("/"));
    }
    static fakes::Answer answer(int status)
    {
        fakes::Answer answer;
        answer.status = status;
        answer.body = "{}";
        return answer;
    }
    static void fill(Traces &traces, int number)
    {
        for (int index = 0; index < number; ++index)
            traces.finish(core::spanWithin(traces.begin(""), "step"));
    }

    net::Outbound m_outbound;
};

BERTH_TEST(TracesTest)
#include "TracesTest.moc"
