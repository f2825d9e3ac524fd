// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Workspaces.h"

#include "core/Clock.h"
#include "core/Id.h"
#include "workspace/WorkspaceChange.h"

#include <cmath>

namespace workspace {

using core::Error;

static constexpr qsizetype longestName = 100;
static constexpr qint64 keptOfStream = 1 << 20;
static constexpr double usualTimeout = 300;
static constexpr double longestTimeout = 7 * 86400;

Workspaces::Workspaces(Runtime *runtime, Ledger *ledger, Options options)
    : m_runtime(runtime)
    , m_ledger(ledger)
    , m_options(std::move(options))
{}

/// The default workspace before anything was done in it.
WorkspaceRecord Workspaces::defaultRecord(const QString &userId)
{
    WorkspaceRecord record;
    record.id = userId;
    record.userId = userId;
    return record;
}

static core::Error unknownWorkspace(const QString &id)
{
    return {Error::Kind::NotFound, "Workspace not found: " + id};
}

core::Task<WorkspaceRecord> Workspaces::record(QString userId, QString id)
{
    const auto found = co_await m_ledger->find(id);
    if (!found)
        co_return std::unexpected(found.error());
    if (!*found && id == userId)
        co_return defaultRecord(userId);
    if (!*found || (*found)->userId != userId || ((*found)->isLeaving && id != userId))
        co_return std::unexpected(unknownWorkspace(id));
    co_return **found;
}

WorkspaceSettings Workspaces::defaultsOf(const QString &userId) const
{
    return m_options.ofUser ? merged(m_options.defaults, m_options.ofUser(userId))
                            : m_options.defaults;
}

int Workspaces::mostOf(const QString &userId) const
{
    const std::optional<int> own = m_options.mostOfUser ? m_options.mostOfUser(userId)
                                                        : std::nullopt;
    return own.value_or(m_options.mostPerUser);
}

core::Task<> Workspaces::checkForUser(WorkspaceSettings settings)
{
    // Who asks for nothing needs no runtime to be chosen for that.
    if (json::writeObject(settings, json::Nulls::Omit).isEmpty())
        co_return {};
    const core::Result<> own = co_await m_runtime->checkOwn(settings);
    if (!own)
        co_return std::unexpected(own.error());
    co_return co_await m_runtime->check(merged(m_options.defaults, settings));
}

static QString timeText(std::chrono::microseconds moment)
{
    return moment.count() == 0 ? QString() : core::utcTimestamp(moment);
}

Workspace Workspaces::view(const WorkspaceRecord &record) const
{
    const WorkspaceStatus status = m_runtime->status(record.id);
    Workspace workspace;
    workspace.id = record.id;
    workspace.userId = record.userId;
    workspace.name = record.name.isEmpty() && record.isDefault() ? QStringLiteral("default")
                                                                 : record.name;
    workspace.isDefault = record.isDefault();
    workspace.runtime = m_runtime->name();
    workspace.state = record.isLeaving ? WorkspaceState::Removing : status.state;
    if (!status.reason.isEmpty())
        workspace.reason = status.reason;
    if (status.state == WorkspaceState::Queued)
        workspace.position = status.position;
    if (status.rest)
        workspace.retryAt = timeText(core::Clock::system().now() + *status.rest);
    for (const WorkspaceStage &stage : status.stages)
        workspace.stages.append({stage.state, stage.duration.count()});
    workspace.createdAt = timeText(record.createdAt);
    workspace.usedAt = timeText(record.usedAt);
    workspace.settings = merged(defaultsOf(record.userId), record.settings);
    return workspace;
}

core::Task<QList<Workspace>> Workspaces::list(QString userId)
{
    const auto records = co_await m_ledger->ofUser(userId);
    if (!records)
        co_return std::unexpected(records.error());
    QList<Workspace> list;
    for (const WorkspaceRecord &record : *records) {
        if (record.isDefault())
            list.prepend(view(record));
        else if (!record.isLeaving)
            list.append(view(record));
    }
    if (list.isEmpty() || !list.first().isDefault)
        list.prepend(view(defaultRecord(userId)));
    co_return list;
}

core::Task<Workspace> Workspaces::find(QString userId, QString id)
{
    const core::Result<WorkspaceRecord> found = co_await record(userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    co_return view(*found);
}

core::Task<QList<Workspace>> Workspaces::all()
{
    const auto records = co_await m_ledger->all();
    if (!records)
        co_return std::unexpected(records.error());
    QList<Workspace> list;
    for (const WorkspaceRecord &record : *records) {
        if (record.isDefault() || !record.isLeaving)
            list.append(view(record));
    }
    co_return list;
}

core::Task<Workspace> Workspaces::look(QString id)
{
    const auto found = co_await m_ledger->find(id);
    if (!found)
        co_return std::unexpected(found.error());
    if (!*found)
        co_return std::unexpected(unknownWorkspace(id));
    co_return view(**found);
}

// --- making and removing ------------------------------------------------------------------------

static core::Result<> checkName(const QString &name)
{
    const bool isPlain = std::ranges::none_of(name, [](QChar c) { return !c.isPrint(); });
    if (name.size() <= longestName && isPlain)
        return {};
    const QString message = "expected at most 100 printable characters";
    return core::fail(Error::Kind::Invalid, "name: " + message,
                      {{{"body", "name"}, "value_error", message, name}});
}

/// Starts it, so that it is warm when the first command comes. What goes wrong is in its status.
static core::Task<> warmUp(Runtime *runtime, QString id)
{
    (void)co_await runtime->open(id);
    co_return {};
}

core::Task<> Workspaces::checkOwn(QString userId, WorkspaceSettings own)
{
    const WorkspaceSettings defaults = defaultsOf(userId);
    const core::Result<> allowed = checkReach(own, defaults);
    if (!allowed)
        co_return std::unexpected(allowed.error());
    if (m_options.ofUser) {
        const core::Result<> within = checkWithin(own, m_options.ofUser(userId));
        if (!within)
            co_return std::unexpected(within.error());
    }
    co_return co_await m_runtime->check(merged(defaults, own));
}

core::Task<Workspace> Workspaces::create(QString userId, NewWorkspace wanted)
{
    if (!m_runtime->hasManyWorkspaces())
        co_return core::fail(Error::Kind::Conflict,
                             "The runtime " + m_runtime->name()
                                 + " has one workspace for each user. Start the server with "
                                   "--runtime docker to make more.");
    const core::Result<> named = checkName(wanted.name);
    if (!named)
        co_return std::unexpected(named.error());
    const WorkspaceSettings own = wanted;
    const core::Result<> possible = co_await checkOwn(userId, own);
    if (!possible)
        co_return std::unexpected(possible.error());
    const auto records = co_await m_ledger->ofUser(userId);
    if (!records)
        co_return std::unexpected(records.error());
    const auto others = std::ranges::count(*records, false, &WorkspaceRecord::isDefault);
    if (others >= mostOf(userId))
        co_return core::fail(
            Error::Kind::RateLimited,
            QString("You have %1 workspaces, as many as you may. Delete one first.").arg(others));
    WorkspaceRecord record;
    record.id = core::newId();
    record.userId = userId;
    record.name = wanted.name;
    record.settings = own;
    record.createdAt = core::Clock::system().now();
    record.usedAt = record.createdAt;
    const core::Result<> added = co_await m_ledger->add(record);
    if (!added)
        co_return std::unexpected(added.error());
    core::spawn(warmUp(m_runtime, record.id), "starting a new workspace");
    co_return view(record);
}

/// A user's default one is written down when it is used first, or changed.
core::Task<> Workspaces::keep(WorkspaceRecord record)
{
    const auto changed = co_await m_ledger->change(record.id, record.name, record.settings);
    if (!changed)
        co_return std::unexpected(changed.error());
    if (*changed)
        co_return {};
    if (!record.isDefault() || record.isLeaving)
        co_return std::unexpected(unknownWorkspace(record.id));
    record.createdAt = core::Clock::system().now();
    record.usedAt = record.createdAt;
    co_return co_await m_ledger->add(record);
}

core::Task<Workspace> Workspaces::change(QString userId, QString id, WorkspaceChange change)
{
    core::Result<WorkspaceRecord> found = co_await record(userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<WorkspaceSettings> own = change.appliedTo(found->settings);
    if (!own)
        co_return std::unexpected(own.error());
    const core::Result<> named = checkName(change.name().value_or(QString()));
    if (!named)
        co_return std::unexpected(named.error());
    // Whoever has nothing of their own, or takes it back, asks nothing of the runtime.
    if (!json::writeObject(*own, json::Nulls::Omit).isEmpty()) {
        const core::Result<> choosable = co_await m_runtime->checkOwn(*own);
        if (!choosable)
            co_return std::unexpected(choosable.error());
        const core::Result<> possible = co_await checkOwn(userId, *own);
        if (!possible)
            co_return std::unexpected(possible.error());
    }
    found->name = change.name().value_or(found->name);
    found->settings = *own;
    const core::Result<> kept = co_await keep(*found);
    if (!kept)
        co_return std::unexpected(kept.error());
    m_runtime->adopt(id, *own);
    co_return view(*found);
}

core::Task<> Workspaces::remove(QString userId, QString id)
{
    const core::Result<WorkspaceRecord> found = co_await record(userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<> destroyed = co_await m_runtime->destroy(id);
    if (destroyed)
        emit removed(userId, id);
    co_return destroyed;
}

core::Task<std::shared_ptr<Channel>> Workspaces::open(QString userId, QString id)
{
    const core::Result<WorkspaceRecord> found = co_await record(userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    co_return co_await m_runtime->open(id);
}

// --- commands -----------------------------------------------------------------------------------

static core::Result<Command> commandOf(const Execution &execution,
                                       const WorkspaceSettings &settings)
{
    const double timeout = execution.timeout.value_or(usualTimeout);
    QList<core::Problem> problems;
    if (execution.command.trimmed().isEmpty())
        problems.append({{"body", "command"}, "value_error", "is empty", execution.command});
    if (!(timeout > 0 && timeout <= longestTimeout))
        problems.append({{"body", "timeout"},
                         "value_error",
                         QString("expected more than 0 and at most %1 seconds").arg(longestTimeout),
                         timeout});
    if (execution.cwd && !execution.cwd->startsWith('/'))
        problems.append(
            {{"body", "cwd"}, "value_error", "expected an absolute path", *execution.cwd});
    if (!problems.isEmpty())
        return core::fail(Error::Kind::Invalid, "The command cannot be run.", problems);
    Command command;
    command.shell = execution.command;
    command.directory = execution.cwd.value_or(QString());
    command.environment = execution.environment.value_or(QMap<QString, QString>());
    command.timeout = std::chrono::milliseconds(std::llround(std::ceil(timeout * 1000)));
    if (const auto longest = longestCommandOf(settings); longest.count() > 0)
        command.timeout = qMin(command.timeout, longest);
    command.outputLimit = keptOfStream;
    command.input = execution.standardInput.value_or(QString()).toUtf8();
    command.takesInput = !command.input.isEmpty();
    return command;
}

core::Task<Executed> Workspaces::execute(QString userId, QString id, Execution execution)
{
    const core::Result<WorkspaceRecord> found = co_await record(userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    const WorkspaceSettings settings = merged(defaultsOf(userId), found->settings);
    const core::Result<Command> command = commandOf(execution, settings);
    if (!command)
        co_return std::unexpected(command.error());
    const auto channel = co_await m_runtime->open(id);
    if (!channel)
        co_return std::unexpected(channel.error());
    const core::Result<Output> output = co_await (*channel)->run(*command, {});
    if (!output)
        co_return std::unexpected(output.error());
    Executed executed;
    const Exit exit = output->exit;
    executed.exitCode = exit.timedOut ? -1 : exit.signal != 0 ? 128 + exit.signal : exit.code;
    executed.standardOutput = QString::fromUtf8(output->standardOutput);
    executed.standardError = QString::fromUtf8(output->standardError);
    executed.truncated = output->truncated;
    executed.timedOut = exit.timedOut;
    if (exit.timedOut && command->timeout == longestCommandOf(settings))
        executed.standardError += overLongText(command->timeout) + '\n';
    executed.outOfMemory = exit.outOfMemory;
    co_return executed;
}

} // namespace workspace

#include "moc_Workspaces.cpp"
