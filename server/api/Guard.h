// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Exchange.h"
#include "net/HttpGrammar.h"

namespace api {

/// A head that is not let in: the status and a sentence for the client.
struct Refusal
{
    int status = 400;
    QString text;
};

/// Our rules for a head, on top of the grammar: what remains has one reading only. Fills @p
/// exchange.
std::optional<Refusal> inspect(const net::HttpHead &head, Exchange &exchange);

/// The answer for bytes that are no request.
Refusal refusalOf(net::HttpGrammar::Failure failure);

} // namespace api
