// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/Summary.h"

using namespace conversations;

class SummaryTest : public QObject
{
    Q_OBJECT

    static model::ActionEvent action(QJsonObject arguments, std::optional<QString> summary = {})
    {
        model::ActionEvent event;
        event.toolName = "some_tool";
        event.action = std::move(arguments);
        event.summary = std::move(summary);
        return event;
    }

    static model::ConversationErrorEvent error(const QString &code, const QString &detail)
    {
        model::ConversationErrorEvent event;
        event.code = code;
        event.detail = detail;
        return event;
    }

private slots:
    void saysWhatGoesOnInOneLine_data()
    {
        QTest::addColumn<model::EventBody>("body");
        QTest::addColumn<QString>("line");
        const auto row = [](const char *name, model::EventBody body, const QString &line) {
            QTest::newRow(name) << std::move(body) << line;
        };
        row("command", action({{"command", "\npytest -q\nls"}}), "pytest -q");
        row("what a command is for", action({{"command", "ls"}}, "Look around"), "Look around");
        row("call in place of a summary", action({{"command", "ls"}}, "some_tool: {\"a\":1}"),
            "ls");
        row("file", action({{"command", "view"}, {"path", "/a/b.py"}}), "/a/b.py");
        row("thought", action({{"thought", "First this.\nThen that."}}), "First this.");
        row("end", action({{"message", "Read.\nDone.\n"}}, "Finish"), "Done.");
        row("other tool", action({{"number", 7}}), "some_tool");
        row("long", action({{"command", QString(500, 'x')}}), QString(199, 'x') + QChar(0x2026));
        row("refused", model::ActionEvent(), "");
        row("failure", error("LLMAuthenticationError", "The key was refused.\n{...}"),
            "The key was refused.");
        row("failure without words", error("MaxIterationsReached", ""), "MaxIterationsReached");
        row("observation", model::ObservationEvent(), "");
        row("pause", model::PauseEvent(), "");
    }

    void saysWhatGoesOnInOneLine()
    {
        QFETCH(model::EventBody, body);
        QFETCH(QString, line);
        model::Event event;
        event.body = std::move(body);
        QCOMPARE(lineOf(event), line);
    }
};

BERTH_TEST(SummaryTest)

#include "SummaryTest.moc"
