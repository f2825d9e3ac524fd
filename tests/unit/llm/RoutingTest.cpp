// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Routing.h"
#include "TestMain.h"

using llm::Wire;

class RoutingTest : public QObject
{
    Q_OBJECT

private slots:
    void findsTheWay_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("baseUrl");
        QTest::addColumn<QString>("apiMode");
        QTest::addColumn<QString>("wire");
        QTest::addColumn<QString>("sentModel");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *model, const char *base, const char *mode, const char *wire,
                            const char *sent, const char *url) {
            QTest::addRow("%s at '%s' %s", model, base, mode)
                << model << base << mode << wire << sent << url;
        };
        row("openai/gpt-4o", "", "auto", "chat", "gpt-4o",
            "https://api.openai.com/v1/chat/completions");
        row("gpt-4o", "", "auto", "chat", "gpt-4o", "https://api.openai.com/v1/chat/completions");
        row("openai/gpt-4o", "https://api.openai.com/", "auto", "chat", "gpt-4o",
            "https://api.openai.com/v1/chat/completions");
        row("openai/scripted", "http://127.0.0.1:9", "auto", "chat", "scripted",
            "http://127.0.0.1:9/chat/completions");
        row("openai/scripted", "http://127.0.0.1:9/v1/", "auto", "chat", "scripted",
            "http://127.0.0.1:9/v1/chat/completions");
        row("openai/prod/claude-sonnet-4", "http://a/v1", "auto", "chat", "prod/claude-sonnet-4",
            "http://a/v1/chat/completions");
        row("litellm_proxy/x", "http://a", "auto", "chat", "x", "http://a/v1/chat/completions");
        row("litellm_proxy/x", "http://a/v1", "auto", "chat", "x", "http://a/v1/chat/completions");
        row("openhands/claude-sonnet-4", "", "auto", "chat", "claude-sonnet-4",
            "https://llm-proxy.app.all-hands.dev/v1/chat/completions");
        row("openrouter/anthropic/claude-sonnet-4", "", "auto", "chat", "anthropic/claude-sonnet-4",
            "https://openrouter.ai/api/v1/chat/completions");
        row("ollama/llama3", "http://localhost:11434", "auto", "chat", "llama3",
            "http://localhost:11434/v1/chat/completions");
        row("gemini-2.5-pro", "", "auto", "chat", "gemini-2.5-pro",
            "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions");
        row("deepseek-chat", "", "auto", "chat", "deepseek-chat",
            "https://api.deepseek.com/v1/chat/completions");
        row("my-own", "http://a/v1", "auto", "chat", "my-own", "http://a/v1/chat/completions");
        row("nobody/knows", "http://a/v1", "auto", "chat", "nobody/knows",
            "http://a/v1/chat/completions");
        row("azure/deployed", "https://x.azure.com", "auto", "chat", "deployed",
            "https://x.azure.com/openai/deployments/deployed/chat/"
            "completions?api-version=2024-12-01-preview");
        row("gpt-5.5", "", "auto", "responses", "gpt-5.5", "");
        row("openai/gpt-5", "http://a/v1", "auto", "responses", "gpt-5", "");
        row("openai/gpt-5", "http://a/v1", "chat", "chat", "gpt-5", "http://a/v1/chat/completions");
        row("openai/gpt-4o", "", "responses", "responses", "gpt-4o", "");
        row("openrouter/openai/gpt-5", "", "auto", "chat", "openai/gpt-5",
            "https://openrouter.ai/api/v1/chat/completions");
        row("anthropic/claude-sonnet-4", "", "auto", "anthropic_messages", "claude-sonnet-4", "");
        row("claude-sonnet-4", "", "chat", "anthropic_messages", "claude-sonnet-4", "");
        row("bedrock/us.anthropic.claude", "", "auto", "bedrock_converse", "us.anthropic.claude",
            "");
        row("vertex_ai/gemini-2.5-pro", "", "auto", "vertex_generate", "gemini-2.5-pro", "");
        row("demo/instant", "", "auto", "demo", "instant", "");
    }
    void findsTheWay()
    {
        QFETCH(QString, model);
        QFETCH(QString, baseUrl);
        QFETCH(QString, apiMode);
        QFETCH(QString, wire);
        QFETCH(QString, sentModel);
        QFETCH(QString, url);
        model::LlmConfig settings;
        settings.model = model;
        settings.apiMode = apiMode;
        if (!baseUrl.isEmpty())
            settings.baseUrl = baseUrl;
        const core::Result<llm::Route> route = llm::routeOf(settings);
        VERIFY_RESULT(route);
        QCOMPARE(json::name(route->wire), wire);
        QCOMPARE(route->model, sentModel);
        QCOMPARE(route->url.toString(), url);
        const bool isCustom = !baseUrl.isEmpty() && !baseUrl.contains("api.openai.com");
        QCOMPARE(route->isOwnEndpoint && isCustom && !model.startsWith("ollama"), false);
    }

    void refusesANameWithoutAProvider()
    {
        model::LlmConfig settings;
        settings.model = "mystery";
        const core::Result<llm::Route> route = llm::routeOf(settings);
        QVERIFY(!route);
        QVERIFY(route.error().message.contains("LLM Provider NOT provided"));
    }

    void asksForTheUrlThatAProxyNeeds()
    {
        model::LlmConfig settings;
        settings.model = "litellm_proxy/x";
        const core::Result<llm::Route> route = llm::routeOf(settings);
        QVERIFY(!route);
        QVERIFY(route.error().message.contains("base_url"));
    }
};

BERTH_TEST(RoutingTest)
#include "RoutingTest.moc"
