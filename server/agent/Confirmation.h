// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Event.h"

namespace agent {

/// Whether a person must allow these actions of one response before they run. A policy that cannot
/// be read asks always.
bool needsConfirmation(const QJsonObject &policy, const QList<model::ActionEvent> &actions);

/// @p policy with the fields that its client left to their defaults.
QJsonObject completed(QJsonObject policy);

/// The problem of a confirmation policy as clients send it, if there is one.
core::Result<> checkConfirmationPolicy(const QJsonObject &policy);

} // namespace agent
