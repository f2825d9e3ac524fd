// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Events.h"
#include "agent/View.h"

using namespace agent;
using model::Role;
using model::Source;

static View viewOf(const QList<model::Event> &events)
{
    View view;
    for (const model::Event &event : events)
        view.add(event);
    return view;
}

static QList<Role> roles(const View &view)
{
    QList<Role> list;
    for (const llm::TurnPointer &turn : view.turns())
        list.append(turn->message.role);
    return list;
}

class ViewTest : public QObject
{
    Q_OBJECT

private slots:
    void joinsMessagesOfTheUserButNotInAPromptThatIsOut()
    {
        View view = viewOf({events::message(Source::User, "one")});
        QList<QList<llm::TurnPointer>> prompts;
        for (int count = 1; count <= 4; ++count) {
            QCOMPARE(view.turns().size(), 1);
            QCOMPARE(view.turns().first()->message.content.size(), count);
            if (count % 2 == 0)
                prompts.append(view.turns());
            view.add(events::message(Source::User, "more"));
        }
        QCOMPARE(prompts.at(0).first()->message.content.size(), 2);
        QCOMPARE(prompts.at(1).first()->message.content.size(), 4);

        prompts.last().first()->encoded = "two";
        const View other = view;
        view.add(events::message(Source::User, "last"));
        QCOMPARE(view.turns().first()->encoded, QByteArray());
        QCOMPARE(view.turns().first()->message.content.size(), 6);
        QCOMPARE(other.turns().first()->message.content.size(), 5);
    }

    void joinsTheCallsOfOneResponse()
    {
        const View view = viewOf({events::message(Source::User, "go"), events::action("a"),
                                  events::action("b"), events::observation("a"),
                                  events::observation("b")});
        QCOMPARE(roles(view), QList<Role>({Role::User, Role::Assistant, Role::Tool, Role::Tool}));
        QCOMPARE(view.turns().at(1)->message.toolCalls->size(), 2);
        QVERIFY(view.pending().isEmpty());
    }

    void joinsCallsAroundOneThatFailedAtOnce()
    {
        model::Event invalid = events::action("b");
        std::get<model::ActionEvent>(invalid.body).action.reset();
        const View view = viewOf({events::action("a"), invalid, events::error("b"),
                                  events::action("c"), events::observation("a"),
                                  events::observation("c")});
        QCOMPARE(roles(view), QList<Role>({Role::Assistant, Role::Tool, Role::Tool, Role::Tool}));
        QCOMPARE(view.turns().first()->message.toolCalls->size(), 3);
        QCOMPARE(*view.turns().at(1)->message.toolCallId, "b");
    }

    void separatesTheCallsOfTwoResponses()
    {
        const View view = viewOf({events::action("a", "ls", "r1"), events::observation("a"),
                                  events::action("b", "ls", "r2"), events::observation("b")});
        QCOMPARE(roles(view),
                 QList<Role>({Role::Assistant, Role::Tool, Role::Assistant, Role::Tool}));
    }

    void knowsWhichActionsHaveNoResult()
    {
        View view = viewOf({events::action("a"), events::action("b"), events::observation("a")});
        QCOMPARE(view.pending().size(), 1);
        QCOMPARE(view.pending().first().eventId, "action-b");
        view.add(
            events::make(Source::Environment,
                         model::UserRejectObservation{"terminal", "b", "action-b", "no", "user"}));
        QVERIFY(view.pending().isEmpty());
        QCOMPARE(view.turns().last()->message.content.text(), "Action rejected: no");
    }

    void placesAMessageAfterTheResultsItArrivedBefore()
    {
        View view = viewOf({events::action("a"), events::action("b"),
                            events::message(Source::User, "wait"), events::observation("a")});
        QCOMPARE(roles(view), QList<Role>({Role::Assistant, Role::Tool}));
        view.add(events::observation("b"));
        QCOMPARE(roles(view), QList<Role>({Role::Assistant, Role::Tool, Role::Tool, Role::User}));
        QCOMPARE(view.turns().last()->message.content.text(), "wait");
    }

    void joinsMessagesThatFollowEachOther()
    {
        const View view = viewOf(
            {events::message(Source::User, "one"), events::message(Source::User, "two")});
        QCOMPARE(view.turns().size(), 1);
        QCOMPARE(view.turns().first()->message.content.text(), "one\ntwo");
    }

    void dropsAResultWithoutItsCall()
    {
        QVERIFY(viewOf({events::observation("nowhere")}).turns().isEmpty());
    }

    void ignoresStateUpdates()
    {
        const View view = viewOf(
            {events::make(Source::Environment, model::ConversationStateUpdateEvent{"stats", {}})});
        QVERIFY(view.isEmpty());
        QVERIFY(view.turns().isEmpty());
    }

    void remembersThatAMessageIsUnseen()
    {
        View view;
        QVERIFY(!view.hasUnseenMessage());
        view.add(events::message(Source::User, "hi"));
        QVERIFY(view.hasUnseenMessage());
        view.markSeen();
        view.add(events::message(Source::Agent, "hello"));
        QVERIFY(!view.hasUnseenMessage());
    }

    void putsTheTwoPartsOfTheSystemPromptInOneMessage()
    {
        const View view = viewOf(
            {events::make(Source::Agent, model::SystemPromptEvent{
                                             {"static"}, {}, model::TextContent{"dynamic"}})});
        QVERIFY(view.hasSystemPrompt());
        QCOMPARE(view.turns().first()->message.content.size(), 2);
    }

    void forgetsThePastBeforeTheLastMessageOfTheUser()
    {
        View view = viewOf({events::action("a"), events::observation("a")});
        QCOMPARE(view.traces().size(), 2);
        view.add(events::message(Source::User, "go on"));
        QVERIFY(view.traces().isEmpty());
        for (int index = 0; index < 50; ++index)
            view.add(events::message(Source::Agent, QString::number(index)));
        QCOMPARE(view.traces().size(), 20);
    }
};

BERTH_TEST(ViewTest)

#include "ViewTest.moc"
