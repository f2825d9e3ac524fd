// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Database.h"

#include "store/Worker.h"

store::Database::Database(const QString &file, QueueLimits limits)
    : m_writer(std::make_unique<Worker>(file, Worker::Task::GroupedWrites, limits))
    , m_reader(std::make_unique<Worker>(file, Worker::Task::Reads, limits))
    , m_aside(std::make_unique<Worker>(file, Worker::Task::Reads, limits))
{}

store::Database::~Database() = default;

core::Result<std::unique_ptr<store::Database>> store::Database::open(const QString &file,
                                                                     QueueLimits limits)
{
    std::unique_ptr<Database> database(new Database(file, limits));
    const core::Result<> started = database->m_writer->start()
                                       .and_then([&] {
        return database->m_reader->start();
    }).and_then([&] { return database->m_aside->start(); });
    if (!started)
        return std::unexpected(started.error());
    return database;
}

void store::Database::close()
{
    // SQLite empties its log when the last connection goes, and only a writer can do that.
    m_reader->close();
    m_aside->close();
    m_writer->close();
}

quint64 store::Database::commits() const
{
    return m_writer->commits();
}

store::Waiting store::Database::waiting() const
{
    const Worker::Queue writes = m_writer->queue();
    const Worker::Queue reads = m_reader->queue();
    const Worker::Queue aside = m_aside->queue();
    return {writes.jobs, reads.jobs + aside.jobs,
            std::max({writes.share, reads.share, aside.share})};
}

void store::Database::setObserver(std::function<void(const Work &)> observer)
{
    m_writer->setObserver(observer);
    m_reader->setObserver(observer);
    m_aside->setObserver(std::move(observer));
}

core::Result<> store::Database::enqueue(Worker *worker,
                                        std::function<core::Result<>(Connection &)> run,
                                        std::function<void(core::Result<>)> answer, qsizetype bytes)
{
    return worker->enqueue({std::move(run), std::move(answer), bytes});
}
