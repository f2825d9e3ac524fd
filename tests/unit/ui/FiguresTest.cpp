// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Figures.h"
#include "ui/models/FigureCsv.h"

#include "TestMain.h"

using namespace ui;

class FiguresTest : public QObject
{
    Q_OBJECT

private slots:
    void writesATableForOtherPrograms();
    void writesNoFormulas();
    void laysTheHistoryOutWithoutGaps();
    void readsWhatPrometheusReads();
    void tellsWhatHappenedBetweenTwoMoments();
    void tellsNothingOfAServerThatWasStartedAgain();
};

static const QByteArray earlier = R"(# TYPE berth_http_requests_total counter
berth_http_requests_total{method="GET",route="/keys",status="200"} 10
berth_http_requests_total{method="GET",route="/users",status="403"} 2
berth_http_request_duration_seconds_sum{route="/keys"} 0.05
berth_http_request_duration_seconds_bucket{route="/keys",le="0.005"} 8
berth_http_request_duration_seconds_bucket{route="/keys",le="0.01"} 12
berth_http_request_duration_seconds_bucket{route="/keys",le="+Inf"} 12
berth_llm_tokens_total{model="a",kind="prompt"} 100
berth_llm_tokens_total{model="a",kind="completion"} 20
berth_llm_tokens_total{model="a",kind="cached"} 70
berth_events_total 40
berth_workspaces_memory_bytes{of="all"} 1000
berth_workspaces_memory_bytes{of="largest"} 700
process_cpu_seconds_total 1.5
process_resident_memory_bytes 5000
berth_runs_active 2
)";

void FiguresTest::readsWhatPrometheusReads()
{
    const Figures figures = Figures::read(earlier);
    QCOMPARE(figures.requests, 12.0);
    QCOMPARE(figures.refused, 2.0);
    QCOMPARE(figures.tokens(), 120.0); // those of a cache are among the prompts'
    QCOMPARE(figures.cachedTokens, 70.0);
    QCOMPARE(figures.events, 40.0);
    QCOMPARE(figures.workspaceMemory, 1000.0);
    QCOMPARE(figures.runs, 2.0);
    QCOMPARE(figures.requestBuckets.size(), 3);
}

void FiguresTest::tellsWhatHappenedBetweenTwoMoments()
{
    const Figures before = Figures::read(earlier);
    Figures now = before;
    now.requests += 20;
    now.refused += 5;
    now.requestSeconds += 0.1;
    now.requestBuckets[0.005] += 10;
    now.requestBuckets[0.01] += 19;
    now.requestBuckets[qInf()] += 20;
    now.processorSeconds += 1;
    now.promptTokens += 50;
    now.cachedTokens += 30;
    now.completionTokens += 5;
    now.cost += 0.25;
    now.events += 8;
    const FigureStep step = FigureStep::between(before, now, 2);
    QCOMPARE(step.requestsPerMinute, 600.0);
    QCOMPARE(step.meanMs, 5.0);
    QCOMPARE(step.medianMs, 5.0);
    QCOMPARE(step.slowMs, 10.0);
    QCOMPARE(step.refusedShare, 0.25);
    QCOMPARE(step.processors, 0.5);
    QCOMPARE(step.memory, 6000.0);
    QCOMPARE(step.promptsPerMinute, 1500.0);
    QCOMPARE(step.cachedPerMinute, 900.0);
    QCOMPARE(step.completionsPerMinute, 150.0);
    QCOMPARE(step.costPerHour, 450.0);
    QCOMPARE(step.eventsPerSecond, 4.0);
}

void FiguresTest::tellsNothingOfAServerThatWasStartedAgain()
{
    const Figures before = Figures::read(earlier);
    Figures now;
    now.requests = 3;
    const FigureStep step = FigureStep::between(before, now, 2);
    QCOMPARE(step.requestsPerMinute, 0.0);
    QCOMPARE(step.processors, 0.0);
}

void FiguresTest::laysTheHistoryOutWithoutGaps()
{
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'795'356'000 + 90, QTimeZone::UTC);
    const auto item = [&now](int minutesAgo, int requests) {
        const QDateTime at = now.addSecs(-60 * minutesAgo - 30);
        return QJsonObject{{"at", at.toString(Qt::ISODateWithMs)},
                           {"requests", requests},
                           {"refused", 1},
                           {"mean_ms", 2.0},
                           {"median_ms", requests * 5.0},
                           {"slow_ms", requests * 10.0},
                           {"tokens", 1200},
                           {"prompt_tokens", 900},
                           {"cached_tokens", 600},
                           {"cost", 0.5},
                           {"events", 120},
                           {"memory_bytes", 500}};
    };
    const QJsonObject answer{{"step", 60},
                             {"items",
                              QJsonArray{item(90, 9), item(60, 1), item(3, 3), item(0, 2)}}};
    const FigureSpan span = FigureSpan::read(answer, std::chrono::minutes(60), now);
    QCOMPARE(span.steps.size(), 61);
    QCOMPARE(span.steps.first().requestsPerMinute, 1.0);
    QCOMPARE(span.steps[57].medianMs, 15.0);
    QCOMPARE(span.steps[57].slowMs, 30.0);
    QCOMPARE(span.steps[58].memory, 0.0);
    QCOMPARE(span.steps.last().requestsPerMinute, 2.0);
    QCOMPARE(span.steps.last().promptsPerMinute, 900.0);
    QCOMPARE(span.steps.last().completionsPerMinute, 300.0);
    QCOMPARE(span.steps.last().cachedPerMinute, 600.0);
    QCOMPARE(span.steps.last().costPerHour, 30.0);
    QCOMPARE(span.steps.last().eventsPerSecond, 2.0);
    QCOMPARE(span.requests, 6.0);
    QCOMPARE(span.refused, 3.0);
    QCOMPARE(span.slowMs, 30.0);
    QCOMPARE(span.requestSeconds, 0.012);
}

void FiguresTest::writesATableForOtherPrograms()
{
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German)); // which writes 1,5
    FigureStep step;
    step.requestsPerMinute = 1.5;
    step.memory = 12345678901;
    step.at = QDateTime(QDate(2026, 11, 22), QTime(15, 0), QTimeZone::fromSecondsAheadOfUtc(3600));
    const QList<QByteArray> lines = csvOf({step, step}).split('\n');
    QLocale::setDefault(before);
    QCOMPARE(lines.size(), 4); // the last one ends, too
    QVERIFY(lines[0].startsWith("time,requests_per_minute,"));
    QVERIFY(lines[0].endsWith(",memory_bytes\r"));
    QVERIFY(lines[1].startsWith("2026-11-22T14:00:00Z,1.5,0,"));
    QVERIFY(lines[1].endsWith(",12345678901\r"));
    QCOMPARE(lines[1].count(','), lines[0].count(','));
}

void FiguresTest::writesNoFormulas()
{
    QCOMPARE(csvCell("Port the parser"), "\"Port the parser\"");
    QCOMPARE(csvCell("Say \"no\", twice"), "\"Say \"\"no\"\", twice\"");
    for (const char *text : {"=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"})
        QCOMPARE(csvCell(text), QByteArray("\"'") + text + '"');
    const QJsonObject row{{"name", "=cmd()"}, {"user", "maria"}, {"tokens", 900},
                          {"prompts", 800},   {"cached", 50},    {"cost", 1.5}};
    QCOMPARE(csvOf("conversation", {row}), "conversation,\"'=cmd()\",\"maria\",900,800,50,1.5\r\n");
    QCOMPARE(usedColumns().count(','), 6);
}

BERTH_TEST(FiguresTest)
#include "FiguresTest.moc"
