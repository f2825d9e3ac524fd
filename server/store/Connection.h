// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <optional>
#include <unordered_map>

namespace store {

class Connection;

/// One execution of a prepared statement; its destruction hands the statement back for the next
/// use.
class Statement
{
public:
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&) = delete;
    ~Statement();

    bool next() { return m_query.next(); }
    int rowsAffected() const { return m_query.numRowsAffected(); }
    QVariant lastInsertId() const { return m_query.lastInsertId(); }

    QVariant value(int column) const { return m_query.value(column); }
    bool isNull(int column) const { return m_query.isNull(column); }
    QString text(int column) const { return m_query.value(column).toString(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }

private:
    friend class Connection;
    Statement(Connection *connection, QString sql, QSqlQuery query);

    Connection *m_connection;
    QString m_sql;
    QSqlQuery m_query;
};

/// One SQLite connection of one thread with the statements that were prepared on it.
class Connection
{
public:
    enum class Access { ReadWrite, ReadOnly };

    static core::Result<std::unique_ptr<Connection>> open(const QString &file, Access access);
    ~Connection();

    /// Runs @p sql, prepared once, with @p values in the order of its question marks. A broken
    /// uniqueness is Conflict, a full or failing disk Unavailable.
    core::Result<Statement> execute(const QString &sql, const QVariantList &values = {});

    /// The texts of the statements that were prepared so far, for looking at their query plans.
    QStringList preparedTexts() const;

private:
    friend class Statement;
    explicit Connection(QSqlDatabase database);

    core::Result<QSqlQuery> prepared(const QString &sql);

    QSqlDatabase m_database;
    std::unordered_map<QString, QSqlQuery> m_statements;
};

/// An optional as a value of a statement: null when it is empty.
template<typename T>
QVariant orNull(const std::optional<T> &value)
{
    return value ? QVariant::fromValue(*value) : QVariant();
}

} // namespace store
