// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Users.h"
#include "TestMain.h"
#include "store/Database.h"
#include "store/Workspaces.h"

#include <QCoroTask>

using core::Error;
using identity::User;

namespace {

struct Luggage : identity::Belongings
{
    core::Task<bool> has(QString userId) override { co_return userId == owner; }
    core::Task<> remove(QString userId) override
    {
        if (userId == owner)
            owner.clear();
        co_return {};
    }
    QString owner;
};

/// The users of a server on a data directory.
struct House
{
    explicit House(const QString &folder)
        : database(*store::Database::open(folder + "/berth.db"))
        , keys({.dataDir = folder}, &table, &rows)
        , users(&table, &keys)
    {
        users.setBelongings(&luggage);
        loaded = QCoro::waitFor(keys.load());
        if (loaded)
            loaded = QCoro::waitFor(users.load());
    }

    core::Result<User> make(const QString &id)
    {
        identity::NewUser wanted;
        wanted.id = id;
        return QCoro::waitFor(users.create(wanted));
    }

    std::unique_ptr<store::Database> database;
    store::Users table{database.get()};
    store::Keys rows{database.get()};
    identity::Keys keys;
    identity::Users users;
    Luggage luggage;
    core::Result<> loaded;
};

identity::UserChange disabled(bool isDisabled)
{
    identity::UserChange change;
    change.isDisabled = isDisabled;
    return change;
}

} // namespace

class UsersTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void countsKeysAndWorkspaces()
    {
        House house(m_folder->path());
        VERIFY_RESULT(house.loaded);
        VERIFY_RESULT(house.make("ann"));
        VERIFY_RESULT(house.make("bob"));
        store::Workspaces workspaces(house.database.get());
        for (const char *id : {"ann", "lab", "old"})
            VERIFY_RESULT(QCoro::waitFor(workspaces.insert({.id = id, .userId = "ann"})));
        VERIFY_RESULT(QCoro::waitFor(workspaces.setLeaving("old", 1)));
        identity::KeyRequest request{.name = "laptop", .userId = "ann"};
        const auto first = QCoro::waitFor(house.keys.create(request));
        VERIFY_RESULT(first);
        VERIFY_RESULT(QCoro::waitFor(house.keys.create(request)));
        VERIFY_RESULT(QCoro::waitFor(house.keys.revoke(first->id)));
        VERIFY_RESULT(QCoro::waitFor(house.keys.create(request)));

        const core::Result<QList<User>> page = QCoro::waitFor(house.users.page({}, 10));
        VERIFY_RESULT(page);
        QCOMPARE(page->first().id, "ann");
        QCOMPARE(page->first().keys, 2);
        QCOMPARE(page->first().workspaces, 2);
        QCOMPARE(page->at(1).id, "bob");
        QCOMPARE(page->at(1).keys, 0);
        QCOMPARE(page->at(1).workspaces, 0);
        const core::Result<User> one = QCoro::waitFor(house.users.find("ann"));
        VERIFY_RESULT(one);
        QCOMPARE(one->keys, 2);
        QCOMPARE(one->workspaces, 2);
    }

    void remembersQuotasAndSettings()
    {
        {
            House house(m_folder->path());
            VERIFY_RESULT(house.loaded);
            VERIFY_RESULT(house.make("ann"));
            identity::UserChange change;
            change.quotas = identity::Quotas{.workspaces = 3};
            change.workspaceSettings.emplace().pids = 77;
            VERIFY_RESULT(QCoro::waitFor(house.users.change("ann", change)));
        }
        House house(m_folder->path());
        QCOMPARE(house.users.quotas("ann").workspaces, std::optional(3));
        QCOMPARE(house.users.workspaceSettings("ann").pids, std::optional<qint64>(77));
        QVERIFY(!house.users.quotas("default").workspaces);
        const core::Result<User> found = QCoro::waitFor(house.users.find("ann"));
        VERIFY_RESULT(found);
        QCOMPARE(found->name, "ann");
    }

    void refusesBadValues_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("taken") << "default" << Error::Kind::Conflict;
        QTest::addRow("a path") << "../etc" << Error::Kind::Invalid;
        QTest::addRow("upper case") << "Ann" << Error::Kind::Invalid;
        QTest::addRow("too long") << QString(33, 'a') << Error::Kind::Invalid;
        QTest::addRow("empty") << QString("") << Error::Kind::Invalid;
        QTest::addRow("a line") << "ann\n" << Error::Kind::Invalid;
    }

    void refusesBadValues()
    {
        QFETCH(QString, id);
        QFETCH(Error::Kind, kind);
        House house(m_folder->path());
        const core::Result<User> made = house.make(id);
        QVERIFY(!made);
        QCOMPARE(made.error().kind, kind);
    }

    void aDisabledUserIsOutUntilEnabledAgain()
    {
        House house(m_folder->path());
        VERIFY_RESULT(house.make("ann"));
        const auto key = QCoro::waitFor(house.keys.create({.name = "k", .userId = "ann"}));
        VERIFY_RESULT(QCoro::waitFor(house.users.change("ann", disabled(true))));
        QVERIFY(!house.keys.verify(key->secret));
        {
            House next(m_folder->path());
            QVERIFY(!next.keys.verify(key->secret));
        }
        VERIFY_RESULT(QCoro::waitFor(house.users.change("ann", disabled(false))));
        QVERIFY(house.keys.verify(key->secret));
        const auto refused = QCoro::waitFor(house.users.change("default", disabled(true)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
    }

    void removesAnOwnerOnlyWithWhatTheyHave()
    {
        using enum identity::Users::Removal;
        House house(m_folder->path());
        VERIFY_RESULT(house.make("ann"));
        house.luggage.owner = "ann";
        const auto key = QCoro::waitFor(house.keys.create({.name = "k", .userId = "ann"}));
        const core::Result<> refused = QCoro::waitFor(house.users.remove("ann", OnlyEmpty));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(house.keys.verify(key->secret));
        VERIFY_RESULT(QCoro::waitFor(house.users.remove("ann", WithBelongings)));
        QVERIFY(house.luggage.owner.isEmpty());
        QVERIFY(!house.keys.verify(key->secret));
        QCOMPARE(QCoro::waitFor(house.users.find("ann")).error().kind, Error::Kind::NotFound);
        QCOMPARE(QCoro::waitFor(house.users.remove("default", WithBelongings)).error().kind,
                 Error::Kind::Conflict);
    }
};

BERTH_TEST(UsersTest)
#include "UsersTest.moc"
