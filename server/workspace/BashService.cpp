// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/BashService.h"

#include "core/Id.h"
#include "workspace/BashRun.h"

namespace workspace {

using namespace std::chrono_literals;

static constexpr int mostLosses = 3;   // of the channel, while a command runs
static constexpr int mostAttempts = 30; // to reach the engine after a restart: a quarter of an hour

static core::Result<Exit> endUnknown()
{
    return core::fail(core::Error::Kind::Unavailable,
                      "the server was restarted while it ran, and how it ended is unknown.");
}

/// Whether it may run on although nothing more is heard of it.
static bool isLost(const core::Result<Exit> &exit)
{
    return exit ? exit->lost : exit.error().kind == core::Error::Kind::Unavailable;
}

BashService::BashService(Runtime *runtime, BashJournal *journal, QObject *parent)
    : QObject(parent)
    , m_runtime(runtime)
    , m_journal(journal)
    , m_startedAt(core::Clock::system().now())
{}

BashService::~BashService()
{
    for (const std::shared_ptr<BashRun> &run : std::as_const(m_running))
        run->stop(Job::Stop::Now);
}

static BashCommand commandOf(const BashRequest &request)
{
    BashCommand command;
    command.id = core::hexUuid(core::newId());
    command.timestamp = core::utcTimestamp(core::Clock::system().now());
    command.command = request.command;
    command.cwd = request.cwd;
    command.timeout = request.timeout;
    return command;
}

core::Task<BashCommand> BashService::start(QString userId, BashRequest request)
{
    const auto made = std::make_shared<BashRun>(userId, commandOf(request), m_journal,
                                                BashRun::Answer::None);
    const auto run = co_await begin(made, userId);
    if (!run)
        co_return std::unexpected(run.error());
    co_return (*run)->command();
}

core::Task<BashOutput> BashService::execute(QString userId, BashRequest request)
{
    const auto made = std::make_shared<BashRun>(userId, commandOf(request), m_journal,
                                                BashRun::Answer::Joined);
    const auto run = co_await begin(made, userId);
    if (!run)
        co_return std::unexpected(run.error());
    const core::Deferred<bool> ended = (*run)->ended();
    co_await ended;
    co_return (*run)->answer();
}

core::Task<std::shared_ptr<BashRun>> BashService::begin(std::shared_ptr<BashRun> run,
                                                        QString userId)
{
    if (m_isStopped)
        co_return core::fail(core::Error::Kind::Unavailable, "The server is about to end.");
    if (m_running.size() >= maxCommands)
        co_return core::fail(core::Error::Kind::RateLimited,
                             "Too many commands run at once; wait until one has ended.");
    keepRun(run);
    const auto channel = co_await m_runtime->open(userId);
    if (!channel) {
        forget(run);
        co_return std::unexpected(channel.error());
    }
    const core::Result<> announced = co_await run->announce();
    if (!announced) {
        forget(run);
        co_return std::unexpected(announced.error());
    }
    core::spawn(perform(this, run, *channel), "running a command");
    co_return run;
}

core::Task<> BashService::perform(QPointer<BashService> self, std::shared_ptr<BashRun> run,
                                  std::shared_ptr<Channel> channel)
{
    core::Result<Exit> exit = co_await run->run(std::move(channel));
    // A channel that is lost is not the end of a command whose workspace goes on.
    for (int loss = 0; loss < mostLosses && isLost(exit); ++loss) {
        if (!self || self->m_isStopped)
            break;
        const auto another = co_await self->m_runtime->openIfRunning(run->userId());
        if (!another || !*another)
            break;
        const core::Result<Exit> later = co_await run->run(*another);
        if (!later)
            break;
        exit = later;
    }
    if (!exit && run->isRecovered())
        exit = endUnknown();
    const core::Result<> result = co_await run->end(exit);
    if (self)
        self->forget(run);
    co_return result;
}

// --- after a restart ----------------------------------------------------------------------------

core::Task<> BashService::recover()
{
    const core::Deferred<bool> recovered = m_recovered.emplace();
    const core::Result<> result = co_await recoverAll();
    recovered.resolve(true);
    co_return result;
}

core::Task<> BashService::recoverAll()
{
    const auto left = co_await m_journal->unfinished(m_startedAt);
    for (const BashRemnant &remnant : left.value_or(QList<BashRemnant>()))
        m_found.append(std::make_shared<BashRun>(remnant, m_journal));
    m_listed.resolve(true);
    core::Result<> result = left.transform([](const QList<BashRemnant> &) {});
    while (result && !m_found.isEmpty() && !m_isStopped) {
        const auto channel = co_await findRunning(m_found.first()->userId());
        if (!m_isStopped)
            result = co_await recoverUser(channel.value_or(nullptr));
    }
    // The next server can still find them.
    for (const std::shared_ptr<BashRun> &run : std::as_const(m_found))
        run->close();
    m_found.clear();
    co_return result;
}

/// Goes on with the commands of the first user that is left.
core::Task<> BashService::recoverUser(std::shared_ptr<Channel> channel)
{
    const QString userId = m_found.first()->userId();
    while (!m_found.isEmpty() && m_found.first()->userId() == userId) {
        const std::shared_ptr<BashRun> run = m_found.takeFirst();
        keepRun(run);
        if (channel) {
            core::spawn(perform(this, run, channel), "going on with a command");
            continue;
        }
        const core::Result<Exit> unknown = endUnknown();
        const core::Result<> ended = co_await run->end(unknown);
        forget(run);
        if (!ended)
            co_return ended;
    }
    co_return {};
}

/// The channel into a workspace that runs; waits a while for an engine that is away.
core::Task<std::shared_ptr<Channel>> BashService::findRunning(QString userId)
{
    static constexpr std::array pauses{1s, 2s, 5s, 10s, 30s};
    core::Result<std::shared_ptr<Channel>> channel;
    for (int attempt = 0; attempt < mostAttempts && !m_isStopped; ++attempt) {
        channel = co_await m_runtime->openIfRunning(userId);
        if (channel)
            break;
        const auto pause = pauses.at(static_cast<size_t>(qMin(attempt, 4)));
        (void)co_await core::sleepFor(pause, m_stop.get_token());
    }
    co_return channel;
}

void BashService::keepRun(const std::shared_ptr<BashRun> &run)
{
    m_running.insert(run);
    connect(run.get(), &BashRun::eventProduced, this, &BashService::eventProduced);
}

void BashService::forget(const std::shared_ptr<BashRun> &run)
{
    run->close();
    m_running.remove(run);
}

core::Task<bool> BashService::stopCommand(QString userId, QString commandId)
{
    if (m_recovered)
        co_await m_listed;
    const auto running = m_running.values() + m_found;
    for (const std::shared_ptr<BashRun> &run : running) {
        if (run->command().id != commandId || run->userId() != userId)
            continue;
        run->stop(Job::Stop::Polite);
        const core::Deferred<bool> ended = run->ended();
        co_await ended;
        co_return true;
    }
    co_return false;
}

core::Task<> BashService::stop()
{
    m_isStopped = true;
    m_stop.request_stop();
    if (m_recovered) {
        const core::Deferred<bool> recovered = *m_recovered;
        co_await recovered;
    }
    const auto running = m_running;
    for (const std::shared_ptr<BashRun> &run : running)
        run->stop(Job::Stop::Now);
    for (const std::shared_ptr<BashRun> &run : running) {
        const core::Deferred<bool> ended = run->ended();
        co_await ended;
    }
    co_return {};
}

} // namespace workspace

#include "moc_BashService.cpp"
