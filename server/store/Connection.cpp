// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Connection.h"

#include "core/Id.h"
#include "core/PrivateFile.h"

#include <QFile>
#include <QSqlError>

using core::Error;

namespace {

// The primary result codes of SQLite that callers can tell apart; see
// https://sqlite.org/rescode.html.
enum Code {
    Busy = 5,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};

Error describe(const QSqlError &error)
{
    const QString text = error.databaseText().isEmpty() ? error.text() : error.databaseText();
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case Constraint:
        return {Error::Kind::Conflict,
                "The database already holds something else there: " + text + "."};
    case Full:
        return {Error::Kind::Unavailable,
                "The disk of the database is full; make room and try again."};
    case Busy:
        return {Error::Kind::Unavailable,
                "Another program holds the database; close it and try again."};
    case IoError:
    case CannotOpen:
        return {Error::Kind::Unavailable, "The database file cannot be used: " + text + "."};
    case Corrupt:
    case NotADatabase:
        return {Error::Kind::Unavailable, "The database file is damaged: " + text + "."};
    default: return {Error::Kind::Internal, "The database refused a statement: " + text + "."};
    }
}

/// Qt binds a null string or byte array as NULL; here only an invalid QVariant means that.
QVariant bindable(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return QString("");
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    return value;
}

} // namespace

store::Statement::Statement(Connection *connection, QString sql, QSqlQuery query)
    : m_connection(connection)
    , m_sql(std::move(sql))
    , m_query(std::move(query))
{}

store::Statement::Statement(Statement &&other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
    , m_sql(std::move(other.m_sql))
    , m_query(std::move(other.m_query))
{}

store::Statement::~Statement()
{
    if (!m_connection)
        return;
    m_query.finish();
    m_connection->m_statements.insert_or_assign(m_sql, std::move(m_query));
}

store::Connection::Connection(QSqlDatabase database)
    : m_database(std::move(database))
{}

store::Connection::~Connection()
{
    const QString name = m_database.connectionName();
    m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(name);
}

core::Result<std::unique_ptr<store::Connection>> store::Connection::open(const QString &file,
                                                                         Access access)
{
    // SQLite gives its log the mode of this file.
    if (access == Access::ReadWrite && !QFile::exists(file)) {
        if (const core::Result<> created = core::createPrivateFile(file, {}); !created)
            return std::unexpected(created.error());
    }
    std::unique_ptr<Connection> connection(
        new Connection(QSqlDatabase::addDatabase("QSQLITE", "store-" + core::newId())));
    QSqlDatabase &database = connection->m_database;
    database.setDatabaseName(file);
    database.setConnectOptions(access == Access::ReadOnly
                                   ? "QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"
                                   : "QSQLITE_BUSY_TIMEOUT=5000");
    if (!database.open())
        return std::unexpected(describe(database.lastError()));
    QStringList pragmas{"PRAGMA foreign_keys = ON"};
    if (access == Access::ReadWrite)
        pragmas += {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                    "PRAGMA secure_delete = ON"};
    for (const QString &pragma : std::as_const(pragmas)) {
        if (const core::Result<Statement> done = connection->execute(pragma); !done)
            return std::unexpected(done.error());
    }
    return connection;
}

core::Result<QSqlQuery> store::Connection::prepared(const QString &sql)
{
    if (auto known = m_statements.extract(sql))
        return std::move(known.mapped());
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return std::unexpected(describe(query.lastError()));
    return query;
}

core::Result<store::Statement> store::Connection::execute(const QString &sql,
                                                          const QVariantList &values)
{
    core::Result<QSqlQuery> query = prepared(sql);
    if (!query)
        return std::unexpected(query.error());
    for (qsizetype index = 0; index < values.size(); ++index)
        query->bindValue(static_cast<int>(index), bindable(values.at(index)));
    if (!query->exec())
        return std::unexpected(describe(query->lastError()));
    return Statement(this, sql, std::move(*query));
}

QStringList store::Connection::preparedTexts() const
{
    QStringList texts;
    for (const auto &[sql, query] : m_statements)
        texts.append(sql);
    return texts;
}
