// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Failures.h"
#include "TestMain.h"

class FailuresTest : public QObject
{
    Q_OBJECT

private slots:
    void namesTheFailure_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("transient");
        const auto says = [](const char *message) {
            return QByteArray(R"({"error":{"message":")") + message + "\"}}";
        };
        QTest::addRow("context by code")
            << 400
            << QByteArray(R"({"error":{"message":"too many","code":"context_length_exceeded"}})")
            << "LLMContextWindowExceedError" << false;
        QTest::addRow("context by words") << 400 << says("Prompt is too long: 300000 tokens")
                                          << "LLMContextWindowExceedError" << false;
        QTest::addRow("context with 500") << 500 << says("Please reduce the length of the messages")
                                          << "LLMContextWindowExceedError" << false;
        QTest::addRow("not context with 429")
            << 429 << says("please reduce the length of your requests") << "LLMRateLimitError"
            << true;
        QTest::addRow("history") << 400
                                 << says("'tool_calls' must be followed by tool messages "
                                         "responding to each 'tool_call_id'")
                                 << "LLMMalformedConversationHistoryError" << false;
        QTest::addRow("history of Anthropic")
            << 400 << says("`tool_use` ids were found without `tool_result` blocks")
            << "LLMMalformedConversationHistoryError" << false;
        QTest::addRow("401") << 401 << says("no") << "LLMAuthenticationError" << false;
        QTest::addRow("403") << 403 << says("no") << "LLMAuthenticationError" << false;
        QTest::addRow("key by words")
            << 400 << says("Invalid API key given") << "LLMAuthenticationError" << false;
        QTest::addRow("429") << 429 << says("slow down") << "LLMRateLimitError" << true;
        QTest::addRow("408") << 408 << says("late") << "LLMTimeoutError" << true;
        QTest::addRow("500") << 500 << says("oops") << "LLMServiceUnavailableError" << true;
        QTest::addRow("503") << 503 << QByteArray("<html>busy</html>")
                             << "LLMServiceUnavailableError" << true;
        QTest::addRow("policy") << 400 << says("flagged by content_policy")
                                << "LLMContentPolicyViolationError" << false;
        QTest::addRow("400") << 400 << says("bad parameter") << "LLMBadRequestError" << false;
        QTest::addRow("404") << 404 << QByteArray() << "NotFoundError" << false;
    }
    void namesTheFailure()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        QFETCH(bool, transient);
        const llm::Failure failure = llm::failureOf(llm::complaintOf(status, body));
        QCOMPARE(failure.code, code);
        QCOMPARE(llm::isTransient(failure), transient);
        QVERIFY(failure.detail.startsWith("Error code: " + QString::number(status) + " - "));
    }

    void keepsTheProvidersWords_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("detail");
        QTest::addRow("OpenAI") << QByteArray(R"({"error":{"message":"wrong","code":"x"}})")
                                << "Error code: 400 - wrong";
        QTest::addRow("a string") << QByteArray(R"({"error":"wrong"})")
                                  << "Error code: 400 - wrong";
        QTest::addRow("FastAPI") << QByteArray(R"({"detail":"wrong"})")
                                 << "Error code: 400 - wrong";
        QTest::addRow("Mistral") << QByteArray(R"({"message":"wrong"})")
                                 << "Error code: 400 - wrong";
        QTest::addRow("Google") << QByteArray(R"([{"error":{"message":"wrong"}}])")
                                << "Error code: 400 - wrong";
        QTest::addRow("plain text") << QByteArray("wrong\n") << "Error code: 400 - wrong";
        QTest::addRow("nothing") << QByteArray() << "Error code: 400 - the provider gave no reason";
    }
    void keepsTheProvidersWords()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, detail);
        QCOMPARE(llm::failureOf(llm::complaintOf(400, body)).detail, detail);
    }

    void namesWhatTheNetworkDid()
    {
        using Kind = core::Error::Kind;
        const auto code = [](Kind kind) {
            return llm::failureOf(llm::complaintOf(core::Error{kind, "x"})).code;
        };
        QCOMPARE(code(Kind::Timeout), "LLMTimeoutError");
        QCOMPARE(code(Kind::Unavailable), "LLMServiceUnavailableError");
    }
};

BERTH_TEST(FailuresTest)
#include "FailuresTest.moc"
