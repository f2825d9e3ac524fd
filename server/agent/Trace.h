// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace agent {

/// One step of the recent past, reduced to what the search for repetition compares.
struct Trace
{
    enum class Type {
        Action,
        Observation,
        Error,
        Rejection,
        AgentMessage,
        EnvironmentMessage,
        Other
    };
    Type type = Type::Other;
    QByteArray fingerprint; ///< equal for events that differ in nothing but ids and times
    QString toolName;
    QString text; ///< the error, for Error

    bool isResult() const
    {
        return type == Type::Observation || type == Type::Error || type == Type::Rejection;
    }
};

} // namespace agent
