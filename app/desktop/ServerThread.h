// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "composition/Configuration.h"
#include "ui/models/ServerDoor.h"

#include <QFileSystemWatcher>
#include <QThread>

namespace desktop {

class ServerWorker;

/// The server of this computer: one that runs on the data directory already, else one in a thread
/// of its own, so that a busy window delays no agent.
class ServerThread : public ui::ServerDoor
{
    Q_OBJECT

public:
    explicit ServerThread(composition::Configuration configuration);
    /// Waits until the server has ended, at most 10 s.
    ~ServerThread() override;

    State state() const override { return m_state; }
    QString problem() const override { return m_problem; }
    QUrl url() const override { return m_url; }
    QString key() const override { return m_key; }
    bool isOurs() const override { return !m_isAttached; }

    void start() override;
    void attach() override { (void)findRunning(); }
    QString folder() const override { return m_configuration.dataDirectory(); }
    void stop() override;

private:
    bool findRunning();
    void lookAgain();
    void run(const QUrl &url, const QString &keyFile);
    void setState(State state);

    const composition::Configuration m_configuration;
    QThread m_thread;
    ServerWorker *m_worker; ///< lives in the thread
    State m_state = State::Stopped;
    QString m_problem;
    QUrl m_url;
    QString m_key;
    bool m_isAttached = false;
    QFileSystemWatcher m_folder; ///< of a server that is not ours: where it says that it is back
};

} // namespace desktop
