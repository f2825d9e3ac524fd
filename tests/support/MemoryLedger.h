// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Ledger.h"

namespace test {

/// A ledger that lasts as long as the test.
class MemoryLedger : public workspace::Ledger
{
public:
    using Record = workspace::WorkspaceRecord;

    core::Task<> add(Record record) override
    {
        if (rows.contains(record.id))
            co_return core::fail(core::Error::Kind::Conflict, "There is one.");
        rows.insert(record.id, record);
        co_return {};
    }
    core::Task<std::optional<Record>> find(QString id) override
    {
        co_return rows.contains(id) ? std::optional(rows.value(id)) : std::nullopt;
    }
    core::Task<QList<Record>> all() override { co_return sorted(rows.values()); }
    core::Task<QList<Record>> ofUser(QString userId) override
    {
        QList<Record> own = rows.values();
        own.removeIf([userId](const Record &record) { return record.userId != userId; });
        co_return sorted(own);
    }
    core::Task<bool> change(QString id, QString name,
                            workspace::WorkspaceSettings settings) override
    {
        if (!rows.contains(id) || rows[id].isLeaving)
            co_return false;
        rows[id].name = name;
        rows[id].settings = settings;
        co_return true;
    }
    core::Task<> setUsed(QString id, std::chrono::microseconds usedAt) override
    {
        if (rows.contains(id))
            rows[id].usedAt = std::max(rows[id].usedAt, usedAt);
        co_return {};
    }
    core::Task<bool> setLeaving(QString id) override
    {
        if (!rows.contains(id) || rows[id].isLeaving)
            co_return false;
        rows[id].isLeaving = true;
        co_return true;
    }
    core::Task<> remove(QString id) override
    {
        rows.remove(id);
        co_return {};
    }

    QMap<QString, Record> rows;

private:
    static QList<Record> sorted(QList<Record> records)
    {
        std::ranges::sort(records, {}, &Record::createdAt);
        return records;
    }
};

} // namespace test
