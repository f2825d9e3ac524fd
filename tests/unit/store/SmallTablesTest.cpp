// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Opened.h"
#include "TestMain.h"
#include "store/Alerts.h"
#include "store/Audit.h"
#include "store/EgressDecisions.h"
#include "store/EgressRules.h"
#include "store/Keys.h"
#include "store/ModelUse.h"
#include "store/Settings.h"
#include "store/Spending.h"
#include "store/Users.h"
#include "store/Workspaces.h"

using core::Error;
using namespace store;

class SmallTablesTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsUsers()
    {
        Opened opened;
        Users users(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(users.insert({.id = "ann", .name = "Ann", .createdAt = 1})));
        QCOMPARE(errorOf(users.insert({.id = "ann", .name = "Other"})).kind, Error::Kind::Conflict);
        VERIFY_RESULT(
            QCoro::waitFor(users.update({.id = "ann", .name = "Anna", .body = "{\"a\":1}"})));
        QCOMPARE(errorOf(users.update({.id = "ben", .name = "Ben"})).kind, Error::Kind::NotFound);
        const auto found = valueOf(users.find("ann"));
        QVERIFY(found);
        QCOMPARE(found->name, "Anna");
        QCOMPARE(found->createdAt, 1);
        QCOMPARE(found->body, "{\"a\":1}");
        QVERIFY(!valueOf(users.find("ben")));
        QCOMPARE(valueOf(users.all()).size(), 1);
    }

    void keepsKeys()
    {
        Opened opened;
        Users users(opened.database.get());
        Keys keys(opened.database.get());
        const KeyRow row{.id = "k1",
                         .name = "Laptop",
                         .userId = "ann",
                         .hash = QByteArray("\0\1\2", 3),
                         .scopes = {"use", "admin"},
                         .createdAt = 5,
                         .expiresAt = 99};
        QCOMPARE(errorOf(keys.insert(row)).kind, Error::Kind::Conflict);
        VERIFY_RESULT(QCoro::waitFor(users.insert({.id = "ann", .name = "Ann"})));
        VERIFY_RESULT(QCoro::waitFor(keys.insert(row)));
        KeyRow twin = row;
        twin.id = "k2";
        QCOMPARE(errorOf(keys.insert(twin)).kind, Error::Kind::Conflict);
        VERIFY_RESULT(QCoro::waitFor(keys.setLastUsed("k1", 7)));
        QVERIFY(valueOf(keys.revoke("k1", 8)));
        QVERIFY(!valueOf(keys.revoke("k1", 9)));
        const QList<KeyRow> all = valueOf(keys.all());
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].hash, row.hash);
        QCOMPARE(all[0].scopes, row.scopes);
        QCOMPARE(all[0].expiresAt, std::optional<qint64>(99));
        QCOMPARE(all[0].lastUsedAt, std::optional<qint64>(7));
        QCOMPARE(all[0].revokedAt, std::optional<qint64>(8));
    }

    void pagesThroughKeysAndUsers()
    {
        Opened opened;
        Users users(opened.database.get());
        Keys keys(opened.database.get());
        for (const QString id : {"ann", "ben", "cid"}) {
            VERIFY_RESULT(QCoro::waitFor(users.insert({.id = id, .name = id})));
            VERIFY_RESULT(QCoro::waitFor(
                keys.insert({.id = id + "-key", .userId = id, .hash = id.toUtf8()})));
        }
        QCOMPARE(valueOf(users.page("", 2)).size(), 2);
        QCOMPARE(valueOf(users.page("ben", 2)).first().id, "cid");
        QCOMPARE(valueOf(keys.page("", "ann-key", 1)).first().id, "ben-key");
        QCOMPARE(valueOf(keys.page("cid", "", 10)).first().id, "cid-key");
        QVERIFY(valueOf(keys.page("cid", "cid-key", 10)).isEmpty());
        VERIFY_RESULT(QCoro::waitFor(users.remove("ben")));
        QCOMPARE(errorOf(users.remove("ben")).kind, Error::Kind::NotFound);
        QVERIFY(!valueOf(keys.find("ben-key")));
        QVERIFY(valueOf(keys.find("ann-key")));
    }

    void lettingAKeyGiveWayIsAllOrNothing()
    {
        Opened opened;
        Users users(opened.database.get());
        Keys keys(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(users.insert({.id = "ann", .name = "Ann"})));
        VERIFY_RESULT(QCoro::waitFor(
            keys.insert({.id = "a", .userId = "ann", .hash = "1", .expiresAt = 50})));
        QCOMPARE(errorOf(keys.rotate("none", {.id = "b", .userId = "ann", .hash = "2"}, 9)).kind,
                 Error::Kind::NotFound);
        QVERIFY(!valueOf(keys.find("b")));
        VERIFY_RESULT(
            QCoro::waitFor(keys.rotate("a", {.id = "b", .userId = "ann", .hash = "2"}, 99)));
        QCOMPARE(valueOf(keys.find("a"))->expiresAt, std::optional<qint64>(50));
        QCOMPARE(valueOf(keys.find("a"))->rotatedTo, std::optional<QString>("b"));
        QVERIFY(valueOf(keys.find("b")));
    }

    void keepsWhatWasChanged()
    {
        Opened opened;
        Audit audit(opened.database.get());
        for (const QString action : {"key.create", "key.revoke", "key.create"})
            VERIFY_RESULT(QCoro::waitFor(
                audit.insert({.at = 7, .userId = "ann", .action = action, .subject = "k1"})));
        const QList<AuditRow> all = valueOf(audit.page({}));
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0].action, "key.create");
        QCOMPARE(all[0].at, 7);
        QCOMPARE(valueOf(audit.page({.after = all[1].seq})).size(), 1);
        const auto newest = AuditSearch::Order::NewestFirst;
        const QList<AuditRow> back = valueOf(audit.page({.limit = 1, .order = newest}));
        QCOMPARE(back.size(), 1);
        QCOMPARE(back.first().seq, all.last().seq);
        const QList<AuditRow> before = valueOf(
            audit.page({.after = back.first().seq, .order = newest}));
        QCOMPARE(before.size(), all.size() - 1);
        QCOMPARE(before.last().seq, all.first().seq);
        QCOMPARE(valueOf(audit.page({.action = "key.create", .subject = "k1"})).size(), 2);
        QVERIFY(valueOf(audit.page({.userId = "ben"})).isEmpty());
    }

    void keepsSettingsOfEachUser()
    {
        Opened opened;
        Settings settings(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(settings.set("ann", "profile/a", "1")));
        VERIFY_RESULT(QCoro::waitFor(settings.set("ann", "profile/a", "2")));
        VERIFY_RESULT(
            QCoro::waitFor(settings.set("ann", QString("profile/\u00e9"), QByteArray("\0x", 2))));
        VERIFY_RESULT(QCoro::waitFor(settings.set("ann", "profiles", QByteArray())));
        VERIFY_RESULT(QCoro::waitFor(settings.set(QString(), "profile/a", "server")));
        QCOMPARE(valueOf(settings.find("ann", "profile/a")), QByteArray("2"));
        QCOMPARE(valueOf(settings.find("", "profile/a")), QByteArray("server"));
        const auto profiles = valueOf(settings.startingWith("ann", "profile/"));
        QCOMPARE(profiles.keys(), QStringList({"profile/a", QString("profile/\u00e9")}));
        QCOMPARE(profiles.last(), QByteArray("\0x", 2));
        QCOMPARE(valueOf(settings.startingWith("ann", "")).size(), 3);
        QVERIFY(valueOf(settings.remove("ann", "profile/a")));
        QVERIFY(!valueOf(settings.remove("ann", "profile/a")));
        QVERIFY(!valueOf(settings.find("ann", "profile/a")));
    }

    void keepsWorkspaces()
    {
        Opened opened;
        Workspaces workspaces(opened.database.get());
        const WorkspaceRow row{.id = "w1",
                               .userId = "ann",
                               .name = "Mine",
                               .createdAt = 5,
                               .usedAt = 7,
                               .body = "{\"pids\":64}"};
        VERIFY_RESULT(QCoro::waitFor(workspaces.insert(row)));
        QCOMPARE(errorOf(workspaces.insert(row)).kind, Error::Kind::Conflict);
        VERIFY_RESULT(QCoro::waitFor(
            workspaces.insert({.id = "w0", .userId = "ben", .createdAt = 4, .body = "{}"})));
        VERIFY_RESULT(QCoro::waitFor(workspaces.setUsed("w1", 9)));
        VERIFY_RESULT(QCoro::waitFor(workspaces.setUsed("w1", 8)));
        VERIFY_RESULT(QCoro::waitFor(workspaces.setUsed("nobody", 8)));
        const auto found = valueOf(workspaces.find("w1"));
        QVERIFY(found);
        QCOMPARE(found->name, "Mine");
        QCOMPARE(found->usedAt, 9);
        QCOMPARE(found->body, row.body);
        QVERIFY(!found->leavingAt);
        QVERIFY(valueOf(workspaces.setLeaving("w1", 11)));
        QVERIFY(!valueOf(workspaces.setLeaving("w1", 12)));
        QVERIFY(!valueOf(workspaces.setLeaving("nobody", 12)));
        QCOMPARE(valueOf(workspaces.find("w1"))->leavingAt, std::optional<qint64>(11));
        QCOMPARE(valueOf(workspaces.all()).size(), 2);
        QCOMPARE(valueOf(workspaces.all()).first().id, "w0");
        QCOMPARE(valueOf(workspaces.ofUser("ann")).size(), 1);
        VERIFY_RESULT(QCoro::waitFor(workspaces.remove("w1")));
        VERIFY_RESULT(QCoro::waitFor(workspaces.remove("w1")));
        QVERIFY(!valueOf(workspaces.find("w1")));
    }

    void keepsAlertsThatAreNotOver()
    {
        Opened opened;
        Alerts alerts(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(alerts.put({.id = "old", .state = "firing", .body = "{}"})));
        for (qint64 number = 0; number < Alerts::most + 2; ++number) {
            const AlertRow row{.id = QString::number(number),
                               .userId = "ann",
                               .rule = "r",
                               .state = "resolved",
                               .body = "{}"};
            core::spawn(alerts.put(row), "testing");
        }
        VERIFY_RESULT(QCoro::waitFor(
            alerts.put({.id = "old", .state = "firing", .silencedUntil = 9, .body = "{}"})));
        QVERIFY(valueOf(alerts.find("old")));
        QVERIFY(!valueOf(alerts.find("old"))->userId);
        QVERIFY(!valueOf(alerts.find("0")));
        QVERIFY(valueOf(alerts.find("5")));
        QCOMPARE(valueOf(alerts.page({.state = "firing"})).size(), 1);
        QCOMPARE(valueOf(alerts.page({.userId = "ann", .limit = 7})).size(), 7);
        QCOMPARE(valueOf(alerts.silenced(8)).size(), 1);
        QVERIFY(valueOf(alerts.silenced(9)).isEmpty());
        VERIFY_RESULT(QCoro::waitFor(alerts.removeOf("ann")));
        QCOMPARE(valueOf(alerts.page({})).size(), 1);
    }

    void keepsRulesAboutHosts()
    {
        Opened opened;
        EgressRules rules(opened.database.get());
        const auto rule = [](const QString &id, std::optional<QString> workspace,
                             std::optional<int> port) {
            return EgressRuleRow{.id = id,
                                 .userId = "ann",
                                 .workspaceId = workspace,
                                 .host = "a.example",
                                 .port = port,
                                 .isAllowed = true,
                                 .createdAt = "2026-01-01"};
        };
        VERIFY_RESULT(QCoro::waitFor(rules.insert(rule("r1", {}, {}))));
        VERIFY_RESULT(QCoro::waitFor(rules.insert(rule("r2", "w1", {}))));
        VERIFY_RESULT(QCoro::waitFor(rules.insert(rule("r3", {}, 8080))));
        VERIFY_RESULT(QCoro::waitFor(rules.insert(rule("r4", {}, {})))); // in place of r1
        QStringList ids;
        for (const EgressRuleRow &row : valueOf(rules.ofUser("ann")))
            ids.append(row.id);
        QCOMPARE(ids, (QStringList{"r2", "r3", "r4"}));
        QCOMPARE(valueOf(rules.ofUser("ann")).at(1).port, std::optional(8080));
        QVERIFY(valueOf(rules.ofUser("ben")).isEmpty());
        QVERIFY(!valueOf(rules.remove("ben", "r3")));
        QVERIFY(valueOf(rules.remove("ann", "r3")));
        VERIFY_RESULT(QCoro::waitFor(rules.removeOf("ann", "w1")));
        QCOMPARE(valueOf(rules.ofUser("ann")).size(), 1);
        VERIFY_RESULT(QCoro::waitFor(rules.removeOf("ann", {})));
        QVERIFY(valueOf(rules.ofUser("ann")).isEmpty());
    }

    void addsUpWhatUsersSpendOnADay()
    {
        Opened opened;
        Spending spending(opened.database.get());
        const auto spend = [&spending](qint64 day, const QString &user, double cost) {
            return QCoro::waitFor(
                spending.add({.day = day, .userId = user, .cost = cost, .tokens = 10}));
        };
        VERIFY_RESULT(spend(20'000, "ann", 0.25));
        VERIFY_RESULT(spend(20'000, "ann", 0.5));
        VERIFY_RESULT(spend(20'001, "ann", 1));
        VERIFY_RESULT(spend(20'001, "ben", 2));
        const QList<SpendingRow> rows = valueOf(spending.since(20'000));
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].userId, "ann");
        QCOMPARE(rows[0].cost, 0.75);
        QCOMPARE(rows[0].tokens, 20);
        QCOMPARE(rows[2].userId, "ben");
        QCOMPARE(valueOf(spending.since(20'001)).size(), 2);
        VERIFY_RESULT(spend(20'001 + Spending::keptDays, "ann", 1));
        QCOMPARE(valueOf(spending.since(0)).size(), 3);
        Users users(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(users.insert({.id = "ann", .name = "Ann"})));
        VERIFY_RESULT(QCoro::waitFor(users.remove("ann")));
        QCOMPARE(valueOf(spending.since(0)).size(), 1);
    }

    void addsUpWhatModelsWereAskedFor()
    {
        Opened opened;
        ModelUse use(opened.database.get());
        const auto ask = [&use](qint64 minute, const QString &user, const QString &conversation,
                                const QString &model, qint64 tokens, double cost) {
            return QCoro::waitFor(use.add({.minute = minute,
                                           .userId = user,
                                           .conversationId = conversation,
                                           .model = model,
                                           .promptTokens = tokens,
                                           .completionTokens = 1,
                                           .cachedTokens = 2,
                                           .cost = cost}));
        };
        const qint64 minute = 30'000'000;
        VERIFY_RESULT(ask(minute, "ann", "c1", "big", 10, 1));
        VERIFY_RESULT(ask(minute + 4, "ann", "c1", "big", 10, 1));
        VERIFY_RESULT(ask(minute + 4, "ann", "c2", "small", 100, 0.5));
        VERIFY_RESULT(ask(minute + 4, "ben", "c3", "big", 70, 3));
        ModelUse::Sums sums = valueOf(use.since(minute + 3, std::nullopt, 10));
        QCOMPARE(sums.models.size(), 2);
        QCOMPARE(sums.models[0].model, "small");
        QCOMPARE(sums.models[1].model, "big");
        QCOMPARE(sums.models[1].promptTokens, 90);
        QCOMPARE(sums.models[1].completionTokens, 3);
        QCOMPARE(sums.models[1].cachedTokens, 6);
        QCOMPARE(sums.conversations.size(), 3);
        QCOMPARE(sums.conversations[0].conversationId, "c3");
        QCOMPARE(sums.conversations[0].userId, "ben");
        QCOMPARE(sums.conversations[1].cost, 2.0);
        sums = valueOf(use.since(minute, "ann", 1));
        QCOMPARE(sums.models.size(), 1);
        QCOMPARE(sums.conversations.size(), 1);
        QCOMPARE(sums.conversations[0].conversationId, "c1");
        QCOMPARE(sums.whole.promptTokens, 120);
        QCOMPARE(sums.whole.cost, 2.5);
        sums = valueOf(use.since(minute + 5, std::nullopt, 10));
        QVERIFY(sums.models.isEmpty());
        QCOMPARE(sums.whole.cost, 0.0);
        VERIFY_RESULT(ask(minute + 5 + ModelUse::keptMinutes, "ben", "c3", "big", 1, 1));
        QCOMPARE(valueOf(use.since(0, std::nullopt, 10)).whole.promptTokens, 1);
        Users users(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(users.insert({.id = "ben", .name = "Ben"})));
        VERIFY_RESULT(QCoro::waitFor(users.remove("ben")));
        QVERIFY(valueOf(use.since(0, std::nullopt, 10)).conversations.isEmpty());
    }

    void keepsTheNewestDecisionsOfEachUserForAWhile()
    {
        Opened opened;
        EgressDecisions decisions(opened.database.get());
        QList<EgressDecisionRow> rows;
        for (int id = 1; id <= 6; ++id)
            rows.append({.userId = "ann",
                         .id = id,
                         .workspaceId = id % 2 ? "w1" : "w2",
                         .at = 100 + id,
                         .host = "a.example",
                         .port = 443,
                         .isAllowed = id > 4,
                         .acceptsWrites = id == 5,
                         .reason = "listed"});
        VERIFY_RESULT(QCoro::waitFor(decisions.keep(rows, {{"ann", 5, 7, 8}}, 4, 0)));
        const auto idsOf = [&decisions](EgressSearch search) {
            QList<qint64> ids;
            for (const EgressDecisionRow &row : valueOf(decisions.find(search)))
                ids.append(row.id);
            return ids;
        };
        QCOMPARE(idsOf({.userId = "ann"}), (QList<qint64>{3, 4, 5, 6}));
        QCOMPARE(idsOf({.userId = "ann", .limit = 2}), (QList<qint64>{5, 6}));
        QCOMPARE(idsOf({.userId = "ann", .after = 3, .limit = 2}), (QList<qint64>{4, 5}));
        QCOMPARE(idsOf({.userId = "ann", .workspaceId = "w1"}), (QList<qint64>{3, 5}));
        QCOMPARE(idsOf({.userId = "ann", .isAllowed = false}), (QList<qint64>{3, 4}));
        QVERIFY(idsOf({.userId = "ben"}).isEmpty());
        const EgressDecisionRow fifth = valueOf(decisions.find({.userId = "ann"})).at(2);
        QVERIFY(fifth.isAllowed && fifth.acceptsWrites && fifth.address.isEmpty());
        QCOMPARE(fifth.bytesUp, 7);
        QCOMPARE(fifth.bytesDown, 8);
        QCOMPARE(fifth.at, 105);
        VERIFY_RESULT(QCoro::waitFor(
            decisions.keep({{.userId = "ben", .id = 9, .at = 200, .host = "b"}}, {}, 4, 105)));
        QCOMPARE(idsOf({.userId = "ann"}), (QList<qint64>{5, 6}));
        VERIFY_RESULT(QCoro::waitFor(decisions.removeOf("ann")));
        QVERIFY(idsOf({.userId = "ann"}).isEmpty());
        QCOMPARE(idsOf({.userId = "ben"}), (QList<qint64>{9}));
    }
};

BERTH_TEST(SmallTablesTest)
#include "SmallTablesTest.moc"
