// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/Observation.h"
#include "TestMain.h"
#include "core/Json.h"

class ObservationTest : public QObject
{
    Q_OBJECT

private slots:
    void buildsWhatClientsDecode()
    {
        QCOMPARE(
            json::text(tools::observation("ThinkObservation", "hm")),
            R"({"content":[{"cache_prompt":false,"text":"hm","type":"text"}],"is_error":false,"kind":"ThinkObservation"})");
    }

    void showsTheModelTheContent()
    {
        const model::Contents contents = tools::observationContents(
            tools::observation("AnyObservation", "text"));
        QCOMPARE(contents.size(), 1);
        QCOMPARE(contents.text(), "text");
    }

    void putsAHeaderAboveAnError()
    {
        const QJsonObject failed = tools::observation("AnyObservation", "text", tools::Failed::Yes);
        QCOMPARE(tools::observationContents(failed).text(""),
                 "[An error occurred during execution.]\ntext");
        QCOMPARE(tools::observationContents(failed).size(), 2);
    }

    void keepsImages()
    {
        const model::Contents contents{model::TextContent{"a"},
                                       model::ImageContent{{"data:image/png;base64,AA=="}}};
        QVERIFY(tools::observationContents(tools::observation("FileEditorObservation", contents))
                    .hasImages());
    }

    void composesTheTextOfATerminal()
    {
        const QJsonObject metadata{{"exit_code", 2},
                                   {"working_dir", "/w"},
                                   {"py_interpreter_path", "/usr/bin/python"},
                                   {"prefix", "[before]\n"},
                                   {"suffix", "\n[after]"}};
        const QJsonObject observation = tools::observation("TerminalObservation", "out",
                                                           tools::Failed::No,
                                                           {{"metadata", metadata}});
        QCOMPARE(tools::observationContents(observation).text(),
                 "[before]\nout\n[after]\n[Current working directory: /w]\n[Python interpreter: "
                 "/usr/bin/python]\n"
                 "[Command finished with exit code 2]");
    }

    void leavesOutWhatATerminalDoesNotKnow()
    {
        const QJsonObject observation =
            tools::observation("TerminalObservation", "out", tools::Failed::No,
                               {{"metadata", QJsonObject{{"exit_code", -1}}}});
        QCOMPARE(tools::observationContents(observation).text(), "out");
    }

    void limitsTheTextOfATerminal()
    {
        const QJsonObject observation = tools::observation(
            "TerminalObservation", QString(30000, 'x'), tools::Failed::No,
            {{"metadata", QJsonObject{{"exit_code", 0}, {"suffix", "\n[end]"}}}});
        const QString text = tools::observationContents(observation).text();
        QCOMPARE(text.size(), tools::terminalTextLimit);
        QVERIFY(text.endsWith("[end]\n[Command finished with exit code 0]"));
    }
};

BERTH_TEST(ObservationTest)
#include "ObservationTest.moc"
