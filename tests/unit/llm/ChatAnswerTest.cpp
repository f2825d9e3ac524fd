// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/ChatAnswer.h"
#include "TestMain.h"
#include "fakes/FakeLlm.h"

static const QByteArray streamed =
    ": a comment\r\n\r\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]"
    "}\r\n\r\n"
    "event: message\r\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"h\xC3\xB6mm\"}}]}"
    "\r\n\r\n"
    "data: {\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Gr\xC3\xBC\xC3\x9F "
    "\"}}]}\n\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\xF0\x9F\x9A\xA2\"}}]}\n\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\","
    "\"function\":"
    "{\"name\":\"one\",\"arguments\":\"{\\\"x\"}}]}}]}\n\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"b\","
    "\"function\":"
    "{\"name\":\"two\",\"arguments\":\"\"}}]}}]}\n\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
    "{\"arguments\":\"\\\": 1}\"}},{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}}]}\n\n"
    "data: "
    "{\"id\":\"r1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
    "data: {\"id\":\"r1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
    "\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_"
    "tokens\":2}}}"
    "\n\n"
    "data: [DONE]\n\n";

static llm::Outcome assemble(const QByteArray &bytes, qsizetype pieceSize, llm::DeltaSink sink = {})
{
    llm::ChatStream stream(std::move(sink));
    for (qsizetype at = 0; at < bytes.size(); at += pieceSize)
        stream.feed(bytes.sliced(at, qMin(pieceSize, bytes.size() - at)));
    return stream.finish("m");
}

class ChatAnswerTest : public QObject
{
    Q_OBJECT

private slots:
    void assemblesAStreamThatIsCutAnywhere_data()
    {
        QTest::addColumn<int>("pieceSize");
        for (const int size : {1, 2, 3, 7, 64, 100000})
            QTest::addRow("pieces of %d", size) << size;
    }
    void assemblesAStreamThatIsCutAnywhere()
    {
        QFETCH(int, pieceSize);
        QString content;
        QString reasoning;
        const llm::Outcome outcome = assemble(streamed, pieceSize, [&](const llm::Delta &delta) {
            content += delta.content.value_or(QString());
            reasoning += delta.reasoningContent.value_or(QString());
        });
        QVERIFY(outcome);
        QCOMPARE(outcome->id, "r1");
        QCOMPARE(outcome->message.content.text(),
                 QString::fromUtf8("Gr\xC3\xBC\xC3\x9F \xF0\x9F\x9A\xA2"));
        QCOMPARE(content, outcome->message.content.text());
        QCOMPARE(reasoning, QString::fromUtf8("h\xC3\xB6mm"));
        QCOMPARE(outcome->message.reasoningContent, reasoning);
        const QList<model::ToolCall> calls = *outcome->message.toolCalls;
        QCOMPARE(calls.size(), 2);
        QCOMPARE(calls.at(0).id + calls.at(0).name + calls.at(0).arguments, "aone{\"x\": 1}");
        QCOMPARE(calls.at(1).id + calls.at(1).name + calls.at(1).arguments, "btwo{}");
        QCOMPARE(outcome->usage.promptTokens, 7);
        QCOMPARE(outcome->usage.cacheReadTokens, 4);
        QCOMPARE(outcome->usage.reasoningTokens, 2);
        QCOMPARE(outcome->usage.perTurnToken, 10);
    }

    void noticesAStreamThatBreaksOff()
    {
        const llm::Outcome outcome =
            assemble(streamed.first(streamed.indexOf("finish_reason") - 40), 50);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, "LLMServiceUnavailableError");
    }

    void readsAnErrorInsideAStream()
    {
        const llm::Outcome outcome =
            assemble("data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n", 9);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, "LLMRateLimitError");
        QCOMPARE(outcome.error().detail, "Error code: 429 - slow down");
    }

    void readsAnAnswerThatWasNotStreamedAfterAll()
    {
        const llm::Outcome outcome = assemble(fakes::FakeLlm::completion("whole").body, 5);
        QVERIFY(outcome);
        QCOMPARE(outcome->message.content.text(), "whole");
    }

    void readsAStreamWhoseLastLineIsOpen()
    {
        const QByteArray chunk =
            R"(data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]})";
        const llm::Outcome outcome = assemble(chunk, 4);
        QVERIFY(outcome);
        QVERIFY(!outcome->id.isEmpty());
    }

    void readsAWholeAnswer_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reasoning");
        QTest::addColumn<QString>("arguments");
        QTest::addRow("text") << QByteArray(R"({"content":"hi"})") << "hi" << "" << "";
        QTest::addRow("parts") << QByteArray(
            R"({"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})")
                               << "ab" << "" << "";
        QTest::addRow("reasoning")
            << QByteArray(R"({"content":null,"reasoning":"why"})") << "" << "why"
            << "";
        QTest::addRow("a refusal")
            << QByteArray(R"({"content":null,"refusal":"no"})") << "no" << "" << "";
        QTest::addRow("arguments verbatim") << QByteArray(
            R"({"tool_calls":[{"id":"c","type":"function","function":{"name":"t","arguments":"{ 'b': 1.0 }, "}}]})")
                                            << "" << "" << "{ 'b': 1.0 }, ";
        QTest::addRow("arguments as an object") << QByteArray(
            R"({"tool_calls":[{"id":"c","function":{"name":"t","arguments":{"b":1}}}]})")
                                                << ""
                                                << ""
                                                << "{\"b\":1}";
    }
    void readsAWholeAnswer()
    {
        QFETCH(QByteArray, message);
        QFETCH(QString, text);
        QFETCH(QString, reasoning);
        QFETCH(QString, arguments);
        const llm::Outcome outcome =
            llm::readAnswer(R"({"id":"r","choices":[{"message":)" + message + "}]}", "m");
        QVERIFY(outcome);
        QCOMPARE(outcome->message.content.text(), text);
        QCOMPARE(outcome->message.reasoningContent.value_or(QString()), reasoning);
        const QList<model::ToolCall> calls = outcome->message.toolCalls.value_or(
            QList<model::ToolCall>{});
        QCOMPARE(calls.isEmpty() ? QString() : calls.first().arguments, arguments);
    }

    void givesACallWithoutAnIdOne()
    {
        const llm::Outcome outcome = llm::readAnswer(
            R"({"choices":[{"message":{"tool_calls":[{"function":{"name":"t","arguments":"{}"}}]}}]})",
            "m");
        QVERIFY(outcome);
        QVERIFY(outcome->message.toolCalls->first().id.startsWith("call_"));
    }

    void saysThatThereWasNoChoice()
    {
        const llm::Outcome outcome = llm::readAnswer(R"({"id":"r","choices":[]})", "openai/x");
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, "LLMNoResponseError");
        QVERIFY(outcome.error().detail.contains("openai/x"));
    }
};

BERTH_TEST(ChatAnswerTest)
#include "ChatAnswerTest.moc"
