// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Projector.h"
#include "conversations/Summary.h"

using conversations::Frame;
using conversations::Projected;
using conversations::Projector;
using fakes::FakeLlm;

class ProjectionTest : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhatPeopleWantToKnow_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<QByteArray>("told");
        QTest::addRow("what the user says")
            << QByteArray(R"({"kind":"MessageEvent","id":"a","timestamp":"t","llm_message":)"
                          R"({"role":"user","content":[{"type":"text","text":"Look"},)"
                          R"({"type":"image","image_urls":["x.png"]}]}})")
            << QByteArray(R"({"content":"Look","id":"a","images":["x.png"],"role":"user",)"
                          R"("seq":7,"timestamp":"t","type":"message"})");
        QTest::addRow("a call")
            << QByteArray(
                   R"({"kind":"ActionEvent","id":"a","timestamp":"t","tool_name":"terminal",)"
                   R"("action":{"kind":"TerminalAction","command":"ls"},"security_risk":"LOW",)"
                   R"("thought":[{"type":"text","text":"Hm"}]})")
            << QByteArray(R"({"arguments":{"command":"ls"},"content":"Hm","id":"a","risk":"low",)"
                          R"("seq":7,"timestamp":"t","tool":"terminal","type":"action"})");
        QTest::addRow("the call that ends the work is the answer")
            << QByteArray(R"({"kind":"ActionEvent","id":"a","timestamp":"t","tool_name":"finish",)"
                          R"("action":{"kind":"FinishAction","message":"Done."}})")
            << QByteArray(R"({"content":"Done.","id":"a","role":"agent","seq":7,"timestamp":"t",)"
                          R"("type":"message"})");
        QTest::addRow("a result")
            << QByteArray(R"({"kind":"ObservationEvent","id":"b","timestamp":"t","action_id":"a",)"
                          R"("tool_name":"terminal","observation":{"is_error":true,)"
                          R"("content":[{"type":"text","text":"no"}]}})")
            << QByteArray(R"({"action":"a","content":"no","error":true,"id":"b","seq":7,)"
                          R"("timestamp":"t","tool":"terminal","type":"observation"})");
        QTest::addRow("a state")
            << QByteArray(R"({"kind":"ConversationStateUpdateEvent","id":"b","timestamp":"t",)"
                          R"("key":"execution_status","value":"running"})")
            << QByteArray(R"({"seq":7,"state":"running","timestamp":"t","type":"state"})");
        QTest::addRow("another field of the state")
            << QByteArray(R"({"kind":"ConversationStateUpdateEvent","key":"stats","value":{}})")
            << QByteArray();
        QTest::addRow("a kind of another version")
            << QByteArray(R"({"kind":"DreamEvent"})") << QByteArray();
        QTest::addRow("no event") << QByteArray("[]") << QByteArray();
    }
    void tellsWhatPeopleWantToKnow()
    {
        QFETCH(const QByteArray, event);
        QFETCH(const QByteArray, told);
        const Projected item = conversations::projected(7, event);
        QCOMPARE(item.seq, 7);
        QCOMPARE(item.text, told);
    }

    void tellsPiecesByTheEventThatWillEndThem()
    {
        conversations::Progress progress;
        progress.itemId = "a";
        progress.attempt = 2;
        progress.delta.content = "wor";
        const Projected piece = conversations::projected(Frame{"{}", -1, progress});
        QCOMPARE(piece.seq, -1);
        QCOMPARE(piece.text, R"({"attempt":2,"content":"wor","id":"a","type":"delta"})");
        progress.dropReason = "interrupted";
        QCOMPARE(conversations::projected(Frame{"", -1, progress}).text,
                 R"({"attempt":2,"dropped":true,"id":"a","type":"delta"})");
        QVERIFY(conversations::projected(Frame{"{}", -1, {}}).text.isEmpty());
    }

    void isMadeOnceForAllWhoListenAndOnlyWhileTheyDo()
    {
        Harbour harbour;
        const auto conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("Hello."));
        std::shared_ptr<Projector> first = Projector::of(conversation);
        std::shared_ptr<Projector> second = Projector::of(conversation);
        QCOMPARE(first, second);
        QByteArrayList heard;
        connect(first.get(), &Projector::projected, this,
                [&heard](const Projected &item) { heard.append(item.text); });
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("hi"))));
        const qint64 stored = harbour.log(conversation->id()).size();
        QTRY_COMPARE(heard.size(), stored);
        QCOMPARE(first->made(), stored);
        first.reset();
        second.reset();
        QVERIFY(conversation->projector.expired());
    }

    void keepsTheLastLineThatSaysSomething_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        QTest::addRow("several lines") << "one\n  two  \n\n" << "two";
        QTest::addRow("nothing") << " \n " << "";
        QTest::addRow("a long one") << QString(300, 'x') << QString(199, 'x') + QChar(0x2026);
    }
    void keepsTheLastLineThatSaysSomething()
    {
        QFETCH(const QString, text);
        QTEST(conversations::lastLineOf(text), "line");
    }
};

BERTH_TEST(ProjectionTest)
#include "ProjectionTest.moc"
