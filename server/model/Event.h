// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Message.h"

namespace model {

enum class Source { Agent, User, Environment, Hook };

constexpr auto enumNames(Source)
{
    return std::array{std::pair{Source::Agent, "agent"}, std::pair{Source::User, "user"},
                      std::pair{Source::Environment, "environment"},
                      std::pair{Source::Hook, "hook"}};
}

/// What sort of failure an error event tells of, and what a user can do about it.
struct Classification
{
    QString kind = "unknown"; ///< auth, quota, rate_limit, config, transient, agent_action,
                              ///< internal, unknown
    bool retryable = false;
    QString userAction = "none"; ///< none, retry, settings
    std::optional<QString> errorId;

    static constexpr auto fields()
    {
        return std::tuple{json::field("kind", &Classification::kind),
                          json::field("retryable", &Classification::retryable),
                          json::optional("user_action", &Classification::userAction),
                          json::field("error_id", &Classification::errorId)};
    }
    static Classification agentAction() { return {"agent_action", true, "retry", {}}; }
};

/// The classification of a ConversationErrorEvent by its code, then by words in its detail.
Classification classify(const QString &code, const QString &detail);

struct SystemPromptEvent
{
    static constexpr const char *kind = "SystemPromptEvent";
    TextContent systemPrompt;
    QJsonArray tools;
    std::optional<TextContent> dynamicContext;

    static constexpr auto fields()
    {
        return std::tuple{json::field("system_prompt", &SystemPromptEvent::systemPrompt),
                          json::field("tools", &SystemPromptEvent::tools),
                          json::field("dynamic_context", &SystemPromptEvent::dynamicContext)};
    }
};

struct MessageEvent
{
    static constexpr const char *kind = "MessageEvent";
    Message llmMessage;
    std::optional<QString> llmResponseId;
    QStringList activatedSkills;
    QList<TextContent> extendedContent;
    std::optional<QString> sender;
    std::optional<QJsonObject> criticResult;

    static constexpr auto fields()
    {
        return std::tuple{json::field("llm_message", &MessageEvent::llmMessage),
                          json::field("llm_response_id", &MessageEvent::llmResponseId),
                          json::optional("activated_skills", &MessageEvent::activatedSkills),
                          json::optional("extended_content", &MessageEvent::extendedContent),
                          json::field("sender", &MessageEvent::sender),
                          json::field("critic_result", &MessageEvent::criticResult)};
    }
};

/// A tool call of the model; `action` is absent when the call could not be validated.
struct ActionEvent
{
    static constexpr const char *kind = "ActionEvent";
    QList<TextContent> thought;
    std::optional<QString> reasoningContent;
    QJsonArray thinkingBlocks;
    std::optional<QJsonObject> responsesReasoningItem;
    std::optional<QJsonObject> action;
    QString toolName;
    QString toolCallId;
    ToolCall toolCall;
    QString llmResponseId;
    QString securityRisk = "UNKNOWN";
    std::optional<QJsonObject> criticResult;
    std::optional<QString> summary;

    static constexpr auto fields()
    {
        return std::tuple{json::field("thought", &ActionEvent::thought),
                          json::field("reasoning_content", &ActionEvent::reasoningContent),
                          json::optional("thinking_blocks", &ActionEvent::thinkingBlocks),
                          json::field("responses_reasoning_item",
                                      &ActionEvent::responsesReasoningItem),
                          json::field("action", &ActionEvent::action),
                          json::field("tool_name", &ActionEvent::toolName),
                          json::field("tool_call_id", &ActionEvent::toolCallId),
                          json::field("tool_call", &ActionEvent::toolCall),
                          json::field("llm_response_id", &ActionEvent::llmResponseId),
                          json::optional("security_risk", &ActionEvent::securityRisk),
                          json::field("critic_result", &ActionEvent::criticResult),
                          json::field("summary", &ActionEvent::summary)};
    }
};

struct ObservationEvent
{
    static constexpr const char *kind = "ObservationEvent";
    QString toolName;
    QString toolCallId;
    QJsonObject observation;
    QString actionId;
    QList<TextContent> extendedContent;

