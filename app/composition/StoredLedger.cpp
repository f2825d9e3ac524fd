// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredLedger.h"

#include "core/Clock.h"

#include <QJsonDocument>

using namespace composition;
using workspace::WorkspaceRecord;

StoredLedger::StoredLedger(store::Workspaces *table)
    : m_table(table)
{}

static core::Result<WorkspaceRecord> recordOf(const store::WorkspaceRow &row)
{
    const QJsonObject body = QJsonDocument::fromJson(row.body).object();
    const auto settings = json::read<workspace::WorkspaceSettings>(body);
    if (!settings)
        return core::fail(core::Error::Kind::Internal,
                          "The stored settings of workspace " + row.id
                              + " cannot be read: " + settings.error().message);
    WorkspaceRecord record;
    record.id = row.id;
    record.userId = row.userId;
    record.name = row.name;
    record.settings = *settings;
    record.createdAt = std::chrono::microseconds(row.createdAt);
    record.usedAt = std::chrono::microseconds(row.usedAt);
    record.isLeaving = row.leavingAt.has_value();
    return record;
}

static core::Result<QList<WorkspaceRecord>> recordsOf(
    const core::Result<QList<store::WorkspaceRow>> &rows)
{
    if (!rows)
        return std::unexpected(rows.error());
    QList<WorkspaceRecord> records;
    for (const store::WorkspaceRow &row : *rows) {
        const core::Result<WorkspaceRecord> record = recordOf(row);
        if (!record)
            return std::unexpected(record.error());
        records.append(*record);
    }
    return records;
}

core::Task<> StoredLedger::add(WorkspaceRecord record)
{
    store::WorkspaceRow row;
    row.id = record.id;
    row.userId = record.userId;
    row.name = record.name;
    row.createdAt = record.createdAt.count();
    row.usedAt = record.usedAt.count();
    row.body = json::text(json::write(record.settings, json::Nulls::Omit));
    return m_table->insert(std::move(row));
}

core::Task<std::optional<WorkspaceRecord>> StoredLedger::find(QString id)
{
    const auto row = co_await m_table->find(id);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return std::nullopt;
    const core::Result<WorkspaceRecord> record = recordOf(**row);
    if (!record)
        co_return std::unexpected(record.error());
    co_return *record;
}

core::Task<QList<WorkspaceRecord>> StoredLedger::all()
{
    const auto rows = co_await m_table->all();
    co_return recordsOf(rows);
}

core::Task<QList<WorkspaceRecord>> StoredLedger::ofUser(QString userId)
{
    const auto rows = co_await m_table->ofUser(userId);
    co_return recordsOf(rows);
}

core::Task<bool> StoredLedger::change(QString id, QString name,
                                      workspace::WorkspaceSettings settings)
{
    return m_table->change(id, name, json::text(json::write(settings, json::Nulls::Omit)));
}

core::Task<> StoredLedger::setUsed(QString id, std::chrono::microseconds usedAt)
{
    return m_table->setUsed(id, usedAt.count());
}

core::Task<bool> StoredLedger::setLeaving(QString id)
{
    return m_table->setLeaving(id, core::Clock::system().now().count());
}

core::Task<> StoredLedger::remove(QString id)
{
    return m_table->remove(id);
}
