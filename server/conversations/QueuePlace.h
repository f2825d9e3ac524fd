// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace conversations {

/// What a run waits for.
enum class QueueReason { Server, User };

constexpr auto enumNames(QueueReason)
{
    using enum QueueReason;
    return std::array{std::pair{Server, "server"}, std::pair{User, "user"}};
}

/// Where a run waits for its turn.
struct QueuePlace
{
    int place = 1; ///< 1: the next
    QueueReason reason = QueueReason::Server;
    QString message; ///< one sentence for a person

    bool operator==(const QueuePlace &other) const = default;

    static constexpr auto fields()
    {
        return std::tuple{json::field("place", &QueuePlace::place, "1: the next"),
                          json::field("reason", &QueuePlace::reason,
                                      "whether the server or the user has as many runs as allowed"),
                          json::field("message", &QueuePlace::message)};
    }
};

} // namespace conversations
