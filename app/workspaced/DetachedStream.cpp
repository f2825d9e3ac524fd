// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "DetachedStream.h"

#include "JobStream.h"
#include "Machine.h"
#include "Session.h"

using wire::Channel;
using wire::Failure;
using wire::Value;

StreamOutcome DetachedStream::start(Session &session, std::uint32_t id, const std::string &opid,
                                    JobSpec spec)
{
    Machine &machine = session.machine();
    DetachedJobs &detached = machine.detached();
    const std::string tag = spec.tag;
    if (detached.find(tag))
        return std::unexpected(
            Failure{std::string(wire::code::exists), 0, "There is a detached job of this tag"});
    if (detached.running() >= DetachedJobs::maxRunning)
        return std::unexpected(
            Failure{std::string(wire::code::limit), 0, "Too many detached jobs at a time"});
    const auto started = machine.startJob(std::move(spec));
    if (!started)
        return std::unexpected(Failure::fromErrno(started.error().errnum, started.error().what));
    Job &job = **started;
    DetachedJob &added = detached.add(job.id(), tag);
    auto stream = std::make_unique<DetachedStream>(session, id, opid, tag);
    stream->sendEvent(Value::map({{"event", "started"}, {"job", job.id()}, {"pid", job.pid()}}));
    added.watch(stream.get(), {});
    job.setListener(&added);
    return stream;
}

StreamOutcome DetachedStream::attach(Session &session, std::uint32_t id, const std::string &opid,
                                     Arguments args)
{
    const std::string tag = args.text("tag");
    const DetachedJob::Offsets from{
        static_cast<std::uint64_t>(args.integerOr("out_offset", 0, 0, INT64_MAX)),
        static_cast<std::uint64_t>(args.integerOr("err_offset", 0, 0, INT64_MAX))};
    DetachedJob *job = session.machine().detached().find(tag);
    if (job && !job->reaches(from))
        args.fail("out_offset", "or `err_offset` is larger than what the job has written");
    if (!args.isFine())
        return std::unexpected(args.failure());
    if (!job)
        return std::unexpected(
            Failure{std::string(wire::code::notFound), 0, "There is no detached job of this tag"});
    auto stream = std::make_unique<DetachedStream>(session, id, opid, tag);
    const DetachedJob::Offsets begin = job->watch(stream.get(), from);
    stream->sendEvent(Value::map({{"event", "attached"},
                                  {"job", job->job()},
                                  {"pid", job->pid()},
                                  {"running", !job->hasEnded()},
                                  {"out_offset", begin[0]},
                                  {"err_offset", begin[1]}}));
    return stream;
}

DetachedStream::DetachedStream(Session &session, std::uint32_t id, std::string opid,
                               std::string tag)
    : Stream(session, id, std::move(opid))
    , m_tag(std::move(tag))
{}

DetachedStream::~DetachedStream()
{
    if (DetachedJob *watched = job())
        watched->unwatch(this);
}

DetachedJob *DetachedStream::job() const
{
    return m_isWatching ? m_session.machine().detached().find(m_tag) : nullptr;
}

void DetachedStream::cancel(wire::CancelMode mode)
{
    const DetachedJob *watched = job();
    if (Job *running = watched ? m_session.machine().job(watched->job()) : nullptr)
        running->stop(mode == wire::CancelMode::Now ? Job::Stop::Now : Job::Stop::Polite);
}

void DetachedStream::resume()
{
    if (DetachedJob *watched = job())
        watched->deliver();
}

std::size_t DetachedStream::room(Channel channel)
{
    return roomFor(channel);
}

void DetachedStream::output(Channel channel, std::string bytes)
{
    send(channel, std::move(bytes));
}

void DetachedStream::ended(const JobResult &result)
{
    m_isWatching = false;
    exit(valueOf(result));
}

void DetachedStream::dismissed()
{
    m_isWatching = false;
    respond(std::unexpected(
        Failure{std::string(wire::code::cancelled), 0, "The job is no longer watched from here"}));
}
