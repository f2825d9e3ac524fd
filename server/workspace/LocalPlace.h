// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/LocalRuntime.h"
#include "workspace/WireChannel.h"

#include <QLocalSocket>
#include <QProcess>

namespace workspace {

/// One berth-workspaced on this machine and the channel to it, over a pair of sockets.
class LocalPlace : public QObject
{
    Q_OBJECT

public:
    using Opened = core::Result<std::shared_ptr<Channel>>;

    /// Starts @p options' program.
    static std::shared_ptr<LocalPlace> start(LocalOptions options);
    ~LocalPlace() override;

    /// Resolved when the program has greeted or failed to.
    const core::Deferred<Opened> &opened() const { return m_opened; }
    /// Resolved when the program has ended.
    const core::Deferred<bool> &ended() const { return m_ended; }
    /// Hangs up; the program ends all it runs, then itself, and is killed when it does not.
    void close();

signals:
    /// The channel is gone or never came to be.
    void lost();

private:
    LocalPlace() = default;
    core::Result<> launch(const LocalOptions &options);
    static core::Task<> greet(std::shared_ptr<LocalPlace> self, WireOptions options);
    void fail(core::Error error);

    QProcess m_process;
    const std::shared_ptr<QLocalSocket> m_socket = std::make_shared<QLocalSocket>();
    std::shared_ptr<WireChannel> m_channel;
    core::Deferred<Opened> m_opened;
    core::Deferred<bool> m_ended;
};

} // namespace workspace
