// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Admission.h"

using conversations::Admission;
using conversations::QueuePlace;
using conversations::QueueReason;
using fakes::FakeLlm;
using enum model::ExecutionStatus;

namespace {

/// A queue whose runs are told by their users and numbers.
struct Door
{
    explicit Door(int most, const QMap<QString, int> &ofUser = {})
        : admission({most, [ofUser](const QString &user) {
                         return ofUser.contains(user) ? std::optional(ofUser.value(user))
                                                      : std::nullopt;
                     }})
    {}

    bool enters(const QString &user, const QString &id)
    {
        const auto turn = admission.ask(user, id, [this, id](const QueuePlace &place) {
            places[id] = place;
        });
        if (turn)
            turns.insert(id, *turn);
        return !turn;
    }
    /// Those whose turn has come since they were asked last.
    QStringList come()
    {
        QStringList ids;
        for (const QString &id : turns.keys()) {
            if (turns.value(id).isResolved())
                ids.append(id);
        }
        for (const QString &id : std::as_const(ids))
            turns.remove(id);
        return ids;
    }

    Admission admission;
    QMap<QString, core::Deferred<bool>> turns;
    QMap<QString, QueuePlace> places;
};

conversations::Limits oneRun()
{
    conversations::Limits limits;
    limits.runs = 1;
    return limits;
}

} // namespace

class AdmissionTest : public QObject
{
    Q_OBJECT

private slots:
    void letsInSoManyAndThenInTheOrderOfTheirComing()
    {
        Door door(2);
        QVERIFY(door.enters("ann", "a1") && door.enters("ann", "a2"));
        QVERIFY(!door.enters("ann", "a3") && !door.enters("ann", "a4"));
        QCOMPARE(door.places.value("a4").place, 2);
        QCOMPARE(door.places.value("a4").reason, QueueReason::Server);
        QCOMPARE(door.places.value("a3").message,
                 "The server runs as many agents as it may; this one is the next.");
        QVERIFY2(door.enters("ann", "a2"), "a run that goes on keeps its place");
        door.admission.leave("a1");
        QCOMPARE(door.come(), QStringList("a3"));
        door.admission.leave("a3");
        door.admission.leave("a3");
        QCOMPARE(door.come(), QStringList("a4"));
        QCOMPARE(door.admission.running(), 2);
        QCOMPARE(door.admission.waiting(), 0);
    }

    void prefersWhoHasTheFewestRuns()
    {
        Door door(2);
        QVERIFY(door.enters("ann", "a1") && door.enters("ann", "a2"));
        QVERIFY(!door.enters("ann", "a3") && !door.enters("ann", "a4"));
        QVERIFY(!door.enters("ben", "b1") && !door.enters("ben", "b2"));
        QCOMPARE(door.places.value("b1").place, 1);
        door.admission.leave("a1");
        QCOMPARE(door.come(), QStringList("b1"));
        door.admission.leave("a2");
        QCOMPARE(door.come(), QStringList("a3"));
        QTRY_COMPARE_WITH_TIMEOUT(door.places.value("a4").place, 1, 5000);
        QCOMPARE(door.places.value("b2").place, 2);
    }

    void holdsOneUserToTheirOwnNumberAndNobodyElse()
    {
        Door door(3, {{"ann", 1}});
        QVERIFY(door.enters("ann", "a1"));
        QVERIFY(!door.enters("ann", "a2"));
        QCOMPARE(door.places.value("a2").reason, QueueReason::User);
        QVERIFY(door.enters("ben", "b1"));
        door.admission.leave("b1");
        QVERIFY(door.come().isEmpty());
        door.admission.leave("a1");
        QCOMPARE(door.come(), QStringList("a2"));
    }

