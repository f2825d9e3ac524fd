// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"
#include "core/Json.h"
#include "tools/Tool.h"

#include <QCoroTask>

using tools::Registry;

static std::shared_ptr<tools::Tool> toolOf(const QString &name, const QJsonObject &params = {})
{
    const auto created = Registry::create({name, params}, {});
    return created ? created->first() : nullptr;
}

static QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

class RegistryTest : public QObject
{
    Q_OBJECT

private slots:
    void makesEveryToolItNames()
    {
        for (const QString &name : Registry::names()) {
            const std::shared_ptr<tools::Tool> tool = toolOf(name);
            QVERIFY2(tool, qPrintable(name));
            QCOMPARE(tool->definition().name, name);
            QCOMPARE(toolOf(tool->definition().kind)->definition().name, name);
            QVERIFY(tool->definition().description.size() > 80);
        }
    }

    void refusesNamesThatNobodyKnows()
    {
        const auto created = Registry::create({"my_tool", {}}, {});
        QCOMPARE(created.error().kind, core::Error::Kind::NotFound);
        QCOMPARE(created.error().message, "ToolDefinition 'my_tool' is not registered");
        QVERIFY(!Registry::isKnownButNotBuilt("my_tool"));
        QVERIFY(!Registry::isKnownButNotBuilt("terminal"));
    }

    void knowsTheToolsItLeavesOut()
    {
        for (const char *name :
             {"browser_tool_set", "BrowserToolSet", "browser_go_back", "glob", "GrepTool",
              "task_tool_set", "SwitchLLMTool", "apply_patch", "ask_oracle"})
            QVERIFY2(Registry::isKnownButNotBuilt(name), name);
    }

    void makesDefaultToolsByClassName()
    {
        const auto finish = Registry::createDefault("FinishTool", {});
        VERIFY_RESULT(finish);
        QCOMPARE((*finish)->definition().name, "finish");
        QVERIFY(!Registry::createDefault("NoTool", {}));
    }

    void dumpsDefinitionsAsClientsDecodeThem()
    {
        const QJsonObject dump = toolOf("terminal")->definition().dump();
        QCOMPARE(dump.value("kind"), "TerminalTool");
        QCOMPARE(dump.value("title"), "terminal");
        QCOMPARE(dump.value("action_type"), "TerminalAction");
        QCOMPARE(dump.value("observation_type"), "TerminalObservation");
        QCOMPARE(dump.value("annotations").toObject().value("destructiveHint"), true);
        const QJsonObject think = toolOf("think")->definition().dump();
        QCOMPARE(think.value("title"), "think");
        QVERIFY(!think.value("annotations").toObject().contains("title"));
        QVERIFY(toolOf("think")->definition().isReadOnly());
    }

    void describesParametersWithPlainSchemas()
    {
        static const QStringList allowed{"type",     "description", "properties",
                                         "required", "items",       "enum"};
        for (const QString &name : Registry::names()) {
            const QJsonObject parameters = toolOf(name)->definition().parameters;
            QCOMPARE(parameters.value("type"), "object");
            for (const QJsonValue &property : parameters.value("properties").toObject()) {
                for (const QString &key : property.toObject().keys())
                    QVERIFY2(allowed.contains(key), qPrintable(key));
            }
        }
    }

