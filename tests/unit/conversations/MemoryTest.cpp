// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"

using fakes::FakeLlm;
using Live = std::shared_ptr<conversations::Conversation>;

namespace {

conversations::Limits few(int inMemory)
{
    return {.keepIdle = std::chrono::hours(1), .inMemory = inMemory};
}

void ask(Harbour &harbour, const Live &conversation, const QString &text)
{
    harbour.model().play(FakeLlm::completion("Answer " + text));
    VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message(text))));
    Harbour::run(conversation);
}

Live found(Harbour &harbour, const QString &id)
{
    return QCoro::waitFor(harbour.conversations().find("default", id)).value_or(nullptr);
}

} // namespace

class MemoryTest : public QObject
{
    Q_OBJECT

private slots:
    void holdsNoMoreThanItMay()
    {
        Harbour harbour(few(5));
        for (int number = 0; number < 30; ++number) {
            QVERIFY(harbour.begin());
            QVERIFY(harbour.conversations().liveCount() <= 6);
        }
        QCOMPARE(*QCoro::waitFor(harbour.conversations().count("default", {})), 30);
    }

    void letsTheOneGoThatWasUsedLeast()
    {
        Harbour harbour(few(2));
        const QString first = harbour.begin()->id();
        std::weak_ptr<conversations::Conversation> second = harbour.begin();
        QVERIFY(found(harbour, first));
        QVERIFY(harbour.begin());
        QTRY_VERIFY(second.expired());
    }

    void keepsWhatSomebodyUses()
    {
        Harbour harbour(few(1));
        const Live used = harbour.begin();
        QVERIFY(harbour.begin());
        QVERIFY(harbour.begin());
        QCOMPARE(found(harbour, used->id()).get(), used.get());
    }

    void goesOnWithAConversationThatWasAway()
    {
        Harbour harbour({.keepIdle = std::chrono::seconds(0)});
        Live conversation = harbour.begin();
        const QString id = conversation->id();
        ask(harbour, conversation, "one");
        std::weak_ptr<conversations::Conversation> gone = conversation;
        conversation.reset();
        QTRY_VERIFY_WITH_TIMEOUT((harbour.conversations().evictIdle(), gone.expired()), 10'000);
        QCOMPARE(harbour.conversations().liveCount(), 0);

        const Live back = found(harbour, id);
        QVERIFY(back);
        QCOMPARE(back->status(), model::ExecutionStatus::Finished);
        ask(harbour, back, "two");
        QVERIFY(harbour.model().requests().last().body.contains("Answer one"));
    }

    void waitsForOneThatIsOnItsWayOut()
    {
        Harbour harbour({.keepIdle = std::chrono::seconds(0)});
        const QString id = harbour.begin()->id();
        model::UpdateConversation change;
        change.title = "Named";
        VERIFY_RESULT(QCoro::waitFor(found(harbour, id)->update(change)));
        harbour.conversations().evictIdle();
        QCOMPARE(harbour.conversations().liveCount(), 0);
        const Live back = found(harbour, id);
        QVERIFY(back);
        QCOMPARE(back->state().title, "Named");
    }
};

BERTH_TEST(MemoryTest)

#include "MemoryTest.moc"
