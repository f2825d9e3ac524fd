// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Job.h"
#include "OutputRing.h"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

class Machine;

/// Who is told of a detached job: one at a time.
class DetachedWatcher
{
public:
    virtual ~DetachedWatcher() = default;
    virtual std::size_t room(wire::Channel channel) = 0; // when it grows, DetachedJob::deliver()
    virtual void output(wire::Channel channel, std::string bytes) = 0;
    virtual void ended(const JobResult &result) = 0;
    virtual void dismissed() = 0; // another watches now, or the job is forgotten
};

/// A job that belongs to the machine, with the end of what it wrote. While nobody watches it runs
/// on and the oldest output is lost.
class DetachedJob : public JobListener
{
public:
    static constexpr std::size_t kept = 1024 * 1024; // of each stream
    using Offsets = std::array<std::uint64_t, 2>; // output, error output

    DetachedJob(Machine &machine, int job, std::string tag);
    ~DetachedJob() override;

    int job() const { return m_job; }
    pid_t pid() const { return m_pid; }
    bool hasEnded() const { return m_result.has_value(); }
    std::size_t size() const { return m_rings[0].size() + m_rings[1].size(); }
    bool reaches(const Offsets &offsets) const; // whether so much was written
    // Tells the watcher all from these offsets on, or from where the output is still kept: the
    // answer.
    Offsets watch(DetachedWatcher *watcher, const Offsets &from);
    void unwatch(const DetachedWatcher *watcher);
    void deliver();

    std::size_t room(wire::Channel channel) override;
    void output(wire::Channel channel, std::string bytes) override;
    void inputWritten(std::size_t) override {}
    void ended(const JobResult &result) override;

private:
    bool isBehind() const;

    Machine &m_machine;
    int m_job;
    pid_t m_pid;
    std::string m_tag;
    std::array<OutputRing, 2> m_rings{OutputRing(kept), OutputRing(kept)};
    Offsets m_told{};
    DetachedWatcher *m_watcher = nullptr;
    std::optional<JobResult> m_result;
};

/// The detached jobs that run, and for a while those that have ended.
class DetachedJobs
{
public:
    static constexpr std::size_t maxRunning = 64;
    static constexpr std::size_t maxEnded = 64;
    static constexpr std::size_t maxEndedBytes = 32 * 1024 * 1024; // of the output of all
    static constexpr std::chrono::minutes endedKept{10};

    explicit DetachedJobs(Machine &machine)
        : m_machine(machine)
    {}

    DetachedJob *find(const std::string &tag);
    std::size_t running() const { return m_jobs.size() - m_ended.size(); }
    std::set<int> runningIds() const;
    DetachedJob &add(int job, const std::string &tag);
    void ended(const std::string &tag);

private:
    using Moment = std::chrono::steady_clock::time_point;

    void forgetOld();

    Machine &m_machine;
    std::map<std::string, std::unique_ptr<DetachedJob>> m_jobs;
    std::deque<std::pair<Moment, std::string>> m_ended; // by when
    Loop::TimerId m_timer = 0;
};
