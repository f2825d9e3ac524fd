// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace telemetry {

/// What somebody may have or ask for at most, and how much of it is in use.
struct Limit
{
    QString name;
    QString scope; ///< whom it counts for: "key", "user", "address", "request" or "server"
    QString unit;
    double most = 0;
    std::optional<double> used = {};

    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Limit::name),
                          json::field("scope", &Limit::scope,
                                      "key, user, address, request or server"),
                          json::field("unit", &Limit::unit), json::field("limit", &Limit::most),
                          json::field("used", &Limit::used, "null for what is not counted")};
    }
};

} // namespace telemetry
