// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "model/Event.h"

using namespace model;

static Event sample(EventBody body)
{
    Event event;
    event.id = "11111111-2222-3333-4444-555555555555";
    event.timestamp = "2026-11-22T05:59:47.111065";
    event.source = Source::Agent;
    event.parentId = "parent";
    event.body = std::move(body);
    return event;
}

class EventTest : public QObject
{
    Q_OBJECT

private slots:
    void readsBackEveryKindThatItWrites_data()
    {
        QTest::addColumn<QJsonObject>("object");
        ActionEvent action;
        action.thought = {TextContent{"think"}};
        action.action = QJsonObject{{"kind", "TerminalAction"}, {"command", "ls"}};
        action.toolName = "terminal";
        action.toolCallId = "call_1";
        action.toolCall = {"call_1", "terminal", "{\"command\":\"ls\"}", "completion", {}};
        action.llmResponseId = "resp";
        action.summary = "look";
        MessageEvent message;
        message.llmMessage.role = Role::Assistant;
        message.llmMessage.content = Contents::ofText("hello");
        message.llmResponseId = "resp";
        const QList<EventBody> bodies{
            SystemPromptEvent{{"prompt"}, QJsonArray{QJsonObject{{"kind", "X"}}}, {}},
            message,
            action,
            ObservationEvent{"terminal", "call_1", {{"kind", "O"}}, "a", {}},
            UserRejectObservation{"terminal", "call_1", "a", "no", "user"},
            AgentErrorEvent{"terminal", "call_1", "bad", Classification::agentAction()},
            ConversationStateUpdateEvent{"stats", QJsonValue(QJsonObject{{"n", QJsonValue::Null}})},
            ConversationErrorEvent{"Code", "detail", Classification{}},
            PauseEvent{},
            InterruptEvent{},
            StreamingDeltaEvent{"Hel", {}}};
        for (const EventBody &body : bodies) {
            const Event event = sample(body);
            QTest::addRow("%s", qPrintable(event.kind())) << toJson(event);
        }
    }

    void readsBackEveryKindThatItWrites()
    {
        QFETCH(QJsonObject, object);
        const core::Result<Event> event = eventFromJson(object);
        VERIFY_RESULT(event);
        QVERIFY(!event->as<UnknownEvent>());
        QCOMPARE(toJson(*event), object);
    }

    void keepsAnEventOfAnUnknownKindUnchanged()
    {
        const QJsonObject object{{"kind", "TokenEvent"},
                                 {"id", "i"},
                                 {"timestamp", "t"},
                                 {"source", "agent"},
                                 {"prompt_token_ids", QJsonArray{1, 2}}};
        const core::Result<Event> event = eventFromJson(object);
        VERIFY_RESULT(event);
        QVERIFY(event->as<UnknownEvent>());
        QCOMPARE(event->kind(), "TokenEvent");
        QCOMPARE(toJson(*event), object);
    }

    void leavesOutWhatIsNull()
    {
        const QJsonObject object = toJson(sample(AgentErrorEvent{"t", "c", "e", {}}));
        QVERIFY(!object.contains("classification"));
        QVERIFY(!toJson(sample(ConversationStateUpdateEvent{"security_analyzer", {}}))
                     .contains("value"));
    }

    void refusesAnEventWithoutId()
    {
        QVERIFY(!eventFromJson({{"kind", "PauseEvent"}, {"source", "user"}, {"timestamp", "t"}}));
    }

    void readsContentThatIsPlainText()
    {
        const auto message = json::read<Message>(QJsonObject{{"role", "user"}, {"content", "hi"}});
        VERIFY_RESULT(message);
        QCOMPARE(message->content.text(), "hi");
    }

    void describesContentsAsItReadsThem()
    {
        QStringList forms;
        for (const QJsonValue &form : json::schema<Contents>()["anyOf"].toArray())
            forms.append(form["type"].toString());
        QCOMPARE(forms, (QStringList{"string", "array", "null"}));
        VERIFY_RESULT(json::read<Contents>(QJsonValue("text")));
        VERIFY_RESULT(json::read<Contents>(QJsonArray()));
        VERIFY_RESULT(json::read<Contents>(QJsonValue(QJsonValue::Null)));
        QVERIFY(!json::read<Contents>(QJsonValue(1)));
    }

    void classifiesErrorsByCodeThenByWords_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("kind");
        QTest::addRow("key") << "LLMAuthenticationError" << "" << "auth";
        QTest::addRow("rate") << "LLMRateLimitError" << "" << "rate_limit";
        QTest::addRow("iterations") << "MaxIterationsReached" << "" << "agent_action";
        QTest::addRow("unavailable") << "LLMServiceUnavailableError" << "down" << "transient";
        QTest::addRow("words") << "APIError" << "Invalid API key given" << "auth";
        QTest::addRow("quota words") << "APIError" << "your daily quota is used up" << "quota";
        QTest::addRow("nothing known") << "Odd" << "odd" << "unknown";
    }

    void classifiesErrorsByCodeThenByWords()
    {
        QFETCH(QString, code);
        QFETCH(QString, detail);
        QFETCH(QString, kind);
        QCOMPARE(classify(code, detail).kind, kind);
    }
};

BERTH_TEST(EventTest)

#include "EventTest.moc"
