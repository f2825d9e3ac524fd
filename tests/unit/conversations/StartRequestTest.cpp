// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/StartRequest.h"

using namespace conversations;

namespace {

QJsonObject request(const QJsonObject &changes = {})
{
    QJsonObject object{{"agent", QJsonObject{{"llm", QJsonObject{{"model", "m"}}}}},
                       {"workspace", QJsonObject{{"working_dir", "/w"}}}};
    for (auto it = changes.begin(); it != changes.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

core::Result<State> stateOf(const QJsonObject &object)
{
    const auto parsed = json::read<model::StartConversation>(object);
    if (!parsed)
        return std::unexpected(parsed.error());
    return stateFromRequest(*parsed, object);
}

} // namespace

class StartRequestTest : public QObject
{
    Q_OBJECT

private slots:
    void takesTheLeastThatClientsSend()
    {
        const core::Result<State> state = stateOf(request());
        VERIFY_RESULT(state);
        QCOMPARE(state->agent.value("kind").toString(), "Agent");
        QCOMPARE(state->maxIterations, 500);
        QCOMPARE(state->confirmationPolicy.value("kind").toString(), "NeverConfirm");
        QVERIFY(state->stats.usageToMetrics.contains("default"));
    }

    void refusesWithThePathOfWhatIsWrong_data()
    {
        QTest::addColumn<QJsonObject>("changes");
        QTest::addColumn<QString>("path");
        QTest::addRow("no agent") << QJsonObject{{"agent", QJsonValue::Null}} << "";
        QTest::addRow("no workspace")
            << QJsonObject{{"workspace", QJsonValue::Null}} << "workspace";
        QTest::addRow("other workspace")
            << QJsonObject{{"workspace", QJsonObject{{"working_dir", "/w"}, {"kind", "X"}}}}
            << "workspace.kind";
        QTest::addRow("other agent")
            << QJsonObject{{"agent", QJsonObject{{"kind", "Robot"}}}} << "agent.kind";
        QTest::addRow("model is a number")
            << QJsonObject{{"agent", QJsonObject{{"llm", QJsonObject{{"model", 7}}}}}}
            << "agent.llm.model";
        QTest::addRow("no steps") << QJsonObject{{"max_iterations", 0}} << "max_iterations";
        QTest::addRow("id") << QJsonObject{{"conversation_id", "no"}} << "conversation_id";
        QTest::addRow("tag key") << QJsonObject{{"tags", QJsonObject{{"A b", "c"}}}} << "tags.A b";
        QTest::addRow("tag value")
            << QJsonObject{{"tags", QJsonObject{{"a", QString(257, 'x')}}}} << "tags.a";
        QTest::addRow("policy") << QJsonObject{{"confirmation_policy",
                                                QJsonObject{{"kind", "Never"}}}}
                                << "confirmation_policy.kind";
        QTest::addRow("analyzer") << QJsonObject{{"security_analyzer", QJsonObject{{"kind", "X"}}}}
                                  << "security_analyzer.kind";
        QTest::addRow("secret") << QJsonObject{{"secrets", QJsonObject{{"T", 5}}}} << "secrets.T";
        QTest::addRow("client tool twice")
            << QJsonObject{{"client_tools",
                            QJsonArray{QJsonObject{{"name", "a"}, {"description", ""}},
                                       QJsonObject{{"name", "a"}, {"description", ""}}}}}
            << "";
        QTest::addRow("client tool with a taken name")
            << QJsonObject{{"client_tools",
                            QJsonArray{QJsonObject{{"name", "terminal"}, {"description", ""}}}}}
            << "";
        const auto launch = [](const char *row, const QJsonObject &additions, const char *path) {
            QTest::addRow("%s", row)
                << QJsonObject{{"agent_launch_additions", additions}} << QString(path);
        };
        launch("suffix", {{"system_message_suffix_append", QString(32'769, 'x')}},
               "agent_launch_additions.system_message_suffix_append");
        launch("addition", {{"colour", 1}}, "agent_launch_additions.colour");
        launch("profile without one", {{"llm_profile_ref", "x"}},
               "agent_launch_additions.llm_profile_ref");
        launch("skill", {{"skills", QJsonArray{QJsonObject{{"name", "s"}}}}},
               "agent_launch_additions.skills[0]");
        const auto tree = [](const char *row, const QJsonObject &options, const char *path) {
            QTest::addRow("%s", row) << QJsonObject{{"worktree_options", options}} << QString(path);
        };
        tree("no reference", {{"base", "ref"}}, "worktree_options.ref");
        tree("an option of git", {{"base", "ref"}, {"ref", "--orphan"}}, "worktree_options.ref");
        tree("base", {{"base", "moon"}}, "worktree_options.base");
        tree("prefix", {{"branch_prefix", "-x"}}, "worktree_options.branch_prefix");
        QTest::addRow("runtime") << QJsonObject{{"conversation_runtime", "docker"}} << "";
        QTest::addRow("prompt") << QJsonObject{{"prompt", QString(2'001, 'x')}} << "prompt";
        QTest::addRow("module") << QJsonObject{{"tool_module_qualnames", QJsonObject{{"a", 1}}}}
                                << "tool_module_qualnames.a";
    }

    void refusesWithThePathOfWhatIsWrong()
    {
        QFETCH(QJsonObject, changes);
        QFETCH(QString, path);
        const core::Result<State> state = stateOf(request(changes));
        QVERIFY(!state);
        QCOMPARE(state.error().kind, core::Error::Kind::Invalid);
        QCOMPARE(json::pathText(state.error().problems.first().path), path);
    }

    void keepsWhatItDoesNotUse()
    {
        const QJsonObject plugins{{"source", "github:a/b"}};
        const core::Result<State> state = stateOf(
            request({{"plugins", QJsonArray{plugins}}, {"user_id", "u"}}));
        VERIFY_RESULT(state);
        QCOMPARE(state->request.value("plugins").toArray().first().toObject(), plugins);
        QCOMPARE(state->request.value("user_id").toString(), "u");
    }

    void readsAMaskAsNoSecret()
    {
        const QJsonObject llm{{"model", "m"}, {"api_key", "**********"}};
        const core::Result<State> state = stateOf(request({{"agent", QJsonObject{{"llm", llm}}}}));
        VERIFY_RESULT(state);
        QVERIFY(state->agent.value("llm").toObject().value("api_key").isNull());
    }

    void makesToolsOfClientTools()
    {
        const QJsonObject spec{{"name", "look"}, {"description", "d"}};
        const core::Result<State> state = stateOf(request({{"client_tools", QJsonArray{spec}}}));
        VERIFY_RESULT(state);
        QCOMPARE(state->agent.value("tools").toArray().last().toObject().value("name").toString(),
                 "look");
        QCOMPARE(state->clientTools.size(), 1);
    }

    void addsWhatTheLaunchAsksFor()
    {
        const QJsonObject given{{"name", "a"}, {"content", "first"}};
        const QJsonObject agent{{"llm", QJsonObject{{"model", "m"}}},
                                {"agent_context", QJsonObject{{"system_message_suffix", "One."},
                                                              {"skills", QJsonArray{given}}}}};
        const QJsonObject other{{"name", "a"}, {"content", "second"}};
        const QJsonObject added{{"name", "b"}, {"content", "third"}};
        const QJsonObject additions{{"system_message_suffix_append", " Two. "},
                                    {"skills", QJsonArray{other, added}}};
        const core::Result<State> state = stateOf(
            request({{"agent", agent}, {"agent_launch_additions", additions}}));
        VERIFY_RESULT(state);
        const QJsonObject context = state->agent.value("agent_context").toObject();
        QCOMPARE(context.value("system_message_suffix").toString(), "One.\n\nTwo.");
        QCOMPARE(context.value("skills").toArray(), QJsonArray({given, added}));
    }

    void tellsNoTimeToAnAgentThatOnlyGetsASuffix()
    {
        const core::Result<State> state = stateOf(
            request({{"agent_launch_additions",
                      QJsonObject{{"system_message_suffix_append", "Be brief."}}}}));
        VERIFY_RESULT(state);
        const QJsonObject context = state->agent.value("agent_context").toObject();
        QCOMPARE(context.value("system_message_suffix").toString(), "Be brief.");
        QVERIFY(context.contains("current_datetime"));
        QVERIFY(context.value("current_datetime").isNull());
    }

    void buildsAnAgentFromSettings()
    {
        const QJsonObject settings{{"agent_kind", "openhands"},
                                   {"llm", QJsonObject{{"model", "m"}}},
                                   {"condenser", QJsonObject{{"enabled", true}}}};
        const core::Result<State> state = stateOf(
            request({{"agent", QJsonValue::Null}, {"agent_settings", settings}}));
        VERIFY_RESULT(state);
        QCOMPARE(state->agent.value("tools").toArray().size(), 3);
        QVERIFY(state->stats.usageToMetrics.contains("condenser"));
    }
};

BERTH_TEST(StartRequestTest)

#include "StartRequestTest.moc"
