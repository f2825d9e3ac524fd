// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/Vault.h"

namespace secrets {

/// The keychain of this desktop session (KWallet, Secret Service, macOS Keychain, Windows
/// credentials), or nothing where there is none, as in a service or over SSH. Its answers wait up
/// to a minute, for the user may have to unlock it; then they are Unavailable.
std::optional<Vault::Keychain> systemKeychain();

} // namespace secrets
