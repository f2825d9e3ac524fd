// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Clock.h"
#include "core/Json.h"
#include "workspace/Runtime.h"

#include <QPointer>
#include <QSet>

#include <stop_token>

namespace workspace {

class BashRun;

/// What a caller of the bash side channel asks for.
struct BashRequest
{
    QString command;
    std::optional<QString> cwd = {}; ///< absolute; the workspace's default when absent
    int timeout = 300;               ///< seconds

    static constexpr auto fields()
    {
        return std::tuple{json::field("command", &BashRequest::command),
                          json::field("cwd", &BashRequest::cwd),
                          json::optional("timeout", &BashRequest::timeout)};
    }
};

/// The event of a command that was accepted. Written with json::Nulls::Keep.
struct BashCommand
{
    static constexpr const char *kind = "BashCommand";
    QString id; ///< 32 hexadecimal digits
    QString timestamp;
    QString command;
    std::optional<QString> cwd = {};
    int timeout = 300;

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &BashCommand::id),
                          json::field("timestamp", &BashCommand::timestamp),
                          json::field("command", &BashCommand::command),
                          json::field("cwd", &BashCommand::cwd),
                          json::field("timeout", &BashCommand::timeout)};
    }
};

/// The event of a piece of output, or, with an exit code, of the end. Written with
/// json::Nulls::Keep.
struct BashOutput
{
    static constexpr const char *kind = "BashOutput";
    QString id;
    QString timestamp;
    QString commandId;
    int order = 0; ///< counts from 0 within the command
    std::optional<int> exitCode = {};
    std::optional<QString> standardOutput = {};
    std::optional<QString> standardError = {};

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &BashOutput::id),
                          json::field("timestamp", &BashOutput::timestamp),
                          json::field("command_id", &BashOutput::commandId),
                          json::field("order", &BashOutput::order),
                          json::field("exit_code", &BashOutput::exitCode),
                          json::field("stdout", &BashOutput::standardOutput),
                          json::field("stderr", &BashOutput::standardError)};
    }
};

/// How far the events that are kept have brought a command.
struct BashProgress
{
    QString commandId = {};
    int nextOrder = 0;    ///< of its next output
    JobOffsets kept = {}; ///< how much of what it printed is in the outputs before that
    bool hasEnded = false;
};

/// A command of an earlier server whose end is not among the events.
struct BashRemnant
{
    QString userId;
    BashProgress progress;
};

/// Where bash events are kept; a command's output waits in the command while it is behind.
class BashJournal
{
public:
    virtual ~BashJournal() = default;
    /// Keeps @p events of one command of @p userId, in this order, and with them @p progress.
    virtual core::Task<> append(QString userId, QList<QJsonObject> events,
                                BashProgress progress) = 0;
    /// The commands of the last days from before @p moment that have not ended, a bounded number,
    /// those of each user together.
    virtual core::Task<QList<BashRemnant>> unfinished(std::chrono::microseconds moment) = 0;
};

/// Runs the commands of the bash side channel and tells of them as events. An event is in the
/// journal before it is signalled. Await stop() before the service, the journal or the runtime
/// goes.
class BashService : public QObject
{
    Q_OBJECT

public:
    static constexpr int maxCommands = 64;

    BashService(Runtime *runtime, BashJournal *journal, QObject *parent = nullptr);
    ~BashService() override;

    /// Starts a command and returns its BashCommand while it runs. RateLimited when maxCommands
    /// run, Unavailable without a workspace.
    core::Task<BashCommand> start(QString userId, BashRequest request);
    /// Runs a command to its end and returns its last output with all that was printed before, up
    /// to 8 Mi characters of each stream.
    core::Task<BashOutput> execute(QString userId, BashRequest request);
    /// Goes on with the commands that an earlier server left running, and tells the end of those
    /// that are gone. Once, after the start.
    core::Task<> recover();
    /// Ends one command, SIGTERM first and SIGKILL a second later, and waits for its last event;
    /// false when no such command of @p userId runs.
    core::Task<bool> stopCommand(QString userId, QString commandId);
    /// Ends the running commands and waits for their last events.
    core::Task<> stop();
    qsizetype running() const { return m_running.size(); }

signals:
    void eventProduced(const QString &userId, const QJsonObject &event);

private:
    core::Task<std::shared_ptr<BashRun>> begin(std::shared_ptr<BashRun> run, QString userId);
    void forget(const std::shared_ptr<BashRun> &run);
    static core::Task<> perform(QPointer<BashService> self, std::shared_ptr<BashRun> run,
                                std::shared_ptr<Channel> channel);
    core::Task<> recoverAll();
    core::Task<> recoverUser(std::shared_ptr<Channel> channel);
    core::Task<std::shared_ptr<Channel>> findRunning(QString userId);
    void keepRun(const std::shared_ptr<BashRun> &run);

    Runtime *m_runtime;
    BashJournal *m_journal;
    QSet<std::shared_ptr<BashRun>> m_running;
    std::chrono::microseconds m_startedAt;
    std::optional<core::Deferred<bool>> m_recovered;
    core::Deferred<bool> m_listed;
    QList<std::shared_ptr<BashRun>> m_found; ///< an earlier server's, not reached yet
    std::stop_source m_stop;
    bool m_isStopped = false;
};

} // namespace workspace
