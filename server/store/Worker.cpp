// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Worker.h"

#include "store/Migrations.h"

#include <QThread>

#include <future>

using core::Error;

static core::Result<> run(store::Connection &connection, const QString &sql)
{
    return connection.execute(sql).transform([](const store::Statement &) {});
}

using Steady = std::chrono::steady_clock;

static std::chrono::microseconds since(Steady::time_point begun)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begun);
}

static core::Error closedError()
{
    return {Error::Kind::Unavailable, "The database is closed because the server is stopping."};
}

/// Runs @p job so that its failure undoes only its own changes. Sets @p lasting to an error when
/// the transaction around it is gone: SQLite abandons it by itself when the disk is full or
/// failing.
static core::Result<> runAlone(store::Connection &connection, const store::Worker::Job &job,
                               core::Result<> &lasting)
{
    lasting = run(connection, "SAVEPOINT job");
    if (!lasting)
        return lasting;
    const core::Result<> outcome = job.run(connection);
    if (!outcome && !run(connection, "ROLLBACK TO job"))
        lasting = outcome;
    else
        lasting = run(connection, "RELEASE job");
    return outcome;
}

store::Worker::Worker(QString file, Task task, QueueLimits limits)
    : m_file(std::move(file))
    , m_task(task)
    , m_limits(limits)
{}

store::Worker::~Worker()
{
    close();
}

core::Result<std::unique_ptr<store::Connection>> store::Worker::openConnection() const
{
    if (m_task == Task::Reads)
        return Connection::open(m_file, Connection::Access::ReadOnly);
    core::Result<std::unique_ptr<Connection>> connection =
        Connection::open(m_file, Connection::Access::ReadWrite);
    if (!connection)
        return connection;
    if (const core::Result<> upToDate = migrate(**connection); !upToDate)
        return std::unexpected(upToDate.error());
    return connection;
}

core::Result<> store::Worker::start()
{
    std::promise<core::Result<>> opened;
    m_thread = std::thread([this, &opened] {
        const core::Result<std::unique_ptr<Connection>> connection = openConnection();
        if (!connection)
            return opened.set_value(std::unexpected(connection.error()));
        opened.set_value({});
        work(**connection);
    });
    return opened.get_future().get();
}

core::Result<> store::Worker::enqueue(Job job)
{
    Q_ASSERT_X(m_asker.thread() == QThread::currentThread(), "store",
               "the database answers only the thread that opened it");
    const std::scoped_lock lock(m_mutex);
    if (m_isClosing)
        return std::unexpected(closedError());
    const bool isFull = std::ssize(m_waiting) >= m_limits.jobs
                        || (!m_waiting.empty() && m_waitingBytes + job.bytes > m_limits.bytes);
    if (isFull)
        return core::fail(Error::Kind::Unavailable,
                          "The database is too busy; try again in a moment.");
    m_waitingBytes += job.bytes;
    m_waiting.push_back(std::move(job));
    m_somethingWaits.notify_one();
    return {};
}

store::Worker::Queue store::Worker::queue()
{
    const std::scoped_lock lock(m_mutex);
    const auto share = [](qsizetype waiting, qsizetype most) {
        return static_cast<double>(waiting) / static_cast<double>(most);
    };
    return {std::ssize(m_waiting), std::max(share(std::ssize(m_waiting), m_limits.jobs),
                                            share(m_waitingBytes, m_limits.bytes))};
}

void store::Worker::close()
{
    if (!m_thread.joinable())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_isClosing = true;
        m_somethingWaits.notify_one();
    }
    m_thread.join();
    answerDelivered();
}

/// Waits for work; nothing means that the worker closes.
std::vector<store::Worker::Job> store::Worker::takeWaiting()
{
    std::unique_lock lock(m_mutex);
    m_somethingWaits.wait(lock, [this] { return !m_waiting.empty() || m_isClosing; });
    std::vector<Job> jobs(std::make_move_iterator(m_waiting.begin()),
                          std::make_move_iterator(m_waiting.end()));
    m_waiting.clear();
    m_waitingBytes = 0;
    return jobs;
}

void store::Worker::work(Connection &connection)
{
    for (std::vector<Job> jobs = takeWaiting(); !jobs.empty(); jobs = takeWaiting()) {
        if (m_task == Task::Reads)
            readEach(connection, std::move(jobs));
        else
            writeTogether(connection, std::move(jobs));
    }
}

void store::Worker::readEach(Connection &connection, std::vector<Job> jobs)
{
    for (Job &job : jobs) {
        const auto begun = Steady::now();
        core::Result<> outcome = std::unexpected(closedError());
        const bool mayRead = [this] {
            const std::scoped_lock lock(m_mutex);
            return !m_isClosing;
        }();
        if (mayRead) {
            outcome = run(connection, "BEGIN").and_then([&] { return job.run(connection); });
            run(connection, "COMMIT");
        }
        std::vector<Job> finished;
        finished.push_back(std::move(job));
        deliver(std::move(finished), {outcome}, {Work::Kind::Read, 1, since(begun)});
    }
}

void store::Worker::writeTogether(Connection &connection, std::vector<Job> jobs)
{
    const auto begun = Steady::now();
    std::vector<core::Result<>> outcomes;
    core::Result<> lasting = run(connection, "BEGIN IMMEDIATE");
    for (size_t index = 0; lasting && index < jobs.size(); ++index)
        outcomes.push_back(runAlone(connection, jobs[index], lasting));
    if (lasting)
        lasting = run(connection, "COMMIT");
    if (lasting) {
        ++m_commits;
    } else {
        run(connection, "ROLLBACK");
        outcomes.assign(jobs.size(), lasting);
        qCCritical(lcStore).noquote()
            << "Lost" << jobs.size() << "changes:" << lasting.error().message;
    }
    const Work work{Work::Kind::Write, std::ssize(jobs), since(begun), !lasting};
    deliver(std::move(jobs), std::move(outcomes), work);
}

void store::Worker::deliver(std::vector<Job> jobs, std::vector<core::Result<>> outcomes, Work work)
{
    const std::scoped_lock lock(m_mutex);
    if (m_answers.empty())
        QMetaObject::invokeMethod(&m_asker, [this] { answerDelivered(); }, Qt::QueuedConnection);
    m_works.push_back(work);
    for (size_t index = 0; index < jobs.size(); ++index) {
        m_answers.push_back([answer = std::move(jobs[index].answer),
                             outcome = std::move(outcomes[index])] { answer(outcome); });
    }
}

void store::Worker::answerDelivered()
{
    std::vector<std::function<void()>> answers;
    std::vector<Work> works;
    {
        const std::scoped_lock lock(m_mutex);
        answers.swap(m_answers);
        works.swap(m_works);
    }
    for (const Work &work : works) {
        if (m_observer)
            m_observer(work);
    }
    for (const std::function<void()> &answer : answers)
        answer();
}
