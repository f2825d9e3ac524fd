// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Trace.h"
#include "llm/Client.h"
#include "model/Event.h"

#include <QSet>

namespace agent {

/// An action of the model that has no result yet.
struct PendingAction
{
    QString eventId;
    model::ActionEvent action;
};

/// What a conversation's log means to its agent: the prompt, the calls that wait for a result, and
/// the recent past. It grows event by event and never looks back at the log.
class View
{
public:
    void add(const model::Event &event);

    /// The prompt so far, without messages that must wait for the result of a call.
    const QList<llm::TurnPointer> &turns() const { return m_turns; }
    /// Calls that were valid and have no result, oldest first.
    const QList<PendingAction> &pending() const { return m_pending; }
    bool hasSystemPrompt() const { return m_hasSystemPrompt; }
    bool isEmpty() const { return m_isEmpty; }
    /// What happened since the user's last message, oldest first; at most 20 entries.
    const QList<Trace> &traces() const { return m_traces; }

    /// Whether the user said something since markSeen(), which the loop calls when it asks the
    /// model.
    bool hasUnseenMessage() const { return m_hasUnseenMessage; }
    void markSeen() { m_hasUnseenMessage = false; }

private:
    void addSystemPrompt(const model::SystemPromptEvent &event);
    void addMessage(const model::Event &event, const model::MessageEvent &message);
    void addAction(const model::Event &event, const model::ActionEvent &action);
    void addResult(const QString &toolName, const QString &toolCallId, model::Contents contents);
    void append(model::Message message);
    void appendUserMessage(const model::Message &message);
    void trace(Trace trace);

    QList<llm::TurnPointer> m_turns;
    std::shared_ptr<llm::Turn> m_grown; ///< the newest turn of the user, while only this has it
    QList<PendingAction> m_pending;
    QSet<QString> m_unansweredCalls;
    QList<model::Message> m_waitingMessages; ///< arrived between a call and its result
    QList<Trace> m_traces;
    QString m_lastResponseId;     ///< of the newest assistant turn with calls
    qsizetype m_lastCallTurn = -1; ///< its index
    bool m_hasSystemPrompt = false;
    bool m_hasUnseenMessage = false;
    bool m_isEmpty = true;
};

} // namespace agent
