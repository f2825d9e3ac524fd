// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Opened.h"
#include "TestMain.h"

#include "store/Backup.h"

#include <QFile>

using core::Error;
using store::Connection;

namespace {

core::Task<> insert(store::Database *database, int number)
{
    return database->write<void>([number](Connection &connection) {
        return connection
            .execute("INSERT INTO settings (user_id, name, value) VALUES ('', ?, 'x')",
                     {QString::number(number)})
            .transform([](const store::Statement &) {});
    });
}

/// How many rows a database holds, as one who opens it later finds it.
qint64 rowsIn(const QString &file)
{
    const auto connection = Connection::open(file, Connection::Access::ReadOnly);
    if (!connection)
        return -1;
    core::Result<store::Statement> sound = (*connection)->execute("PRAGMA integrity_check");
    if (!sound || !sound->next() || sound->text(0) != "ok")
        return -2;
    core::Result<store::Statement> counted =
        (*connection)->execute("SELECT count(*) FROM settings");
    return counted && counted->next() ? counted->integer(0) : -3;
}

} // namespace

class BackupTest : public QObject
{
    Q_OBJECT

private slots:
    void copiesADatabaseThatIsBeingWritten()
    {
        Opened opened;
        const QString target = opened.folder.filePath("copy.db");
        for (int number = 0; number < 50; ++number)
            VERIFY_RESULT(QCoro::waitFor(insert(opened.database.get(), number)));
        core::Task<> later = insert(opened.database.get(), 50);
        VERIFY_RESULT(store::backUp(opened.folder.filePath("berth.db"), target));
        VERIFY_RESULT(QCoro::waitFor(std::move(later)));
        QVERIFY(rowsIn(target) == 50 || rowsIn(target) == 51);
        QCOMPARE(rowsIn(opened.folder.filePath("berth.db")), 51);
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
                                          | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(target) & others));
        QVERIFY(!QFile::exists(target + ".partial"));
    }

    void copiesADatabaseThatNobodyUses()
    {
        Opened opened;
        VERIFY_RESULT(QCoro::waitFor(insert(opened.database.get(), 1)));
        opened.database->close();
        const QString target = opened.folder.filePath("copy.db");
        VERIFY_RESULT(store::backUp(opened.folder.filePath("berth.db"), target));
        QCOMPARE(rowsIn(target), 1);
    }

    void aCopyIsADatabaseToWorkWith()
    {
        Opened opened;
        VERIFY_RESULT(QCoro::waitFor(insert(opened.database.get(), 1)));
        const QString target = opened.folder.filePath("copy.db");
        VERIFY_RESULT(store::backUp(opened.folder.filePath("berth.db"), target));
        auto restored = store::Database::open(target);
        VERIFY_RESULT(restored);
        VERIFY_RESULT(QCoro::waitFor(insert(restored->get(), 2)));
    }

    void neverReplacesAFile()
    {
        Opened opened;
        const QString target = opened.folder.filePath("precious");
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        const core::Result<> refused = store::backUp(opened.folder.filePath("berth.db"), target);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "mine");
    }

    void saysWhatIsMissing()
    {
        Opened opened;
        const core::Result<> nothing = store::backUp(opened.folder.filePath("none.db"),
                                                     opened.folder.filePath("copy.db"));
        QCOMPARE(nothing.error().kind, Error::Kind::NotFound);
        const core::Result<> nowhere = store::backUp(opened.folder.filePath("berth.db"),
                                                     opened.folder.filePath("no/folder/copy.db"));
        QCOMPARE(nowhere.error().kind, Error::Kind::Unavailable);
    }

    void leavesNothingOfADamagedDatabase()
    {
        Opened opened;
        const QString damaged = opened.folder.filePath("damaged.db");
        QFile file(damaged);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) == 8192);
        file.close();
        const QString target = opened.folder.filePath("copy.db");
        QCOMPARE(store::backUp(damaged, target).error().kind, Error::Kind::Unavailable);
        QVERIFY(!QFile::exists(target));
        QVERIFY(!QFile::exists(target + ".partial"));
    }
};

BERTH_TEST(BackupTest)

#include "BackupTest.moc"
