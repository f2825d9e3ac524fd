// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Branch.h"
#include "conversations/Fork.h"
#include "core/Id.h"

using conversations::State;
using core::Error;
using fakes::FakeLlm;
using Live = std::shared_ptr<conversations::Conversation>;

namespace {

void ask(Harbour &harbour, const Live &conversation, const QString &text)
{
    harbour.model().play(FakeLlm::completion("Answer " + text));
    VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message(text))));
    Harbour::run(conversation);
}

/// A conversation in which the user said "one" and "two" and the agent answered each.
Live talked(Harbour &harbour)
{
    const Live conversation = harbour.begin();
    ask(harbour, conversation, "one");
    ask(harbour, conversation, "two");
    return conversation;
}

/// The event in which somebody says @p text.
model::Event saying(Harbour &harbour, const QString &id, const QString &text)
{
    for (const model::Event &event : harbour.log(id)) {
        const auto *message = event.as<model::MessageEvent>();
        if (message && message->llmMessage.content.text() == text)
            return event;
    }
    return {};
}

core::Result<State> navigate(Harbour &harbour, const QString &id, std::optional<QString> event)
{
    return QCoro::waitFor(conversations::navigate(&harbour.conversations(), "default", id, event));
}

QString lastPrompt(Harbour &harbour)
{
    return QString::fromUtf8(harbour.model().requests().last().body);
}

} // namespace

class BranchTest : public QObject
{
    Q_OBJECT

private slots:
    void goesOnFromTheEventItIsMovedTo()
    {
        Harbour harbour;
        const Live conversation = talked(harbour);
        const QString id = conversation->id();
        const qsizetype length = harbour.log(id).size();
        const QString target = saying(harbour, id, "Answer one").id;
        const core::Result<State> moved = navigate(harbour, id, target);
        VERIFY_RESULT(moved);
        QCOMPARE(moved->leafEventId, target);
        QCOMPARE(moved->status, model::ExecutionStatus::Finished);
        QCOMPARE(harbour.log(id).size(), length);

        ask(harbour, conversation, "three");
        const QString prompt = lastPrompt(harbour);
        QVERIFY(prompt.contains("Answer one") && prompt.contains("three"));
        QVERIFY2(!prompt.contains("two"), "it came after");
        QCOMPARE(saying(harbour, id, "three").parentId, target);
        QCOMPARE(*QCoro::waitFor(
                     conversations::finalResponse(harbour.conversations().services().events,
                                                  conversation->state())),
                 "Answer three");
    }

    void beginsAnewWithoutAnEvent()
    {
        Harbour harbour;
        const Live conversation = talked(harbour);
        const core::Result<State> moved = navigate(harbour, conversation->id(), {});
        VERIFY_RESULT(moved);
        QVERIFY(moved->headIsEmpty && !moved->leafEventId);
        QCOMPARE(*QCoro::waitFor(
                     conversations::finalResponse(harbour.conversations().services().events,
                                                  *moved)),
                 "");
        ask(harbour, conversation, "three");
        const QString prompt = lastPrompt(harbour);
        QVERIFY(prompt.contains("three") && !prompt.contains("one\""));
        QCOMPARE(harbour.kinds(conversation->id()).count("SystemPromptEvent"), 2);
        QStringList roots;
        for (const model::Event &event : harbour.log(conversation->id())) {
            if (event.parentId == "__root__")
                roots.append(event.kind());
        }
        QVERIFY(roots.contains("SystemPromptEvent"));
        QVERIFY(!conversation->state().headIsEmpty);
    }

    void comesBackToWhatWasLeft()
    {
        Harbour harbour;
        const Live conversation = talked(harbour);
        const QString id = conversation->id();
        const QString newest = *conversation->state().leafEventId;
        VERIFY_RESULT(navigate(harbour, id, saying(harbour, id, "Answer one").id));
        ask(harbour, conversation, "three");
        VERIFY_RESULT(navigate(harbour, id, newest));
        ask(harbour, conversation, "four");
        const QString prompt = lastPrompt(harbour);
        QVERIFY(prompt.contains("two") && prompt.contains("four"));
        QVERIFY(!prompt.contains("three"));
    }

    void remembersItsHeadAfterACrash_data()
    {
        QTest::addColumn<bool>("goesOn");
        QTest::addRow("moved") << false;
        QTest::addRow("moved and gone on") << true;
    }

    void remembersItsHeadAfterACrash()
    {
        QFETCH(bool, goesOn);
        Harbour harbour;
        const Live conversation = talked(harbour);
        const QString id = conversation->id();
        const QString target = saying(harbour, id, "Answer one").id;
        VERIFY_RESULT(navigate(harbour, id, target));
        if (goesOn)
            ask(harbour, conversation, "three");
        harbour.restart();
        const auto again = QCoro::waitFor(harbour.conversations().find("default", id));
        VERIFY_RESULT(again);
        QCOMPARE((*again)->state().leafEventId,
                 goesOn ? saying(harbour, id, "Answer three").id : target);
        ask(harbour, *again, "four");
        QVERIFY(!lastPrompt(harbour).contains("two"));
        QCOMPARE(lastPrompt(harbour).contains("Answer three"), goesOn);
    }

    void givesItsForksTheSameHead()
    {
        Harbour harbour;
        const Live conversation = talked(harbour);
        const QString id = conversation->id();
        VERIFY_RESULT(navigate(harbour, id, saying(harbour, id, "Answer one").id));
        const auto forked = QCoro::waitFor(
            conversations::fork(&harbour.conversations(), "default", id, {}));
        VERIFY_RESULT(forked);
        const auto fork = QCoro::waitFor(harbour.conversations().find("default", forked->id));
        ask(harbour, *fork, "three");
        QVERIFY(lastPrompt(harbour).contains("Answer one"));
        QVERIFY(!lastPrompt(harbour).contains("two"));
    }

    void refusesWhereItCannotGo()
    {
        Harbour harbour;
        const Live conversation = talked(harbour);
        const auto unknown = navigate(harbour, conversation->id(), "nowhere");
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, Error::Kind::NotFound);
        QCOMPARE(unknown.error().message, "Unknown event_id: nowhere");
        const auto nobody = navigate(harbour, core::newId(), {});
        QVERIFY(!nobody);
        QCOMPARE(nobody.error().message, "Conversation not found");
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("more"))));
        VERIFY_RESULT(QCoro::waitFor(conversation->prepareRun()));
        const auto running = navigate(harbour, conversation->id(), {});
        QVERIFY(!running);
        QCOMPARE(running.error().kind, Error::Kind::Conflict);
        VERIFY_RESULT(QCoro::waitFor(conversation->interrupt()));
    }
};

BERTH_TEST(BranchTest)

#include "BranchTest.moc"
