// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Channel.h"
#include "workspace/WorkspaceUse.h"

#include "wire/Message.h"

#include <functional>

namespace workspace {

class Egress;
class Line;

/// Opens another byte stream to the same helper. NotFound: there will never be one again.
using Reopen = std::function<core::Task<std::shared_ptr<QIODevice>>()>;

/// How a WireChannel greets and what it adds to operations.
struct WireOptions
{
    QString token = {};     ///< shown to a helper that serves a socket
    QString directory = {}; ///< absolute; where commands run that name no directory
    std::chrono::milliseconds handshake{5000};
    std::chrono::milliseconds beat{10000};    ///< between two PINGs
    std::chrono::milliseconds silence{30000}; ///< nothing received for so long: lost
    std::chrono::milliseconds patience{30000}; ///< for an answer, or for the next sign of progress
    Reopen reopen = {}; ///< without it a stream that breaks is the end
    std::chrono::milliseconds grace = wire::reconnectGrace; ///< for a broken stream to come back
    std::chrono::seconds lease{0}; ///< without us for so long the helper ends; 0: as it was started
};

/// Where in a workspace the proxies listen that lead out of it.
struct EgressPorts
{
    quint16 http = 3128; ///< CONNECT, and http:// requests
    quint16 socks = 1080; ///< SOCKS 5
};

/// A channel over one byte stream to berth-workspaced.
///
/// Commands run in the helper's own environment below their own. Dropping the last reference to a
/// Job or a Shell ends it with everything it started. Failures of the helper keep the system's
/// words.
///
/// With WireOptions::reopen a stream that breaks is replaced: what runs goes on where it was, and
/// nobody above notices more than a delay.
class WireChannel : public Channel
{
    Q_OBJECT

public:
    /// Greets the helper at the other end of @p device, an open sequential device whose end shows
    /// as readChannelFinished(). Unavailable when nobody answers properly in time.
    static core::Task<std::shared_ptr<WireChannel>> open(std::shared_ptr<QIODevice> device,
                                                         WireOptions options = {});
    ~WireChannel() override;

    bool isOpen() const;
    /// Hangs up: the helper ends all it runs for us, operations in flight fail with Unavailable.
    void close(const QString &reason = QStringLiteral("The workspace was closed."));
    /// While it is frozen, as in a paused container, silence and slow answers are no sign of a
    /// loss.
    void setFrozen(bool frozen);
    /// For how long nothing has been going on; zero while anything is.
    std::chrono::milliseconds idleFor() const;
    /// What the workspace uses, and how much lies below each of @p folders (absolute paths, 8 at
    /// most). Looking does not count as using it; Unavailable while it is frozen.
    core::Task<WorkspaceUse> use(QStringList folders);
    /// Lets programs in the workspace reach what @p egress allows, through proxies on its own
    /// loopback addresses, as long as the session lasts. Answers with their ports; 0 takes any.
    core::Task<EgressPorts> offerNetwork(std::shared_ptr<Egress> egress, EgressPorts ports);
    /// What was offered; null when nothing was.
    std::shared_ptr<Egress> egress() const { return m_egress; }

    core::Task<PlaceInfo> info() override;
    core::Task<std::shared_ptr<Job>> start(Command command) override;
    core::Task<AttachedJob> attach(QString tag, JobOffsets from) override;
    core::Task<Output> run(Command command, std::stop_token stop) override;
    core::Task<std::shared_ptr<Shell>> openShell(ShellOptions options) override;
    core::Task<QList<ProcessInfo>> processes() override;
    core::Task<FileInfo> stat(QString path) override;
    core::Task<QString> realPath(QString path) override;
    core::Task<QList<FileInfo>> list(QString path, int depth, int limit) override;
    core::Task<QByteArray> read(QString path, qint64 offset, qint64 limit) override;
    core::Task<std::shared_ptr<QIODevice>> openRead(QString path, FilePart part) override;
    core::Task<> write(QString path, QByteArray bytes, WriteOptions options) override;
    core::Task<> writeFrom(QString path, std::shared_ptr<QIODevice> source,
                           WriteOptions options) override;
    core::Task<> makeDirectory(QString path) override;
    core::Task<> remove(QString path) override;

signals:
    /// It is frozen, and somebody wants something of it.
    void wanted();

private:
    WireChannel(std::shared_ptr<Line> line, QString directory);

    std::shared_ptr<Line> m_line;
    QString m_directory;
    std::shared_ptr<Egress> m_egress;
};

} // namespace workspace
