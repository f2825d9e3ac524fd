// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/BashRun.h"

#include "core/Id.h"

namespace workspace {

static constexpr qsizetype pieceSize = 1048576;
static constexpr qsizetype longestAnswer = 8 * pieceSize; // of each stream

BashRun::BashRun(QString userId, BashCommand command, BashJournal *journal, Answer answer)
    : m_userId(std::move(userId))
    , m_command(std::move(command))
    , m_journal(journal)
    , m_output(pieceSize)
    , m_error(pieceSize)
    , m_wanted(answer)
{}

BashRun::BashRun(const BashRemnant &remnant, BashJournal *journal)
    : BashRun(remnant.userId, {}, journal, Answer::None)
{
    m_command.id = remnant.progress.commandId;
    m_order = remnant.progress.nextOrder;
    m_base = remnant.progress.kept;
    m_received = m_base;
    m_isStarted = true;
    m_isRecovered = true;
}

core::Task<> BashRun::announce()
{
    return publish({json::writeObject(m_command, json::Nulls::Keep)}, progress());
}

BashProgress BashRun::progress() const
{
    return {.commandId = m_command.id,
            .nextOrder = m_order,
            .kept = {m_base.output + m_output.bytesTaken(), m_base.error + m_error.bytesTaken()},
            .hasEnded = m_isFinished};
}

core::Task<> BashRun::publish(QList<QJsonObject> events, BashProgress progress)
{
    const std::shared_ptr<BashRun> self = shared_from_this();
    const core::Result<> kept = co_await self->m_journal->append(self->m_userId, events, progress);
    if (!kept)
        co_return std::unexpected(kept.error());
    for (const QJsonObject &event : std::as_const(events))
        emit self->eventProduced(self->m_userId, event);
    co_return {};
}

core::Task<Exit> BashRun::run(std::shared_ptr<Channel> channel)
{
    const std::shared_ptr<BashRun> self = shared_from_this();
    const bool isFound = std::exchange(self->m_isStarted, true);
    self->m_longest = channel->longestCommand();
    const auto job = isFound ? co_await self->find(std::move(channel))
                             : co_await self->start(std::move(channel));
    if (!job)
        co_return std::unexpected(job.error());
    self->attach(*job);
    const core::Deferred<Exit> ending = self->m_exit;
    const Exit exit = co_await ending;
    self->m_job.reset();
    co_return exit;
}

static std::chrono::milliseconds asked(const BashCommand &command)
{
    return qMax(std::chrono::milliseconds(1), std::chrono::milliseconds(1000LL * command.timeout));
}

/// By the workspace, to less than was asked for, as far as that is known.
bool BashRun::isBounded() const
{
    return !m_isRecovered && m_longest.count() > 0 && m_longest < asked(m_command);
}

core::Task<std::shared_ptr<Job>> BashRun::start(std::shared_ptr<Channel> channel)
{
    Command command;
    command.shell = m_command.command;
    command.directory = m_command.cwd.value_or(QString());
    command.timeout = isBounded() ? m_longest : asked(m_command);
    command.tag = m_command.id;
    return channel->start(command);
}

core::Task<std::shared_ptr<Job>> BashRun::find(std::shared_ptr<Channel> channel)
{
    const auto found = co_await channel->attach(m_command.id, m_received);
    if (!found)
        co_return std::unexpected(found.error());
    const qint64 output = found->begin.output - m_received.output;
    const qint64 error = found->begin.error - m_received.error;
    m_missing += output + error;
    m_base = {m_base.output + output, m_base.error + error};
    m_received = found->begin;
    co_return found->job;
}

core::Task<> BashRun::end(core::Result<Exit> exit)
{
    const std::shared_ptr<BashRun> self = shared_from_this();
    self->finish(exit);
    self->startKeeping();
    const core::Deferred<bool> kept = self->m_kept;
    co_await kept;
    self->close();
    co_return {};
}

void BashRun::attach(std::shared_ptr<Job> job)
{
    m_job = std::move(job);
    m_exit = {};
    m_held = 0;
    connect(m_job.get(), &Job::outputReceived, this, &BashRun::take);
    connect(m_job.get(), &Job::finished, this, [this](const Exit &exit) { m_exit.resolve(exit); });
    if (m_stop)
        m_job->stop(*m_stop);
}

void BashRun::stop(Job::Stop how)
{
    m_stop = how;
    if (m_job)
        m_job->stop(how);
}

void BashRun::take(Job::Stream stream, const QByteArray &bytes)
{
    const bool isError = stream == Job::Stream::Error;
    TextChunks &text = isError ? m_error : m_output;
    text.append(bytes);
    (isError ? m_received.error : m_received.output) += bytes.size();
    while (const std::optional<QString> piece = text.takePiece()) {
        BashOutput &output = addOutput();
        (isError ? output.standardError : output.standardOutput) = *piece;
    }
    m_held += bytes.size();
    if (!m_queue.isEmpty())
        startKeeping();
    if (!m_isKeeping)
        m_job->consumed(std::exchange(m_held, 0));
}

BashOutput &BashRun::addOutput()
{
    BashOutput output;
    output.id = core::hexUuid(core::newId());
    output.timestamp = core::utcTimestamp(core::Clock::system().now());
    output.commandId = m_command.id;
    output.order = m_order++;
    m_queue.append(output);
    return m_queue.last();
}

static int exitCodeOf(const Exit &exit)
{
    if (exit.timedOut || exit.lost)
        return -1;
    return exit.signal > 0 ? -exit.signal : exit.code;
}

static std::optional<QString> orNothing(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

void BashRun::finish(const core::Result<Exit> &exit)
{
    m_isFinished = true;
    QString error = m_error.takeRest();
    if (m_missing > 0)
        error += QString("[%1 bytes of the output are missing: more was printed than is kept while "
                         "no server reads it.]\n")
                     .arg(m_missing);
    if (!exit)
        error += "Error executing command: " + exit.error().message;
    else if (exit->lost)
        error += "Error executing command: the workspace was lost";
    else if (exit->outOfMemory)
        error += "The command, or a program it started, was killed: the workspace is out of "
                 "memory.\n";
    else if (exit->timedOut && isBounded())
        error += overLongText(m_longest) + '\n';
    BashOutput &output = addOutput();
    output.exitCode = exit ? exitCodeOf(*exit) : -1;
    output.standardOutput = orNothing(m_output.takeRest());
    output.standardError = orNothing(error);
}

void BashRun::join(const BashOutput &output)
{
    m_last = output;
    const auto add = [](QString &joined, const std::optional<QString> &text) {
        if (text && joined.size() <= longestAnswer)
            joined += text->first(qMin(text->size(), longestAnswer + 1 - joined.size()));
    };
    add(m_joinedOutput, output.standardOutput);
    add(m_joinedError, output.standardError);
}

static std::optional<QString> shortened(const QString &text)
{
    if (text.size() <= longestAnswer)
        return orNothing(text);
    return text.first(longestAnswer) + "\n[The rest is left out here; the bash events have it.]\n";
}

BashOutput BashRun::answer() const
{
    BashOutput answer = m_last;
    answer.standardOutput = shortened(m_joinedOutput);
    answer.standardError = shortened(m_joinedError);
    return answer;
}

void BashRun::startKeeping()
{
    if (m_isKeeping)
        return;
    m_isKeeping = true;
    m_kept = {};
    core::spawn(keep(shared_from_this()), "keeping the output of a command");
}

core::Task<> BashRun::keep(std::shared_ptr<BashRun> self)
{
    core::Result<> result;
    while (!self->m_queue.isEmpty()) {
        QList<QJsonObject> events;
        for (const BashOutput &output : std::as_const(self->m_queue)) {
            events.append(json::writeObject(output, json::Nulls::Keep));
            if (self->m_wanted == Answer::Joined)
                self->join(output);
        }
        self->m_queue.clear();
        const BashProgress progress = self->progress();
        const core::Result<> published = co_await self->publish(std::move(events), progress);
        if (!published)
            result = published;
    }
    self->m_isKeeping = false;
    if (self->m_job)
        self->m_job->consumed(std::exchange(self->m_held, 0));
    self->m_kept.resolve(true);
    co_return result;
}

} // namespace workspace

#include "moc_BashRun.cpp"
