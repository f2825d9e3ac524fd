// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Migrations.h"
#include "Opened.h"
#include "TestMain.h"

using core::Error;
using store::Connection;

class MigrationsTest : public QObject
{
    Q_OBJECT

private:
    void writeScript(const QString &name, const QByteArray &sql)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(sql);
    }
    bool hasTable(const QString &name)
    {
        auto found = m_connection->execute("SELECT 1 FROM sqlite_schema WHERE name = ?", {name});
        return found && found->next();
    }
    core::Result<> migrate() { return store::migrate(*m_connection, m_folder->path()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_connection = *Connection::open(m_folder->filePath("berth.db"),
                                         Connection::Access::ReadWrite);
        writeScript("0001_initial.sql",
                    "-- A comment; with a semicolon;\nCREATE TABLE one (\n    a TEXT\n);\n"
                    "CREATE INDEX one_a ON one (a);\n");
    }

    void cleanup() { m_connection.reset(); }

    void appliesOnlyWhatIsNew()
    {
        VERIFY_RESULT(migrate());
        QVERIFY(m_connection->execute("INSERT INTO one VALUES ('kept')").has_value());
        writeScript("0002_second.sql",
                    "ALTER TABLE one ADD COLUMN b TEXT NOT NULL DEFAULT 'new';\n");
        VERIFY_RESULT(migrate());
        VERIFY_RESULT(migrate());
        QCOMPARE(store::schemaVersion(*m_connection).value_or(-1), 2);
        auto row = m_connection->execute("SELECT a, b FROM one");
        QVERIFY(row && row->next());
        QCOMPARE(row->text(0), "kept");
        QCOMPARE(row->text(1), "new");
    }

    void leavesNothingOfAScriptThatFails()
    {
        VERIFY_RESULT(migrate());
        writeScript("0002_broken.sql", "CREATE TABLE two (a TEXT);\nCREATE TABLE one (a TEXT);\n");
        QVERIFY(!migrate());
        QVERIFY(!hasTable("two"));
        QCOMPARE(store::schemaVersion(*m_connection).value_or(-1), 1);
        writeScript("0002_broken.sql", "CREATE TABLE two (a TEXT);\n");
        VERIFY_RESULT(migrate());
        QVERIFY(hasTable("two"));
    }

    void refusesADatabaseOfANewerProgram()
    {
        VERIFY_RESULT(migrate());
        QVERIFY(m_connection->execute("INSERT INTO schema_version VALUES (7, 0)").has_value());
        const core::Result<> result = migrate();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::Conflict);
        QVERIFY2(result.error().message.contains("newer program"),
                 qPrintable(result.error().message));
    }

    void refusesToOpenADatabaseOfANewerProgram()
    {
        Opened opened;
        QVERIFY(valueOf(opened.database->write<bool>([](Connection &connection) {
            return connection.execute("INSERT INTO schema_version VALUES (999, 0)")
                .transform([](const store::Statement &) { return true; });
        })));
        opened.database->close();
        const auto again = store::Database::open(opened.folder.filePath("berth.db"));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::Conflict);
    }
};

BERTH_TEST(MigrationsTest)
#include "MigrationsTest.moc"
