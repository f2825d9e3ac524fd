// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Input.h"
#include "core/Json.h"

namespace fuzz {

/// Reads @p value as a T: it is refused with a sentence, or keeps its form when it is written and
/// read again. What was read, where it was not refused.
template<typename T>
std::optional<T> readAs(const QJsonValue &value)
{
    core::Result<T> read = json::read<T>(value);
    if (!read) {
        require(!read.error().message.isEmpty(), "an error says something");
        return {};
    }
    const QJsonValue written = json::write(*read);
    const core::Result<T> again = json::read<T>(written);
    require(again.has_value(), "what was written can be read");
    require(json::write(*again) == written, "reading and writing again changes nothing");
    return std::move(*read);
}

} // namespace fuzz
