// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/BashService.h"

#include "core/Id.h"
#include "workspace/BashRun.h"

namespace workspace {

BashService::BashService(Runtime *runtime, BashJournal *journal, QObject *parent)
    : QObject(parent)
    , m_runtime(runtime)
    , m_journal(journal)
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
    m_running.insert(run);
    connect(run.get(), &BashRun::eventProduced, this, &BashService::eventProduced);
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
    const core::Result<> result = co_await run->perform(std::move(channel));
    if (self)
        self->forget(run);
    co_return result;
}

void BashService::forget(const std::shared_ptr<BashRun> &run)
{
    run->close();
    m_running.remove(run);
}

core::Task<bool> BashService::stopCommand(QString userId, QString commandId)
{
    const auto running = m_running;
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
