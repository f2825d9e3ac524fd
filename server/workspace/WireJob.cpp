// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WireJob.h"

#include <QMetaMethod>

namespace workspace {

using Kind = core::Error::Kind;

// A program that does not read what it is told: more than this is a mistake of the teller.
static constexpr qsizetype inputLimit = 64 * 1024 * 1024;

WireJob::WireJob(std::shared_ptr<Line> line, std::shared_ptr<Exchange> stream)
    : m_line(std::move(line))
    , m_stream(std::move(stream))
{
    connect(m_stream.get(), &Exchange::dataReceived, this, &WireJob::receive);
    connect(m_stream.get(), &Exchange::roomMade, this, &WireJob::pump);
    connect(m_stream.get(), &Exchange::ended, this, &WireJob::end);
    connect(m_stream.get(), &Exchange::eventReceived, this, [this](const wire::Value &event) {
        const std::string_view name = event["event"].string();
        if (name == "started" || name == "attached")
            startListening(event);
    });
}

WireJob::~WireJob()
{
    m_stream->abandon();
}

core::Task<std::shared_ptr<Job>> WireJob::start(std::shared_ptr<Line> line, wire::Value arguments)
{
    const std::shared_ptr<Exchange> stream = line->request(wire::op::procStart,
                                                           std::move(arguments), Effect::Changes);
    const auto job = co_await begin(line, stream);
    if (!job)
        co_return std::unexpected(job.error());
    co_return *job;
}

core::Task<AttachedJob> WireJob::attach(std::shared_ptr<Line> line, QString tag, JobOffsets from)
{
    wire::Value arguments = wire::Value::map(
        {{"tag", tag.toStdString()}, {"out_offset", from.output}, {"err_offset", from.error}});
    const std::shared_ptr<Exchange> stream = line->request(wire::op::procAttach,
                                                           std::move(arguments), Effect::None);
    const auto found = co_await begin(line, stream);
    if (!found)
        co_return std::unexpected(found.error());
    AttachedJob attached;
    attached.begin = (*found)->m_begin;
    if (attached.begin.output < from.output || attached.begin.error < from.error)
        co_return core::fail(Kind::Internal, "The workspace gave an answer that cannot be read.");
    attached.job = *found;
    co_return attached;
}

core::Task<std::shared_ptr<WireJob>> WireJob::begin(std::shared_ptr<Line> line,
                                                    std::shared_ptr<Exchange> stream)
{
    stream->expectProgress(line->options().patience);
    const std::shared_ptr<WireJob> job(new WireJob(line, stream));
    const core::Deferred<core::Result<>> started = job->m_started;
    const core::Result<> result = co_await started;
    if (!result)
        co_return std::unexpected(result.error());
    co_return job;
}

void WireJob::startListening(const wire::Value &event)
{
    m_id = event["job"].integer();
    m_begin = {event["out_offset"].integer(), event["err_offset"].integer()};
    m_stream->expectProgress({});
    m_started.resolve(core::Result<>());
}

void WireJob::connectNotify(const QMetaMethod &signal)
{
    if (signal != QMetaMethod::fromSignal(&Job::finished) || std::exchange(m_listening, true))
        return;
    QMetaObject::invokeMethod(this, &WireJob::deliver, Qt::QueuedConnection);
}

void WireJob::receive(wire::Channel channel, const QByteArray &bytes)
{
    m_arrived.enqueue({channel, bytes});
    if (m_listening)
        deliver();
}

void WireJob::deliver()
{
    const QPointer<WireJob> guard(this);
    while (guard && !m_arrived.isEmpty()) {
        const Chunk chunk = m_arrived.dequeue();
        m_signalled.enqueue({chunk.channel, chunk.bytes.size()});
        const bool isError = chunk.channel == wire::Channel::Error;
        emit outputReceived(isError ? Job::Stream::Error : Job::Stream::Output, chunk.bytes);
    }
    if (guard && m_exit && !std::exchange(m_finished, true))
        emit finished(*m_exit);
}

void WireJob::consumed(qint64 bytes)
{
    while (bytes > 0 && !m_signalled.isEmpty()) {
        auto &[channel, left] = m_signalled.head();
        const qint64 part = qMin(bytes, left);
        m_stream->consumed(channel, part);
        bytes -= part;
        left -= part;
        if (left == 0)
            m_signalled.dequeue();
    }
}

void WireJob::write(const QByteArray &bytes)
{
    if (m_inputClosed || m_exit)
        return;
    m_input.append(bytes);
    pump();
    if (m_input.size() > inputLimit) {
        qCWarning(lcWorkspace) << "Ended a program that does not read its input.";
        stop(Stop::Now);
    }
}

void WireJob::closeInput()
{
    if (std::exchange(m_inputClosed, true))
        return;
    if (m_input.isEmpty())
        m_stream->sendEof(wire::Channel::Input);
}

void WireJob::pump()
{
    if (m_input.isEmpty())
        return;
    const qsizetype size = qMin(m_input.size(), m_stream->sendable(wire::Channel::Input));
    m_stream->send(wire::Channel::Input, QByteArrayView(m_input).first(size));
    m_input.remove(0, size);
    if (m_input.isEmpty() && m_inputClosed)
        m_stream->sendEof(wire::Channel::Input);
}

void WireJob::stop(Stop how)
{
    m_stream->cancel(how == Stop::Polite ? wire::CancelMode::Polite : wire::CancelMode::Now);
}

void WireJob::resize(TerminalSize size)
{
    wire::Value arguments = wire::Value::map(
        {{"job", m_id}, {"rows", size.rows}, {"cols", size.columns}});
    m_line->call(wire::op::procResize, std::move(arguments), Effect::None);
}

static Exit exitOf(const core::Result<wire::Value> &result)
{
    Exit exit;
    exit.code = result ? static_cast<int>((*result)["code"].integer(-1)) : -1;
    exit.signal = result ? static_cast<int>((*result)["signal"].integer()) : 0;
    exit.timedOut = result && (*result)["timed_out"].boolean();
    exit.lost = !result;
    exit.outOfMemory = result && (*result)["oom"].boolean();
    return exit;
}

void WireJob::end(const Ending &ending)
{
    if (!m_started.isResolved()) {
        const core::Error none{Kind::Internal, "The program ended before it had begun."};
        return m_started.resolve(std::unexpected(ending.result ? none : ending.result.error()));
    }
    m_exit = exitOf(ending.result);
    if (m_listening)
        deliver();
}

namespace {

/// Takes everything that a job prints and keeps the beginning of it.
class Collector : public QObject
{
public:
    Collector(std::shared_ptr<Job> job, qint64 limit)
        : m_job(std::move(job))
        , m_limit(limit)
    {
        connect(m_job.get(), &Job::outputReceived, this, &Collector::take);
        connect(m_job.get(), &Job::finished, this,
                [this](const Exit &exit) { m_end.resolve(exit); });
    }

