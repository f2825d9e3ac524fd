// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "model/Stats.h"

using namespace model;

static TokenUsage usage(qint64 prompt, qint64 completion)
{
    TokenUsage tokens;
    tokens.model = "m";
    tokens.promptTokens = prompt;
    tokens.completionTokens = completion;
    tokens.perTurnToken = prompt + completion;
    tokens.contextWindow = 1000;
    tokens.responseId = "r";
    return tokens;
}

class StatsTest : public QObject
{
    Q_OBJECT

private slots:
    void addsUpResponses()
    {
        Metrics metrics;
        metrics.record(usage(10, 5), 0.5, 1.5, 100);
        metrics.record(usage(20, 5), 0.25, 0.5, 101);
        QCOMPARE(metrics.accumulatedCost, 0.75);
        QCOMPARE(metrics.accumulatedTokenUsage.promptTokens, 30);
        QCOMPARE(metrics.accumulatedTokenUsage.perTurnToken, 25);
        QCOMPARE(metrics.accumulatedTokenUsage.responseId, "");
        QCOMPARE(metrics.tokenUsages.size(), 2);
        QCOMPARE(metrics.responseLatencies.size(), 2);
    }

    void recordsTheTimeOfAFreeAnswerWithoutTokens()
    {
        Metrics metrics;
        metrics.record(usage(0, 0), 0, 1, 100);
        QCOMPARE(metrics.responseLatencies.size(), 1);
        QVERIFY(metrics.costs.isEmpty());
        QVERIFY(metrics.tokenUsages.isEmpty());
    }

    void keepsTheNewestThousand()
    {
        Metrics metrics;
        for (int index = 0; index < 1100; ++index)
            metrics.record(usage(1, 1), 1, index, index);
        QCOMPARE(metrics.costs.size(), 1000);
        QCOMPARE(metrics.costs.last().timestamp, 1099.0);
        QCOMPARE(metrics.accumulatedCost, 1100.0);
    }

    void leavesTheListsOutOfASnapshot()
    {
        Stats stats;
        stats.usageToMetrics["agent"].record(usage(1, 1), 1, 1, 1);
        const QJsonObject agent =
            stats.snapshot().value("usage_to_metrics").toObject().value("agent").toObject();
        QVERIFY(agent.contains("accumulated_cost"));
        QVERIFY(agent.value("max_budget_per_task").isNull());
        QVERIFY(!agent.contains("costs") && !agent.contains("token_usages"));
    }
};

BERTH_TEST(StatsTest)

#include "StatsTest.moc"
