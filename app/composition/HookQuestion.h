// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "net/Outbound.h"

namespace composition {

/// What a program of the operator's is asked, with the time that it has for its answer.
net::Request hookQuestion(const QUrl &url, const QJsonObject &body, const QString &purpose);

/// Unavailable: the program behind --@p hook-hook does not answer, or not as it should.
core::Error noHookAnswer(const char *hook);

/// Nothing for what is not as a T should be.
template<typename T>
std::optional<T> readHookAnswer(const QByteArray &body)
{
    const core::Result<QJsonValue> value = json::parse(body);
    const core::Result<T> answer = value ? json::read<T>(*value)
                                         : core::Result<T>(std::unexpected(value.error()));
    return answer ? std::optional(*answer) : std::nullopt;
}

} // namespace composition
