// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Models.h"
#include "Prompts.h"
#include "TestMain.h"
#include "fakes/FakeLlm.h"
#include "net/Outbound.h"

class ModelsTest : public QObject
{
    Q_OBJECT

private slots:
    void saysWhyAModelCannotBeAsked_data()
    {
        QTest::addColumn<QJsonObject>("settings");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, const QJsonObject &settings, const char *code,
                            const QStringList &words) {
            QTest::addRow("%s", name) << settings << code << words;
        };
        row("Responses", {{"model", "gpt-5.5"}}, "LLMBadRequestError", {"gpt-5.5", "Responses"});
        row("Anthropic", {{"model", "anthropic/claude-sonnet-4-5"}}, "LLMBadRequestError",
            {"anthropic/claude-sonnet-4-5", "Anthropic Messages"});
        row("Bedrock", {{"model", "bedrock/x"}}, "LLMBadRequestError",
            {"bedrock/x", "Bedrock Converse"});
        row("unknown provider", {{"model", "mystery"}}, "LLMBadRequestError",
            {"LLM Provider NOT provided"});
        row("text tool calls", {{"model", "openai/gpt-4o"}, {"native_tool_calling", false}},
            "LLMBadRequestError", {"native_tool_calling", "not built yet"});
        row("subscription", {{"model", "openai/gpt-4o"}, {"auth_type", "subscription"}},
            "LLMBadRequestError", {"subscription"});
        row("short context",
            {{"model", "openai/x"}, {"base_url", "http://a"}, {"max_input_tokens", 4096}},
            "LLMContextWindowTooSmallError", {"4096", "16384"});
    }
    void saysWhyAModelCannotBeAsked()
    {
        QFETCH(QJsonObject, settings);
        QFETCH(QString, code);
        QFETCH(QStringList, words);
        net::Outbound outbound;
        const auto client = llm::Models(&outbound).client(*json::read<model::LlmConfig>(settings));
        const llm::Outcome outcome = QCoro::waitFor(client->complete(prompts::ask("hi"), {}, {}));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, code);
        for (const QString &word : words)
            QVERIFY2(outcome.error().detail.contains(word), qPrintable(outcome.error().detail));
    }

    void keepsGuestsOffPrivateAddresses()
    {
        fakes::FakeLlm peer;
        peer.play(fakes::FakeLlm::completion("hello"));
        net::Outbound outbound;
        model::LlmConfig settings;
        settings.model = "openai/scripted";
        settings.baseUrl = peer.url();
        settings.numRetries = 1;
        const auto guest = llm::Models(&outbound).client(settings, llm::Standing::Guest);
        QVERIFY(!QCoro::waitFor(guest->complete(prompts::ask("hi"), {}, {})));
        QVERIFY(peer.requests().isEmpty());
        const auto owner = llm::Models(&outbound).client(settings);
        QVERIFY(QCoro::waitFor(owner->complete(prompts::ask("hi"), {}, {})));
    }
};

BERTH_TEST(ModelsTest)
#include "ModelsTest.moc"
