// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Stream.h"

#include <memory>

using StreamOutcome = std::expected<std::unique_ptr<Stream>, wire::Failure>;

/// A row of the table of operations. Exactly one of `atOnce` and `stream` is set.
struct Operation
{
    std::string_view name;
    bool changes; // remembered by its opid, never run twice
    Outcome (*atOnce)(Machine &machine, Arguments args);
    StreamOutcome (*stream)(Session &session, std::uint32_t id, const std::string &opid,
                            Arguments args);
};

const Operation *findOperation(std::string_view name);
