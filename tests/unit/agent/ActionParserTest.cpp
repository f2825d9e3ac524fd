// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "agent/ActionParser.h"

using namespace agent;

namespace {

Toolbox toolbox()
{
    model::AgentConfig config;
    for (const char *name : {"terminal", "file_editor", "task_tracker"})
        config.tools.append(model::ToolSpec{name, {}});
    tools::Place place;
    place.directory = "/tmp";
    place.persistenceDirectory = "/tmp";
    return *Toolbox::create(config, place);
}

model::ToolCall call(const QString &name, const QString &arguments)
{
    return {"call_1", name, arguments, "completion", {}};
}

} // namespace

class ActionParserTest : public QObject
{
    Q_OBJECT

private slots:
    void makesAnActionOfAGoodCall()
    {
        const Toolbox box = toolbox();
        const ParsedCall parsed =
            ActionParser(&box, false)
                .parse(call(
                    "terminal",
                    "{\"command\":\"ls\",\"security_risk\":\"LOW\",\"summary\":\"list files\"}"));
        QVERIFY2(!parsed.error, qPrintable(parsed.error.value_or("")));
        QCOMPARE(parsed.event.action->value("kind").toString(), "TerminalAction");
        QVERIFY(!parsed.event.action->contains("security_risk"));
        QCOMPARE(*parsed.event.summary, "list files");
        QCOMPARE(parsed.event.securityRisk, "UNKNOWN");
        const QJsonObject kept =
            QJsonDocument::fromJson(parsed.event.toolCall.arguments.toUtf8()).object();
        QCOMPARE(kept.value("security_risk").toString(), "LOW");
    }

    void believesTheModelsRiskOnlyWithAnAnalyzer()
    {
        const Toolbox box = toolbox();
        const model::ToolCall high = call("terminal",
                                          "{\"command\":\"ls\",\"security_risk\":\"HIGH\"}");
        QCOMPARE(ActionParser(&box, false).parse(high).event.securityRisk, "UNKNOWN");
        QCOMPARE(ActionParser(&box, true).parse(high).event.securityRisk, "HIGH");
        const ParsedCall odd = ActionParser(&box, true)
                                   .parse(call("terminal",
                                               "{\"command\":\"ls\",\"security_risk\":\"odd\"}"));
        QVERIFY(odd.error && odd.error->contains("security_risk"));
    }

    void givesEveryActionASummary()
    {
        const Toolbox box = toolbox();
        const ParsedCall parsed =
            ActionParser(&box, false).parse(call("terminal", "{\"command\":\"ls\"}"));
        QCOMPARE(*parsed.event.summary, "terminal: {\"command\":\"ls\"}");
    }

