// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/EventStream.h"
#include "llm/Failures.h"

namespace llm {

/// Reads a whole Chat Completions answer. The response's cost, latency and the usage's model and
/// context window are left to the caller.
Outcome readAnswer(const QByteArray &body, const QString &model);

/// Puts a streamed Chat Completions answer together. Cutting the stream anywhere gives the same
/// answer.
class ChatStream
{
public:
    explicit ChatStream(DeltaSink sink)
        : m_sink(std::move(sink))
    {}

    void feed(const QByteArray &piece);
    /// The answer, once nothing more comes: the whole one, or why it is none.
    Outcome finish(const QString &model);

private:
    void take(const QByteArray &data);
    void takeDelta(const QJsonObject &delta);
    void takeToolCalls(const QJsonArray &calls);

    DeltaSink m_sink;
    EventStream m_events;
    QByteArray m_plain; ///< kept until the first event: a server may answer without streaming
    bool m_isStream = false;
    bool m_isComplete = false;
    bool m_hasChoice = false;
    std::optional<Failure> m_failure;
    QString m_id;
    QString m_content;
    QString m_reasoning;
    QJsonArray m_thinking;
    QMap<int, model::ToolCall> m_calls;
    QJsonObject m_usage;
};

} // namespace llm