    void parsesArguments_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("action");
        const auto row = [](const char *name, const char *tool, const char *arguments,
                            const char *action) {
            QTest::addRow("%s", name) << tool << arguments << action;
        };
        row("defaults", "terminal", R"({"command":"ls"})",
            R"({"command":"ls","is_input":false,"kind":"TerminalAction","reset":false})");
        row("timeout", "terminal", R"({"command":"ls","timeout":5})",
            R"({"command":"ls","is_input":false,"kind":"TerminalAction","reset":false,"timeout":5})");
        row("whole number with a point", "file_editor",
            R"({"command":"insert","path":"/a","insert_line":5.0})",
            R"({"command":"insert","insert_line":5,"kind":"FileEditorAction","path":"/a"})");
        row("range", "file_editor", R"({"command":"view","path":"/a","view_range":[1,-1]})",
            R"({"command":"view","kind":"FileEditorAction","path":"/a","view_range":[1,-1]})");
        row("words for a status", "task_tracker",
            R"({"command":"plan","task_list":[{"title":"a","status":"Completed"},{"title":"b","status":"to-do"},)"
            R"({"title":"c","status":"In Progress"}]})",
            R"({"command":"plan","kind":"TaskTrackerAction","task_list":[{"notes":"","status":"done","title":"a"},)"
            R"({"notes":"","status":"todo","title":"b"},{"notes":"","status":"in_progress","title":"c"}]})");
        row("finish", "finish", R"({"message":"done"})",
            R"({"kind":"FinishAction","message":"done"})");
        row("think", "think", R"({"thought":"hm"})", R"({"kind":"ThinkAction","thought":"hm"})");
    }

    void parsesArguments()
    {
        QFETCH(QString, tool);
        QFETCH(QString, arguments);
        QFETCH(QString, action);
        const core::Result<QJsonObject> parsed = toolOf(tool)->parse(object(qPrintable(arguments)));
        VERIFY_RESULT(parsed);
        QCOMPARE(QString::fromUtf8(json::text(*parsed)), action);
    }

    void saysWhichArgumentIsWrong_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *tool, const char *arguments,
                            const char *message) {
            QTest::addRow("%s", name) << tool << arguments << message;
        };
        row("missing", "terminal", "{}", "command: is required");
        row("unknown", "terminal", R"({"command":"ls","cwd":"/"})", "cwd: is not a known field");
        row("wrong type", "terminal", R"({"command":["ls"]})", "command: expected a string");
        row("negative timeout", "terminal", R"({"command":"ls","timeout":-1})",
            "timeout: must not be negative");
        row("number as text", "file_editor",
            R"({"command":"insert","path":"/a","insert_line":"5"})",
            "insert_line: expected a whole number");
        row("fraction", "file_editor", R"({"command":"insert","path":"/a","insert_line":1.5})",
            "insert_line: expected a whole number");
        row("negative line", "file_editor", R"({"command":"insert","path":"/a","insert_line":-1})",
            "insert_line: must not be negative");
        row("unknown command", "file_editor", R"({"command":"delete","path":"/a"})",
            "command: expected one of view, create, str_replace, insert, undo_edit");
        row("range of texts", "file_editor", R"({"command":"view","path":"/a","view_range":["1"]})",
            "view_range[0]: expected a whole number");
        row("unknown status", "task_tracker", R"({"task_list":[{"title":"a","status":"maybe"}]})",
            "task_list[0].status: expected one of todo, in_progress, done");
        row("untitled task", "task_tracker", R"({"task_list":[{"notes":"a"}]})",
            "task_list[0].title: is required");
    }

    void saysWhichArgumentIsWrong()
    {
        QFETCH(QString, tool);
        QFETCH(QString, arguments);
        QFETCH(QString, message);
        const core::Result<QJsonObject> parsed = toolOf(tool)->parse(object(qPrintable(arguments)));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, core::Error::Kind::Invalid);
        QCOMPARE(parsed.error().message, message);
    }

    void checksTheSettingsOfATerminal()
    {
        QVERIFY(Registry::create({"terminal",
                                  object(R"({"env":{"A_1":"x"},"no_change_timeout_seconds":5})")},
                                 {}));
        QVERIFY(!Registry::create({"terminal", object(R"({"env":{"1A":"x"}})")}, {}));
        QVERIFY(!Registry::create({"terminal", object(R"({"env":{"A":1}})")}, {}));
        QVERIFY(!Registry::create({"terminal", object(R"({"no_change_timeout_seconds":-1})")}, {}));
    }

    void finishesWithTheMessage()
    {
        const std::shared_ptr<tools::Tool> finish = toolOf("finish");
        const core::Result<QJsonObject> observation = QCoro::waitFor(
            finish->execute(object(R"({"kind":"FinishAction","message":"All done."})"), {}));
        VERIFY_RESULT(observation);
        QCOMPARE(observation->value("kind"), "FinishObservation");
        QCOMPARE(tools::observationContents(*observation).text(), "All done.");
    }

    void logsAThought()
    {
        const std::shared_ptr<tools::Tool> think = toolOf("think");
        const core::Result<QJsonObject> observation = QCoro::waitFor(think->execute({}, {}));
        VERIFY_RESULT(observation);
        QCOMPARE(tools::observationContents(*observation).text(), "Your thought has been logged.");
    }

    void makesToolsOfClients()
    {
        const std::shared_ptr<tools::Tool> tool =
            toolOf("pick", object(
                               R"({"spec":{"name":"pick","description":"Pick.",
            "parameters":{"type":"object","properties":{"n":{"type":"integer","minimum":1},"kind":{"type":"string"}},
            "required":["n"]},"annotations":{"readOnlyHint":true}}})"));
        QVERIFY(tool);
        const QJsonObject dump = tool->definition().dump();
        QCOMPARE(dump.value("kind"), "ClientTool");
        QCOMPARE(dump.value("client_tool_name"), "pick");
        QCOMPARE(dump.value("input_schema").toObject(), tool->definition().parameters);
        QVERIFY(tool->definition().isReadOnly());

        const core::Result<QJsonObject> action = tool->parse(object(R"({"n":2,"kind":"red"})"));
        VERIFY_RESULT(action);
        QCOMPARE(json::text(*action), R"({"kind":"ClientAction_pick","mcp_arg_kind":"red","n":2})");
        QCOMPARE(tool->parse(object("{}")).error().message, "n: is required");
        QCOMPARE(tool->parse(object(R"({"n":"2"})")).error().message, "n: expected integer");
        QCOMPARE(tool->parse(object(R"({"n":0})")).error().message, "n: is too small");
        QCOMPARE(tool->parse(object(R"({"n":1,"m":1})")).error().message,
                 "m: is not a known field");

        const core::Result<QJsonObject> observation = QCoro::waitFor(tool->execute(*action, {}));
        VERIFY_RESULT(observation);
        QCOMPARE(observation->value("kind"), "ClientToolObservation");
        QCOMPARE(tools::observationContents(*observation).text(),
                 "Tool call dispatched to client.");
    }

    void refusesAClientToolWithoutAnObjectSchema()
    {
        QVERIFY(!toolOf(
            "pick",
            object(R"({"spec":{"name":"pick","description":"","parameters":{"type":"string"}}})")));
        QVERIFY(!toolOf("pick", object(R"({"spec":{"description":"no name"}})")));
    }

    void addsAResponseSchema()
    {
        const std::shared_ptr<tools::Tool> tool = toolOf("FinishTool",
                                                         object(
                                                             R"({"response_schema":{"type":"object",
            "properties":{"score":{"type":"number"}},"required":["score"],"title":"Result"}})"));
        QVERIFY(tool);
        const QJsonObject parameters = tool->definition().parameters;
        QVERIFY(parameters.value("properties").toObject().contains("score"));
        QCOMPARE(parameters.value("required").toArray(), QJsonArray({"message", "score"}));
        const core::Result<QJsonObject> action = tool->parse(
            object(R"({"message":"m","score":0.5})"));
        VERIFY_RESULT(action);
        QCOMPARE(json::text(*action), R"({"kind":"FinishAction","message":"m"})");
        QCOMPARE(tool->parse(object(R"({"message":"m"})")).error().message, "score: is required");
    }

    void refusesAResponseSchemaWithATakenName()
    {
        QVERIFY(!toolOf("finish", object(R"({"response_schema":{"properties":{"message":{}}}})")));
        QVERIFY(!toolOf("finish", object(R"({"response_schema":{"properties":{"summary":{}}}})")));
        QVERIFY(!toolOf("finish", object(R"({"response_schema":{"allOf":[]}})")));
    }
};

BERTH_TEST(RegistryTest)
#include "RegistryTest.moc"
