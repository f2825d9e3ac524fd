// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "core/Id.h"

using conversations::Conversation;
using fakes::FakeLlm;
using enum model::ExecutionStatus;
using Live = std::shared_ptr<Conversation>;

namespace {

void say(const Live &conversation, const QString &text)
{
    VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message(text))));
}

QByteArray command(const QString &line)
{
    return json::text(QJsonObject{{"command", line}});
}

/// The events that a subscriber receives, in order.
struct Subscriber
{
    explicit Subscriber(const Live &conversation)
    {
        QObject::connect(conversation.get(), &Conversation::framePublished, &context,
                         [this](const conversations::Frame &frame) {
            frames.append(QJsonDocument::fromJson(frame.text).object());
            sequence.append(frame.seq);
        });
    }
    int snapshots(const QString &status) const
    {
        int count = 0;
        for (const QJsonObject &frame : frames) {
            const QJsonObject value = frame.value("value").toObject();
            if (frame.value("key") == "full_state" && value.value("execution_status") == status)
                ++count;
        }
        return count;
    }

    QObject context;
    QList<QJsonObject> frames;
    QList<qint64> sequence;
};

} // namespace

class ConversationsTest : public QObject
{
    Q_OBJECT

private slots:
    void recordsAWholeRunInOrder()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("Look.", {{"terminal", command("echo hi")},
                                                           {"think", R"({"thought":"hm"})"}}));
        harbour.model().play(FakeLlm::completion("", {{"finish", R"({"message":"done"})"}}));
        say(conversation, "go");
        Harbour::run(conversation);
        QCOMPARE(harbour.kinds(conversation->id()),
                 QStringList({"SystemPromptEvent", "MessageEvent", "last_user_message_id",
                              "running", "ActionEvent", "ActionEvent", "ObservationEvent",
                              "ObservationEvent", "ActionEvent", "ObservationEvent", "finished"}));
        const QList<model::Event> log = harbour.log(conversation->id());
        for (qsizetype index = 1; index < log.size(); ++index)
            QVERIFY(log.at(index - 1).timestamp < log.at(index).timestamp);
    }

    void countsTheFilesThatARunChanges()
    {
        Harbour harbour;
        const QJsonObject agent{{"llm", QJsonObject{{"model", "openai/scripted"},
                                                    {"base_url", harbour.model().url()}}},
                                {"tools", QJsonArray{QJsonObject{{"name", "file_editor"}}}}};
        const Live conversation = harbour.begin({{"agent", agent}});
        const auto edit = [&](const QString &command, const QString &file) {
            const QJsonObject arguments{{"command", command},
                                        {"path", harbour.path("project/" + file)},
                                        {"file_text", "one"}};
            harbour.model().play(FakeLlm::completion("", {{"file_editor", json::text(arguments)}}));
        };
        edit("create", "a");
        edit("create", "b");
        edit("undo_edit", "a");
        edit("view", "a");
        edit("create", "a"); // which is there: refused
        harbour.model().play(FakeLlm::completion("Done."));
        say(conversation, "go");
        Harbour::run(conversation);
        QCOMPARE(conversations::summaryOf(conversation->state()).filesChanged, 2);
        harbour.model().play(FakeLlm::completion("Done."));
        say(conversation, "again");
        Harbour::run(conversation);
        QCOMPARE(conversations::summaryOf(conversation->state()).filesChanged, 0);
    }

    void publishesWhatIsOnDiskAndThenTheEnd()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        Subscriber subscriber(conversation);
        harbour.model().play(FakeLlm::completion("Hello."));
        say(conversation, "hi");
        Harbour::run(conversation);
        QTRY_COMPARE_WITH_TIMEOUT(subscriber.snapshots("finished"), 2, 5000);
        QList<qint64> stored = subscriber.sequence;
        stored.removeAll(-1);
        QCOMPARE(stored.size(), harbour.log(conversation->id()).size());
        for (qsizetype index = 0; index < stored.size(); ++index)
            QCOMPARE(stored.at(index), index);
    }

    void tellsTheEndOnlyAfterTheAnswerHadTimeToArrive()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        Subscriber subscriber(conversation);
        QElapsedTimer timer;
        timer.start();
        Harbour::run(conversation);
        QTRY_VERIFY_WITH_TIMEOUT(subscriber.snapshots("error") > 0, 5000);
        QVERIFY2(timer.elapsed() >= 140, qPrintable(QString::number(timer.elapsed())));
    }

    void answersAMessageThatArrivesWhileToolsRun()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 0.5")}}));
        harbour.model().play(FakeLlm::completion("", {{"finish", R"({"message":"done"})"}}));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_COMPARE_WITH_TIMEOUT(harbour.model().requests().size(), 1, 5000);
        QTRY_VERIFY(harbour.kinds(conversation->id()).contains("ActionEvent"));
        say(conversation, "and this");
        QTRY_VERIFY_WITH_TIMEOUT(!conversation->isRunning(), 10'000);
        const QByteArray prompt = harbour.model().requests().last().body;
        QVERIFY(prompt.contains("and this"));
        QVERIFY2(prompt.lastIndexOf("and this") > prompt.lastIndexOf("tool_call_id"),
                 "a message must not stand between a call and its result");
    }

    void answersAMessageThatArrivesWithTheLastAnswer()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        fakes::Answer slow = FakeLlm::completion("First answer.");
        slow.delay = std::chrono::milliseconds(300);
        harbour.model().play(slow);
        harbour.model().play(FakeLlm::completion("Second answer."));
        say(conversation, "one");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_COMPARE_WITH_TIMEOUT(harbour.model().requests().size(), 1, 5000);
        say(conversation, "two");
        QTRY_VERIFY_WITH_TIMEOUT(!conversation->isRunning(), 10'000);
        QCOMPARE(harbour.model().requests().size(), 2);
        QCOMPARE(conversation->status(), Finished);
    }

    void refusesASecondRun()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        const core::Result<> second = QCoro::waitFor(conversation->prepareRun());
        QVERIFY(!second);
        QCOMPARE(second.error().kind, core::Error::Kind::Conflict);
        conversation->startRun();
        QTRY_VERIFY(!conversation->isRunning());
    }

    void interruptsASleepingCommand()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 60")}}));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        QElapsedTimer timer;
        timer.start();
        VERIFY_RESULT(QCoro::waitFor(conversation->interrupt()));
        QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!conversation->isRunning());
        const QStringList kinds = harbour.kinds(conversation->id());
        QCOMPARE(kinds.last(3), QStringList({"AgentErrorEvent", "paused", "InterruptEvent"}));
        QVERIFY(conversation->view().pending().isEmpty());
    }

    void interruptsAModelThatDoesNotAnswer()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        fakes::Answer silent;
        silent.staysSilent = true;
        harbour.model().play(silent);
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_COMPARE_WITH_TIMEOUT(harbour.model().requests().size(), 1, 5000);
        VERIFY_RESULT(QCoro::waitFor(conversation->interrupt()));
        QCOMPARE(conversation->status(), Paused);
        QTRY_COMPARE(harbour.model().hangUps(), 1);
        harbour.model().play(FakeLlm::completion("Back."));
        Harbour::run(conversation);
        QCOMPARE(conversation->status(), Finished);
    }

    void pausesBetweenStepsAndGoesOn()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 0.3")}}));
        harbour.model().play(FakeLlm::completion("Done."));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        VERIFY_RESULT(QCoro::waitFor(conversation->pause()));
        QTRY_VERIFY_WITH_TIMEOUT(!conversation->isRunning(), 5000);
        QCOMPARE(conversation->status(), Paused);
        QCOMPARE(harbour.model().requests().size(), 1);
        QVERIFY(harbour.kinds(conversation->id()).contains("ObservationEvent"));
        Harbour::run(conversation);
        QCOMPARE(conversation->status(), Finished);
    }

    void letsAPausedStepEndBeforeItStops()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 0.3")}}));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        VERIFY_RESULT(QCoro::waitFor(conversation->pause()));
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().stop()));
        QCOMPARE(conversation->status(), Paused);
        QVERIFY(harbour.kinds(conversation->id()).contains("ObservationEvent"));
        QVERIFY(!harbour.kinds(conversation->id()).contains("InterruptEvent"));
    }

    void interruptsAPausedStepThatTakesLong()
    {
        conversations::Limits limits;
        limits.pauseTime = std::chrono::milliseconds(50);
        Harbour harbour(limits);
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 60")}}));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        VERIFY_RESULT(QCoro::waitFor(conversation->pause()));
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().stop()));
        QCOMPARE(conversation->status(), Paused);
        QVERIFY(conversation->view().pending().isEmpty());
    }

    void resumesARunThatHasNotComeToItsPauseYet()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 0.5")}}));
        harbour.model().play(FakeLlm::completion("Done."));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        VERIFY_RESULT(QCoro::waitFor(conversation->pause()));
        QVERIFY(conversation->isRunning());
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(!conversation->isRunning(), 5000);
        QCOMPARE(conversation->status(), Finished);
    }

    void resumesARunInTheMomentOfItsPause()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 0.3")}}));
        harbour.model().play(FakeLlm::completion("Done."));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(conversation->id()).contains("ActionEvent"), 5000);
        VERIFY_RESULT(QCoro::waitFor(conversation->pause()));
        QObject context;
        connect(conversation.get(), &Conversation::framePublished, &context,
                [conversation](const conversations::Frame &frame) {
            if (frame.text.contains("ObservationEvent") && conversation->status() == Paused)
                core::spawn(conversation->prepareRun(), "resuming");
        });
        QTRY_COMPARE_WITH_TIMEOUT(conversation->status(), Finished, 5000);
        QTRY_VERIFY(!conversation->isRunning());
    }

    void waitsForAPersonAndTakesANo()
    {
        Harbour harbour;
        const Live conversation = harbour.begin(
            {{"confirmation_policy", QJsonObject{{"kind", "AlwaysConfirm"}}}});
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("touch made")}}));
        say(conversation, "go");
        Harbour::run(conversation);
        QCOMPARE(conversation->status(), WaitingForConfirmation);
        QVERIFY(!QFile::exists(harbour.path("project/made")));
        VERIFY_RESULT(QCoro::waitFor(conversation->rejectPending("not today")));
        QCOMPARE(conversation->status(), Idle);
        harbour.model().play(FakeLlm::completion("As you wish."));
        Harbour::run(conversation);
        QVERIFY(harbour.model().requests().last().body.contains("not today"));
        QVERIFY(!QFile::exists(harbour.path("project/made")));
    }

    void runsWhatWasPendingWhenItIsRunAgain()
    {
        Harbour harbour;
        const Live conversation = harbour.begin(
            {{"confirmation_policy", QJsonObject{{"kind", "AlwaysConfirm"}}}});
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("touch made")}}));
        harbour.model().play(FakeLlm::completion("", {{"finish", R"({"message":"done"})"}}));
        say(conversation, "go");
        Harbour::run(conversation);
        Harbour::run(conversation);
        QVERIFY(QFile::exists(harbour.path("project/made")));
        QCOMPARE(conversation->status(), Finished);
    }

    void stopsAtItsLimitOfSteps()
    {
        Harbour harbour;
        const Live conversation = harbour.begin({{"max_iterations", 1}});
        harbour.model().play(FakeLlm::completion("", {{"think", R"({"thought":"hm"})"}}));
        say(conversation, "go");
        Harbour::run(conversation);
        const QStringList kinds = harbour.kinds(conversation->id());
        QCOMPARE(kinds.last(2), QStringList({"ConversationErrorEvent", "error"}));
    }

    void goesOnForTheStepsThatAreMoreThanItsLimitWas()
    {
        Harbour harbour;
        const Live conversation = harbour.begin(
            {{"max_iterations", 2}, {"stuck_detection", false}});
        for (int step = 0; step < 20; ++step)
            harbour.model().play(FakeLlm::completion("", {{"think", R"({"thought":"hm"})"}}));
        const auto thinksBy = [&](int maxIterations) {
            const qsizetype before = harbour.model().requests().size();
            model::UpdateConversation change;
            change.maxIterations = maxIterations;
            const core::Result<> changed = QCoro::waitFor(conversation->update(change));
            Harbour::run(conversation);
            return changed ? harbour.model().requests().size() - before : -1;
        };
        say(conversation, "go");
        QCOMPARE(thinksBy(2), 2);
        QCOMPARE(thinksBy(3), 1);
        QCOMPARE(conversation->state().steps, 3);
        QCOMPARE(conversation->status(), Error);
        // As long as ever where nothing was raised, and after something new was said.
        QCOMPARE(thinksBy(3), 3);
        say(conversation, "go on");
        QCOMPARE(thinksBy(4), 4);
    }

    void closesCallsAfterFinish()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        harbour.model().play(FakeLlm::completion("", {{"finish", R"({"message":"done"})"},
                                                      {"terminal", command("touch made")}}));
        say(conversation, "go");
        Harbour::run(conversation);
        QVERIFY(!QFile::exists(harbour.path("project/made")));
        QVERIFY(conversation->view().pending().isEmpty());
        QCOMPARE(conversation->status(), Finished);
    }

    void endsARunWhoseToolNobodyKnows()
    {
        Harbour harbour;
        QJsonObject agent{{"llm", QJsonObject{{"model", "openai/scripted"},
                                              {"base_url", harbour.model().url()}}},
                          {"tools", QJsonArray{QJsonObject{{"name", "my_tool"}}}}};
        const Live conversation = harbour.begin({{"agent", agent}});
        say(conversation, "go");
        Harbour::run(conversation);
        QCOMPARE(conversation->status(), Error);
        const QList<model::Event> log = harbour.log(conversation->id());
        const auto *error = log.at(log.size() - 2).as<model::ConversationErrorEvent>();
        QVERIFY(error);
        QCOMPARE(error->detail, "ToolDefinition 'my_tool' is not registered");
    }

    void saysAfterACrashWhatWasLost()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        const QString id = conversation->id();
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("sleep 20")}}));
        say(conversation, "go");
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(harbour.kinds(id).contains("ActionEvent"), 5000);
        const QList<model::Event> before = harbour.log(id);

        harbour.restart();
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().recover()));
        const QList<model::Event> after = harbour.log(id);
        for (qsizetype index = 0; index < before.size(); ++index)
            QCOMPARE(after.at(index).id, before.at(index).id);
        QCOMPARE(harbour.kinds(id).last(3),
                 QStringList({"AgentErrorEvent", "ConversationErrorEvent", "error"}));

        const auto again = QCoro::waitFor(harbour.conversations().find("default", id));
        VERIFY_RESULT(again);
        harbour.model().play(FakeLlm::completion("Back."));
        Harbour::run(*again);
        QCOMPARE((*again)->status(), Finished);
        QVERIFY2(harbour.model()
                     .requests()
                     .last()
                     .headers.value("authorization")
                     .endsWith("sk-very-secret-key"),
                 "the key must survive the restart");
        // The run that the crash cut off still sleeps in this process.
        VERIFY_RESULT(QCoro::waitFor(conversation->interrupt()));
    }

    void hidesConversationsFromOtherUsers()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        const auto foreign = QCoro::waitFor(
            harbour.conversations().find("other", conversation->id()));
        const auto unknown = QCoro::waitFor(harbour.conversations().find("other", core::newId()));
        QVERIFY(!foreign && !unknown);
        QCOMPARE(foreign.error().kind, unknown.error().kind);
        QCOMPARE(foreign.error().message, unknown.error().message);
        QVERIFY(!QCoro::waitFor(harbour.conversations().read("other", conversation->id())));
    }

    void attachesToTheIdThatWasAskedFor()
    {
        Harbour harbour;
        const QString id = core::newId();
        const Live first = harbour.begin({{"conversation_id", id}});
        const Live second = harbour.begin({{"conversation_id", core::hexUuid(id)}});
        QCOMPARE(first.get(), second.get());
        QCOMPARE(first->id(), id);
    }

    void keepsNoSecretOnDiskInTheClear()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        VERIFY_RESULT(QCoro::waitFor(conversation->setSecrets(
            {{"TOKEN", QJsonObject{{"kind", "StaticSecret"}, {"value", "tok-97531"}}}})));
        harbour.model().play(FakeLlm::completion("", {{"terminal", command("echo $TOKEN")}}));
        harbour.model().play(FakeLlm::completion("Done."));
        say(conversation, "go");
        Harbour::run(conversation);
        for (const model::Event &event : harbour.log(conversation->id()))
            QVERIFY(!json::text(model::toJson(event)).contains("tok-97531"));
        QVERIFY(!harbour.model().requests().last().body.contains("tok-97531"));
        QVERIFY(harbour.model().requests().last().body.contains("<secret-hidden>"));
        for (const char *name : {"berth.db", "berth.db-wal"}) {
            QFile file(harbour.path(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(!bytes.contains("tok-97531") && !bytes.contains("sk-very-secret-key"), name);
        }
    }

    void leavesNothingOfADeletedConversationInSight()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        const QString id = conversation->id();
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().remove("default", id)));
        QVERIFY(!QCoro::waitFor(harbour.conversations().find("default", id)));
        QCOMPARE(*QCoro::waitFor(harbour.conversations().count("default", {})), 0);
        QVERIFY(!QCoro::waitFor(harbour.conversations().remove("default", id)));
    }
};

BERTH_TEST(ConversationsTest)

#include "ConversationsTest.moc"
