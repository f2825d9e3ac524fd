// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/BashService.h"
#include "workspace/TextChunks.h"

namespace workspace {

/// One command of the bash side channel from its start to its last event. While the journal is
/// behind, nothing more is read from the command.
class BashRun : public QObject, public std::enable_shared_from_this<BashRun>
{
    Q_OBJECT

public:
    /// Whether answer() will be asked for.
    enum class Answer { None, Joined };

    BashRun(QString userId, BashCommand command, BashJournal *journal, Answer answer);
    /// One that an earlier server has begun.
    BashRun(const BashRemnant &remnant, BashJournal *journal);

    const QString &userId() const { return m_userId; }
    const BashCommand &command() const { return m_command; }
    const core::Deferred<bool> &ended() const { return m_ended; }
    /// The last output with what every output before it held, up to 8 Mi characters of each stream.
    BashOutput answer() const;

    /// Keeps and signals the BashCommand.
    core::Task<> announce();
    /// Starts the command, unless an earlier server did, or finds it again after a loss, and waits
    /// until it ends or is lost.
    core::Task<Exit> run(std::shared_ptr<Channel> channel);
    /// Keeps all that is not yet kept, with the end.
    core::Task<> end(core::Result<Exit> exit);
    bool isRecovered() const { return m_isRecovered; }
    void stop(Job::Stop how);
    /// Says that it has ended, also when it never ran.
    void close() { m_ended.resolve(true); }

signals:
    void eventProduced(const QString &userId, const QJsonObject &event);

private:
    core::Task<std::shared_ptr<Job>> start(std::shared_ptr<Channel> channel);
    core::Task<std::shared_ptr<Job>> find(std::shared_ptr<Channel> channel);
    bool isBounded() const;
    void attach(std::shared_ptr<Job> job);
    BashProgress progress() const;
    void take(Job::Stream stream, const QByteArray &bytes);
    void finish(const core::Result<Exit> &exit);
    BashOutput &addOutput();
    void startKeeping();
    void join(const BashOutput &output);
    core::Task<> keep(std::shared_ptr<BashRun> self);
    core::Task<> publish(QList<QJsonObject> events, BashProgress progress);

    QString m_userId;
    BashCommand m_command;
    BashJournal *m_journal;
    std::shared_ptr<Job> m_job;
    TextChunks m_output;
    TextChunks m_error;
    QList<BashOutput> m_queue;
    Answer m_wanted;
    BashOutput m_last;
    QString m_joinedOutput;
    QString m_joinedError;
    int m_order = 0;
    JobOffsets m_base; ///< where the texts begin in what the command prints
    JobOffsets m_received; ///< from here on it would go on
    qint64 m_missing = 0; ///< bytes that could not be had again
    std::chrono::milliseconds m_longest{0}; ///< that the workspace lets a command run
    bool m_isStarted = false;
    bool m_isRecovered = false;
    bool m_isFinished = false;
    qint64 m_held = 0; ///< bytes that wait for the journal
    bool m_isKeeping = false;
    std::optional<Job::Stop> m_stop;
    core::Deferred<Exit> m_exit;
    core::Deferred<bool> m_kept;
    core::Deferred<bool> m_ended;
};

} // namespace workspace
