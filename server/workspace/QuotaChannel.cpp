// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/QuotaChannel.h"

#include "workspace/QuotaShell.h"

namespace workspace {

using Kind = core::Error::Kind;

std::shared_ptr<QuotaChannel> QuotaChannel::around(std::shared_ptr<WireChannel> channel,
                                                   DiskQuotaOptions options)
{
    return std::shared_ptr<QuotaChannel>(new QuotaChannel(std::move(channel), std::move(options)));
}

QuotaChannel::QuotaChannel(std::shared_ptr<WireChannel> channel, DiskQuotaOptions options)
    : m_channel(std::move(channel))
    , m_quota(DiskQuota::watch(m_channel, std::move(options)))
{
    connect(m_channel.get(), &Channel::lost, this, &Channel::lost);
}

// --- programs -----------------------------------------------------------------------------------

/// A job counts as running until nobody holds it any more.
static void watchJob(const std::shared_ptr<Job> &job, const std::shared_ptr<DiskQuota> &quota)
{
    quota->begun();
    QObject::connect(job.get(), &QObject::destroyed, quota.get(),
                     [quota = quota.get()] { quota->ended(); });
    QObject::connect(quota.get(), &DiskQuota::exceeded, job.get(),
                     [job = job.get()](const QString &reason) {
        emit job->outputReceived(Job::Stream::Error, '\n' + reason.toUtf8() + '\n');
        job->stop(Job::Stop::Now);
    });
}

static core::Task<std::shared_ptr<Job>> startWatched(std::shared_ptr<WireChannel> channel,
                                                     std::shared_ptr<DiskQuota> quota,
                                                     Command command)
{
    const auto job = co_await channel->start(std::move(command));
    if (job)
        watchJob(*job, quota);
    co_return job;
}

core::Task<std::shared_ptr<Job>> QuotaChannel::start(Command command)
{
    return startWatched(m_channel, m_quota, std::move(command));
}

static core::Task<AttachedJob> attachWatched(std::shared_ptr<WireChannel> channel,
                                             std::shared_ptr<DiskQuota> quota, QString tag,
                                             JobOffsets from)
{
    const auto attached = co_await channel->attach(std::move(tag), from);
    if (attached)
        watchJob(attached->job, quota);
    co_return attached;
}

core::Task<AttachedJob> QuotaChannel::attach(QString tag, JobOffsets from)
{
    return attachWatched(m_channel, m_quota, std::move(tag), from);
}

static core::Task<Output> runWatched(std::shared_ptr<WireChannel> channel,
                                     std::shared_ptr<DiskQuota> quota, Command command,
                                     std::stop_token stop)
{
    std::stop_source either;
    QString reason;
    QObject context;
    QObject::connect(quota.get(), &DiskQuota::exceeded, &context,
                     [&either, &reason](const QString &why) {
        reason = why;
        either.request_stop();
    });
    const std::stop_callback relay(stop, [&either] { either.request_stop(); });
    quota->begun();
    core::Result<Output> output = co_await channel->run(std::move(command), either.get_token());
    quota->ended();
    if (!output && !reason.isEmpty())
        co_return core::fail(Kind::TooLarge, reason);
    co_return output;
}

core::Task<Output> QuotaChannel::run(Command command, std::stop_token stop)
{
    return runWatched(m_channel, m_quota, std::move(command), std::move(stop));
}

static core::Task<std::shared_ptr<Shell>> openWatched(std::shared_ptr<WireChannel> channel,
                                                      std::shared_ptr<DiskQuota> quota,
                                                      ShellOptions options)
{
    const auto shell = co_await channel->openShell(std::move(options));
    if (!shell)
        co_return std::unexpected(shell.error());
    co_return std::make_shared<QuotaShell>(*shell, quota);
}

core::Task<std::shared_ptr<Shell>> QuotaChannel::openShell(ShellOptions options)
{
    return openWatched(m_channel, m_quota, std::move(options));
}

// --- files --------------------------------------------------------------------------------------

static core::Task<> writeWithin(std::shared_ptr<WireChannel> channel,
                                std::shared_ptr<DiskQuota> quota, QString path, QByteArray bytes,
                                WriteOptions options)
{
    const core::Result<> admitted = co_await quota->admit(bytes.size());
    if (!admitted)
        co_return admitted;
    co_return co_await channel->write(path, bytes, options);
}

core::Task<> QuotaChannel::write(QString path, QByteArray bytes, WriteOptions options)
{
    return writeWithin(m_channel, m_quota, std::move(path), std::move(bytes), options);
}

static core::Task<> writeFromWithin(std::shared_ptr<WireChannel> channel,
                                    std::shared_ptr<DiskQuota> quota, QString path,
                                    std::shared_ptr<QIODevice> source, WriteOptions options)
{
    // How much a sequential one has shows only when it is written; it is measured then.
    const qint64 size = source->isSequential() ? 0 : source->size() - source->pos();
    const core::Result<> admitted = co_await quota->admit(size);
    if (!admitted)
        co_return admitted;
    co_return co_await channel->writeFrom(path, source, options);
}

core::Task<> QuotaChannel::writeFrom(QString path, std::shared_ptr<QIODevice> source,
                                     WriteOptions options)
{
    return writeFromWithin(m_channel, m_quota, std::move(path), std::move(source), options);
}

} // namespace workspace

#include "moc_QuotaChannel.cpp"
