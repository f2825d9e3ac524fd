// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Title.h"

using fakes::FakeLlm;
using Live = std::shared_ptr<conversations::Conversation>;

namespace {

Live begin(Harbour &harbour)
{
    return harbour.begin({{"autotitle", true}});
}

void say(const Live &conversation, const QString &text)
{
    VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message(text))));
}

} // namespace

class TitleTest : public QObject
{
    Q_OBJECT

private slots:
    void cutsALongText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("title");
        QTest::newRow("short") << " Rename\n the file " << "Rename the file";
        QTest::newRow("fifty") << QString(50, 'x') << QString(50, 'x');
        QTest::newRow("more") << QString(51, 'x') << QString(47, 'x') + "...";
        QTest::newRow("ships") << QString("\U0001F6A2").repeated(51)
                               << QString("\U0001F6A2").repeated(47) + "...";
    }

    void cutsALongText()
    {
        QFETCH(QString, text);
        QTEST(conversations::titleFrom(text), "title");
    }

    void comesFromTheModelAndStays()
    {
        Harbour harbour;
        const Live conversation = begin(harbour);
        harbour.model().play(FakeLlm::completion("  Renaming a file \n"));
        say(conversation, "Please rename the file " + QString(2000, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(conversation->state().title, "Renaming a file", 5000);
        const FakeLlm::Received asked = harbour.model().requests().first();
        QVERIFY(asked.body.contains("Please rename the file"));
        QVERIFY(!asked.body.contains(QByteArray(1001, 'x')));
        QVERIFY(!asked.json().contains("tools"));
        QCOMPARE(harbour.kinds(conversation->id()),
                 QStringList({"SystemPromptEvent", "MessageEvent", "last_user_message_id"}));
        say(conversation, "And another one");
        QCOMPARE(harbour.model().requests().size(), 1);

        harbour.restart();
        const auto stored = [&] {
            return *QCoro::waitFor(harbour.conversations().read("default", conversation->id()));
        };
        QTRY_COMPARE_WITH_TIMEOUT(stored().title, "Renaming a file", 5000);
        QCOMPARE(stored().stats.usageToMetrics.value("default").accumulatedTokenUsage.promptTokens,
                 100);
    }

    void isAskedForInTheWordsOfTheClient_data()
    {
        QTest::addColumn<QString>("wish");
        QTest::addColumn<QString>("asked");
        QTest::addRow("with a place") << "In {max_length}: {conversation_content}!"
                                      << "In 50: Sail {max_length} {conversation_content}!";
        QTest::addRow("without") << "Name it."
                                 << "Name it.\\n\\nSail {max_length} {conversation_content}";
        QTest::addRow("blank") << "  "
                               << "The message:\\n\\nSail {max_length} {conversation_content}";
    }

    void isAskedForInTheWordsOfTheClient()
    {
        QFETCH(QString, wish);
        QFETCH(QString, asked);
        Harbour harbour;
        const Live conversation = harbour.begin({{"autotitle", true}, {"prompt", wish}});
        harbour.model().play(FakeLlm::completion("A title"));
        say(conversation, "Sail {max_length} {conversation_content}");
        QTRY_COMPARE_WITH_TIMEOUT(conversation->state().title, "A title", 5000);
        const QByteArray body = harbour.model().requests().first().body;
        QVERIFY2(body.contains('"' + asked.toUtf8() + '"'), body.constData());
    }

    void isTheMessageWhenTheModelFails()
    {
        Harbour harbour;
        const Live conversation = begin(harbour);
        harbour.model().play(FakeLlm::error(400, "no"));
        say(conversation, "Rename the file");
        QTRY_COMPARE_WITH_TIMEOUT(conversation->state().title, "Rename the file", 5000);
        QVERIFY(!harbour.kinds(conversation->id()).contains("ConversationErrorEvent"));
    }

    void isTheMessageForADemo()
    {
        Harbour harbour;
        const Live conversation = harbour.begin(
            {{"autotitle", true},
             {"agent",
              QJsonObject{{"kind", "Agent"}, {"llm", QJsonObject{{"model", "demo/instant"}}}}}});
        say(conversation, "Show me something");
        QTRY_COMPARE_WITH_TIMEOUT(conversation->state().title, "Show me something", 5000);
    }

    void waitsForAMessageWithText()
    {
        Harbour harbour;
        const Live conversation = begin(harbour);
        say(conversation, "  ");
        harbour.model().play(FakeLlm::completion("A title"));
        say(conversation, "Words");
        QTRY_COMPARE_WITH_TIMEOUT(conversation->state().title, "A title", 5000);
        QCOMPARE(harbour.model().requests().size(), 1);
    }

    void delaysNeitherTheMessageNorTheRun()
    {
        Harbour harbour;
        const Live conversation = begin(harbour);
        fakes::Answer silent;
        silent.staysSilent = true;
        harbour.model().play(silent);
        say(conversation, "go");
        QTRY_COMPARE_WITH_TIMEOUT(harbour.model().requests().size(), 1, 5000);
        harbour.model().play(FakeLlm::completion("Done."));
        Harbour::run(conversation);
        QCOMPARE(conversation->status(), model::ExecutionStatus::Finished);
        QVERIFY(!conversation->state().title);
        VERIFY_RESULT(QCoro::waitFor(conversation->close()));
        QTRY_COMPARE(harbour.model().hangUps() > 0, true);
        QVERIFY(!conversation->state().title);
    }

    void givesWayToATitleThatAPersonChose()
    {
        Harbour harbour;
        const Live conversation = begin(harbour);
        fakes::Answer slow = FakeLlm::completion("A slow title");
        slow.delay = std::chrono::milliseconds(300);
        harbour.model().play(slow);
        say(conversation, "go");
        model::UpdateConversation chosen;
        chosen.title = "Chosen";
        VERIFY_RESULT(QCoro::waitFor(conversation->update(chosen)));
        QTRY_VERIFY_WITH_TIMEOUT(conversation->state()
                                         .stats.usageToMetrics.value("default")
                                         .accumulatedTokenUsage.promptTokens
                                     > 0,
                                 5000);
        QCOMPARE(conversation->state().title, "Chosen");
    }

    void isNotAskedForWhenNobodyWantsIt()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        say(conversation, "go");
        QCOMPARE(harbour.model().requests().size(), 0);
        QVERIFY(!conversation->state().title);
    }
};

BERTH_TEST(TitleTest)

#include "TitleTest.moc"
