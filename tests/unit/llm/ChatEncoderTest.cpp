// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/ChatEncoder.h"
#include "Prompts.h"
#include "TestMain.h"

using llm::CacheMarkers;
using llm::ChatEncoder;
using model::Role;

static QJsonArray read(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).array();
}

/// JSON with single quotes, which is easier to read in C++.
static QByteArray written(QByteArray text)
{
    return text.replace('\'', '"');
}

static QByteArray one(const model::Message &message, const ChatEncoder::Style &style)
{
    return json::text(
        read(ChatEncoder(style).messages({prompts::turn(message)}, CacheMarkers::Omit)).first());
}

class ChatEncoderTest : public QObject
{
    Q_OBJECT

private slots:
    void writesAMessage_data()
    {
        QTest::addColumn<model::Message>("message");
        QTest::addColumn<int>("style");
        QTest::addColumn<QByteArray>("expected");
        enum { Plain, String, Vision, Thinking };

        model::Message picture = prompts::text(Role::User, "look");
        picture.content.append(
            model::ImageContent{{"data:image/png;base64,AA", "https://a/b.png"}});
        model::Message thoughtful = prompts::text(Role::Assistant, "hm");
        thoughtful.thinkingBlocks = {QJsonObject{{"type", "thinking"}}};
        thoughtful.reasoningContent = "because";
        model::Message twoBlocks = prompts::result("c1", "terminal", {"one", "two"});
        model::Message silent;
        silent.role = Role::Assistant;

        QTest::addRow("text") << prompts::text(Role::User, "hi") << int(Plain)
                              << written("{'content':[{'text':'hi','type':'text'}],'role':'user'}");
        QTest::addRow("text as a string") << prompts::text(Role::User, "hi") << int(String)
                                          << written("{'content':'hi','role':'user'}");
        QTest::addRow("images for a model that sees")
            << picture << int(Vision)
            << written(
                   "{'content':[{'text':'look','type':'text'},"
                   "{'image_url':{'url':'data:image/png;base64,AA'},'type':'image_url'},"
                   "{'image_url':{'url':'https://a/b.png'},'type':'image_url'}],'role':'user'}");
        QTest::addRow("images for a model that does not")
            << picture << int(Plain)
            << written("{'content':[{'text':'look','type':'text'}],'role':'user'}");
        QTest::addRow("a tool's error")
            << prompts::result("c1", "terminal", {"[An error occurred during execution.]", "boom"})
            << int(Plain)
            << written("{'content':[{'text':'[An error occurred during execution.]','type':'text'},"
                       "{'text':'boom','type':'text'}],'name':'terminal','role':'tool','tool_call_"
                       "id':'c1'}");
        QTest::addRow("a tool's result as a string")
            << twoBlocks << int(String)
            << written(
                   "{'content':'one\\ntwo','name':'terminal','role':'tool','tool_call_id':'c1'}");
        QTest::addRow("calls without words")
            << prompts::calls(" ", {prompts::call("c1", "terminal", "{ls: 1}")}) << int(Plain)
            << written("{'role':'assistant','tool_calls':[{'function':{'arguments':'{ls: 1}',"
                       "'name':'terminal'},'id':'c1','type':'function'}]}");
        QTest::addRow("an assistant that says nothing")
            << silent << int(Plain) << written("{'content':'','role':'assistant'}");
        QTest::addRow("thoughts for a provider that takes them")
            << thoughtful << int(Thinking)
            << written("{'content':[{'text':'hm','type':'text'}],'reasoning_content':'because',"
                       "'role':'assistant','thinking_blocks':[{'type':'thinking'}]}");
        QTest::addRow("thoughts for one that does not")
            << thoughtful << int(Plain)
            << written("{'content':[{'text':'hm','type':'text'}],'role':'assistant'}");
    }
    void writesAMessage()
    {
        QFETCH(model::Message, message);
        QFETCH(int, style);
        QFETCH(QByteArray, expected);
        const QList<ChatEncoder::Style> styles{{},
                                               {.stringContent = true},
                                               {.vision = true},
                                               {.thinkingBlocks = true, .reasoning = true}};
        QCOMPARE(one(message, styles.at(style)), expected);
    }

