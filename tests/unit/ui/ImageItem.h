// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace test {

/// As the server tells of an image.
inline QJsonObject image(const QString &id, const QString &state, bool isOurs = false)
{
    return {{"id", id},
            {"names", QJsonArray{id + ":latest"}},
            {"size", 120'000'000},
            {"made_by_berth", isOurs},
            {"state", state},
            {"progress", "layer 2 of 5"},
            {"done_bytes", state == "fetching" ? 30'000'000 : 0},
            {"total_bytes", state == "fetching" ? 120'000'000 : 0},
            {"error", state == "failed" ? QJsonValue("There is no such image.") : QJsonValue()}};
}

} // namespace test
