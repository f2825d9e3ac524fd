// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "store/Connection.h"

#include <chrono>
#include <functional>
#include <memory>

namespace store {

class Worker;

/// How much may wait for the database before further work is refused.
struct QueueLimits
{
    qsizetype jobs = 10'000;
    qsizetype bytes = 64 * 1024 * 1024;
};

/// One transaction, as who watches the database hears of it.
struct Work
{
    enum class Kind { Write, Read };
    Kind kind = Kind::Write;
    qsizetype jobs = 0;
    std::chrono::microseconds duration{}; ///< to the commit
    bool isLost = false; ///< nothing of it is on disk
};

/// What waits for the database.
struct Waiting
{
    qsizetype writes = 0;
    qsizetype reads = 0;
    double share = 0; ///< of what may wait: 1 is full
};

/// The server's one SQLite file: writes in grouped commits on one thread, reads on another,
/// long ones on a third.
///
/// It belongs to the thread that opened it: ask from there only; answers arrive there, through its
/// event loop, in the order of the questions (writes among writes, reads among reads).
class Database
{
public:
    template<typename T>
    using Job = std::function<core::Result<T>(Connection &)>;

    /// Opens or creates @p file (mode 0600) and brings its schema up to date. Unavailable when it
    /// cannot be opened, Conflict when a newer program wrote it.
    static core::Result<std::unique_ptr<Database>> open(const QString &file,
                                                        QueueLimits limits = {});

    /// Closes.
    ~Database();

    /// Runs @p job in a transaction and answers after the commit is on disk. Jobs that wait
    /// together share one commit; one that fails is undone alone. @p bytes is what the job holds in
    /// memory. Unavailable when too much waits, when the database is closed, or when the disk
    /// refuses.
    template<typename T = void>
    core::Task<T> write(Job<T> job, qsizetype bytes = 0)
    {
        return ask<T>(m_writer.get(), std::move(job), bytes);
    }

    /// Runs @p job on one consistent view of everything committed. It must only read.
    template<typename T>
    core::Task<T> read(Job<T> job)
    {
        return ask<T>(m_reader.get(), std::move(job), 0);
    }

    /// The same on a thread of its own, for what may take so long that other reads should not wait
    /// for it.
    template<typename T>
    core::Task<T> readAside(Job<T> job)
    {
        return ask<T>(m_aside.get(), std::move(job), 0);
    }

    /// Carries out every waiting write, refuses waiting reads, and answers all of them. Later
    /// questions are Unavailable.
    void close();

    /// How many transactions were committed since the database was opened.
    quint64 commits() const;
    Waiting waiting() const;
    /// Hears of every transaction, with its answers.
    void setObserver(std::function<void(const Work &)> observer);

private:
    explicit Database(const QString &file, QueueLimits limits);

    /// Adds to the worker's queue; an error when it takes no more. @p run computes on the worker's
    /// thread, @p answer tells the asker on this one: with an error when the work did not last.
    static core::Result<> enqueue(Worker *worker, std::function<core::Result<>(Connection &)> run,
                                  std::function<void(core::Result<>)> answer, qsizetype bytes);

    template<typename T>
    static core::Task<T> ask(Worker *worker, Job<T> job, qsizetype bytes)
    {
        core::Deferred<core::Result<T>> answered;
        auto outcome = std::make_shared<core::Result<T>>(
            core::fail(core::Error::Kind::Internal, {}));
        const core::Result<> queued =
            enqueue(worker,
                    [job = std::move(job), outcome](Connection &connection) -> core::Result<> {
            *outcome = job(connection);
            if (!*outcome)
                return std::unexpected(outcome->error());
            return {};
        }, [outcome, answered](core::Result<> lasting) {
            if (lasting)
                answered.resolve(std::move(*outcome));
            else
                answered.resolve(std::unexpected(std::move(lasting.error())));
        }, bytes);
        if (!queued)
            co_return std::unexpected(queued.error());
        co_return co_await answered;
    }

    std::unique_ptr<Worker> m_writer;
    std::unique_ptr<Worker> m_reader;
    std::unique_ptr<Worker> m_aside;
};

} // namespace store