    void forgetsWhoIsWithdrawn()
    {
        Door door(1);
        QVERIFY(door.enters("ann", "a1") && !door.enters("ann", "a2") && !door.enters("ann", "a3"));
        QVERIFY(door.admission.isWaiting("a2"));
        door.admission.withdraw("a2");
        door.admission.withdraw("a2");
        QVERIFY(!door.admission.isWaiting("a2"));
        QCOMPARE(QCoro::waitFor([](core::Deferred<bool> turn) -> QCoro::Task<bool> {
            co_return co_await turn;
        }(door.turns.take("a2"))),
                 false);
        QTRY_COMPARE_WITH_TIMEOUT(door.places.value("a3").place, 1, 5000);
        door.admission.setMost(2);
        QCOMPARE(door.come(), QStringList("a3"));
    }

    void runsOneConversationAfterTheOther()
    {
        Harbour harbour(oneRun());
        harbour.model().play(FakeLlm::completion("", {{"terminal", R"({"command":"sleep 600"})"}}));
        const auto first = begun(harbour);
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(first->id()).contains("ActionEvent"), 10'000);
        const auto second = begun(harbour);
        const auto third = begun(harbour);
        QCOMPARE(second->state().status, Running);
        QCOMPARE(second->state().queue->place, 1);
        QCOMPARE(third->state().queue->place, 2);
        VERIFY_RESULT(QCoro::waitFor(second->pause()));
        QTRY_VERIFY(!second->isRunning());
        QCOMPARE(second->state().status, Paused);
        QVERIFY(!second->state().queue);
        harbour.model().play(FakeLlm::completion("Third."));
        VERIFY_RESULT(QCoro::waitFor(first->interrupt()));
        QTRY_COMPARE_WITH_TIMEOUT(third->state().status, Finished, 10'000);
        harbour.model().play(FakeLlm::completion("Second."));
        Harbour::run(second);
        QCOMPARE(second->state().status, Finished);
        QCOMPARE(harbour.kinds(third->id()).mid(3, 4),
                 QStringList({"running", "queue", "queue", "MessageEvent"}));
    }

    void waitsOnInTheNextProcess()
    {
        Harbour harbour(oneRun());
        harbour.model().play(FakeLlm::completion("", {{"terminal", R"({"command":"sleep 600"})"}}));
        const auto first = begun(harbour);
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(first->id()).contains("ActionEvent"), 10'000);
        const auto second = begun(harbour);
        VERIFY_RESULT(QCoro::waitFor(second->committed()));
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().stop()));
        harbour.restart();
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().recover()));
        harbour.model().play(FakeLlm::completion("After all."));
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().resumeWaiting()));
        const auto again = QCoro::waitFor(harbour.conversations().find("default", second->id()));
        VERIFY_RESULT(again);
        QTRY_COMPARE_WITH_TIMEOUT((*again)->state().status, Finished, 10'000);
        QVERIFY(!harbour.kinds(second->id()).contains("ConversationErrorEvent"));
        QVERIFY(!(*again)->state().queuedAt);
    }

    void beginsNothingInAConversationThatIsClosed()
    {
        Harbour harbour;
        const auto conversation = harbour.begin();
        // It is on its way to the disk when the server stops.
        core::Task<> said = conversation->addMessageAndRun(Harbour::message("go"));
        const core::Result<> closed = QCoro::waitFor(conversation->close());
        VERIFY_RESULT(closed);
        const core::Result<> begun = QCoro::waitFor(said);
        QVERIFY(!begun);
        QCOMPARE(begun.error().kind, core::Error::Kind::Conflict);
        QVERIFY(!conversation->isRunning());
    }

private:
    static std::shared_ptr<conversations::Conversation> begun(Harbour &harbour)
    {
        auto conversation = harbour.begin();
        const core::Result<> said = QCoro::waitFor(
            conversation->addMessageAndRun(Harbour::message("go")));
        if (!said)
            QTest::qFail(qPrintable(said.error().message), __FILE__, __LINE__);
        conversation->startRun();
        return conversation;
    }
};

BERTH_TEST(AdmissionTest)
#include "AdmissionTest.moc"
