// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Loop.h"
#include "ProcessTree.h"
#include "Spawn.h"
#include "Writer.h"

#include <wire/Frame.h>

#include <sys/resource.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>

/// What a job is told to be.
struct JobSpec
{
    SpawnSpec program; // its descriptors are set by the job
    bool hasInput = false;
    bool hasTerminal = false;
    int rows = 24;
    int cols = 80;
    std::chrono::milliseconds timeout{0}; // 0: none
    std::chrono::milliseconds killGrace{1000};
    std::optional<std::uint64_t> outputLimit;
    std::string tag; // the client's
    bool isDetached = false; // from the peer that starts it
};

/// How a job ended.
struct JobResult
{
    int status = 0; // as waitpid gives it
    rusage usage{};
    bool isTimedOut = false;
    bool isCancelled = false;
    bool isTruncated = false;
    bool isOutOfMemory = false; // the kernel ended it, or a program that it waited for
    std::array<std::uint64_t, 2> bytes{}; // output, error output
    std::chrono::milliseconds duration{0};
};

/// Who hears of a job.
class JobListener
{
public:
    virtual ~JobListener() = default;
    virtual std::size_t room(
        wire::Channel channel) = 0; // how much output may come now; when it grows, Job::resume()
    virtual void output(wire::Channel channel, std::string bytes) = 0;
    virtual void inputWritten(std::size_t bytes) = 0;
    virtual void ended(const JobResult &result) = 0;
};

/// What a job needs from the machine it runs on.
class JobHost
{
public:
    virtual ~JobHost() = default;
    virtual bool ownsStrays() const = 0; // there is no other job or shell
    virtual void drain(Fd pipe) = 0; // read and throw away what background children still write
    virtual void jobEnded(int id) = 0;
    virtual std::int64_t oomKills() const = 0; // in the whole workspace; it only grows
};

/// One running program with its whole process tree.
class Job
{
public:
    enum class Stop { Polite, Now };

    Job(int id, std::string jobTag, Loop &loop, JobHost &host);
    ~Job();
    Job(const Job &) = delete;
    Job &operator=(const Job &) = delete;

    std::expected<void, SpawnError> start(JobSpec spec);
    void setListener(JobListener *listener);

    void resume();
    void write(std::string bytes);
    void closeInput();
    bool resize(int rows, int cols);
    void sendSignal(int signal, bool toGroup);
    void stop(Stop how);
    void killNow(); // the tree, without waiting for anything
    void leaderEnded(int status, const rusage &usage);

    int id() const { return m_id; }
    pid_t pid() const { return m_pid; }
    const JobSpec &spec() const { return m_spec; }
    std::chrono::milliseconds age() const;

private:
    struct Source // where output comes from
    {
        Fd fd;
        wire::Channel channel;
        bool isOpen = false;
        std::optional<std::size_t>
            left; // once the leader has ended: what it wrote and we have not read
    };

    bool openPipes(SpawnSpec &program, std::vector<Fd> &childEnds);
    bool openTerminalFor(SpawnSpec &program, std::vector<Fd> &childEnds);
    void openSource(Source &source, Fd fd, wire::Channel channel);
    void readFrom(Source &source);
    void deliver(Source &source, std::string bytes);
    void closeSource(Source &source);
    void begin(bool isTimeout);
    void finishWhenDrained();
    Tree tree() const;

    int m_id;
    std::string m_jobTag;
    Loop &m_loop;
    JobHost &m_host;
    JobListener *m_listener = nullptr;
    JobSpec m_spec;
    pid_t m_pid = 0;
    std::uint64_t m_pidStart = 0;
    std::set<ProcessKey> m_members; // when they were asked to end
    bool m_hasEnded = false;
    bool m_isFinished = false;
    bool m_isStopping = false;
    std::int64_t m_oomKills = 0; // when it began
    JobResult m_result;
    std::array<Source, 2> m_sources;
    Fd m_input;
    Writer m_writer;
    Loop::TimerId m_timeout = 0;
    Loop::TimerId m_grace = 0;
    std::chrono::steady_clock::time_point m_started;
};
