// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Database.h"

#include <QCoroTask>
#include <QtTest>

/// A new database in a folder of its own.
struct Opened
{
    QTemporaryDir folder;
    std::unique_ptr<store::Database> database = *store::Database::open(folder.filePath("berth.db"));
};

/// Waits for a task and returns its value; without one the test fails with the error's sentence.
template<typename T>
T valueOf(core::Task<T> task)
{
    core::Result<T> result = QCoro::waitFor(std::move(task));
    if (!result) {
        QTest::qFail(qPrintable(result.error().message), __FILE__, __LINE__);
        if constexpr (!std::is_void_v<T>)
            return T{};
    }
    if constexpr (!std::is_void_v<T>)
        return *result;
}

/// Waits for a task that must fail and returns its error.
template<typename T>
core::Error errorOf(core::Task<T> task)
{
    core::Result<T> result = QCoro::waitFor(std::move(task));
    return result ? core::Error{core::Error::Kind::Internal, "It succeeded."} : result.error();
}

/// What SQLite does for the statements that reads have used: one line for each step of their plans.
inline QStringList plansOfReads(store::Database *database)
{
    return valueOf(
        database->read<QStringList>([](store::Connection &connection) -> core::Result<QStringList> {
        QStringList steps;
        const QStringList texts = connection.preparedTexts();
        for (const QString &sql : texts) {
            if (!sql.startsWith("SELECT"))
                continue;
            core::Result<store::Statement> plan =
                connection.execute("EXPLAIN QUERY PLAN " + sql, QVariantList(sql.count('?'), 1));
            if (!plan)
                return std::unexpected(plan.error());
            while (plan->next())
                steps.append(plan->text(3) + " <- " + sql);
        }
        return steps;
    }));
}
