// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"

namespace api {

/// The row of a single thing that clients may keep: its answers bear an ETag, and one that the
/// client has already (If-None-Match) is 304 without a body.
Route tagged(Route row);

/// Whether one of the tags of an If-None-Match header is @p tag.
bool matches(const QByteArray &header, const QByteArray &tag);

} // namespace api
