// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/ChatAnswer.h"

#include "core/Id.h"

// Some providers answer with parts instead of a string.
static QString textOf(const QJsonValue &content)
{
    QString text = content.toString();
    for (const QJsonValue &part : content.toArray())
        text += part.toObject().value("text").toString();
    return text;
}

static QString reasoningOf(const QJsonObject &message)
{
    const QString reasoning = message.value("reasoning_content").toString();
    return reasoning.isEmpty() ? message.value("reasoning").toString() : reasoning;
}

static QString argumentsOf(const QJsonValue &arguments)
{
    return arguments.isObject() ? QString::fromUtf8(json::text(arguments)) : arguments.toString();
}

static qint64 count(const QJsonObject &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        const qint64 number = object.value(QLatin1StringView(key)).toInteger();
        if (number > 0)
            return number;
    }
    return 0;
}

static model::TokenUsage usageOf(const QJsonObject &usage, const QString &responseId)
{
    const QJsonObject prompt = usage.value("prompt_tokens_details").toObject();
    const QJsonObject completion = usage.value("completion_tokens_details").toObject();
    model::TokenUsage out;
    out.promptTokens = count(usage, {"prompt_tokens"});
    out.completionTokens = count(usage, {"completion_tokens"});
    out.cacheReadTokens = count(prompt, {"cached_tokens"});
    if (out.cacheReadTokens == 0)
        out.cacheReadTokens = count(usage, {"cache_read_input_tokens", "prompt_cache_hit_tokens"});
    out.cacheWriteTokens = count(usage, {"cache_creation_input_tokens"});
    if (out.cacheWriteTokens == 0)
        out.cacheWriteTokens = count(prompt, {"cache_creation_tokens", "cache_write_tokens"});
    out.reasoningTokens = count(completion, {"reasoning_tokens"});
    out.perTurnToken = out.promptTokens + out.completionTokens;
    out.responseId = responseId;
    return out;
}

static llm::Response assemble(QString id, const QString &content, const QString &reasoning,
                              const QJsonArray &thinking, QList<model::ToolCall> calls,
                              const QJsonObject &usage)
{
    llm::Response response;
    response.id = id.isEmpty() ? "chatcmpl-" + core::newId() : id;
    response.message.role = model::Role::Assistant;
    if (!content.isEmpty())
        response.message.content = model::Contents::ofText(content);
    if (!reasoning.isEmpty())
        response.message.reasoningContent = reasoning;
    response.message.thinkingBlocks = thinking;
    for (model::ToolCall &call : calls) {
        if (call.id.isEmpty())
            call.id = "call_" + core::hexUuid(core::newId());
    }
    if (!calls.isEmpty())
        response.message.toolCalls = calls;
    response.usage = usageOf(usage, response.id);
    return response;
}

static QList<model::ToolCall> toolCallsOf(const QJsonArray &array)
{
    QList<model::ToolCall> calls;
    for (const QJsonValue &value : array) {
        const QJsonObject function = value.toObject().value("function").toObject();
        if (function.isEmpty())
            continue;
        model::ToolCall call;
        call.id = value.toObject().value("id").toString();
        call.name = function.value("name").toString();
        call.arguments = argumentsOf(function.value("arguments"));
        calls.append(call);
    }
    return calls;
}

// Routers answer 200 and put the failure, with the status it deserves, into the body.
static llm::Failure failureInside(const QJsonObject &document)
{
    const int stated = document.value("error").toObject().value("code").toInt();
    const int status = stated >= 400 && stated < 600 ? stated : 500;
    return llm::failureOf(llm::complaintOf(status, json::text(document)));
}

llm::Outcome llm::readAnswer(const QByteArray &body, const QString &model)
{
    QJsonParseError error;
    const QJsonObject document = QJsonDocument::fromJson(body, &error).object();
    if (error.error != QJsonParseError::NoError && body.trimmed().startsWith('{'))
        return std::unexpected(brokenOff());
    const QJsonArray choices = document.value("choices").toArray();
    if (choices.isEmpty() && document.contains("error"))
        return std::unexpected(failureInside(document));
    if (choices.isEmpty())
        return std::unexpected(noAnswer(model));
    const QJsonObject message = choices.first().toObject().value("message").toObject();
    QString content = textOf(message.value("content"));
    if (content.isEmpty())
        content = message.value("refusal").toString();
    return assemble(document.value("id").toString(), content, reasoningOf(message),
                    message.value("thinking_blocks").toArray(),
                    toolCallsOf(message.value("tool_calls").toArray()),
                    document.value("usage").toObject());
}

void llm::ChatStream::feed(const QByteArray &piece)
{
    if (!m_isStream)
        m_plain += piece;
    for (const QByteArray &data : m_events.feed(piece))
        take(data);
}

llm::Outcome llm::ChatStream::finish(const QString &model)
{
    for (const QByteArray &data : m_events.finish())
        take(data);
    if (!m_isStream && !m_plain.trimmed().isEmpty())
        return readAnswer(m_plain, model);
    if (m_failure)
        return std::unexpected(*m_failure);
    if (!m_hasChoice)
        return std::unexpected(noAnswer(model));
    if (!m_isComplete)
        return std::unexpected(brokenOff());
    return assemble(m_id, m_content, m_reasoning, m_thinking, m_calls.values(), m_usage);
}

void llm::ChatStream::take(const QByteArray &data)
{
    m_isStream = true;
    m_plain.clear();
    if (data == "[DONE]") {
        m_isComplete = true;
        return;
    }
    const QJsonObject chunk = QJsonDocument::fromJson(data).object();
    if (chunk.contains("error") && !chunk.contains("choices"))
        m_failure = failureInside(chunk);
    if (m_id.isEmpty())
        m_id = chunk.value("id").toString();
    if (chunk.value("usage").isObject())
        m_usage = chunk.value("usage").toObject();
    for (const QJsonValue &choice : chunk.value("choices").toArray()) {
        if (choice.toObject().value("index").toInt() != 0)
            continue;
        m_hasChoice = true;
        m_isComplete = m_isComplete || choice.toObject().value("finish_reason").isString();
        takeDelta(choice.toObject().value("delta").toObject());
    }
}

void llm::ChatStream::takeDelta(const QJsonObject &delta)
{
    const QString content = textOf(delta.value("content"));
    const QString reasoning = reasoningOf(delta);
    m_content += content;
    m_reasoning += reasoning;
    for (const QJsonValue &block : delta.value("thinking_blocks").toArray())
        m_thinking.append(block);
    takeToolCalls(delta.value("tool_calls").toArray());
    if (!m_sink || (content.isEmpty() && reasoning.isEmpty()))
        return;
    Delta piece;
    piece.responseId = m_id;
    if (!content.isEmpty())
        piece.content = content;
    if (!reasoning.isEmpty())
        piece.reasoningContent = reasoning;
    m_sink(piece);
}

void llm::ChatStream::takeToolCalls(const QJsonArray &calls)
{
    for (const QJsonValue &value : calls) {
        const QJsonObject piece = value.toObject();
        const QJsonObject function = piece.value("function").toObject();
        // Providers without an index send each call whole.
        const int index = piece.value("index").toInt(static_cast<int>(m_calls.size()));
        model::ToolCall &call = m_calls[index];
        if (call.id.isEmpty())
            call.id = piece.value("id").toString();
        if (call.name.isEmpty())
            call.name = function.value("name").toString();
        call.arguments += argumentsOf(function.value("arguments"));
    }
}
