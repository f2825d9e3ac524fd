// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

namespace conversations {

/// The failed result for a request that is well formed but cannot be granted as a whole: it is told
/// in words, not by field.
inline std::unexpected<core::Error> refuse(const QString &message)
{
    return core::fail(core::Error::Kind::Invalid, message, {{{}, "refused", message, {}}});
}

} // namespace conversations
