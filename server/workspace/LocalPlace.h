// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/DiskQuota.h"
#include "workspace/Egress.h"

#include <QLocalSocket>
#include <QProcess>
#include <QProcessEnvironment>

#include <functional>

namespace workspace {

class QuotaChannel;

/// How a berth-workspaced that talks over its standard streams is started.
struct LocalLaunch
{
    QString program;
    QStringList arguments{"stdio"};
    QProcessEnvironment environment;
    QString directory; ///< where work happens by default
    /// Runs in the new process just before the program does, so it may do little more than system
    /// calls; it marks the descriptors that the program gets. Without it there are none.
    std::function<void(QProcess &)> inChild = {};
    std::chrono::milliseconds longestCommand{0}; ///< as Channel has it
    std::optional<DiskQuotaOptions> quota = {};
    std::optional<EgressOptions> wayOut = {}; ///< of a place without a network
};

/// One berth-workspaced on this machine and the channel to it, over a pair of sockets.
class LocalPlace : public QObject
{
    Q_OBJECT

public:
    using Opened = core::Result<std::shared_ptr<Channel>>;

    static std::shared_ptr<LocalPlace> start(LocalLaunch launch);
    ~LocalPlace() override;

    /// Resolved when the program has greeted or failed to.
    const core::Deferred<Opened> &opened() const { return m_opened; }
    /// Resolved when the program has ended.
    const core::Deferred<bool> &ended() const { return m_ended; }
    /// Null until it is opened.
    const std::shared_ptr<WireChannel> &channel() const { return m_channel; }
    std::optional<DiskReport> disk() const;
    /// Hangs up; the program ends all it runs, then itself, and is killed when it does not.
    void close();

signals:
    /// The channel is gone or never came to be.
    void lost();

private:
    LocalPlace() = default;
    core::Result<> begin(const LocalLaunch &launch);
    static core::Task<> greet(std::shared_ptr<LocalPlace> self, LocalLaunch launch);
    void fail(core::Error error);

    QProcess m_process;
    const std::shared_ptr<QLocalSocket> m_socket = std::make_shared<QLocalSocket>();
    std::shared_ptr<WireChannel> m_channel;
    std::shared_ptr<QuotaChannel> m_bounded; ///< the same, where space is bounded
    core::Deferred<Opened> m_opened;
    core::Deferred<bool> m_ended;
};

} // namespace workspace
