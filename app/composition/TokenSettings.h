// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/BearerTokens.h"

namespace composition {

class Configuration;

/// Whose tokens are taken as keys; nothing when nobody's are.
std::optional<identity::BearerTokens::Options> tokenSettings(const Configuration &configuration);

/// Invalid, naming the option, for what cannot be.
core::Result<> checkTokenSettings(const Configuration &configuration);

} // namespace composition
