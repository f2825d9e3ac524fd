// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"

namespace api {

/// Every status that a route can answer, in order: its successes, and the failures that follow from
/// who may call it and what it takes.
QList<int> outcomesOf(const Route &route, const Signature &signature);

/// The `responses` of an operation: a description and the form of the body for each status.
QJsonObject describedOutcomes(const Route &route, const Signature &signature);

/// The forms of failures, as `components/schemas` has them.
QJsonObject failureSchemas();

/// A schema whose optional properties may be null, as reading takes and writing gives them, and
/// whose alternatives may overlap.
QJsonObject withNulls(QJsonObject schema);

} // namespace api
