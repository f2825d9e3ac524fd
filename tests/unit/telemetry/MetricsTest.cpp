// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "telemetry/Metrics.h"

#include <QProcess>

using namespace telemetry;
using std::chrono::microseconds;

class MetricsTest : public QObject
{
    Q_OBJECT

private slots:
    void countsRequestsByTheirTemplate()
    {
        Metrics metrics;
        metrics.count(request("GET", "/items/{id}", 200));
        metrics.count(request("GET", "/items/{id}", 200));
        QVERIFY(has(metrics, "berth_http_requests_total{method=\"GET\",route=\"/items/{id}\","
                             "status=\"200\"} 2"));
        QVERIFY(has(metrics, "berth_http_request_duration_seconds_count{route=\"/items/{id}\"} 2"));
        QVERIFY(has(metrics, "berth_http_response_bytes_total 20"));
    }

    void doesNotRepeatWhatAClientMadeUp()
    {
        Metrics metrics;
        metrics.count(request("BREW", "", 404));
        QVERIFY(has(metrics, "{method=\"other\",route=\"none\",status=\"404\"} 1"));
    }

    void boundsTheNamesOfModels()
    {
        Metrics metrics;
        for (int number = 0; number < 60; ++number)
            metrics.count(call(QString("model-%1").arg(number)));
        QVERIFY(has(metrics, "berth_llm_requests_total{model=\"model-49\",outcome=\"ok\"} 1"));
        QVERIFY(!metrics.text().contains("model-50"));
        QVERIFY(has(metrics, "berth_llm_requests_total{model=\"other\",outcome=\"ok\"} 10"));
        QVERIFY(has(metrics, "berth_llm_tokens_total{kind=\"prompt\",model=\"other\"} 1000"));
        QVERIFY(has(metrics, "berth_llm_cost_dollars_total{model=\"other\"} 2.5"));
    }

    void asksForFiguresWhenSomebodyReads()
    {
        Metrics metrics;
        double value = 1;
        metrics.gauge("berth_workspaces", "By state.", [&] { return value; }, "state=ready");
        metrics.gauge("berth_workspaces", "By state.", [] { return 7; }, "state=paused");
        value = 3;
        QVERIFY(has(metrics, "berth_workspaces{state=\"ready\"} 3"));
        QVERIFY(has(metrics, "berth_workspaces{state=\"paused\"} 7"));
        QCOMPARE(metrics.text().count("# TYPE berth_workspaces gauge"), 1);
    }

    void countsErrorsByTheirKind()
    {
        Metrics metrics;
        for (const int status : {200, 204, 422, 400, 500, 503})
            metrics.count(request("GET", "/items/{id}", status));
        QVERIFY(has(metrics, "berth_errors_total{kind=\"invalid\"} 2"));
        QVERIFY(has(metrics, "berth_errors_total{kind=\"internal\"} 1"));
        QVERIFY(has(metrics, "berth_errors_total{kind=\"unavailable\"} 1"));
        QCOMPARE(metrics.text().count("\nberth_errors_total{"), 3);
    }

    void tellsHowLongTheDatabaseTakes()
    {
        Metrics metrics;
        metrics.count(store::Work{.jobs = 3, .duration = std::chrono::milliseconds(2)});
        metrics.count(store::Work{.kind = store::Work::Kind::Read, .jobs = 1});
        metrics.count(store::Work{.jobs = 2, .isLost = true});
        QVERIFY(has(metrics, "berth_store_duration_seconds_count{task=\"write\"} 2"));
        QVERIFY(has(metrics, "berth_store_jobs_total{outcome=\"done\",task=\"write\"} 3"));
        QVERIFY(has(metrics, "berth_store_jobs_total{outcome=\"lost\",task=\"write\"} 2"));
        QVERIFY(has(metrics, "berth_store_jobs_total{outcome=\"done\",task=\"read\"} 1"));
    }

    void countsWhatModelsRefuse()
    {
        Metrics metrics;
        metrics.count(ModelCall{.model = "demo", .outcome = "LLMRateLimitError"});
        QVERIFY(has(metrics,
                    "berth_llm_requests_total{model=\"demo\",outcome=\"LLMRateLimitError\"} 1"));
    }

    void speaksAsPrometheusWants()
    {
        Metrics metrics;
        metrics.count(request("GET", "/a \"quoted\"\n\\path", 200));
        metrics.count(call("demo"));
        metrics.countRun("finished", microseconds(20));
        metrics.countEvents(3);
        metrics.countLogLine("warning", "store");
        metrics.count(store::Work{.jobs = 1});
        metrics.gauge("berth_runs_active", "Runs under way.", [] { return 1; });
        metrics.counter("berth_store_commits_total", "Commits.", [] { return 1; });
        QProcess promtool;
        promtool.start("promtool", {"check", "metrics"});
        QVERIFY2(promtool.waitForStarted(), "promtool is one of the packages for tests");
        promtool.write(metrics.text());
        promtool.closeWriteChannel();
        QVERIFY(promtool.waitForFinished());
        QCOMPARE(promtool.readAllStandardError() + promtool.readAllStandardOutput(), "");
        QCOMPARE(promtool.exitCode(), 0);
    }

    void shipsAlertsThatPrometheusTakes()
    {
        QProcess promtool;
        promtool.start("promtool", {"check", "rules",
                                    BERTH_SOURCE_DIR "/installer/prometheus/berth.rules.yml"});
        QVERIFY2(promtool.waitForStarted(), "promtool is one of the packages for tests");
        QVERIFY(promtool.waitForFinished());
        QVERIFY2(promtool.exitCode() == 0, promtool.readAllStandardError().constData());
    }

private:
    static Request request(const QByteArray &method, const QString &route, int status)
    {
        return {method, route, status, microseconds(1500), 10};
    }
    static ModelCall call(const QString &model)
    {
        return {model, "ok", microseconds(1500), 100, 20, 0, 0.25};
    }
    static bool has(const Metrics &metrics, const QByteArray &line)
    {
        return metrics.text().contains(line);
    }
};

BERTH_TEST(MetricsTest)
#include "MetricsTest.moc"
