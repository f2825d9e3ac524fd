// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/JobStream.h"

#include <QMetaMethod>

namespace workspace {

using Kind = core::Error::Kind;

static constexpr qsizetype keptComplaint = 4096;

JobStream::JobStream(std::shared_ptr<Job> job)
    : m_job(std::move(job))
{
    connect(m_job.get(), &Job::outputReceived, this, &JobStream::receive);
    connect(m_job.get(), &Job::finished, this, &JobStream::end);
}

/// Takes what a job still puts out, so that it comes to its end, and keeps it until then.
static void drain(std::shared_ptr<Job> job, qint64 unread)
{
    Job *raw = job.get();
    raw->disconnect();
    const auto keeper = std::make_shared<std::shared_ptr<Job>>(std::move(job));
    QObject::connect(raw, &Job::outputReceived, raw,
                     [raw](Job::Stream, const QByteArray &bytes) { raw->consumed(bytes.size()); });
    QObject::connect(raw, &Job::finished, raw,
                     [keeper] { core::later([keeper] { keeper->reset(); }); });
    raw->stop(Job::Stop::Polite);
    raw->consumed(unread);
}

JobStream::~JobStream()
{
    if (!m_ended)
        drain(std::move(m_job), m_chunks.size());
}

core::Task<std::shared_ptr<QIODevice>> JobStream::open(std::shared_ptr<Channel> channel,
                                                       Command command)
{
    const auto job = co_await channel->start(command);
    if (!job)
        co_return std::unexpected(job.error());
    const std::shared_ptr<JobStream> stream(new JobStream(*job));
    stream->QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    const core::Deferred<core::Result<>> opened = stream->m_opened;
    const core::Result<> result = co_await opened;
    if (!result)
        co_return std::unexpected(result.error());
    co_return stream;
}

void JobStream::receive(Job::Stream stream, const QByteArray &bytes)
{
    if (stream == Job::Stream::Error) {
        m_complaint += bytes.first(qMin(bytes.size(), keptComplaint - m_complaint.size()));
        m_job->consumed(bytes.size());
        return;
    }
    m_chunks.append(bytes);
    m_opened.resolve(core::Result<>());
    emit readyRead();
}

void JobStream::end(const Exit &exit)
{
    m_ended = true;
    m_complete = exit.code == 0 && exit.signal == 0 && !exit.timedOut && !exit.lost;
    if (m_complete)
        m_opened.resolve(core::Result<>());
    else
        m_opened.resolve(core::fail(Kind::Upstream, QString::fromUtf8(m_complaint).trimmed()));
    if (m_heard)
        tellOfTheEnd();
}

// A short program has ended before anybody could listen.
void JobStream::connectNotify(const QMetaMethod &signal)
{
    const bool isEnd = signal == QMetaMethod::fromSignal(&QIODevice::readChannelFinished);
    if (isEnd && !std::exchange(m_heard, true) && m_ended)
        QMetaObject::invokeMethod(this, &JobStream::tellOfTheEnd, Qt::QueuedConnection);
}

void JobStream::tellOfTheEnd()
{
    if (!m_complete) {
        m_chunks.clear();
        QIODevice::close();
        setErrorString(QString::fromUtf8(m_complaint).trimmed());
    }
    emit readChannelFinished();
}

qint64 JobStream::bytesAvailable() const
{
    return m_chunks.size() + QIODevice::bytesAvailable();
}

bool JobStream::atEnd() const
{
    return m_complete && bytesAvailable() == 0;
}

qint64 JobStream::readData(char *data, qint64 size)
{
    const qint64 taken = m_chunks.take(data, size);
    m_job->consumed(taken);
    return taken == 0 && m_complete && size > 0 ? -1 : taken;
}

qint64 JobStream::writeData(const char *, qint64)
{
    return -1;
}

} // namespace workspace

#include "moc_JobStream.cpp"
