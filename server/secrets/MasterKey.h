// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/Vault.h"

namespace secrets {

/// 32 bytes of guarded, locked memory that is wiped when it is freed.
using LockedKey = std::unique_ptr<unsigned char, void (*)(void *)>;

inline constexpr size_t keySize = 32;

/// The master key of a data directory, as Vault::Options describes its sources.
core::Result<LockedKey> masterKey(const Vault::Options &options);
core::Task<LockedKey> masterKey(Vault::Options options, Vault::Keychain keychain);

} // namespace secrets
