// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

namespace workspace {

/// How much of its space a workspace uses: less than 80 %, from there, from 100 %, from 110 %.
enum class DiskState { Fine, Warning, Full, Over };

constexpr auto enumNames(DiskState)
{
    using enum DiskState;
    return std::array{std::pair{Fine, "ok"}, std::pair{Warning, "warning"}, std::pair{Full, "full"},
                      std::pair{Over, "over"}};
}

/// Whether a limit holds at every moment, or is measured and acted upon afterwards.
enum class DiskEnforcement { Soft, Hard };

constexpr auto enumNames(DiskEnforcement)
{
    using enum DiskEnforcement;
    return std::array{std::pair{Soft, "soft"}, std::pair{Hard, "hard"}};
}

/// What there is to tell of a workspace's space.
struct DiskReport
{
    qint64 used = 0; ///< bytes
    qint64 limit = 0;
    DiskState state = DiskState::Fine;
    DiskEnforcement enforcement = DiskEnforcement::Soft;
    DiskEnforcement systemEnforcement = DiskEnforcement::Hard;

    static constexpr auto fields()
    {
        return std::tuple{json::field("used", &DiskReport::used, "bytes"),
                          json::field("limit", &DiskReport::limit, "bytes"),
                          json::field("state", &DiskReport::state),
                          json::field("enforcement", &DiskReport::enforcement),
                          json::field("system_enforcement", &DiskReport::systemEnforcement,
                                      "of what is written outside the folders that stay")};
    }
};

} // namespace workspace
