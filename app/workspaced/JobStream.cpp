// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "JobStream.h"

#include "DetachedStream.h"
#include "Machine.h"
#include "Session.h"

#include <sys/wait.h>

#include <climits>

using wire::CancelMode;
using wire::Channel;
using wire::Failure;
using wire::Value;

namespace {

constexpr std::int64_t longest = 1'000'000'000; // milliseconds
constexpr std::size_t longestTag = 128;

JobSpec specFrom(Arguments &args)
{
    JobSpec spec;
    const bool isShell = args.has("shell");
    if (isShell == args.has("argv"))
        args.fail("argv", "or `shell` must be given, and not both");
    else if (isShell)
        spec.program.argv = {"/bin/sh", "-c", args.text("shell")};
    else
        spec.program.argv = args.strings("argv");
    if (spec.program.argv.empty() || spec.program.argv.front().empty())
        args.fail("argv", "must not be empty");
    spec.program.cwd = args.pathOr("cwd", "/");
    spec.program.env = args.environment();
    spec.hasInput = args.flag("stdin", false);
    spec.timeout = std::chrono::milliseconds(args.integerOr("timeout_ms", 0, 0, longest));
    spec.killGrace = std::chrono::milliseconds(args.integerOr("kill_grace_ms", 1000, 0, longest));
    spec.tag = args.textOr("tag", "");
    if (spec.tag.size() > longestTag)
        args.fail("tag", "must not be longer than 128 bytes");
    spec.hasTerminal = args.has("pty");
    spec.isDetached = args.flag("detach", false);
    if (spec.isDetached && spec.tag.empty())
        args.fail("tag", "must name a detached job");
    if (spec.isDetached && (spec.hasInput || spec.hasTerminal))
        args.fail("detach", "goes without `stdin` and `pty`");
    Arguments pty = args.map("pty");
    spec.rows = static_cast<int>(pty.integerOr("rows", 24, 1, USHRT_MAX));
    spec.cols = static_cast<int>(pty.integerOr("cols", 80, 1, USHRT_MAX));
    args.adopt(pty);
    Arguments limits = args.map("limits");
    if (limits.has("out_bytes"))
        spec.outputLimit = static_cast<std::uint64_t>(limits.integer("out_bytes", 0, INT64_MAX));
    if (limits.has("nofile"))
        spec.program.openFiles = static_cast<unsigned long>(limits.integer("nofile", 3, 1'048'576));
    args.adopt(limits);
    return spec;
}

std::int64_t microseconds(const timeval &time)
{
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000 + time.tv_usec;
}

} // namespace

Value valueOf(const JobResult &result)
{
    const bool isSignalled = WIFSIGNALED(result.status);
    return Value::map(
        {{"code", isSignalled ? -1 : WEXITSTATUS(result.status)},
         {"signal", isSignalled ? WTERMSIG(result.status) : 0},
         {"timed_out", result.isTimedOut},
         {"cancelled", result.isCancelled},
         {"truncated", result.isTruncated},
         {"oom", result.isOutOfMemory},
         {"out_bytes", result.bytes[0]},
         {"err_bytes", result.bytes[1]},
         {"rusage",
          Value::map({{"user_us", microseconds(result.usage.ru_utime)},
                      {"sys_us", microseconds(result.usage.ru_stime)},
                      {"max_rss_kb", static_cast<std::int64_t>(result.usage.ru_maxrss)}})},
         {"duration_ms", static_cast<std::int64_t>(result.duration.count())}});
}

StreamOutcome JobStream::open(Session &session, std::uint32_t id, const std::string &opid,
                              Arguments args)
{
    JobSpec spec = specFrom(args);
    if (!args.isFine())
        return std::unexpected(args.failure());
    Machine &machine = session.machine();
    if (machine.jobs().size() >= wire::maxJobs)
        return std::unexpected(
            Failure{std::string(wire::code::limit), 0, "Too many jobs at a time"});
    if (spec.isDetached)
        return DetachedStream::start(session, id, opid, std::move(spec));
    const auto job = machine.startJob(std::move(spec));
    if (!job)
        return std::unexpected(Failure::fromErrno(job.error().errnum, job.error().what));
    return std::make_unique<JobStream>(session, id, opid, (*job)->id());
}

JobStream::JobStream(Session &session, std::uint32_t id, std::string opid, int job)
    : Stream(session, id, std::move(opid))
    , m_job(job)
{
    Job &started = *this->job();
    sendEvent(Value::map({{"event", "started"}, {"job", started.id()}, {"pid", started.pid()}}));
    started.setListener(this);
}

JobStream::~JobStream()
{
    if (Job *running = job())
        running->setListener(nullptr);
}

Job *JobStream::job() const
{
    return m_session.machine().job(m_job);
}

void JobStream::data(Channel channel, std::string bytes)
{
    Job *running = job();
    if (running && channel == Channel::Input)
        running->write(std::move(bytes));
    else
        consumed(channel, bytes.size());
}

void JobStream::eof(Channel channel)
{
    if (Job *running = job(); running && channel == Channel::Input)
        running->closeInput();
}

void JobStream::cancel(CancelMode mode)
{
    if (Job *running = job())
        running->stop(mode == CancelMode::Now ? Job::Stop::Now : Job::Stop::Polite);
}

void JobStream::resume()
{
    if (Job *running = job())
        running->resume();
}

std::size_t JobStream::room(Channel channel)
{
    return roomFor(channel);
}

void JobStream::output(Channel channel, std::string bytes)
{
    send(channel, std::move(bytes));
}

void JobStream::inputWritten(std::size_t bytes)
{
    consumed(Channel::Input, bytes);
}

void JobStream::ended(const JobResult &result)
{
    exit(valueOf(result));
}
