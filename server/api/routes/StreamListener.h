// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Projector.h"

namespace api {

/// Somebody who is told what happens in a conversation.
class StreamListener
{
public:
    virtual ~StreamListener() = default;

    /// Goes away together with the connection.
    virtual QObject *context() = 0;
    virtual bool isListening() const = 0;
    /// What the client has not taken yet.
    virtual qint64 queuedBytes() const = 0;
    virtual void tell(const conversations::Projected &item) = 0;
    /// The conversation has been closed, or its log cannot be read.
    virtual void end(const QString &reason) = 0;
};

/// Tells @p listener everything after the event numbered @p after, from the log, then as it
/// happens; without a number only what happens from now on. Returns when the listener has caught
/// up.
core::Task<> follow(std::shared_ptr<StreamListener> listener,
                    std::shared_ptr<conversations::Projector> projector,
                    std::optional<qint64> after);

} // namespace api
