// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "workspace/EgressRecord.h"

#include <QObject>
#include <QTimer>

namespace workspace {

/// A decision and whose it was.
struct EgressEntry
{
    qint64 id = 0; ///< grows, also from one server to the next
    QString userId;
    QString workspaceId;
    bool acceptsWrites = false; ///< the host is known to take uploads from anybody's account
    EgressDecision decision;
};

/// What went through a connection that has ended.
struct EgressBytes
{
    QString userId;
    qint64 id = 0;
    qint64 up = 0;
    qint64 down = 0;
};

/// Which decisions are wanted.
struct EgressFilter
{
    QString userId;
    std::optional<QString> workspaceId = {};
    std::optional<bool> allowed = {};
    std::optional<qint64> after = {}; ///< an id; without one the newest are wanted
    int limit = 100;
};

/// Where decisions are kept: of each user the newest, for a while.
class EgressDecisionStore
{
public:
    virtual ~EgressDecisionStore() = default;
    /// Adds @p entries, then notes @p bytes.
    virtual core::Task<> keep(QList<EgressEntry> entries, QList<EgressBytes> bytes) = 0;
    /// Oldest first.
    virtual core::Task<QList<EgressEntry>> find(EgressFilter filter) = 0;
    virtual core::Task<> removeOf(QString userId) = 0;
};

/// The decisions of all users. Nobody who decides waits for the store: what is new is kept
/// together, a moment later, and before anybody looks.
class EgressJournal : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostOfUser = 1000;
    static constexpr std::chrono::days keptFor{30};
    static constexpr std::chrono::milliseconds pause{1000}; ///< until what is new is kept
    static constexpr qsizetype mostWaiting = 5000; ///< for a store that is slow; older ones go

    /// @p store outlives it.
    explicit EgressJournal(EgressDecisionStore *store);

    /// Its id.
    qint64 add(EgressEntry entry);
    void setBytes(const QString &userId, qint64 id, qint64 up, qint64 down);
    /// Oldest first.
    core::Task<QList<EgressEntry>> find(EgressFilter filter);
    core::Task<> removeOf(QString userId);
    /// Keeps all that is new.
    core::Task<> flush();

signals:
    void added(const workspace::EgressEntry &entry);

private:
    void awaitFlush();

    EgressDecisionStore *m_store;
    QList<EgressEntry> m_entries; ///< that are not kept yet, oldest first
    QList<EgressBytes> m_bytes; ///< of entries that may be
    int m_flushes = 0; ///< under way
    QTimer m_timer;
    qint64 m_lastId;
};

} // namespace workspace
