// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/EventLog.h"
#include "conversations/State.h"

#include <QJsonObject>

namespace conversations {

/// What people are told of one event: an object with a type, on one line of JSON text.
///
///     message      seq id timestamp role content images?   the user's words, the agent's answer
///     action       seq id timestamp tool arguments content risk?
///     observation  seq id timestamp tool action content error
///     state        seq timestamp state queue?              "running", "finished", ...
///     error        seq id timestamp code content
///     delta        id attempt content or reasoning         a piece of the message or action "id"
///
/// An event that tells nothing of this has an empty text.
struct Projected
{
    qint64 seq = -1; ///< index in the log; -1 for what is not stored
    QByteArray text;
};

/// @p event is the JSON text of a stored event.
Projected projected(qint64 seq, const QByteArray &event);

/// A frame, stored or not. A piece of an answer that came to nothing is a delta with "dropped".
Projected projected(const Frame &frame);

/// {"type": "state", "state": ...}, for somebody who has just come.
QByteArray stateText(const State &state);

/// {"type": "error", "code": ..., "content": ...}, for one listener.
QByteArray errorText(const core::Error &error);

} // namespace conversations
