// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/QueuePlace.h"
#include "core/Async.h"

#include <QHash>
#include <QTimer>

namespace conversations {

/// Lets so many runs begin at a time, of the server and of each user, and keeps the others in a
/// queue: whoever has the fewest runs comes first, and among those who waits longest.
class Admission : public QObject
{
    Q_OBJECT

public:
    struct Bounds
    {
        int most = 0; ///< at a time; 0: as many as come
        /// What one user may have, where that is less.
        std::function<std::optional<int>(const QString &userId)> ofUser = {};
    };
    using Moved = std::function<void(const QueuePlace &place)>;

    explicit Admission(Bounds bounds);

    /// Nothing when run @p id may begin at once. Else what comes: true with its turn, false when it
    /// was withdrawn; @p moved is told its place now and, at most once a second, each other one
    /// among the first hundred.
    std::optional<core::Deferred<bool>> ask(const QString &userId, const QString &id, Moved moved);
    /// Takes a run out of the queue.
    void withdraw(const QString &id);
    /// A run is over; one that never began is none.
    void leave(const QString &id);
    /// Lets in who has room now, after bounds have changed.
    void admit();
    void setMost(int most);
    /// Lets nobody in any more: the server ends.
    void shut() { m_isShut = true; }

    bool isWaiting(const QString &id) const;
    int most() const { return m_bounds.most; }
    std::optional<int> mostOf(const QString &userId) const;
    int running() const { return static_cast<int>(m_running.size()); }
    int runningOf(const QString &userId) const { return m_perUser.value(userId); }
    int waiting() const { return static_cast<int>(m_waiting.size()); }

private:
    struct Waiter
    {
        QString userId;
        QString id;
        core::Deferred<bool> turn;
        Moved moved;
        std::optional<QueuePlace> place = {};
    };

    bool isFull() const;
    bool isFullFor(const QString &userId) const;
    /// Who comes next, were @p running the runs of each user; -1: nobody.
    qsizetype next(const QList<qsizetype> &among, const QHash<QString, int> &running) const;
    QList<QueuePlace> places() const;
    void begin(const QString &userId, const QString &id);
    void tellPlaces();

    Bounds m_bounds;
    QHash<QString, QString> m_running; ///< their users, by id
    QHash<QString, int> m_perUser;
    QList<Waiter> m_waiting; ///< in the order of their coming
    bool m_isShut = false;
    QTimer m_telling;
};

} // namespace conversations
