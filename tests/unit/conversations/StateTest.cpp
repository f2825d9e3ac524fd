// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/State.h"
#include "secrets/Vault.h"

using namespace conversations;

namespace {

State sample()
{
    State state;
    state.id = "11111111-2222-3333-4444-555555555555";
    state.userId = "default";
    state.createdAt = 1;
    state.updatedAt = 2;
    state.status = model::ExecutionStatus::Paused;
    state.agent = {
        {"kind", "Agent"},
        {"llm", QJsonObject{{"model", "m"}, {"api_key", "sk-123456"}, {"top_p", QJsonValue::Null}}},
        {"agent_context", QJsonObject{{"skills", QJsonArray{QJsonObject{{"name", "s"}}}}}}};
    state.workingDir = "/w";
    state.directory = "/w";
    state.persistenceDir = "/p";
    state.secretSources = {{"T", QJsonObject{{"kind", "StaticSecret"}, {"value", "secret-value"}}}};
    state.tags = {{"a", "b"}};
    state.stats.usageToMetrics["agent"].accumulatedCost = 1.5;
    return state;
}

} // namespace

class StateTest : public QObject
{
    Q_OBJECT

private slots:
    void comesBackFromItsRow()
    {
        QTemporaryDir folder;
        const secrets::Vault vault = *secrets::Vault::create({.dataDir = folder.path()});
        const State state = sample();
        const store::ConversationRow row = state.toRow(vault);
        QVERIFY(!row.body.contains("sk-123456") && !row.body.contains("secret-value"));
        const core::Result<State> again = State::fromRow(row, vault);
        VERIFY_RESULT(again);
        QCOMPARE(again->agent, state.agent);
        QCOMPARE(again->secretSources, state.secretSources);
        QCOMPARE(again->info(Skills::Include), state.info(Skills::Include));
    }

    void showsNoSecretToClients()
    {
        const QByteArray info = json::text(sample().info(Skills::Include));
        const QByteArray snapshot = json::text(sample().snapshot());
        for (const char *secret : {"sk-123456", "secret-value"})
            QVERIFY(!info.contains(secret) && !snapshot.contains(secret));
        QVERIFY(snapshot.contains("**********"));
    }

    void hasEveryFieldThatClientsRead_data()
    {
        QTest::addColumn<QString>("field");
        for (const char *field :
             {"id", "agent", "workspace", "persistence_dir", "execution_status",
              "confirmation_policy", "stats", "secret_registry", "tags", "max_iterations",
              "stuck_detection", "agent_state", "blocked_actions"})
            QTest::addRow("%s", field) << QString(field);
    }

    void hasEveryFieldThatClientsRead()
    {
        QFETCH(QString, field);
        QVERIFY(!sample().info(Skills::Omit).value(field).isNull());
        QVERIFY(sample().info(Skills::Omit).contains(field));
        QVERIFY(sample().snapshot().contains(field));
    }

    void hasNullsInTheInfoAndNoneInASnapshot()
    {
        const QJsonObject info = sample().info(Skills::Omit);
        QVERIFY(info.contains("title") && info.value("title").isNull());
        QVERIFY(!json::text(sample().snapshot()).contains("null"));
    }

    void leavesSkillsOutUnlessAskedFor()
    {
        const auto skills = [](const QJsonObject &object) {
            return object.value("agent")
                .toObject()
                .value("agent_context")
                .toObject()
                .value("skills")
                .toArray();
        };
        QCOMPARE(skills(sample().info(Skills::Omit)).size(), 0);
        QCOMPARE(skills(sample().info(Skills::Include)).size(), 1);
        QCOMPARE(skills(sample().snapshot()).size(), 0);
    }
};

BERTH_TEST(StateTest)

#include "StateTest.moc"
