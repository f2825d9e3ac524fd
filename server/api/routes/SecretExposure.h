// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"

namespace api {

/// Whether the header X-Expose-Secrets asks for secrets as they are, as clients of the SDK send it.
/// Invalid for a value that is none, Unavailable for sealed ones, Forbidden for a key that only
/// reads.
core::Result<bool> wantsSecrets(const Caller &caller);

} // namespace api
