// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/View.h"

#include "tools/Tool.h"

#include <QCryptographicHash>

static QByteArray fingerprint(const QJsonArray &parts)
{
    return QCryptographicHash::hash(json::text(parts), QCryptographicHash::Sha1);
}

static model::Contents joined(model::Contents contents, const QList<model::TextContent> &texts)
{
    for (const model::TextContent &text : texts)
        contents.append(text);
    return contents;
}

static model::Message messageOf(model::Role role)
{
    model::Message message;
    message.role = role;
    return message;
}

void agent::View::add(const model::Event &event)
{
    if (event.as<model::ConversationStateUpdateEvent>())
        return;
    m_isEmpty = false;
    if (const auto *prompt = event.as<model::SystemPromptEvent>())
        addSystemPrompt(*prompt);
    else if (const auto *message = event.as<model::MessageEvent>())
        addMessage(event, *message);
    else if (const auto *action = event.as<model::ActionEvent>())
        addAction(event, *action);
    else if (const auto *observed = event.as<model::ObservationEvent>()) {
        trace({Trace::Type::Observation,
               fingerprint({observed->observation, observed->toolName}),
               observed->toolName,
               {}});
        addResult(observed->toolName, observed->toolCallId,
                  joined(tools::observationContents(observed->observation),
                         observed->extendedContent));
    } else if (const auto *rejected = event.as<model::UserRejectObservation>()) {
        trace({Trace::Type::Rejection,
               fingerprint({rejected->rejectionReason, rejected->toolName}),
               rejected->toolName,
               {}});
        addResult(rejected->toolName, rejected->toolCallId,
                  model::Contents::ofText("Action rejected: " + rejected->rejectionReason));
    } else if (const auto *failed = event.as<model::AgentErrorEvent>()) {
        trace({Trace::Type::Error, fingerprint({failed->error}), failed->toolName, failed->error});
        addResult(failed->toolName, failed->toolCallId, model::Contents::ofText(failed->error));
    } else {
        trace({Trace::Type::Other, event.id.toUtf8(), {}, {}});
    }
}

void agent::View::addSystemPrompt(const model::SystemPromptEvent &event)
{
    m_hasSystemPrompt = true;
    model::Message message = messageOf(model::Role::System);
    message.content.append(event.systemPrompt);
    if (event.dynamicContext)
        message.content.append(*event.dynamicContext);
    append(std::move(message));
}

void agent::View::addMessage(const model::Event &event, const model::MessageEvent &message)
{
    model::Message spoken = message.llmMessage;
    spoken.content = joined(spoken.content, message.extendedContent);
    if (event.source == model::Source::User) {
        m_traces.clear();
        m_hasUnseenMessage = true;
    } else {
        trace({event.source == model::Source::Agent ? Trace::Type::AgentMessage
                                                    : Trace::Type::EnvironmentMessage,
               fingerprint({json::write(message.llmMessage)}),
               {},
               {}});
    }
    if (spoken.role == model::Role::User && !m_unansweredCalls.isEmpty())
        m_waitingMessages.append(spoken);
    else if (spoken.role == model::Role::User)
        appendUserMessage(spoken);
    else
        append(std::move(spoken));
}

void agent::View::addAction(const model::Event &event, const model::ActionEvent &action)
{
    trace({Trace::Type::Action,
           fingerprint({json::write(action.thought), action.action.value_or(QJsonObject()),
                        action.toolName}),
           action.toolName,
           {}});
    m_unansweredCalls.insert(action.toolCallId);
    if (action.action)
        m_pending.append({event.id, action});
    if (m_lastCallTurn >= 0 && action.llmResponseId == m_lastResponseId) {
        model::Message merged = m_turns.at(m_lastCallTurn)->message;
        merged.toolCalls->append(action.toolCall);
        m_turns[m_lastCallTurn] = std::make_shared<llm::Turn>(llm::Turn{std::move(merged)});
        return;
    }
    model::Message message = messageOf(model::Role::Assistant);
    message.content = joined({}, action.thought);
    message.toolCalls = QList{action.toolCall};
    message.reasoningContent = action.reasoningContent;
    message.thinkingBlocks = action.thinkingBlocks;
    message.responsesReasoningItem = action.responsesReasoningItem;
    append(std::move(message));
    m_lastResponseId = action.llmResponseId;
    m_lastCallTurn = m_turns.size() - 1;
}

void agent::View::addResult(const QString &toolName, const QString &toolCallId,
                            model::Contents contents)
{
    // A result without its call would be refused by every provider.
    if (!m_unansweredCalls.remove(toolCallId))
        return;
    m_pending.removeIf(
        [&](const PendingAction &each) { return each.action.toolCallId == toolCallId; });
    model::Message message = messageOf(model::Role::Tool);
    message.content = std::move(contents);
    message.toolCallId = toolCallId;
    message.name = toolName;
    append(std::move(message));
    if (!m_unansweredCalls.isEmpty())
        return;
    for (const model::Message &waiting : std::exchange(m_waitingMessages, {}))
        appendUserMessage(waiting);
}

void agent::View::append(model::Message message)
{
    if (message.role != model::Role::Tool)
        m_lastCallTurn = -1;
    m_turns.append(std::make_shared<llm::Turn>(llm::Turn{std::move(message)}));
}

void agent::View::appendUserMessage(const model::Message &message)
{
    const bool mergeable = !m_turns.isEmpty() && m_turns.last()->message.role == model::Role::User
                           && !message.name && !message.toolCallId;
    if (!mergeable)
        return append(message);
    // A prompt that was handed out keeps what it had: it holds the turn too, once the list parts
    // from it.
    llm::TurnPointer &last = m_turns.last();
    const bool isOwn = m_grown == last && m_grown.use_count() == 2;
    if (!isOwn) {
        m_grown = std::make_shared<llm::Turn>(llm::Turn{last->message});
        last = m_grown;
    }
    m_grown->message.content += message.content;
    m_grown->encoded.clear();
    m_grown->encodedBy = nullptr;
}

void agent::View::trace(Trace trace)
{
    constexpr qsizetype window = 20;
    m_traces.append(std::move(trace));
    if (m_traces.size() > window)
        m_traces.removeFirst();
}
