// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/LocalPlace.h"

#include "workspace/ContainerNetwork.h"
#include "workspace/QuotaChannel.h"

#include <QDir>
#include <QFileInfo>
#include <QTimer>

#include <array>

#include <sys/socket.h>
#include <unistd.h>

namespace workspace {

using Kind = core::Error::Kind;

static constexpr qint64 readBuffer = 1024 * 1024;
static constexpr std::chrono::milliseconds farewell{3000};

std::shared_ptr<LocalPlace> LocalPlace::start(LocalLaunch launch)
{
    const std::shared_ptr<LocalPlace> place(new LocalPlace);
    const core::Result<> begun = place->begin(launch);
    if (!begun) {
        place->m_ended.resolve(true);
        place->fail(begun.error());
        return place;
    }
    launch.inChild = {}; // with all that it holds
    core::spawn(greet(place, std::move(launch)), "greeting berth-workspaced");
    return place;
}

LocalPlace::~LocalPlace()
{
    close();
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning
        && !m_process.waitForFinished(static_cast<int>(farewell.count())))
        m_process.kill();
}

static core::Result<std::array<int, 2>> socketPair()
{
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return core::fail(Kind::Unavailable, "The system gives no more sockets.");
    return ends;
}

core::Result<> LocalPlace::begin(const LocalLaunch &launch)
{
    if (!QFileInfo(launch.program).isExecutable())
        return core::fail(Kind::Unavailable, "The program berth-workspaced is not at "
                                                 + launch.program
                                                 + "; it belongs beside the server's program.");
    const auto ends = socketPair();
    if (!ends)
        return std::unexpected(ends.error());
    const auto [ours, theirs] = *ends;
    m_socket->setReadBufferSize(readBuffer);
    m_socket->setSocketDescriptor(ours);

    connect(&m_process, &QProcess::stateChanged, this, [this](QProcess::ProcessState state) {
        if (state == QProcess::NotRunning)
            m_ended.resolve(true);
    });
    using Flag = QProcess::UnixProcessFlag;
    QProcess::UnixProcessParameters parameters{Flag::CreateNewSession | Flag::ResetSignalHandlers,
                                               3};
    parameters.flags.setFlag(Flag::CloseFileDescriptors, !launch.inChild);
    m_process.setUnixProcessParameters(parameters);
    m_process.setChildProcessModifier([this, theirs, inChild = launch.inChild] {
        dup2(theirs, STDIN_FILENO);
        dup2(theirs, STDOUT_FILENO);
        if (inChild)
            inChild(m_process);
    });
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.setProcessEnvironment(launch.environment);
    m_process.setWorkingDirectory(QDir::rootPath());
    m_process.start(launch.program, launch.arguments);
    m_process.setChildProcessModifier({}); // with all that it held
    ::close(theirs);
    return {};
}

core::Task<> LocalPlace::greet(std::shared_ptr<LocalPlace> self, LocalLaunch launch)
{
    WireOptions options;
    options.directory = launch.directory;
    const auto channel = co_await WireChannel::open(self->m_socket, std::move(options));
    if (!channel) {
        self->fail(channel.error());
        co_return {};
    }
    self->m_channel = *channel;
    connect(self->m_channel.get(), &Channel::lost, self.get(),
            [place = self.get()](const QString &reason) {
        qCWarning(lcWorkspace).noquote() << "A local workspace was lost:" << reason;
        emit place->lost();
    });
    (void)co_await offerWayOut(*channel, std::move(launch.wayOut));
    std::shared_ptr<Channel> opened = *channel;
    if (launch.quota)
        opened = self->m_bounded = QuotaChannel::around(*channel, *launch.quota);
    opened->setLongestCommand(launch.longestCommand);
    self->m_opened.resolve(Opened(opened));
    co_return {};
}

void LocalPlace::fail(core::Error error)
{
    qCWarning(lcWorkspace).noquote() << "A local workspace could not be opened:" << error.message;
    m_opened.resolve(std::unexpected(std::move(error)));
    emit lost();
}

std::optional<DiskReport> LocalPlace::disk() const
{
    return m_bounded ? std::optional(m_bounded->quota()->report()) : std::nullopt;
}

void LocalPlace::close()
{
    if (m_channel) {
        m_channel->disconnect(this);
        m_channel->close();
    }
    m_socket->abort(); // a socket that is only closed stays open until what it holds is written
    QTimer::singleShot(farewell, &m_process, &QProcess::kill);
}

} // namespace workspace

#include "moc_LocalPlace.cpp"
