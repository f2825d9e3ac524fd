// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Question.h"

using fakes::FakeLlm;
using Live = std::shared_ptr<conversations::Conversation>;

namespace {

core::Result<QString> ask(const Live &conversation, const QString &question)
{
    return QCoro::waitFor(conversations::ask(conversation, question, std::stop_token()));
}

qint64 tokensOfQuestions(const Live &conversation)
{
    return conversation->state()
        .stats.usageToMetrics.value("ask-agent-llm")
        .accumulatedTokenUsage.promptTokens;
}

} // namespace

class QuestionTest : public QObject
{
    Q_OBJECT

private slots:
    void answersFromWhatHappenedAndLeavesNoEvent()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("The sea is calm."));
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("Look outside"))));
        Harbour::run(conversation);
        const QStringList before = harbour.kinds(conversation->id());
        harbour.model().play(FakeLlm::completion("It went well."));
        const core::Result<QString> answer = ask(conversation, "How did it go?");
        VERIFY_RESULT(answer);
        QCOMPARE(*answer, "It went well.");
        const FakeLlm::Received asked = harbour.model().requests().last();
        QVERIFY(asked.body.contains("The sea is calm.") && asked.body.contains("How did it go?"));
        QVERIFY(!asked.json().value("tools").toArray().isEmpty());
        QCOMPARE(harbour.kinds(conversation->id()), before);
        QCOMPARE(tokensOfQuestions(conversation), 100);

        harbour.restart();
        const auto again = QCoro::waitFor(
            harbour.conversations().find("default", conversation->id()));
        VERIFY_RESULT(again);
        QCOMPARE(tokensOfQuestions(*again), 100);
    }

    void answersInAConversationThatHasNotBegun()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("Nothing yet."));
        VERIFY_RESULT(ask(conversation, "What happened?"));
        QVERIFY(harbour.kinds(conversation->id()).isEmpty());
    }

    void answersWhileAToolRuns()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", R"({"command":"sleep 60"})"}}));
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("go"))));
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        harbour.model().play(FakeLlm::completion("I wait."));
        const core::Result<QString> answer = ask(conversation, "What do you do?");
        VERIFY_RESULT(answer);
        QVERIFY(conversation->isRunning());
        QCOMPARE(conversation->view().pending().size(), 1);
        const QJsonArray messages =
            harbour.model().requests().last().json().value("messages").toArray();
        QCOMPARE(messages.at(messages.size() - 2).toObject().value("role"), "tool");
        VERIFY_RESULT(QCoro::waitFor(conversation->interrupt()));
    }

    void passesOnTheWordsOfAModelThatRefuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<core::Error::Kind>("kind");
        QTest::addRow("the request is at fault") << 400 << core::Error::Kind::Invalid;
        QTest::addRow("the provider is at fault") << 403 << core::Error::Kind::Upstream;
    }
    void passesOnTheWordsOfAModelThatRefuses()
    {
        QFETCH(int, status);
        QFETCH(core::Error::Kind, kind);
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::error(status, "I am out of paper"));
        const core::Result<QString> answer = ask(conversation, "Well?");
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, kind);
        QVERIFY2(answer.error().message.contains("out of paper"),
                 qPrintable(answer.error().message));
        QVERIFY(harbour.kinds(conversation->id()).isEmpty());
    }

    void givesUpWhenTheConversationIsClosed()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        fakes::Answer silent;
        silent.staysSilent = true;
        harbour.model().play(silent);
        auto asking = conversations::ask(conversation, "Well?", std::stop_token());
        QTRY_COMPARE_WITH_TIMEOUT(harbour.model().requests().size(), 1, 5000);
        VERIFY_RESULT(
            QCoro::waitFor(harbour.conversations().remove("default", conversation->id())));
        const core::Result<QString> answer = QCoro::waitFor(std::move(asking));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, core::Error::Kind::Cancelled);
    }
};

BERTH_TEST(QuestionTest)

#include "QuestionTest.moc"
