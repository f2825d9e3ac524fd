// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace model {

/// Text that a language model reads or wrote.
struct TextContent
{
    static constexpr const char *kindKey = "type";
    static constexpr const char *kind = "text";

    QString text;
    bool cachePrompt = false;

    static constexpr auto fields()
    {
        return std::tuple{json::field("text", &TextContent::text),
                          json::optional("cache_prompt", &TextContent::cachePrompt)};
    }
};

/// Pictures by http(s) or data URL.
struct ImageContent
{
    static constexpr const char *kindKey = "type";
    static constexpr const char *kind = "image";

    QStringList imageUrls;
    bool cachePrompt = false;

    static constexpr auto fields()
    {
        return std::tuple{json::field("image_urls", &ImageContent::imageUrls),
                          json::optional("cache_prompt", &ImageContent::cachePrompt)};
    }
};

using Content = std::variant<TextContent, ImageContent>;

/// The blocks of a message. In JSON a plain string is read as one text block and null as none.
struct Contents : QList<Content>
{
    using QList::QList;

    static Contents ofText(const QString &text) { return {TextContent{text}}; }
    /// The text blocks, joined by @p separator.
    QString text(const QString &separator = "\n") const;
    bool hasImages() const;
};

/// A call of a tool as the model produced it; `arguments` is its JSON text, verbatim.
struct ToolCall
{
    QString id;
    QString name;
    QString arguments;
    QString origin = "completion"; ///< "completion" or "responses": the wire API it came from
    std::optional<QString> responsesItemId;

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &ToolCall::id), json::field("name", &ToolCall::name),
                          json::field("arguments", &ToolCall::arguments),
                          json::optional("origin", &ToolCall::origin),
                          json::field("responses_item_id", &ToolCall::responsesItemId)};
    }
};

enum class Role { User, System, Assistant, Tool };

constexpr auto enumNames(Role)
{
    return std::array{std::pair{Role::User, "user"}, std::pair{Role::System, "system"},
                      std::pair{Role::Assistant, "assistant"}, std::pair{Role::Tool, "tool"}};
}

/// One message of a conversation with a language model.
struct Message
{
    Role role = Role::User;
    Contents content;
    std::optional<QList<ToolCall>> toolCalls;
    std::optional<QString> toolCallId;
    std::optional<QString> name;
    std::optional<QString> reasoningContent;
    QJsonArray thinkingBlocks;
    std::optional<QJsonObject> responsesReasoningItem;

    static constexpr auto fields()
    {
        return std::tuple{json::field("role", &Message::role),
                          json::optional("content", &Message::content),
                          json::field("tool_calls", &Message::toolCalls),
                          json::field("tool_call_id", &Message::toolCallId),
                          json::field("name", &Message::name),
                          json::field("reasoning_content", &Message::reasoningContent),
                          json::optional("thinking_blocks", &Message::thinkingBlocks),
                          json::field("responses_reasoning_item",
                                      &Message::responsesReasoningItem)};
    }
};

} // namespace model

template<>
struct json::Codec<model::Contents>
{
    static void read(const QJsonValue &value, model::Contents &out, Reader &reader)
    {
        if (value.isString())
            out = model::Contents::ofText(value.toString());
        else if (value.isNull())
            out.clear();
        else
            Codec<QList<model::Content>>::read(value, out, reader);
    }
    static QJsonValue write(const model::Contents &value, Nulls nulls)
    {
        return Codec<QList<model::Content>>::write(value, nulls);
    }
    static QJsonObject schema()
    {
        const QJsonArray forms{QJsonObject{{"type", "string"}},
                               Codec<QList<model::Content>>::schema(),
                               QJsonObject{{"type", "null"}}};
        return {{"anyOf", forms}};
    }
};
