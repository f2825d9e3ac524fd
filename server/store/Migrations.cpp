// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Migrations.h"

#include "core/Clock.h"
#include "core/Logging.h"
#include "resources/Resources.h"
#include "store/Connection.h"

#include <QDir>
#include <QFile>
#include <QMap>

using core::Error;

namespace {

/// The scripts by the version that each makes.
QMap<int, QString> scripts(const QString &folder)
{
    QMap<int, QString> found;
    const QStringList names = QDir(folder).entryList({"*.sql"}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        found.insert(name.section('_', 0, 0).toInt(), folder + '/' + name);
    return found;
}

core::Result<QStringList> statementsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(Error::Kind::Internal, "The migration " + path + " cannot be read.");
    QStringList statements;
    QString current;
    const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
    for (const QString &line : lines) {
        if (line.trimmed().startsWith("--"))
            continue;
        current += line + '\n';
        if (line.endsWith(';'))
            statements.append(std::exchange(current, {}).trimmed());
    }
    return statements;
}

core::Result<> run(store::Connection &connection, const QString &sql,
                   const QVariantList &values = {})
{
    return connection.execute(sql, values).transform([](const store::Statement &) {});
}

core::Result<> runAll(store::Connection &connection, const QStringList &statements)
{
    for (const QString &sql : statements) {
        if (const core::Result<> done = run(connection, sql); !done)
            return done;
    }
    return {};
}

core::Result<> applyScript(store::Connection &connection, int version, const QString &path)
{
    const core::Result<QStringList> statements = statementsOf(path);
    if (!statements)
        return std::unexpected(statements.error());
    const auto record = [&connection, version] {
        return run(connection, "INSERT INTO schema_version (version, applied_at) VALUES (?, ?)",
                   {version, qint64(core::Clock::system().now().count())});
    };
    core::Result<> done = run(connection, "BEGIN IMMEDIATE");
    done = done.and_then([&] { return runAll(connection, *statements); })
               .and_then(record)
               .and_then([&] { return run(connection, "COMMIT"); });
    if (!done)
        run(connection, "ROLLBACK");
    return done;
}

} // namespace

core::Result<int> store::schemaVersion(Connection &connection)
{
    const core::Result<> table = run(connection, "CREATE TABLE IF NOT EXISTS schema_version ("
                                                 "version INTEGER NOT NULL PRIMARY KEY, "
                                                 "applied_at INTEGER NOT NULL)");
    if (!table)
        return std::unexpected(table.error());
    core::Result<Statement> row = connection.execute("SELECT max(version) FROM schema_version");
    if (!row)
        return std::unexpected(row.error());
    return row->next() ? static_cast<int>(row->integer(0)) : 0;
}

core::Result<> store::migrate(Connection &connection, const QString &folder)
{
    resources::init();
    const core::Result<int> version = schemaVersion(connection);
    if (!version)
        return std::unexpected(version.error());
    const QMap<int, QString> known = scripts(folder);
    const int newest = known.isEmpty() ? 0 : known.lastKey();
    if (*version > newest)
        return core::fail(
            Error::Kind::Conflict,
            QString("The database was written by a newer program (its schema is %1, this program "
                    "knows %2); update the program or choose another data directory.")
                .arg(*version)
                .arg(newest));
    for (auto script = known.upperBound(*version); script != known.end(); ++script) {
        if (const core::Result<> done = applyScript(connection, script.key(), script.value());
            !done)
            return done;
        qCInfo(lcStore) << "The database has now schema" << script.key();
    }
    return {};
}
