// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Session.h"

namespace agent {

/// The agent of one conversation: asks the model, runs what it asks for, and goes on until it is
/// finished, paused, stuck, waiting for a person, failed or interrupted.
class Loop
{
public:
    /// @p taken: the steps that count for the session's limit already.
    Loop(Session *session, std::shared_ptr<llm::Client> client, Toolbox toolbox, int taken = 0);

    /// Works until there is nothing more to do. Every outcome, errors included, is in the log on
    /// return.
    QCoro::Task<> run(std::stop_token stop);
    /// Whether run() returned because the workspace is gone. It can be run again with the tools of
    /// another one.
    bool lostWorkspace() const { return m_lostWorkspace; }
    void use(Toolbox toolbox);

private:
    /// Why a step ended the run.
    struct Failure
    {
        QString code;
        QString detail;
    };
    using Step = std::expected<void, Failure>;

    QCoro::Task<> iterate(std::stop_token stop);
    /// Whether the loop goes on before its next step; tells an agent that repeats itself.
    bool mayContinue(std::stop_token stop);
    bool endsAfterStep();
    QCoro::Task<Step> step(std::stop_token stop);
    QCoro::Task<Step> think(std::stop_token stop);
    QCoro::Task<Step> act(QList<PendingAction> actions, std::stop_token stop);
    Step handleFailure(const llm::Failure &failure);
    void speak(const llm::Response &response);
    QList<model::ActionEvent> recordCalls(const llm::Response &response);
    /// Closes what comes after a call of finish: it will not run.
    QList<PendingAction> discardAfterFinish(QList<PendingAction> actions);
    void finish();
    void fail(const Failure &failure);
    void closeInterrupted();

    Session *m_session;
    std::shared_ptr<llm::Client> m_client;
    Toolbox m_toolbox;
    core::TraceContext m_stepTrace;
    int m_iterations;
    bool m_lostWorkspace = false;
};

/// The SystemPromptEvent of a conversation that has none yet.
core::Result<model::SystemPromptEvent> systemPromptEvent(const Session &session,
                                                         const Toolbox &toolbox);

} // namespace agent
