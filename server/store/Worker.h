// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Connection.h"
#include "store/Database.h"

#include <QObject>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace store {

/// One thread with one connection that works through a bounded queue.
class Worker
{
public:
    enum class Task { GroupedWrites, Reads };

    struct Job
    {
        std::function<core::Result<>(Connection &)> run;
        std::function<void(core::Result<>)> answer;
        qsizetype bytes = 0;
    };

    Worker(QString file, Task task, QueueLimits limits);
    /// Closes.
    ~Worker();

    /// Opens the connection, with the newest schema when it may write, before it returns.
    core::Result<> start();
    core::Result<> enqueue(Job job);
    /// Writes that wait are carried out, reads that wait are refused; all are answered on return.
    void close();
    quint64 commits() const { return m_commits; }

    struct Queue
    {
        qsizetype jobs = 0;
        double share = 0; ///< of what may wait
    };
    Queue queue();
    /// Called in the asker's thread.
    void setObserver(std::function<void(const Work &)> observer)
    {
        m_observer = std::move(observer);
    }

private:
    core::Result<std::unique_ptr<Connection>> openConnection() const;
    void work(Connection &connection);
    std::vector<Job> takeWaiting();
    void readEach(Connection &connection, std::vector<Job> jobs);
    void writeTogether(Connection &connection, std::vector<Job> jobs);
    void deliver(std::vector<Job> jobs, std::vector<core::Result<>> outcomes, Work work);
    void answerDelivered();

    const QString m_file;
    const Task m_task;
    const QueueLimits m_limits;
    QObject m_asker; ///< lives in the asker's thread and receives the answers there
    std::function<void(const Work &)> m_observer; ///< of the asker's thread

    std::mutex m_mutex; ///< guards everything below but the thread
    std::condition_variable m_somethingWaits;
    std::deque<Job> m_waiting;
    qsizetype m_waitingBytes = 0;
    bool m_isClosing = false;
    std::vector<std::function<void()>> m_answers;
    std::vector<Work> m_works; ///< that the observer has not heard of

    std::atomic<quint64> m_commits = 0;
    std::thread m_thread;
};

} // namespace store
