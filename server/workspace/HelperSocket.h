// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QIODevice>

namespace workspace {

/// Connects straight to the socket @p path of a helper in a container on this machine, in a folder
/// that the container may write. What is not a socket itself, such as a link that the container put
/// there to lead elsewhere, is Forbidden; NotFound when there is nothing, Unavailable when nobody
/// listens.
core::Result<std::shared_ptr<QIODevice>> openHelperSocket(const QString &path);

} // namespace workspace
