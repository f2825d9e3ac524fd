// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Capabilities.h"
#include "TestMain.h"

static llm::Capabilities of(const QString &model, const QJsonObject &more = {})
{
    QJsonObject settings = more;
    settings.insert("model", model);
    return llm::capabilitiesOf(*json::read<model::LlmConfig>(settings));
}

class CapabilitiesTest : public QObject
{
    Q_OBJECT

private slots:
    void knowsNothingOfAnUnknownModel()
    {
        const llm::Capabilities able = of("hosted_vllm/own");
        QCOMPARE(able.contextWindow, 0);
        QCOMPARE(able.maxOutput, 0);
        QVERIFY(!able.vision && !able.reasoningEffort && !able.promptCache && !able.responsesApi);
        QVERIFY(!able.prices.input);
    }

    void findsAKnownModelBehindPrefixesAndDates_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<qint64>("window");
        QTest::addRow("plain") << "gpt-4o" << qint64(128000);
        QTest::addRow("provider") << "openrouter/openai/gpt-4o" << qint64(128000);
        QTest::addRow("deployment") << "litellm_proxy/prod/claude-sonnet-4-5" << qint64(200000);
        QTest::addRow("date") << "anthropic/claude-sonnet-4-5-20250929" << qint64(200000);
        QTest::addRow("dashed date") << "gpt-4.1-2025-04-14" << qint64(1047576);
        QTest::addRow("capitals") << "OpenAI/GPT-4o" << qint64(128000);
    }
    void findsAKnownModelBehindPrefixesAndDates()
    {
        QFETCH(QString, model);
        QFETCH(qint64, window);
        QCOMPARE(of(model).contextWindow, window);
    }

    void prefersWhatTheSettingsSay()
    {
        const QJsonObject overrides{{"supports_vision", true},
                                    {"supports_responses_api", false},
                                    {"supports_prompt_cache", true},
                                    {"supports_sampling_params", false},
                                    {"thinking_mode", "manual"}};
        const llm::Capabilities able = of("gpt-5", {{"capability_overrides", overrides},
                                                    {"max_input_tokens", 50000},
                                                    {"max_output_tokens", 999}});
        QCOMPARE(able.contextWindow, 50000);
        QCOMPARE(able.maxOutput, 999);
        QVERIFY(able.vision && able.promptCache && able.manualThinking && !able.responsesApi);
        QCOMPARE(able.samplingParameters, false);
        QVERIFY(!of("gpt-4o", {{"disable_vision", true}}).vision);
        QVERIFY(of("x/y", {{"model_canonical_name", "gpt-4o"}}).vision);
    }

    void limitsAnAnswer_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("baseUrl");
        QTest::addColumn<qint64>("limit");
        QTest::addRow("published") << "gpt-4.1" << "" << qint64(32768);
        QTest::addRow("behind a proxy of unknown make")
            << "openai/gpt-4.1" << "http://a" << qint64(16384);
        QTest::addRow("behind LiteLLM") << "litellm_proxy/gpt-4.1" << "http://a" << qint64(32768);
        QTest::addRow("by name") << "litellm_proxy/claude-sonnet-4-9" << "http://a"
                                 << qint64(64000);
    }
    void limitsAnAnswer()
    {
        QFETCH(QString, model);
        QFETCH(QString, baseUrl);
        QFETCH(qint64, limit);
        QCOMPARE(of(model, {{"base_url", baseUrl.isEmpty() ? QJsonValue() : QJsonValue(baseUrl)}})
                     .maxOutput,
                 limit);
    }

    void readsCapabilitiesFromNames()
    {
        QVERIFY(of("gpt-5.5").responsesApi);
        QVERIFY(of("deepseek/deepseek-chat").stringContent);
        QVERIFY(!of("deepseek/deepseek-chat", {{"force_string_serializer", false}}).stringContent);
        QVERIFY(of("moonshot/kimi-k2.5").resendReasoning);
        QVERIFY(of("litellm_proxy/claude-opus-4-5").promptCache);
        QVERIFY(of("gpt-4.1").promptCacheRetention);
        QVERIFY(!of("gpt-4.1-mini").promptCacheRetention);
        QVERIFY(of("gpt-5.1-codex-mini").promptCacheRetention);
        QVERIFY(!of("azure/gpt-4.1").promptCacheRetention);
    }
};

BERTH_TEST(CapabilitiesTest)
#include "CapabilitiesTest.moc"
