// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "webhooks/Specification.h"

#include <QProcessEnvironment>

namespace composition {

/// The webhooks that OH_WEBHOOKS (a JSON array) or else the configuration file (@p inFile) names,
/// changed and continued field by field by OH_WEBHOOKS_0_BASE_URL and the like. Invalid, naming the
/// webhook and the field, for what cannot be used.
core::Result<QList<webhooks::Specification>> readWebhooks(const QProcessEnvironment &environment,
                                                          const QJsonValue &inFile);

} // namespace composition
