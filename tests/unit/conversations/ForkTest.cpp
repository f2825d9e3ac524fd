// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Fork.h"
#include "core/Id.h"

using conversations::ForkRequest;
using conversations::State;
using fakes::FakeLlm;
using Live = std::shared_ptr<conversations::Conversation>;

namespace {

/// A conversation in which the user said "one" and "two" and the agent answered each.
Live talked(Harbour &harbour, const QJsonObject &changes = {})
{
    const Live conversation = harbour.begin(changes);
    for (const char *text : {"one", "two"}) {
        harbour.model().play(FakeLlm::completion(QString("Answer ") + text));
        QCoro::waitFor(conversation->addMessage(Harbour::message(text)));
        Harbour::run(conversation);
    }
    return conversation;
}

core::Result<State> fork(Harbour &harbour, const QString &id, const ForkRequest &request = {})
{
    return QCoro::waitFor(conversations::fork(&harbour.conversations(), "default", id, request));
}

Live opened(Harbour &harbour, const QString &id)
{
    return QCoro::waitFor(harbour.conversations().find("default", id)).value_or(nullptr);
}

QStringList idsOf(const QList<model::Event> &log)
{
    QStringList ids;
    for (const model::Event &event : log)
        ids.append(event.id);
    return ids;
}

} // namespace

class ForkTest : public QObject
{
    Q_OBJECT

private slots:
    void remembersTheSourceAndGoesOnAlone()
    {
        Harbour harbour;
        const Live source = talked(harbour, {{"tags", QJsonObject{{"stage", "one"}}}});
        const QStringList told = idsOf(harbour.log(source->id()));
        const core::Result<State> forked = fork(harbour, source->id());
        VERIFY_RESULT(forked);
        QCOMPARE(idsOf(harbour.log(forked->id)), told);
        QCOMPARE(forked->status, model::ExecutionStatus::Idle);
        QCOMPARE(forked->forkedFromConversationId, source->id());
        QVERIFY(forked->tags.isEmpty());

        const Live live = opened(harbour, forked->id);
        QVERIFY(live);
        QCOMPARE(live->state().forkedFromConversationId, source->id());
        harbour.model().play(FakeLlm::completion("Answer three"));
        VERIFY_RESULT(QCoro::waitFor(live->addMessage(Harbour::message("three"))));
        Harbour::run(live);
        const FakeLlm::Received &asked = harbour.model().requests().last();
        QVERIFY(asked.body.contains("Answer one") && asked.body.contains("three"));
        QVERIFY(asked.headers.value("authorization").endsWith("sk-very-secret-key"));
        QCOMPARE(idsOf(harbour.log(source->id())), told);
        QVERIFY(harbour.log(forked->id).last().timestamp
                > harbour.log(source->id()).last().timestamp);
    }

    void takesTheNamesItIsGiven()
    {
        Harbour harbour;
        const Live source = talked(harbour);
        ForkRequest request;
        request.id = core::newId();
        request.title = " Another way ";
        request.tags = {{"stage", "two"}};
        const core::Result<State> forked = fork(harbour, source->id(), request);
        VERIFY_RESULT(forked);
        QCOMPARE(forked->id, *request.id);
        QCOMPARE(forked->title, "Another way");
        QCOMPARE(forked->tags, request.tags);
    }

    void countsItsCostAnewUnlessItIsToldNotTo()
    {
        Harbour harbour;
        const Live source = talked(harbour);
        const auto tokens = [](const State &state) {
            return state.stats.usageToMetrics.value("default").accumulatedTokenUsage.promptTokens;
        };
        QCOMPARE(tokens(source->state()), 200);
        ForkRequest request;
        QCOMPARE(tokens(*fork(harbour, source->id(), request)), 0);
        request.resetMetrics = false;
        QCOMPARE(tokens(*fork(harbour, source->id(), request)), 200);
    }

    void forgetsWhatCameAfterAnEvent()
    {
        Harbour harbour;
        const Live source = talked(harbour);
        ForkRequest request;
        for (const model::Event &event : harbour.log(source->id())) {
            const auto *message = event.as<model::MessageEvent>();
            if (message && message->llmMessage.content.text() == "Answer one")
                request.fromEventId = event.id;
        }
        const core::Result<State> forked = fork(harbour, source->id(), request);
        VERIFY_RESULT(forked);
        QCOMPARE(forked->forkedFromEventId, request.fromEventId);
        const QList<model::Event> log = harbour.log(forked->id);
        QCOMPARE(harbour.kinds(forked->id),
                 QStringList({"SystemPromptEvent", "MessageEvent", "MessageEvent"}));
        QCOMPARE(forked->lastUserMessageId, log.at(1).id);
        QCOMPARE(forked->leafEventId, log.last().id);

        const Live live = opened(harbour, forked->id);
        harbour.model().play(FakeLlm::completion("Answer three"));
        VERIFY_RESULT(QCoro::waitFor(live->addMessage(Harbour::message("three"))));
        Harbour::run(live);
        QVERIFY(!harbour.model().requests().last().body.contains("two"));
    }

    void copiesWhatIsSaidWhileTheAgentWorks()
    {
        Harbour harbour;
        const Live source = harbour.begin();
        fakes::Answer slow = FakeLlm::completion("Late.");
        slow.delay = std::chrono::milliseconds(500);
        harbour.model().play(slow);
        VERIFY_RESULT(QCoro::waitFor(source->addMessage(Harbour::message("go"))));
        VERIFY_RESULT(QCoro::waitFor(source->prepareRun()));
        source->startRun();
        const core::Result<State> forked = fork(harbour, source->id());
        VERIFY_RESULT(forked);
        QCOMPARE(forked->status, model::ExecutionStatus::Idle);
        QVERIFY(!opened(harbour, forked->id)->isRunning());
        QVERIFY(idsOf(harbour.log(forked->id)).contains(*forked->leafEventId));
        QTRY_VERIFY_WITH_TIMEOUT(!source->isRunning(), 5000);
    }

    void refusesWhatItCannotFork()
    {
        using enum core::Error::Kind;
        Harbour harbour;
        const Live source = talked(harbour);
        const auto refusal = [&](const QString &id, const ForkRequest &request) {
            const core::Result<State> forked = fork(harbour, id, request);
            return forked ? core::Error{} : forked.error();
        };
        const core::Error unknown = refusal(core::newId(), {});
        QCOMPARE(unknown.kind, NotFound);
        QCOMPARE(unknown.message, "Source conversation not found");
        ForkRequest request;
        request.fromEventId = core::newId();
        QCOMPARE(refusal(source->id(), request).kind, NotFound);
        request = {};
        request.id = source->id();
        QCOMPARE(refusal(source->id(), request).kind, Conflict);
        request = {};
        request.id = "no uuid";
        QCOMPARE(refusal(source->id(), request).kind, Invalid);
        request = {};
        request.title = QString(201, 'x');
        QCOMPARE(refusal(source->id(), request).kind, Invalid);
        request = {};
        request.tags = {{"Not lower", "x"}};
        QCOMPARE(refusal(source->id(), request).kind, Invalid);
        QVERIFY(!QCoro::waitFor(
            conversations::fork(&harbour.conversations(), "other", source->id(), ForkRequest())));
        QCOMPARE(*QCoro::waitFor(harbour.conversations().count("default", {})), 1);
    }
};

BERTH_TEST(ForkTest)

#include "ForkTest.moc"
