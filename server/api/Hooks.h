// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"
#include "core/Async.h"

namespace api {

/// Whom a key stands for that nobody here knows; nothing when it stands for nobody.
using AskWho = std::function<core::Task<std::optional<Principal>>(QByteArray key)>;

/// Whether a request may go on: Forbidden with its sentence when not. It may add to the caller's
/// notes.
using AskWhether = std::function<core::Task<>(QByteArray method, QString path, Caller caller)>;

/// Others that are asked before a request is carried out; each may be empty.
struct Hooks
{
    AskWho who;
    AskWhether whether;
};

} // namespace api
