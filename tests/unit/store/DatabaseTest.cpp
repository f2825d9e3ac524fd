// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Opened.h"
#include "TestMain.h"

#include <QSemaphore>

using core::Error;
using store::Connection;
using store::Database;

namespace {

core::Result<> run(Connection &connection, const QString &sql, const QVariantList &values = {})
{
    return connection.execute(sql, values).transform([](const store::Statement &) {});
}

core::Task<> insert(Database *database, int number, qsizetype bytes = 0)
{
    return database->write<void>([number](Connection &connection) {
        return run(connection, "INSERT INTO settings (user_id, name, value) VALUES ('', ?, 'x')",
                   {QString::number(number)});
    }, bytes);
}

core::Task<qint64> count(Database *database)
{
    return database->read<qint64>([](Connection &connection) -> core::Result<qint64> {
        core::Result<store::Statement> counted = connection.execute(
            "SELECT count(*) FROM settings");
        if (!counted)
            return std::unexpected(counted.error());
        counted->next();
        return counted->integer(0);
    });
}

/// Keeps one of the database's threads busy until it is opened.
class Gate
{
public:
    core::Task<> blockWrites(Database *database)
    {
        const auto state = m_state;
        return database->write<void>([state](Connection &) -> core::Result<> {
            state->entered.release();
            state->opened.acquire();
            return {};
        });
    }
    void waitUntilBlocked() { m_state->entered.acquire(); }
    void open() { m_state->opened.release(); }

private:
    struct State
    {
        QSemaphore entered;
        QSemaphore opened;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

QCoro::Task<> note(core::Task<> task, QStringList *answers, QString name)
{
    const core::Result<> result = co_await task;
    answers->append(name + (result ? "" : " failed"));
}

} // namespace

class DatabaseTest : public QObject
{
    Q_OBJECT

private slots:
    void writesThatWaitShareOneCommit()
    {
        Opened opened;
        Gate gate;
        core::Task<> first = gate.blockWrites(opened.database.get());
        gate.waitUntilBlocked();
        QStringList answers;
        for (int number = 0; number < 200; ++number)
            note(insert(opened.database.get(), number), &answers, QString::number(number));
        const quint64 before = opened.database->commits();
        gate.open();
        VERIFY_RESULT(QCoro::waitFor(std::move(first)));
        QTRY_COMPARE(answers.size(), 200);
        QCOMPARE(opened.database->commits() - before, 2u);
        QCOMPARE(valueOf(count(opened.database.get())), 200);
    }

    void answersInTheOrderOfTheQuestions()
    {
        Opened opened;
        QStringList answers;
        QStringList expected;
        for (int number = 0; number < 300; ++number) {
            note(insert(opened.database.get(), number), &answers, QString::number(number));
            expected.append(QString::number(number));
        }
        QTRY_COMPARE(answers.size(), 300);
        QCOMPARE(answers, expected);
    }

    void undoesOnlyTheJobThatFailed()
    {
        Opened opened;
        Gate gate;
        QStringList answers;
        note(gate.blockWrites(opened.database.get()), &answers, "gate");
        gate.waitUntilBlocked();
        note(insert(opened.database.get(), 1), &answers, "before");
        note(opened.database->write<void>([](Connection &connection) -> core::Result<> {
            return run(connection,
                       "INSERT INTO settings (user_id, name, value) VALUES ('', 'half', 'x')")
                .and_then(
                    []() -> core::Result<> { return core::fail(Error::Kind::Invalid, "No."); });
        }),
             &answers, "bad");
        note(insert(opened.database.get(), 2), &answers, "after");
        gate.open();
        QTRY_COMPARE(answers, QStringList({"gate", "before", "bad failed", "after"}));
        QCOMPARE(valueOf(count(opened.database.get())), 2);
    }

    void readsWhileAWriteIsUnderWay()
    {
        Opened opened;
        Gate gate;
        core::Task<> blocked = gate.blockWrites(opened.database.get());
        gate.waitUntilBlocked();
        QCOMPARE(valueOf(count(opened.database.get())), 0);
        gate.open();
        VERIFY_RESULT(QCoro::waitFor(std::move(blocked)));
    }

    void cannotWriteThroughARead()
    {
        Opened opened;
        const Error error = errorOf(opened.database->read<bool>([](Connection &connection) {
            return run(connection, "DELETE FROM settings").transform([] { return true; });
        }));
        QVERIFY2(error.message.contains("readonly"), qPrintable(error.message));
    }

    void refusesWhatItsQueueCannotHold_data()
    {
        QTest::addColumn<qsizetype>("jobs");
        QTest::addColumn<qsizetype>("bytes");
        QTest::addRow("too many jobs") << qsizetype(2) << qsizetype(1000);
        QTest::addRow("too many bytes") << qsizetype(100) << qsizetype(25);
    }

