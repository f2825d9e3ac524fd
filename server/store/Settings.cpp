// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Settings.h"

#include "store/Database.h"

store::Settings::Settings(Database *database)
    : m_database(database)
{}

core::Task<std::optional<QByteArray>> store::Settings::find(QString userId, QString name)
{
    using Value = std::optional<QByteArray>;
    return m_database->read<Value>([userId, name](Connection &connection) -> core::Result<Value> {
        core::Result<Statement> found =
            connection.execute("SELECT value FROM settings WHERE user_id = ? AND name = ?",
                               {userId, name});
        if (!found)
            return std::unexpected(found.error());
        return found->next() ? Value(found->bytes(0)) : Value();
    });
}

core::Task<QMap<QString, QByteArray>> store::Settings::startingWith(QString userId, QString prefix)
{
    using Values = QMap<QString, QByteArray>;
    return m_database->read<Values>(
        [userId, prefix](Connection &connection) -> core::Result<Values> {
        // No name goes on with the highest code point, so this range holds exactly the prefix's
        // names.
        core::Result<Statement> found = connection.execute(
            "SELECT name, value FROM settings WHERE user_id = ? AND name >= ? AND name < ?",
            {userId, prefix, prefix + QString::fromUcs4(U"\U0010FFFF")});
        if (!found)
            return std::unexpected(found.error());
        Values values;
        while (found->next())
            values.insert(found->text(0), found->bytes(1));
        return values;
    });
}

core::Task<> store::Settings::set(QString userId, QString name, QByteArray value)
{
    return m_database->write<void>([userId, name, value](Connection &connection) -> core::Result<> {
        return connection
            .execute("INSERT INTO settings (user_id, name, value) VALUES (?, ?, ?) "
                     "ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
                     {userId, name, value})
            .transform([](const Statement &) {});
    });
}

core::Task<bool> store::Settings::remove(QString userId, QString name)
{
    return m_database->write<bool>([userId, name](Connection &connection) {
        return connection
            .execute("DELETE FROM settings WHERE user_id = ? AND name = ?", {userId, name})
            .transform([](const Statement &done) { return done.rowsAffected() > 0; });
    });
}
