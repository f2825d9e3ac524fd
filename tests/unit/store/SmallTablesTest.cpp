// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Opened.h"
#include "TestMain.h"
#include "store/Keys.h"
#include "store/Settings.h"
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
};

BERTH_TEST(SmallTablesTest)
#include "SmallTablesTest.moc"