    const core::Deferred<Exit> &end() const { return m_end; }
    Output output;

private:
    void take(Job::Stream stream, const QByteArray &bytes)
    {
        QByteArray &kept = stream == Job::Stream::Error ? output.standardError
                                                        : output.standardOutput;
        const qint64 room = m_limit - kept.size();
        kept.append(bytes.first(qMin(room, bytes.size())));
        output.truncated = output.truncated || bytes.size() > room;
        m_job->consumed(bytes.size());
    }

    std::shared_ptr<Job> m_job;
    qint64 m_limit;
    core::Deferred<Exit> m_end;
};

} // namespace

core::Task<Output> runJob(std::shared_ptr<Line> line, wire::Value arguments, QByteArray input,
                          qint64 limit, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return core::fail(Kind::Cancelled, "The command was cancelled.");
    const auto started = co_await WireJob::start(std::move(line), std::move(arguments));
    if (!started)
        co_return std::unexpected(started.error());
    const std::shared_ptr<Job> job = *started;
    Collector collector(job, limit);
    if (!input.isEmpty()) {
        job->write(input);
        job->closeInput();
    }
    const std::stop_callback cancel(stop, [job] { job->stop(Job::Stop::Now); });
    const core::Deferred<Exit> end = collector.end();
    const Exit exit = co_await end;
    if (stop.stop_requested())
        co_return core::fail(Kind::Cancelled, "The command was cancelled.");
    if (exit.lost)
        co_return core::fail(Kind::Unavailable, "The workspace was lost while the command ran.");
    collector.output.exit = exit;
    co_return std::move(collector.output);
}

} // namespace workspace

#include "moc_WireJob.cpp"
