// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/ChatEncoder.h"

#include <algorithm>

using llm::CacheMark;
using model::Role;

static const QJsonObject ephemeral{{"type", "ephemeral"}};

// Keeps both ends of an output that would fill the model's context. Lengths are code points.
static QString clipped(const QString &text)
{
    constexpr qsizetype longest = 50000;
    if (text.size() <= longest)
        return text;
    const QList<uint> points = text.toUcs4();
    if (points.size() <= longest)
        return text;
    const QString notice =
        "<response clipped><NOTE>Only the beginning and the end of this output are shown; its "
        "middle was left out.</NOTE>";
    const auto part = [&](qsizetype from, qsizetype length) {
        const QList<uint> slice = points.sliced(from, length);
        return QString::fromUcs4(reinterpret_cast<const char32_t *>(slice.constData()),
                                 slice.size());
    };
    const qsizetype kept = longest - notice.size();
    const qsizetype head = (kept + 1) / 2;
    const qsizetype tail = kept - head;
    return part(0, head) + notice + part(points.size() - tail, tail);
}

static QJsonArray toolCalls(const QList<model::ToolCall> &calls)
{
    QJsonArray array;
    for (const model::ToolCall &call : calls) {
        const QJsonObject function{{"name", call.name}, {"arguments", call.arguments}};
        array.append(QJsonObject{{"id", call.id}, {"type", "function"}, {"function", function}});
    }
    return array;
}

static bool callsTools(const model::Message &message)
{
    return message.toolCalls && !message.toolCalls->isEmpty();
}

static void markBlock(QJsonArray &blocks, qsizetype index)
{
    QJsonObject block = blocks.at(index).toObject();
    block.insert("cache_control", ephemeral);
    blocks.replace(index, block);
}

static bool isSameTools(const QList<llm::ToolSchema> &one, const QList<llm::ToolSchema> &other)
{
    const auto isSame = [](const llm::ToolSchema &a, const llm::ToolSchema &b) {
        return a.name == b.name && a.description == b.description && a.parameters == b.parameters;
    };
    return one.constData() == other.constData() || std::ranges::equal(one, other, isSame);
}

// One address per style and mark: what a turn remembers stays right when clients come and go.
static const void *ownerMark(const llm::ChatEncoder::Style &style, CacheMark mark)
{
    static constexpr std::array<char, 64> owners{};
    const size_t flags = (style.stringContent ? 1u : 0u) | (style.vision ? 2u : 0u)
                         | (style.thinkingBlocks ? 4u : 0u) | (style.reasoning ? 8u : 0u)
                         | (static_cast<size_t>(mark) << 4);
    return &owners[flags];
}

llm::ChatEncoder::ChatEncoder(Style style)
    : m_style(style)
{}

QByteArray llm::ChatEncoder::messages(const QList<TurnPointer> &turns, CacheMarkers markers) const
{
    const bool marks = markers == CacheMarkers::Send && !m_style.stringContent;
    qsizetype last = turns.size() - 1;
    while (last >= 0 && turns.at(last)->message.role != Role::User
           && turns.at(last)->message.role != Role::Tool)
        --last;
    QByteArray text = "[";
    for (qsizetype index = 0; index < turns.size(); ++index) {
        CacheMark mark = CacheMark::None;
        if (marks && index == last)
            mark = CacheMark::LastBlock;
        else if (marks && index == 0 && turns.first()->message.role == Role::System)
            mark = CacheMark::FirstBlock;
        if (index > 0)
            text += ',';
        text += fragment(*turns.at(index), mark);
    }
    return text + ']';
}

const QByteArray &llm::ChatEncoder::fragment(const Turn &turn, CacheMark mark) const
{
    const void *owner = ownerMark(m_style, mark);
    if (turn.encodedBy != owner) {
        turn.encoded = json::text(encode(turn.message, mark));
        turn.encodedBy = owner;
    }
    return turn.encoded;
}

QByteArray llm::ChatEncoder::tools(const QList<ToolSchema> &tools)
{
    if (!m_encodedTools.isEmpty() && isSameTools(tools, m_tools))
        return m_encodedTools;
    QJsonArray array;
    for (const ToolSchema &tool : tools) {
        const QJsonObject function{{"name", tool.name},
                                   {"description", tool.description},
                                   {"parameters", tool.parameters}};
        array.append(QJsonObject{{"type", "function"}, {"function", function}});
    }
    m_tools = tools;
    m_encodedTools = json::text(array);
    return m_encodedTools;
}

QJsonObject llm::ChatEncoder::encode(const model::Message &message, CacheMark mark) const
{
    QJsonObject object{{"role", json::write(message.role)}};
    const QJsonValue written = content(message, mark);
    if (!written.isUndefined())
        object.insert("content", written);
    if (message.role == Role::Assistant)
        addAssistantParts(message, object);
    if (message.role == Role::Tool) {
        if (mark == CacheMark::LastBlock && !m_style.stringContent)
            object.insert("cache_control", ephemeral);
        object.insert("tool_call_id", message.toolCallId.value_or(QString()));
        if (message.name)
            object.insert("name", *message.name);
    }
    return object;
}

void llm::ChatEncoder::addAssistantParts(const model::Message &message, QJsonObject &object) const
{
    if (callsTools(message))
        object.insert("tool_calls", toolCalls(*message.toolCalls));
    if (m_style.thinkingBlocks && !message.thinkingBlocks.isEmpty())
        object.insert("thinking_blocks", message.thinkingBlocks);
    if (m_style.reasoning && message.reasoningContent)
        object.insert("reasoning_content", *message.reasoningContent);
}

// Undefined where the key is to be left out: an assistant that calls tools may say nothing.
QJsonValue llm::ChatEncoder::content(const model::Message &message, CacheMark mark) const
{
    QJsonArray list = blocks(message);
    if (list.isEmpty())
        return callsTools(message) ? QJsonValue(QJsonValue::Undefined) : QJsonValue("");
    if (m_style.stringContent) {
        QStringList texts;
        for (const QJsonValue &block : std::as_const(list))
            texts.append(block.toObject().value("text").toString());
        return texts.join('\n');
    }
    if (mark == CacheMark::FirstBlock)
        markBlock(list, 0);
    else if (mark == CacheMark::LastBlock && message.role != Role::Tool)
        markBlock(list, list.size() - 1);
    return list;
}

QJsonArray llm::ChatEncoder::blocks(const model::Message &message) const
{
    QJsonArray list;
    for (const model::Content &content : message.content) {
        if (const auto *text = std::get_if<model::TextContent>(&content)) {
            const QString said = message.role == Role::Tool ? clipped(text->text) : text->text;
            if (!callsTools(message) || !said.trimmed().isEmpty())
                list.append(QJsonObject{{"type", "text"}, {"text", said}});
        } else if (m_style.vision && !m_style.stringContent) {
            for (const QString &url : std::get<model::ImageContent>(content).imageUrls)
                list.append(
                    QJsonObject{{"type", "image_url"}, {"image_url", QJsonObject{{"url", url}}}});
        }
    }
    return list;
}
