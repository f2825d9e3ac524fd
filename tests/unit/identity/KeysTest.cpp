// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Keys.h"
#include "TestMain.h"
#include "store/Database.h"

#include <QCoroTask>

using core::Error;
using identity::KeyInfo;
using identity::Keys;
using identity::NewKey;
using identity::Principal;

namespace {

/// A clock that goes only when it is told to.
class HandClock : public core::Clock
{
public:
    std::chrono::microseconds now() const override { return time; }
    std::chrono::microseconds time = std::chrono::hours(1000);
};

/// One life of a server on a data directory.
struct Life
{
    explicit Life(const QString &folder, const QList<QByteArray> &environmentKeys = {})
        : database(*store::Database::open(folder + "/berth.db"))
        , keys({.dataDir = folder, .environmentKeys = environmentKeys}, &users, &rows, &clock)
        , loaded(QCoro::waitFor(keys.load()))
    {}

    HandClock clock;
    std::unique_ptr<store::Database> database;
    store::Users users{database.get()};
    store::Keys rows{database.get()};
    Keys keys;
    core::Result<> loaded;
};

} // namespace

class KeysTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString keyFile() const { return m_folder->filePath("api-key"); }
    QByteArray fileKey() const
    {
        QFile file(keyFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    static KeyInfo infoOf(Keys &keys, const QString &id)
    {
        const core::Result<QList<KeyInfo>> all = QCoro::waitFor(keys.list());
        for (const KeyInfo &info : all.value_or(QList<KeyInfo>())) {
            if (info.id == id)
                return info;
        }
        return {};
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void makesAUserAndAKeyAtTheFirstStart()
    {
        Life life(m_folder->path());
        VERIFY_RESULT(life.loaded);
        QVERIFY(life.keys.isKeyNew());
        QVERIFY(QRegularExpression("^berth_[A-Za-z0-9_-]{43}$")
                    .match(QString::fromLatin1(fileKey()))
                    .hasMatch());
        QCOMPARE(QFile::permissions(keyFile()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        const std::optional<Principal> principal = life.keys.verify(fileKey());
        QVERIFY(principal);
        QCOMPARE(principal->userId, "default");
        QVERIFY(principal->hasScope("admin"));
        QVERIFY(principal->hasScope("use"));
    }

    void storesNoKey()
    {
        Life life(m_folder->path());
        const QByteArray secret = fileKey();
        life.database->close();
        for (const QString &name : {QString("berth.db"), QString("berth.db-wal")}) {
            QFile file(m_folder->filePath(name));
            const QByteArray contents = file.open(QIODevice::ReadOnly) ? file.readAll()
                                                                       : QByteArray();
            QVERIFY(!contents.contains(secret));
            QVERIFY(!contents.contains(secret.sliced(6)));
        }
    }

    void keepsItsKeyAtTheNextStart()
    {
        {
            Life first(m_folder->path());
        }
        const QByteArray secret = fileKey();
        Life second(m_folder->path());
        VERIFY_RESULT(second.loaded);
        QVERIFY(!second.keys.isKeyNew());
        QCOMPARE(fileKey(), secret);
        QVERIFY(second.keys.verify(secret));
    }

    void replacesAKeyWhoseFileIsLost()
    {
        {
            Life first(m_folder->path());
        }
        const QByteArray lost = fileKey();
        QVERIFY(QFile::remove(keyFile()));
        Life second(m_folder->path());
        VERIFY_RESULT(second.loaded);
        QVERIFY(fileKey() != lost);
        QVERIFY(second.keys.verify(fileKey()));
        QVERIFY(!second.keys.verify(lost));
    }

    void adoptsAKeyFileThatANewDatabaseDoesNotKnow()
    {
        {
            Life first(m_folder->path());
        }
        QVERIFY(QFile::remove(m_folder->filePath("berth.db")));
        Life second(m_folder->path());
        VERIFY_RESULT(second.loaded);
        QVERIFY(second.keys.verify(fileKey()));
    }

    void refusesADamagedKeyFile()
    {
        QFile file(keyFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("guessable\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        Life life(m_folder->path());
        QVERIFY(!life.loaded);
        QCOMPARE(life.loaded.error().kind, Error::Kind::Invalid);
        QVERIFY(!life.keys.verify("guessable"));
    }

    void refusesWrongKeys_data()
    {
        QTest::addColumn<QByteArray>("presented");
        QTest::addRow("empty") << QByteArray();
        QTest::addRow("other") << QByteArray("berth_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        QTest::addRow("very long") << QByteArray(100'000, 'a');
        QTest::addRow("binary") << QByteArray("\0\xFF", 2);
    }

    void refusesWrongKeys()
    {
        QFETCH(const QByteArray, presented);
        Life life(m_folder->path(), {"", "environment key"});
        VERIFY_RESULT(life.loaded);
        QVERIFY(!life.keys.verify(presented));
        QVERIFY(!life.keys.verify(fileKey().chopped(1)));
    }

    void acceptsKeysFromTheEnvironmentOnlyWhileTheyAreThere()
    {
        {
            Life life(m_folder->path(), {"first", "second"});
            const std::optional<Principal> principal = life.keys.verify("second");
            QVERIFY(principal);
            QCOMPARE(principal->userId, "default");
            QVERIFY(life.keys.verify("first"));
            QVERIFY(life.keys.verify(fileKey()));
            QCOMPARE(QCoro::waitFor(life.keys.list())->size(), 1);
        }
        Life without(m_folder->path());
        QVERIFY(!without.keys.verify("first"));
    }

    void createsAndRevokes()
    {
        Life life(m_folder->path());
        const core::Result<NewKey> created = QCoro::waitFor(
            life.keys.create({.name = "Laptop", .scopes = {"use"}}));
        VERIFY_RESULT(created);
        const std::optional<Principal> principal = life.keys.verify(created->secret);
        QVERIFY(principal);
        QCOMPARE(principal->keyId, created->id);
        QVERIFY(!principal->hasScope("admin"));
        QCOMPARE(infoOf(life.keys, created->id).name, "Laptop");
        core::Task<> revoking = life.keys.revoke(created->id);
        QVERIFY(!life.keys.verify(created->secret));
        VERIFY_RESULT(QCoro::waitFor(std::move(revoking)));
        QVERIFY(infoOf(life.keys, created->id).revokedAt);
        const core::Result<> again = QCoro::waitFor(life.keys.revoke(created->id));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::NotFound);
        QVERIFY(life.keys.verify(fileKey()));
    }

    void aRevokedKeyStaysRevokedAtTheNextStart()
    {
        NewKey created;
        {
            Life life(m_folder->path());
            created = *QCoro::waitFor(life.keys.create({.name = "Laptop"}));
            VERIFY_RESULT(QCoro::waitFor(life.keys.revoke(created.id)));
        }
        Life next(m_folder->path());
        QVERIFY(!next.keys.verify(created.secret));
    }

    void refusesAKeyForAnUnknownUser()
    {
        Life life(m_folder->path());
        const core::Result<NewKey> created = QCoro::waitFor(
            life.keys.create({.name = "Laptop", .userId = "nobody"}));
        QVERIFY(!created);
        QCOMPARE(created.error().kind, Error::Kind::NotFound);
    }

    void refusesAKeyThatHasExpired()
    {
        Life life(m_folder->path());
        const qint64 end = life.clock.time.count() + 10;
        const NewKey created = *QCoro::waitFor(
            life.keys.create({.name = "Short", .expiresAt = end}));
        QVERIFY(life.keys.verify(created.secret));
        life.clock.time += std::chrono::microseconds(10);
        QVERIFY(!life.keys.verify(created.secret));
    }

    void notesItsUseOnceAMinute()
    {
        Life life(m_folder->path());
        const NewKey created = *QCoro::waitFor(life.keys.create({.name = "Laptop"}));
        const qint64 first = life.clock.time.count();
        QVERIFY(life.keys.verify(created.secret));
        QTRY_COMPARE(infoOf(life.keys, created.id).lastUsedAt, std::optional(first));
        const quint64 commits = life.database->commits();
        life.clock.time += std::chrono::seconds(59);
        for (int use = 0; use < 10; ++use)
            QVERIFY(life.keys.verify(created.secret));
        QCOMPARE(infoOf(life.keys, created.id).lastUsedAt, std::optional(first));
        QCOMPARE(life.database->commits(), commits);
        life.clock.time += std::chrono::seconds(1);
        QVERIFY(life.keys.verify(created.secret));
        QTRY_COMPARE(infoOf(life.keys, created.id).lastUsedAt,
                     std::optional(life.clock.time.count()));
    }
};

BERTH_TEST(KeysTest)
#include "KeysTest.moc"
