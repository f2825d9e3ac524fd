// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Cost.h"
#include "TestMain.h"

class CostTest : public QObject
{
    Q_OBJECT

private slots:
    void addsUpWhatAnAnswerCost_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("ownPrices");
        QTest::addColumn<QByteArray>("stated");
        QTest::addColumn<double>("dollars");
        // 1000 tokens in, 400 of them read from and 100 written to the cache; 200 out.
        QTest::addRow("own prices win")
            << "gpt-4o" << true << QByteArray("9") << 1000 * 0.001 + 200 * 0.002;
        QTest::addRow("then what the proxy says")
            << "gpt-4o" << false << QByteArray("0.25") << 0.25;
        QTest::addRow("then the published prices")
            << "claude-sonnet-4-5" << false << QByteArray()
            << (500 * 3.0 + 400 * 0.3 + 100 * 3.75 + 200 * 15.0) / 1e6;
        QTest::addRow("a statement that is no number")
            << "gpt-4o" << false << QByteArray("None")
            << (500 * 2.5 + 400 * 1.25 + 100 * 2.5 + 200 * 10.0) / 1e6;
        QTest::addRow("an unknown model costs nothing")
            << "openai/scripted" << false << QByteArray() << 0.0;
    }
    void addsUpWhatAnAnswerCost()
    {
        QFETCH(QString, model);
        QFETCH(bool, ownPrices);
        QFETCH(QByteArray, stated);
        QFETCH(double, dollars);
        model::LlmConfig settings;
        settings.model = model;
        if (ownPrices) {
            settings.inputCostPerToken = 0.001;
            settings.outputCostPerToken = 0.002;
        }
        model::TokenUsage usage;
        usage.promptTokens = 1000;
        usage.cacheReadTokens = 400;
        usage.cacheWriteTokens = 100;
        usage.completionTokens = 200;
        QCOMPARE(llm::costOf(usage, settings, llm::capabilitiesOf(settings).prices, stated),
                 dollars);
    }
};

BERTH_TEST(CostTest)
#include "CostTest.moc"
