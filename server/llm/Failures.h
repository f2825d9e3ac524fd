// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace llm {

/// What a provider or the network said when there was no answer.
struct Complaint
{
    int status = 0; ///< of HTTP; 0 when no answer came
    bool timedOut = false;
    QString code; ///< the provider's own, such as "context_length_exceeded"
    QString message;
};

/// Reads the error of an HTTP answer: `{"error": {"message", "code"}}` and its relatives, or plain
/// text.
Complaint complaintOf(int status, const QByteArray &body);
Complaint complaintOf(const core::Error &error);

/// The code that clients know, with the provider's message as detail.
Failure failureOf(const Complaint &complaint);

/// Whether asking again may help.
bool isTransient(const Failure &failure);

/// Whether the provider refused cache markers because the prompt is too short for its cache.
bool refusesCacheMarkers(const Failure &failure);

Failure cancelled();
Failure noAnswer(const QString &model);
/// The answer began and was not complete.
Failure brokenOff();

} // namespace llm