    void mendsWhatModelsGetWrong_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("command");
        QTest::addRow("raw newline")
            << "terminal" << "{\"command\":\"a\nb\"}" << "terminal" << "a\nb";
        QTest::addRow("alias bash") << "bash" << "{\"command\":\"ls\"}" << "terminal" << "ls";
        QTest::addRow("git as a tool")
            << "git" << "{\"command\":\"status\"}" << "terminal" << "git status";
        QTest::addRow("bare pwd") << "pwd" << "{}" << "terminal" << "pwd";
        QTest::addRow("grep with pattern") << "grep" << "{\"pattern\":\"it's\"}" << "terminal"
                                           << "grep -rn -e 'it'\\''s' '.'";
        QTest::addRow("trailing noise in the name")
            << "terminal<|x|>" << "{\"command\":\"ls\"}" << "terminal" << "ls";
        QTest::addRow("null parameters")
            << "terminal" << "{\"command\":\"ls\",\"timeout\":null}" << "terminal" << "ls";
        QTest::addRow("misspelt risk")
            << "terminal" << "{\"command\":\"ls\",\"securtiy_risk\":\"LOW\"}" << "terminal"
            << "ls";
        QTest::addRow("editor alias, command inferred")
            << "str_replace_editor" << "{\"path\":\"/a\"}" << "file_editor"
            << "view";
        QTest::addRow("a list for a string")
            << "terminal" << "{\"command\":[\"l\",\"s\"]}" << "terminal" << "ls";
    }

    void mendsWhatModelsGetWrong()
    {
        QFETCH(QString, name);
        QFETCH(QString, arguments);
        QFETCH(QString, tool);
        QFETCH(QString, command);
        const Toolbox box = toolbox();
        const ParsedCall parsed = ActionParser(&box, false).parse(call(name, arguments));
        QVERIFY2(!parsed.error, qPrintable(parsed.error.value_or("")));
        QCOMPARE(parsed.event.toolName, tool);
        QCOMPARE(parsed.event.action->value("command").toString(), command);
    }

    void parsesAListThatCameAsText()
    {
        const Toolbox box = toolbox();
        const QJsonObject plan{{"command", "plan"}, {"task_list", "[{\"title\":\"t\"}]"}};
        const QString arguments = QString::fromUtf8(json::text(plan));
        const ParsedCall parsed = ActionParser(&box, false).parse(call("task_tracker", arguments));
        QVERIFY2(!parsed.error, qPrintable(parsed.error.value_or("")));
        QCOMPARE(parsed.event.action->value("task_list").toArray().size(), 1);
    }

    void saysWhichToolsExist()
    {
        const Toolbox box = toolbox();
        const ParsedCall parsed = ActionParser(&box, false).parse(call("nope", "{}"));
        QCOMPARE(*parsed.error, "Tool 'nope' not found. Available: ['terminal', 'file_editor', "
                                "'task_tracker', 'finish', 'think']");
        QVERIFY(!parsed.event.action);
        QCOMPARE(parsed.event.toolCall.arguments, "{}");
    }

    void namesTheWrongArgument()
    {
        const Toolbox box = toolbox();
        const ParsedCall parsed =
            ActionParser(&box, false).parse(call("terminal", "{\"comand\":\"ls\"}"));
        QVERIFY(parsed.error);
        QVERIFY2(parsed.error->startsWith("Error validating tool 'terminal': "),
                 qPrintable(*parsed.error));
        QVERIFY2(parsed.error->endsWith("Parameters provided: ['comand']"),
                 qPrintable(*parsed.error));
    }

    void replacesArgumentsThatAreNoJson()
    {
        const Toolbox box = toolbox();
        const ParsedCall parsed = ActionParser(&box, false).parse(call("terminal", "{broken"));
        QVERIFY(parsed.error && parsed.error->endsWith("Arguments: unparseable JSON"));
        const QJsonObject kept =
            QJsonDocument::fromJson(parsed.event.toolCall.arguments.toUtf8()).object();
        QVERIFY(kept.value("_openhands_malformed_tool_call").toBool());
        QCOMPARE(kept.value("error").toString(), *parsed.error);
    }

    void asksForRiskAndSummaryInTheSchemas()
    {
        const Toolbox box = toolbox();
        for (const llm::ToolSchema &schema : box.schemas()) {
            const QJsonObject properties = schema.parameters.value("properties").toObject();
            const bool readsOnly = schema.name == "finish" || schema.name == "think";
            QCOMPARE(properties.contains("security_risk"), !readsOnly);
            QVERIFY(properties.contains("summary"));
        }
    }

    void refusesAToolThatNobodyKnows()
    {
        model::AgentConfig config;
        config.tools = {{"my_tool", {}}};
        const core::Result<Toolbox> box = Toolbox::create(config, {});
        QVERIFY(!box);
        QCOMPARE(box.error().message, "ToolDefinition 'my_tool' is not registered");
    }

    void leavesOutToolsItCannotMake()
    {
        model::AgentConfig config;
        config.tools = {{"browser_tool_set", {}}};
        const core::Result<Toolbox> box = Toolbox::create(config, {});
        VERIFY_RESULT(box);
        QCOMPARE(box->leftOut(), QStringList{"browser_tool_set"});
        QCOMPARE(box->names(), QStringList({"finish", "think"}));
    }

    void filtersToolsByTheirName()
    {
        model::AgentConfig config;
        config.tools = {{"terminal", {}}, {"task_tracker", {}}};
        config.filterToolsRegex = "^(?!term)";
        const core::Result<Toolbox> box = Toolbox::create(config, {});
        VERIFY_RESULT(box);
        QCOMPARE(box->names(), QStringList({"task_tracker", "finish", "think"}));
    }
};

BERTH_TEST(ActionParserTest)

#include "ActionParserTest.moc"
