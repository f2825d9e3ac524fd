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
    BashRun(QString userId, BashCommand command, BashJournal *journal);

    const BashCommand &command() const { return m_command; }
    const core::Deferred<bool> &ended() const { return m_ended; }
    /// The last of the first 100 outputs.
    const BashOutput &answer() const { return m_answer; }

    /// Keeps and signals the BashCommand.
    core::Task<> announce();
    core::Task<> perform(std::shared_ptr<Channel> channel);
    void stop();
    /// Says that it has ended, also when it never ran.
    void close() { m_ended.resolve(true); }

signals:
    void eventProduced(const QString &userId, const QJsonObject &event);

private:
    void attach(std::shared_ptr<Job> job);
    void take(Job::Stream stream, const QByteArray &bytes);
    void finish(const core::Result<Exit> &exit);
    BashOutput &addOutput();
    void startKeeping();
    core::Task<> keep(std::shared_ptr<BashRun> self);
    core::Task<> publish(QList<QJsonObject> events);

    QString m_userId;
    BashCommand m_command;
    BashJournal *m_journal;
    std::shared_ptr<Job> m_job;
    TextChunks m_output;
    TextChunks m_error;
    QList<BashOutput> m_queue;
    BashOutput m_answer;
    int m_order = 0;
    qint64 m_held = 0; ///< bytes that wait for the journal
    bool m_isKeeping = false;
    bool m_isStopped = false;
    core::Deferred<Exit> m_exit;
    core::Deferred<bool> m_kept;
    core::Deferred<bool> m_ended;
};

} // namespace workspace
