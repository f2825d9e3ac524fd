// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "workspace/Channel.h"

namespace api {

/// The answer that holds a file of a workspace, or the part of it that @p headers ask for, as it is
/// read. Errors as by workspace::Files::download().
core::Task<Response> sendFile(std::shared_ptr<workspace::Channel> channel, QHttpHeaders headers,
                              QString path);

/// The row of a route that sends a file: whole, in parts, or not when the client has it.
Route sendsFile(Route row);

} // namespace api