    void marksTheStaticPromptAndTheNewestMessage()
    {
        model::Message system = prompts::text(Role::System, "static");
        system.content.append(model::TextContent{"dynamic"});
        const QList<llm::TurnPointer> turns{prompts::turn(system),
                                            prompts::turn(prompts::text(Role::User, "old")),
                                            prompts::turn(prompts::text(Role::User, "new")),
                                            prompts::turn(
                                                prompts::text(Role::Assistant, "answer"))};
        const QJsonArray list = read(ChatEncoder({}).messages(turns, CacheMarkers::Send));
        const auto marked = [&](int message, int block) {
            return list.at(message)["content"].toArray().at(block).toObject().contains(
                "cache_control");
        };
        QVERIFY(marked(0, 0));
        QVERIFY(!marked(0, 1));
        QVERIFY(!marked(1, 0));
        QVERIFY(marked(2, 0));
        QVERIFY(!marked(3, 0));
    }

    void marksAToolResultOutsideItsBlocks()
    {
        const QList<llm::TurnPointer> turns{prompts::turn(prompts::text(Role::User, "go")),
                                            prompts::turn(
                                                prompts::result("c1", "terminal", {"done"}))};
        const QJsonArray list = read(ChatEncoder({}).messages(turns, CacheMarkers::Send));
        QCOMPARE(list.at(1)["cache_control"]["type"].toString(), "ephemeral");
        QVERIFY(list.at(1)["content"].toArray().at(0)["cache_control"].isUndefined());
    }

    void encodesATurnOnlyOnce()
    {
        const llm::TurnPointer turn = prompts::turn(prompts::text(Role::User, "hi"));
        ChatEncoder({}).messages({turn}, CacheMarkers::Omit);
        turn->encoded = "\"kept\"";
        const llm::TurnPointer next = prompts::turn(prompts::text(Role::Assistant, "ho"));
        const QByteArray again = ChatEncoder({}).messages({turn, next}, CacheMarkers::Omit);
        QVERIFY(again.startsWith("[\"kept\",{"));
    }

    void encodesATurnAgainForAnotherStyle()
    {
        const llm::TurnPointer turn = prompts::turn(prompts::text(Role::User, "hi"));
        ChatEncoder({}).messages({turn}, CacheMarkers::Omit);
        const QByteArray other =
            ChatEncoder({.stringContent = true}).messages({turn}, CacheMarkers::Omit);
        QCOMPARE(read(other).first()["content"].toString(), "hi");
    }

    void takesTheMarkOffATurnThatIsNoLongerTheNewest()
    {
        const llm::TurnPointer turn = prompts::turn(prompts::text(Role::User, "hi"));
        const ChatEncoder encoder({});
        QVERIFY(encoder.messages({turn}, CacheMarkers::Send).contains("cache_control"));
        const llm::TurnPointer next = prompts::turn(prompts::text(Role::User, "ho"));
        QCOMPARE(encoder.messages({turn, next}, CacheMarkers::Send).count("cache_control"), 1);
    }

    void clipsTheMiddleOfALongToolResult()
    {
        const QString output = QString(40000, 'a') + QString(40000, 'b');
        const QByteArray message = one(prompts::result("c1", "terminal", {output}), {});
        const QString sent =
            QJsonDocument::fromJson(message)["content"].toArray().at(0)["text"].toString();
        QCOMPARE(sent.size(), 50000);
        QVERIFY(sent.startsWith("aaaa") && sent.endsWith("bbbb")
                && sent.contains("<response clipped>"));
    }

    void writesTools()
    {
        ChatEncoder encoder({});
        const QJsonArray first = read(encoder.tools({prompts::tool("terminal")}));
        QCOMPARE(first.at(0)["type"].toString(), "function");
        QCOMPARE(first.at(0)["function"]["name"].toString(), "terminal");
        QCOMPARE(first.at(0)["function"]["parameters"]["type"].toString(), "object");
        QCOMPARE(read(encoder.tools({prompts::tool("think")})).at(0)["function"]["name"].toString(),
                 "think");
    }
};

BERTH_TEST(ChatEncoderTest)
#include "ChatEncoderTest.moc"
