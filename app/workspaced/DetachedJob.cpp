// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "DetachedJob.h"

#include "Machine.h"

#include <algorithm>

using wire::Channel;

namespace {

constexpr std::array outputs{Channel::Output, Channel::Error};

} // namespace

DetachedJob::DetachedJob(Machine &machine, int job, std::string tag)
    : m_machine(machine)
    , m_job(job)
    , m_pid(machine.job(job)->pid())
    , m_tag(std::move(tag))
{}

DetachedJob::~DetachedJob()
{
    if (m_watcher)
        m_watcher->dismissed();
}

bool DetachedJob::reaches(const Offsets &offsets) const
{
    return offsets[0] <= m_rings[0].end() && offsets[1] <= m_rings[1].end();
}

DetachedJob::Offsets DetachedJob::watch(DetachedWatcher *watcher, const Offsets &from)
{
    if (m_watcher)
        m_watcher->dismissed();
    m_watcher = watcher;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        m_told[i] = std::max(from[i], m_rings[i].begin());
    return m_told;
}

void DetachedJob::unwatch(const DetachedWatcher *watcher)
{
    if (m_watcher != watcher)
        return;
    m_watcher = nullptr;
    if (Job *running = m_machine.job(m_job))
        running->resume();
}

bool DetachedJob::isBehind() const
{
    return m_told[0] < m_rings[0].end() || m_told[1] < m_rings[1].end();
}

void DetachedJob::deliver()
{
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        while (m_watcher && m_told[i] < m_rings[i].end()) {
            const std::size_t room = std::min(m_watcher->room(outputs[i]), wire::dataChunk);
            if (room == 0)
                break;
            std::string bytes = m_rings[i].read(m_told[i], room);
            m_told[i] += bytes.size();
            m_watcher->output(outputs[i], std::move(bytes));
        }
    }
    if (m_watcher && m_result && !isBehind())
        std::exchange(m_watcher, nullptr)->ended(*m_result);
    else if (Job *running = m_machine.job(m_job); running && !m_result)
        running->resume();
}

// With a watcher nothing is read that it has no room for, so that it misses nothing.
std::size_t DetachedJob::room(Channel channel)
{
    const bool isError = channel == Channel::Error;
    if (!m_watcher)
        return wire::dataChunk;
    return m_told[isError] < m_rings[isError].end() ? 0 : m_watcher->room(channel);
}

void DetachedJob::output(Channel channel, std::string bytes)
{
    const bool isError = channel == Channel::Error;
    m_rings[isError].append(bytes);
    if (!m_watcher)
        return;
    m_told[isError] += bytes.size();
    m_watcher->output(channel, std::move(bytes));
}

void DetachedJob::ended(const JobResult &result)
{
    m_result = result;
    m_machine.detached().ended(m_tag);
    deliver();
}

DetachedJob *DetachedJobs::find(const std::string &tag)
{
    const auto found = m_jobs.find(tag);
    return found == m_jobs.end() ? nullptr : found->second.get();
}

std::set<int> DetachedJobs::runningIds() const
{
    std::set<int> ids;
    for (const auto &[tag, job] : m_jobs) {
        if (!job->hasEnded())
            ids.insert(job->job());
    }
    return ids;
}

DetachedJob &DetachedJobs::add(int job, const std::string &tag)
{
    auto &place = m_jobs[tag];
    place = std::make_unique<DetachedJob>(m_machine, job, tag);
    return *place;
}

void DetachedJobs::ended(const std::string &tag)
{
    m_ended.emplace_back(std::chrono::steady_clock::now(), tag);
    m_machine.loop().defer([this] { forgetOld(); });
}

void DetachedJobs::forgetOld()
{
    const Moment oldest = std::chrono::steady_clock::now() - endedKept;
    std::size_t bytes = 0;
    for (const auto &[moment, tag] : m_ended)
        bytes += m_jobs.at(tag)->size();
    while (!m_ended.empty()
           && (m_ended.size() > maxEnded || bytes > maxEndedBytes
               || m_ended.front().first <= oldest)) {
        const auto job = m_jobs.extract(m_ended.front().second);
        m_ended.pop_front();
        bytes -= job.mapped()->size();
    }
    if (m_ended.empty() || m_timer != 0)
        return;
    m_timer = m_machine.loop().after(std::chrono::ceil<std::chrono::milliseconds>(
                                         m_ended.front().first - oldest),
                                     [this] {
        m_timer = 0;
        forgetOld();
    });
}
