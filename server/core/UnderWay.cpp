// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/UnderWay.h"

#include <QStringList>

namespace {

struct Tasks
{
    std::vector<const char *> purposes;
    std::optional<std::stop_source> awaited; ///< stopped when the last one ends
};

} // namespace

static Tasks &tasksOfThread()
{
    thread_local Tasks s_tasks;
    return s_tasks;
}

core::UnderWay::UnderWay(const char *purpose)
    : m_purpose(purpose)
{
    tasksOfThread().purposes.push_back(purpose);
}

core::UnderWay::~UnderWay()
{
    Tasks &tasks = tasksOfThread();
    tasks.purposes.erase(std::ranges::find(tasks.purposes, m_purpose));
    if (tasks.purposes.empty() && tasks.awaited)
        tasks.awaited->request_stop();
}

core::Task<> core::settled(std::chrono::milliseconds limit)
{
    Tasks &tasks = tasksOfThread();
    if (tasks.purposes.empty())
        co_return {};
    const std::stop_source last = tasks.awaited.emplace();
    const Result<> isOver = co_await sleepFor(limit, last.get_token());
    tasks.awaited.reset();
    if (!isOver)
        co_return {};
    QStringList purposes;
    for (const char *purpose : tasks.purposes)
        purposes.append(purpose);
    purposes.removeDuplicates();
    co_return fail(Error::Kind::Unavailable, "Still under way: " + purposes.join(", ") + '.');
}
