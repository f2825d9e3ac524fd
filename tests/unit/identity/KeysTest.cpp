// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Keys.h"
#include "TestMain.h"
#include "store/Database.h"

#include <QCoroTask>
#include <QSignalSpy>

using core::Error;
using identity::KeyInfo;
using identity::Keys;
using identity::NewKey;
using identity::Principal;

namespace {

/// A clock that goes only when it is told to, or a step with each look.
class HandClock : public core::Clock
{
public:
    std::chrono::microseconds now() const override { return time += step; }
    mutable std::chrono::microseconds time = std::chrono::hours(1000);
    std::chrono::microseconds step{0};
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
        QVERIFY(principal->hasScope("write"));
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

    void rotatesWhileTimeGoesOn()
    {
        Life life(m_folder->path());
        life.clock.step = std::chrono::milliseconds(1);
        const core::Result<NewKey> old = QCoro::waitFor(life.keys.create({.name = "CI"}));
        VERIFY_RESULT(old);
        VERIFY_RESULT(QCoro::waitFor(life.keys.rotate(old->id, std::chrono::seconds(0))));
        QVERIFY(!life.keys.verify(old->secret));
    }

    void rotatesWithGrace()
    {
        Life life(m_folder->path());
        const core::Result<NewKey> old = QCoro::waitFor(
            life.keys.create({.name = "CI", .scopes = {"read"}}));
        VERIFY_RESULT(old);
        const core::Result<NewKey> made = QCoro::waitFor(
            life.keys.rotate(old->id, std::chrono::hours(1)));
        VERIFY_RESULT(made);
        QVERIFY(life.keys.verify(old->secret));
        QCOMPARE(life.keys.verify(made->secret)->scopes, QStringList{"read"});
        QCOMPARE(infoOf(life.keys, made->id).name, "CI");
        QCOMPARE(infoOf(life.keys, old->id).rotatedTo, std::optional<QString>(made->id));
        life.clock.time += std::chrono::hours(1);
        QVERIFY(!life.keys.verify(old->secret));
        QVERIFY(life.keys.verify(made->secret));
        const auto again = QCoro::waitFor(life.keys.rotate(old->id, std::chrono::hours(1)));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::NotFound);
    }

    void saysWhichKeysEnd()
    {
        Life life(m_folder->path());
        QSignalSpy ended(&life.keys, &Keys::ended);
        const auto revoked = QCoro::waitFor(life.keys.create({.name = "one"}));
        const auto rotated = QCoro::waitFor(life.keys.create({.name = "two"}));
        const auto expiring = QCoro::waitFor(life.keys.create(
            {.name = "three",
             .expiresAt = (life.clock.time + std::chrono::milliseconds(1)).count()}));
        VERIFY_RESULT(QCoro::waitFor(life.keys.revoke(revoked->id)));
        QCOMPARE(ended.takeFirst().first(), revoked->id);
        VERIFY_RESULT(QCoro::waitFor(life.keys.rotate(rotated->id, std::chrono::seconds(0))));
        QCOMPARE(ended.takeFirst().first(), rotated->id);
        life.clock.time += std::chrono::milliseconds(1);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.takeFirst().first(), expiring->id);
    }

    void stopsTheKeysOfADisabledUser()
    {
        Life life(m_folder->path());
        VERIFY_RESULT(QCoro::waitFor(life.users.insert({.id = "ann", .name = "Ann"})));
        const auto key = QCoro::waitFor(life.keys.create({.name = "one", .userId = "ann"}));
        QSignalSpy ended(&life.keys, &Keys::ended);
        life.keys.setDisabled("ann", true);
        QVERIFY(!life.keys.verify(key->secret));
        QVERIFY(life.keys.verify(fileKey()));
        QCOMPARE(ended.takeFirst().first(), key->id);
        life.keys.setDisabled("ann", false);
        QVERIFY(life.keys.verify(key->secret));
    }

    void boundsTheKeysOfAUser()
    {
        Life life(m_folder->path());
        Keys few({.dataDir = m_folder->path(), .mostPerUser = 2}, &life.users, &life.rows);
        VERIFY_RESULT(QCoro::waitFor(few.load()));
        VERIFY_RESULT(QCoro::waitFor(few.create({.name = "beside the key file"})));
        const auto over = QCoro::waitFor(few.create({.name = "one more"}));
        QVERIFY(!over);
        QCOMPARE(over.error().kind, Error::Kind::RateLimited);
    }

    void findsOneOfTenThousandKeysAtOnce()
    {
        Life life(m_folder->path());
        Keys many({.dataDir = m_folder->path(), .mostPerUser = 20000}, &life.users, &life.rows);
        std::vector<core::Task<>> inserts;
        for (int number = 0; number < 10000; ++number) {
            const QString id = QString("k%1").arg(number);
            inserts.push_back(life.rows.insert({.id = id,
                                                .name = id,
                                                .userId = "default",
                                                .hash = id.toUtf8(),
                                                .scopes = {"read"}}));
        }
        for (core::Task<> &insert : inserts)
            VERIFY_RESULT(QCoro::waitFor(std::move(insert)));
        VERIFY_RESULT(QCoro::waitFor(many.load()));
        QElapsedTimer timer;
        timer.start();
        for (int number = 0; number < 10000; ++number)
            QVERIFY(many.verify(fileKey()));
        // A look at each key would be a hundred million comparisons.
        QCOMPARE_LT(timer.elapsed(), 5000);
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
        QCOMPARE(principal->scopes, QStringList{"write"}); // what "use" is called today
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
