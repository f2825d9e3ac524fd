// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ControlGroup.h"
#include "DetachedJob.h"
#include "Job.h"
#include "Shell.h"

#include <deque>
#include <map>
#include <memory>
#include <string>

/// Who hears what happens on the machine outside of its own requests.
class MachineListener
{
public:
    virtual ~MachineListener() = default;
    virtual void shellReady(int shell) = 0;
    virtual void shellEnded(int shell, int exitCode, int signal) = 0;
    virtual void shutdownAsked() = 0;
};

/// Results of operations by their idempotency key, for ten minutes.
class Memory
{
public:
    enum class State { New, Begun, Done };

    State stateOf(const std::string &opid);
    const std::string &responseTo(const std::string &opid) const; // Done only
    void begin(const std::string &opid);
    void finish(const std::string &opid, const std::string &response);
    void forget(const std::string &opid); // it did not happen: it may be tried again

private:
    using Moment = std::chrono::steady_clock::time_point;

    void forgetOld();

    std::map<std::string, std::string> m_responses; // empty: begun
    std::deque<std::pair<Moment, std::string>> m_order; // by when they began
};

std::string randomHex(std::size_t bytes);

/// What runs in the workspace: jobs and shells. It outlives the peers that command it.
class Machine : public JobHost, public ShellHost
{
public:
    explicit Machine(Loop &loop);
    ~Machine() override;

    const std::string &boot() const { return m_boot; }
    Loop &loop() { return m_loop; }
    Memory &memory() { return m_memory; }
    DetachedJobs &detached() { return m_detached; }
    const ControlGroup &group() const { return m_group; }
    void setListener(MachineListener *listener) { m_listener = listener; }

    using JobStarted = std::expected<Job *, SpawnError>;
    using ShellStarted = std::expected<Shell *, SpawnError>;
    JobStarted startJob(JobSpec spec);
    ShellStarted startShell(ShellSpec spec);
    Job *job(std::int64_t id);
    Shell *shell(std::int64_t id);
    const std::map<int, std::unique_ptr<Job>> &jobs() const { return m_jobs; }
    const std::map<int, std::unique_ptr<Shell>> &shells() const { return m_shells; }

    void reap(); // children that have ended, our own and adopted ones
    void killAll();
    void killAllButDetached(); // what a peer leaves behind that is gone
    void askForShutdown();
    // How long it goes on without a peer; 0: for ever.
    void setLease(std::chrono::seconds lease) { m_lease = lease; }
    std::chrono::seconds lease() const { return m_lease; }

    bool ownsStrays() const override;
    void drain(Fd pipe) override;
    void jobEnded(int id) override;
    std::int64_t oomKills() const override { return m_group.oomKills(); }
    void shellReady(int id) override;
    void shellEnded(int id, int exitCode, int signal) override;

private:
    std::string nextTag();
    void readDrain(int fd);

    Loop &m_loop;
    std::string m_boot;
    Memory m_memory;
    ControlGroup m_group;
    MachineListener *m_listener = nullptr;
    DetachedJobs m_detached{*this};
    std::map<int, std::unique_ptr<Job>> m_jobs;
    std::map<int, std::unique_ptr<Shell>> m_shells;
    std::map<int, Fd> m_drains;
    int m_lastId = 0;
    std::chrono::seconds m_lease{0};
};
