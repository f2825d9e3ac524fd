// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Prompts.h"
#include "TestMain.h"
#include "fakes/FakeLlm.h"
#include "llm/Models.h"
#include "net/Outbound.h"

using fakes::Answer;
using fakes::FakeLlm;

class ChatCompletionsTest : public QObject
{
    Q_OBJECT

private:
    static model::LlmConfig settingsFor(const FakeLlm &peer, const QJsonObject &more = {})
    {
        QJsonObject object{{"model", "openai/scripted"},  {"base_url", peer.url()},
                           {"api_key", "sk-very-secret"}, {"retry_multiplier", 0.01},
                           {"retry_min_wait", 0.01},      {"retry_max_wait", 0.05}};
        for (auto it = more.begin(); it != more.end(); ++it)
            object.insert(it.key(), it.value());
        return *json::read<model::LlmConfig>(object);
    }

    static std::shared_ptr<llm::Client> clientFor(const FakeLlm &peer, const QJsonObject &more = {})
    {
        static net::Outbound outbound;
        return llm::Models(&outbound).client(settingsFor(peer, more));
    }

    static llm::Outcome ask(const FakeLlm &peer, const QJsonObject &more = {},
                            llm::DeltaSink sink = {}, llm::Request request = prompts::ask("hi"))
    {
        return QCoro::waitFor(
            clientFor(peer, more)->complete(std::move(request), std::move(sink), {}));
    }

private slots:
    void cleanupTestCase() { QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); }

    void asksAndReadsTheAnswer()
    {
        FakeLlm peer;
        Answer answer = FakeLlm::completion("hello", {{"terminal", R"({"command": "ls"})"}});
        answer.headers = {{"x-litellm-response-cost", "0.5"}};
        peer.play(answer);
        llm::Request request = prompts::ask("hi");
        request.tools = {prompts::tool("terminal")};
        request.conversationId = "c-1";
        const llm::Outcome outcome = ask(peer, {}, {}, request);

        QVERIFY(outcome);
        QCOMPARE(outcome->message.content.text(), "hello");
        QCOMPARE(outcome->message.toolCalls->first().arguments, R"({"command": "ls"})");
        QCOMPARE(outcome->usage.model, "openai/scripted");
        QCOMPARE(outcome->usage.perTurnToken, 120);
        QCOMPARE(outcome->cost, 0.5);
        QVERIFY(outcome->latency > 0);
        const FakeLlm::Received &sent = peer.requests().first();
        QCOMPARE(sent.method + ' ' + sent.path, "POST /v1/chat/completions");
        QCOMPARE(sent.headers.value("authorization"), "Bearer sk-very-secret");
        QCOMPARE(sent.headers.value("x-title"), "OpenHands");
        QCOMPARE(sent.headers.value("x-litellm-session-id"), "c-1");
        QCOMPARE(sent.json().value("model").toString(), "scripted");
        QCOMPARE(sent.json().value("prompt_cache_key").toString(), "c-1");
        QCOMPARE(sent.json().value("messages").toArray().size(), 2);
        QCOMPARE(sent.json().value("tools").toArray().size(), 1);
        QVERIFY(!sent.json().contains("stream"));
        QVERIFY(!sent.json().contains("tool_choice"));
    }

    void sendsTheParametersThatAModelTakes_data()
    {
        QTest::addColumn<QJsonObject>("settings");
        QTest::addColumn<QJsonObject>("present");
        QTest::addColumn<QStringList>("absent");
        const auto row = [](const char *name, const QJsonObject &settings,
                            const QJsonObject &present, const QStringList &absent) {
            QTest::addRow("%s", name) << settings << present << absent;
        };
        row("nothing asked", {}, {}, {"temperature", "top_p", "max_completion_tokens", "seed"});
        row("an unknown model of OpenAI", {}, {{"reasoning_effort", "high"}}, {});
        row("a model known not to reason", {{"model", "openai/gpt-4o"}}, {}, {"reasoning_effort"});
        row("sampling", {{"temperature", 0.5}, {"top_p", 0.9}, {"top_k", 4}, {"seed", 7}},
            {{"temperature", 0.5}, {"top_p", 0.9}, {"seed", 7}}, {"top_k"});
        row("a reasoning model", {{"model", "openai/o3-mini"}, {"temperature", 0.5}},
            {{"reasoning_effort", "high"}, {"max_completion_tokens", 16384}},
            {"temperature", "max_tokens"});
        row("another provider",
            {{"model", "hosted_vllm/x"}, {"max_output_tokens", 99}, {"top_k", 4}},
            {{"max_tokens", 99}, {"top_k", 4}},
            {"max_completion_tokens", "prompt_cache_key", "reasoning_effort"});
        row("extra body", {{"litellm_extra_body", QJsonObject{{"metadata", 1}, {"messages", 2}}}},
            {{"metadata", 1}}, {});
        row("thinking", {{"model", "litellm_proxy/claude-sonnet-4-5"}, {"temperature", 0.5}},
            {{"thinking", QJsonObject{{"type", "enabled"}, {"budget_tokens", 63999}}},
             {"max_tokens", 64000}},
            {"temperature", "reasoning_effort", "max_completion_tokens"});
        row("retention", {{"model", "openai/gpt-4.1"}}, {{"prompt_cache_retention", "24h"}}, {});
    }
    void sendsTheParametersThatAModelTakes()
    {
        QFETCH(QJsonObject, settings);
        QFETCH(QJsonObject, present);
        QFETCH(QStringList, absent);
        FakeLlm peer;
        peer.play(FakeLlm::completion("ok"));
        QVERIFY(ask(peer, settings));
        const QJsonObject sent = peer.requests().first().json();
        for (auto it = present.begin(); it != present.end(); ++it)
            QCOMPARE(sent.value(it.key()), it.value());
        for (const QString &key : absent)
            QVERIFY2(!sent.contains(key), qPrintable(key));
        QVERIFY(sent.value("messages").isArray());
    }

    void letsExtraHeadersWin()
    {
        FakeLlm peer;
        peer.play(FakeLlm::completion("ok"));
        QVERIFY(ask(peer, {{"extra_headers", QJsonObject{{"x-title", "Mine"}, {"X-Own", "1"}}}}));
        QCOMPARE(peer.requests().first().headers.value("x-title"), "Mine");
        QCOMPARE(peer.requests().first().headers.value("x-own"), "1");
    }

    void streamsToAListener()
    {
        FakeLlm peer;
        peer.play(FakeLlm::stream("one two three", {{"terminal", "{}"}}));
        QStringList heard;
        const llm::Outcome outcome = ask(peer, {{"stream", true}}, [&](const llm::Delta &delta) {
            heard.append(delta.content.value_or(QString()));
        });
        QVERIFY(outcome);
        QCOMPARE(heard, QStringList({"one ", "two ", "three"}));
        QCOMPARE(outcome->message.content.text(), "one two three");
        QCOMPARE(outcome->message.toolCalls->size(), 1);
        QCOMPARE(outcome->usage.promptTokens, 100);
        QCOMPARE(peer.requests().first().json().value("stream"), true);
        QCOMPARE(peer.requests()
                     .first()
                     .json()
                     .value("stream_options")
                     .toObject()
                     .value("include_usage"),
                 true);
    }

    void doesNotStreamToNobody()
    {
        FakeLlm peer;
        peer.play(FakeLlm::completion("ok"));
        QVERIFY(ask(peer, {{"stream", true}}));
        QVERIFY(!peer.requests().first().json().contains("stream"));
    }

    void triesAgainAsOftenAsTheSettingsSay_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("retries");
        QTest::addColumn<int>("attempts");
        QTest::addRow("500") << 500 << 3 << 3;
        QTest::addRow("503") << 503 << 2 << 2;
        QTest::addRow("429") << 429 << 4 << 4;
        QTest::addRow("none asked for") << 500 << 0 << 1;
        QTest::addRow("400 is final") << 400 << 5 << 1;
        QTest::addRow("401 is final") << 401 << 5 << 1;
    }
    void triesAgainAsOftenAsTheSettingsSay()
    {
        QFETCH(int, status);
        QFETCH(int, retries);
        QFETCH(int, attempts);
        FakeLlm peer;
        for (int attempt = 0; attempt < 6; ++attempt)
            peer.play(FakeLlm::error(status, "not now"));
        const llm::Outcome outcome = ask(peer, {{"num_retries", retries}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().detail, QString("Error code: %1 - not now").arg(status));
        QCOMPARE(peer.requests().size(), attempts);
    }

    void succeedsAfterFailures_data()
    {
        QTest::addColumn<Answer>("broken");
        QTest::addColumn<bool>("streams");
        QTest::addColumn<double>("temperature");
        const auto cut = [](Answer answer) {
            answer.cutAfter = answer.body.size() / 2;
            return answer;
        };
        const auto says = [](const char *body) {
            Answer answer;
            answer.body = body;
            return answer;
        };
        QTest::addRow("a broken body") << cut(FakeLlm::completion("lost")) << false << 0.0;
        Answer chunked = cut(FakeLlm::completion("lost"));
        chunked.isChunked = true;
        QTest::addRow("a broken body in chunks") << chunked << false << 0.0;
        QTest::addRow("a broken stream") << cut(FakeLlm::stream("one two three")) << true << 0.0;
        QTest::addRow("no choices") << says(R"({"id":"x","choices":[]})") << false << 1.0;
        QTest::addRow("an error inside a 200")
            << says(R"({"error":{"message":"busy","code":503}})") << false << 0.0;
    }
    void succeedsAfterFailures()
    {
        QFETCH(Answer, broken);
        QFETCH(bool, streams);
        QFETCH(double, temperature);
        FakeLlm peer;
        peer.play(broken);
        peer.play(streams ? FakeLlm::stream("found") : FakeLlm::completion("found"));
        const llm::Outcome outcome = ask(peer, {{"stream", streams}, {"temperature", 0}},
                                         [](const llm::Delta &) {});
        QVERIFY(outcome);
        QCOMPARE(outcome->message.content.text(), "found");
        QCOMPARE(peer.requests().size(), 2);
        QCOMPARE(peer.requests().last().json().value("temperature").toDouble(), temperature);
    }

    void waitsAsLongAsTheProviderAsks()
    {
        FakeLlm peer;
        Answer busy = FakeLlm::error(429, "slow down");
        busy.headers = {{"Retry-After", "0.2"}};
        peer.play(busy);
        peer.play(FakeLlm::completion("ok"));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(ask(peer, {{"retry_max_wait", 5}}));
        QVERIFY(timer.elapsed() >= 150); // without the header it would be 10
    }

    void dropsCacheMarkersThatAreRefused()
    {
        FakeLlm peer;
        peer.play(
            FakeLlm::error(400,
                           "Cached content is below the minimum token count to start caching"));
        peer.play(FakeLlm::completion("ok"));
        QVERIFY(ask(peer, {{"capability_overrides", QJsonObject{{"supports_prompt_cache", true}}},
                           {"num_retries", 1}}));
        QVERIFY(peer.requests().first().body.contains("cache_control"));
        QVERIFY(!peer.requests().last().body.contains("cache_control"));
    }

    void saysWhereNobodyListens()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString url = "http://127.0.0.1:" + QString::number(server.serverPort());
        server.close();
        FakeLlm unused;
        const llm::Outcome outcome = ask(unused, {{"base_url", url}, {"num_retries", 1}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, "LLMServiceUnavailableError");
        QVERIFY(outcome.error().detail.contains("127.0.0.1"));
        QVERIFY(outcome.error().detail.contains("refused"));
    }

    void givesUpOnASilentProvider()
    {
        FakeLlm peer;
        Answer silent;
        silent.staysSilent = true;
        peer.play(silent);
        const llm::Outcome outcome = ask(peer, {{"timeout", 1}, {"num_retries", 1}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, "LLMTimeoutError");
    }

    void stopsInTheMiddleOfARequest_data()
    {
        QTest::addColumn<bool>("streams");
        QTest::addRow("whole") << false;
        QTest::addRow("streamed") << true;
    }
    void stopsInTheMiddleOfARequest()
    {
        QFETCH(bool, streams);
        FakeLlm peer;
        Answer silent;
        silent.staysSilent = true;
        peer.play(silent);
        std::stop_source source;
        QElapsedTimer timer;
        connect(&peer, &FakeLlm::requested, this, [&] {
            timer.start();
            source.request_stop();
        });
        const auto client = clientFor(peer, {{"stream", streams}});
        const llm::Outcome outcome = QCoro::waitFor(
            client->complete(prompts::ask("hi"), [](const llm::Delta &) {}, source.get_token()));
        QVERIFY(!outcome);
        QVERIFY(outcome.error().cancelled);
        QVERIFY(timer.elapsed() < 100);
        QTRY_COMPARE(peer.hangUps(), 1);
    }

    void stopsInTheMiddleOfAWait()
    {
        FakeLlm peer;
        peer.play(FakeLlm::error(500, "not now"));
        std::stop_source source;
        QElapsedTimer timer;
        connect(&peer, &FakeLlm::requested, this, [&] {
            QTimer::singleShot(50, this, [&] {
                timer.start();
                source.request_stop();
            });
        });
        const auto client = clientFor(peer, {{"retry_min_wait", 30}, {"retry_max_wait", 30}});
        const llm::Outcome outcome = QCoro::waitFor(
            client->complete(prompts::ask("hi"), {}, source.get_token()));
        QVERIFY(!outcome);
        QVERIFY(outcome.error().cancelled);
        QVERIFY(timer.elapsed() < 100);
    }

    void keepsTheKeyOutOfFailures()
    {
        FakeLlm peer;
        peer.play(
            FakeLlm::error(401,
                           "Incorrect API key provided: sk-very-secret (token tok-12345678)."));
        const llm::Outcome outcome =
            ask(peer, {{"extra_headers", QJsonObject{{"X-Token", "tok-12345678"}}}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, "LLMAuthenticationError");
        QCOMPARE(outcome.error().detail,
                 "Error code: 401 - Incorrect API key provided: ********** (token **********).");
    }

    void lendsTheEnvironmentsKeyToNoOtherAddress()
    {
        qputenv("OPENAI_API_KEY", "sk-of-the-owner");
        FakeLlm peer;
        peer.play(FakeLlm::completion("ok"));
        QVERIFY(ask(peer, {{"api_key", QJsonValue()}}));
        qunsetenv("OPENAI_API_KEY");
        QVERIFY(!peer.requests().first().headers.contains("authorization"));
    }

    void keepsTheConnectionOpen()
    {
        FakeLlm peer;
        peer.play(FakeLlm::completion("one"));
        peer.play(FakeLlm::completion("two"));
        QVERIFY(ask(peer));
        QVERIFY(ask(peer));
        QCOMPARE(peer.hangUps(), 0);
    }
};

BERTH_TEST(ChatCompletionsTest)
#include "ChatCompletionsTest.moc"
