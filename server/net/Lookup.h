// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QHostAddress>

namespace net {

/// The addresses of @p host, at least one; an address stands for itself. Unavailable when there is
/// no such host.
core::Task<QList<QHostAddress>> lookUp(QString host, std::stop_token stop);

} // namespace net