    void refusesWhatItsQueueCannotHold()
    {
        QFETCH(const qsizetype, jobs);
        QFETCH(const qsizetype, bytes);
        QTemporaryDir folder;
        const auto database = *Database::open(folder.filePath("berth.db"),
                                              {.jobs = jobs, .bytes = bytes});
        Gate gate;
        QStringList answers;
        note(gate.blockWrites(database.get()), &answers, "gate");
        gate.waitUntilBlocked();
        note(insert(database.get(), 1, 10), &answers, "first");
        note(insert(database.get(), 2, 10), &answers, "second");
        const Error error = errorOf(insert(database.get(), 3, 10));
        QCOMPARE(error.kind, Error::Kind::Unavailable);
        gate.open();
        QTRY_COMPARE(answers, QStringList({"gate", "first", "second"}));
        VERIFY_RESULT(QCoro::waitFor(insert(database.get(), 3, 10)));
    }

    void takesOneJobThatIsLargerThanItsQueue()
    {
        QTemporaryDir folder;
        const auto database = *Database::open(folder.filePath("berth.db"),
                                              {.jobs = 10, .bytes = 5});
        VERIFY_RESULT(QCoro::waitFor(insert(database.get(), 1, 100)));
    }

    void carriesOutWaitingWritesWhenItCloses()
    {
        Opened opened;
        Gate gate;
        QStringList answers;
        note(gate.blockWrites(opened.database.get()), &answers, "gate");
        gate.waitUntilBlocked();
        note(insert(opened.database.get(), 1), &answers, "waiting");
        gate.open();
        opened.database->close();
        QTRY_COMPARE(answers, QStringList({"gate", "waiting"}));
        QCOMPARE(errorOf(insert(opened.database.get(), 2)).kind, Error::Kind::Unavailable);
        QCOMPARE(errorOf(count(opened.database.get())).kind, Error::Kind::Unavailable);
        opened.database = *Database::open(opened.folder.filePath("berth.db"));
        QCOMPARE(valueOf(count(opened.database.get())), 1);
    }

    void answersAfterItIsGone()
    {
        Opened opened;
        QStringList answers;
        note(insert(opened.database.get(), 1), &answers, "write");
        opened.database.reset();
        QVERIFY(answers.isEmpty());
        QTRY_COMPARE(answers, QStringList("write"));
    }

    void tellsEverybodyWhenTheDiskIsFull()
    {
        Opened opened;
        const auto setPages = [&opened](int pages) {
            return opened.database->write<void>([pages](Connection &connection) {
                return run(connection, QString("PRAGMA max_page_count = %1").arg(pages));
            });
        };
        VERIFY_RESULT(QCoro::waitFor(setPages(1)));
        const Error error = errorOf(opened.database->write<void>([](Connection &connection) {
            return run(connection, "INSERT INTO settings (user_id, name, value) VALUES ('', 'big', "
                                   "zeroblob(1000000))");
        }));
        QCOMPARE(error.kind, Error::Kind::Unavailable);
        QVERIFY2(error.message.contains("full"), qPrintable(error.message));
        VERIFY_RESULT(QCoro::waitFor(setPages(1'000'000)));
        VERIFY_RESULT(QCoro::waitFor(insert(opened.database.get(), 1)));
        QCOMPARE(valueOf(count(opened.database.get())), 1);
    }

    void itsFilesBelongToTheirOwnerOnly_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addRow("database") << "berth.db";
        QTest::addRow("log") << "berth.db-wal";
        QTest::addRow("index of the log") << "berth.db-shm";
    }

    void itsFilesBelongToTheirOwnerOnly()
    {
        QFETCH(const QString, name);
        Opened opened;
        VERIFY_RESULT(QCoro::waitFor(insert(opened.database.get(), 1)));
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
                                          | QFile::WriteOther;
        QVERIFY(QFile::exists(opened.folder.filePath(name)));
        QCOMPARE(QFile::permissions(opened.folder.filePath(name)) & others, QFile::Permissions());
    }

    void saysThatAFileIsNoDatabase()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("berth.db"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto database = Database::open(file.fileName());
        QVERIFY(!database);
        QCOMPARE(database.error().kind, Error::Kind::Unavailable);
        QVERIFY2(database.error().message.contains("damaged"),
                 qPrintable(database.error().message));
    }

    void saysThatAFolderIsMissing()
    {
        const auto database = Database::open("/nonexistent/folder/berth.db");
        QVERIFY(!database);
        QCOMPARE(database.error().kind, Error::Kind::Unavailable);
    }
};

BERTH_TEST(DatabaseTest)
#include "DatabaseTest.moc"