    static constexpr auto fields()
    {
        return std::tuple{json::field("tool_name", &ObservationEvent::toolName),
                          json::field("tool_call_id", &ObservationEvent::toolCallId),
                          json::field("observation", &ObservationEvent::observation),
                          json::field("action_id", &ObservationEvent::actionId),
                          json::optional("extended_content", &ObservationEvent::extendedContent)};
    }
};

struct UserRejectObservation
{
    static constexpr const char *kind = "UserRejectObservation";
    QString toolName;
    QString toolCallId;
    QString actionId;
    QString rejectionReason = "User rejected the action";
    QString rejectionSource = "user";

    static constexpr auto fields()
    {
        return std::tuple{json::field("tool_name", &UserRejectObservation::toolName),
                          json::field("tool_call_id", &UserRejectObservation::toolCallId),
                          json::field("action_id", &UserRejectObservation::actionId),
                          json::optional("rejection_reason",
                                         &UserRejectObservation::rejectionReason),
                          json::optional("rejection_source",
                                         &UserRejectObservation::rejectionSource)};
    }
};

struct AgentErrorEvent
{
    static constexpr const char *kind = "AgentErrorEvent";
    QString toolName;
    QString toolCallId;
    QString error;
    std::optional<Classification> classification;

    static constexpr auto fields()
    {
        return std::tuple{json::field("tool_name", &AgentErrorEvent::toolName),
                          json::field("tool_call_id", &AgentErrorEvent::toolCallId),
                          json::field("error", &AgentErrorEvent::error),
                          json::field("classification", &AgentErrorEvent::classification)};
    }
};

/// A field of the conversation's state got another value; key "full_state" carries a whole
/// snapshot, which is sent but never stored.
struct ConversationStateUpdateEvent
{
    static constexpr const char *kind = "ConversationStateUpdateEvent";
    QString key;
    std::optional<QJsonValue> value;

    static constexpr auto fields()
    {
        return std::tuple{json::field("key", &ConversationStateUpdateEvent::key),
                          json::field("value", &ConversationStateUpdateEvent::value)};
    }
};

struct ConversationErrorEvent
{
    static constexpr const char *kind = "ConversationErrorEvent";
    QString code;
    QString detail;
    std::optional<Classification> classification;

    static constexpr auto fields()
    {
        return std::tuple{json::field("code", &ConversationErrorEvent::code),
                          json::field("detail", &ConversationErrorEvent::detail),
                          json::field("classification", &ConversationErrorEvent::classification)};
    }
};

struct PauseEvent
{
    static constexpr const char *kind = "PauseEvent";
    static constexpr auto fields() { return std::tuple{}; }
};

struct InterruptEvent
{
    static constexpr const char *kind = "InterruptEvent";
    static constexpr auto fields() { return std::tuple{}; }
};

/// A piece of streamed text; sent to subscribers, never stored.
struct StreamingDeltaEvent
{
    static constexpr const char *kind = "StreamingDeltaEvent";
    std::optional<QString> content;
    std::optional<QString> reasoningContent;

    static constexpr auto fields()
    {
        return std::tuple{json::field("content", &StreamingDeltaEvent::content),
                          json::field("reasoning_content", &StreamingDeltaEvent::reasoningContent)};
    }
};

/// An event of a kind that this version does not know, kept as it was read.
struct UnknownEvent
{
    QJsonObject object;
};

using EventBody = std::variant<SystemPromptEvent, MessageEvent, ActionEvent, ObservationEvent,
                               UserRejectObservation, AgentErrorEvent, ConversationStateUpdateEvent,
                               ConversationErrorEvent, PauseEvent, InterruptEvent,
                               StreamingDeltaEvent, UnknownEvent>;

/// One entry of a conversation's log.
struct Event
{
    QString id;
    QString timestamp; ///< local time without zone, six fractional digits, increasing within a log
    Source source = Source::Environment;
    std::optional<QString> parentId;
    EventBody body;

    template<typename T>
    const T *as() const
    {
        return std::get_if<T>(&body);
    }
    QString kind() const;
};

/// The event as clients receive it: the body's fields, the common ones and "kind"; no nulls.
QJsonObject toJson(const Event &event);

/// Reads an event; a kind that is not known becomes an UnknownEvent.
core::Result<Event> eventFromJson(const QJsonObject &object);

} // namespace model
