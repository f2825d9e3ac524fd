// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Options.h"
#include "core/Result.h"

namespace composition {

/// The certificate in @p folder, made for @p names (host names and addresses) when there is none
/// yet or when it ends within 30 days. Unavailable when it cannot be kept there.
core::Result<api::Tls> selfSignedCertificate(const QString &folder, const QStringList &names);

/// SHA-256 of a certificate as "AB:CD:...", to compare with what a client shows.
QString fingerprintOf(const QString &certificateFile);

} // namespace composition
