// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/DiskQuota.h"

namespace workspace {

/// A channel into a workspace whose files may take so much space: it refuses to write files beyond
/// that, and ends what runs when that fills the workspace much further. Commands can still be run,
/// so that files can be removed.
class QuotaChannel : public Channel
{
    Q_OBJECT

public:
    static std::shared_ptr<QuotaChannel> around(std::shared_ptr<WireChannel> channel,
                                                DiskQuotaOptions options);

    const DiskQuota *quota() const { return m_quota.get(); }

    QString notice() const override { return m_quota->notice(); }
    core::Task<PlaceInfo> info() override { return m_channel->info(); }
    core::Task<std::shared_ptr<Job>> start(Command command) override;
    core::Task<AttachedJob> attach(QString tag, JobOffsets from) override;
    core::Task<Output> run(Command command, std::stop_token stop) override;
    core::Task<std::shared_ptr<Shell>> openShell(ShellOptions options) override;
    core::Task<QList<ProcessInfo>> processes() override { return m_channel->processes(); }
    core::Task<FileInfo> stat(QString path) override { return m_channel->stat(path); }
    core::Task<QString> realPath(QString path) override { return m_channel->realPath(path); }
    core::Task<QList<FileInfo>> list(QString path, int depth, int limit) override
    {
        return m_channel->list(path, depth, limit);
    }
    core::Task<QByteArray> read(QString path, qint64 offset, qint64 limit) override
    {
        return m_channel->read(path, offset, limit);
    }
    core::Task<std::shared_ptr<QIODevice>> openRead(QString path, FilePart part) override
    {
        return m_channel->openRead(path, part);
    }
    core::Task<> write(QString path, QByteArray bytes, WriteOptions options) override;
    core::Task<> writeFrom(QString path, std::shared_ptr<QIODevice> source,
                           WriteOptions options) override;
    core::Task<> makeDirectory(QString path) override { return m_channel->makeDirectory(path); }
    core::Task<> remove(QString path) override { return m_channel->remove(path); }

private:
    QuotaChannel(std::shared_ptr<WireChannel> channel, DiskQuotaOptions options);

    std::shared_ptr<WireChannel> m_channel;
    std::shared_ptr<DiskQuota> m_quota;
};

} // namespace workspace
