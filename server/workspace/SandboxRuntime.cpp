// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SandboxRuntime.h"

#include "workspace/ContainerNetwork.h"

#include "workspace/HelperFolder.h"
#include "workspace/LocalPlaces.h"
#include "workspace/ProcessUse.h"
#include "workspace/SandboxFolders.h"
#include "workspace/SandboxLaunch.h"
#include "workspace/SandboxProbe.h"
#include "workspace/SystemCallFilter.h"
#include "workspace/WorkingDirectory.h"

#include <QCoreApplication>
#include <QStandardPaths>

namespace workspace {

SandboxRuntime::SandboxRuntime(SandboxOptions options, QObject *parent)
    : Runtime(parent)
    , m_options(std::move(options))
    , m_places(std::make_unique<LocalPlaces>())
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                         + "/berth";
    if (m_options.program.isEmpty())
        m_options.program = QCoreApplication::applicationDirPath() + "/berth-workspaced";
    if (m_options.root.isEmpty())
        m_options.root = data + "/workspaces";
    if (m_options.helperRoot.isEmpty())
        m_options.helperRoot = data + "/helpers";
    connect(m_places.get(), &LocalPlaces::changed, this, &Runtime::changed);
}

SandboxRuntime::~SandboxRuntime() = default;

core::Task<> SandboxRuntime::prepare()
{
    return m_prepared.ask([this] { return probe(); }, "trying out a sandbox");
}

core::Task<> SandboxRuntime::probe()
{
    using Kind = core::Error::Kind;
    if (const QString refusal = sandboxRefusal(m_options.settings); !refusal.isEmpty())
        co_return core::fail(Kind::Unavailable, refusal);
    SandboxOptions options = m_options;
    if (options.bubblewrap.isEmpty())
        options.bubblewrap = QStandardPaths::findExecutable("bwrap");
    if (options.bubblewrap.isEmpty())
        co_return core::fail(Kind::Unavailable, "bubblewrap, which makes sandboxes, is not on this "
                                                "machine. Install the package bubblewrap.");
    const core::Result<QByteArray> filter = systemCallFilter();
    if (!filter)
        co_return std::unexpected(filter.error());
    const core::Result<QString> helper = helperFolder(options.program, options.helperRoot);
    if (!helper)
        co_return std::unexpected(helper.error());
    options.helperFolder = *helper;
    const core::Result<QString> settings = sandboxSettings(options.helperRoot);
    if (!settings)
        co_return std::unexpected(settings.error());
    options.settingsFolder = *settings;
    const core::Result<LocalLaunch> launch = sandboxLaunch(sandboxProbe(options), *filter);
    if (!launch)
        co_return std::unexpected(launch.error());
    const core::Result<> tried = co_await tryLaunch(*launch);
    if (!tried)
        co_return tried;
    m_options = options;
    m_filter = *filter;
    co_return {};
}

static core::Result<LocalLaunch> launchFor(const SandboxOptions &options, const QByteArray &filter,
                                           const QString &userId)
{
    const core::Result<QString> folder = sandboxFolder(options.root, userId);
    if (!folder)
        return std::unexpected(folder.error());
    const SandboxSpec spec = sandboxSpec(options, *folder);
    if (const auto given = giveFolders(*folder, spec.owner); !given)
        return std::unexpected(given.error());
    core::Result<LocalLaunch> launch = sandboxLaunch(spec, filter);
    if (!launch)
        return launch;
    launch->quota = options.quota.value_or(DiskQuotaOptions{.limit = spec.fileBytes});
    launch->longestCommand = longestCommandOf(options.settings);
    EgressOptions egress = options.egress;
    egress.workspace = userId;
    egress.user = userId;
    launch->wayOut = wayOut(std::move(egress), options.settings, options.ownListeners);
    return launch;
}

void SandboxRuntime::announce()
{
    if (std::exchange(m_isAnnounced, true))
        return;
    qCInfo(lcWorkspace).noquote() << "Workspaces are sandboxes of this machine below"
                                  << m_options.root;
    qCWarning(lcWorkspace)
        << "Sandboxes bound the memory of each process, not of all together; processor time is not "
           "bounded.";
}

core::Task<std::shared_ptr<Channel>> SandboxRuntime::open(QString userId)
{
    const core::Result<> prepared = co_await prepare();
    if (!prepared)
        co_return std::unexpected(prepared.error());
    announce();
    co_return co_await m_places->open(userId, [this, userId] {
        return launchFor(m_options, m_filter, userId);
    });
}

core::Task<> SandboxRuntime::makeDirectory(QString userId, QString path)
{
    const core::Result<std::shared_ptr<Channel>> channel = co_await open(userId);
    if (!channel)
        co_return std::unexpected(channel.error());
    const WorkspaceSettings settings = m_options.settings;
    co_return co_await makeWorkingDirectory(*channel, path, settings);
}

QStringList SandboxRuntime::running() const
{
    return m_places->users();
}

core::Task<std::optional<WorkspaceUse>> SandboxRuntime::use(QString userId, Looks looks)
{
    const std::shared_ptr<LocalPlace> place = m_places->find(userId);
    if (!place)
        co_return std::nullopt;
    const std::shared_ptr<WireChannel> channel = place->channel();
    QStringList folders;
    if (looks == Looks::All)
        folders = {"/workspace", "/home/agent", "/tmp"};
    const core::Result<WorkspaceUse> measured = co_await channel->use(folders);
    if (!measured)
        co_return std::unexpected(measured.error());
    const auto processes = co_await channel->processes();
    if (!processes)
        co_return std::unexpected(processes.error());
    WorkspaceUse use;
    use.folders = measured->folders;
    addProcesses(use, *processes);
    if (const std::shared_ptr<Egress> egress = channel->egress()) {
        use.bytesSent = egress->bytesUp();
        use.bytesReceived = egress->bytesDown();
    }
    co_return use;
}

std::optional<DiskReport> SandboxRuntime::disk(const QString &userId) const
{
    const std::shared_ptr<LocalPlace> place = m_places->find(userId);
    return place ? place->disk() : std::nullopt;
}

core::Task<> SandboxRuntime::stop()
{
    return m_places->stop();
}

} // namespace workspace

#include "moc_SandboxRuntime.cpp"
