// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace llm {

/// Where a message bears a marker that says "cache the prompt up to here".
enum class CacheMark { None, FirstBlock, LastBlock };

/// Whether a request bears cache markers.
enum class CacheMarkers { Omit, Send };

/// Writes turns and tools as Chat Completions wants them. A turn is encoded once and keeps its text
/// for the requests that follow; encoders of the same style share it.
class ChatEncoder
{
public:
    struct Style
    {
        bool stringContent = false; ///< text instead of lists of blocks; no images, no markers
        bool vision = false; ///< images are sent; else they are left out
        bool thinkingBlocks = false; ///< earlier thinking is sent back
        bool reasoning = false; ///< earlier reasoning_content is sent back
    };

    explicit ChatEncoder(Style style);

    /// A JSON array of messages.
    QByteArray messages(const QList<TurnPointer> &turns, CacheMarkers markers) const;
    /// A JSON array of tools; the newest list is remembered.
    QByteArray tools(const QList<ToolSchema> &tools);

private:
    const QByteArray &fragment(const Turn &turn, CacheMark mark) const;
    QJsonObject encode(const model::Message &message, CacheMark mark) const;
    void addAssistantParts(const model::Message &message, QJsonObject &object) const;
    QJsonValue content(const model::Message &message, CacheMark mark) const;
    QJsonArray blocks(const model::Message &message) const;

    Style m_style;
    QList<ToolSchema> m_tools;
    QByteArray m_encodedTools;
};

} // namespace llm
