// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QStringList>

#include <functional>

namespace secrets {

class Vault;

/// What stands in the place of a secret that must not be shown.
inline constexpr const char *mask = "**********";

/// Replaces every string at a place where agents, LLMs, MCP servers and secret sources keep secrets
/// by what @p replace says; everything else stays as it is.
QJsonValue mapSecrets(const QJsonValue &json,
                      const std::function<QJsonValue(const QString &)> &replace);

/// Secrets sealed for storage; texts that this vault has sealed already stay.
QJsonValue sealAll(const QJsonValue &json, const Vault &vault);
/// The inverse; a secret that cannot be opened becomes null, with one warning for all of them.
QJsonValue openAll(const QJsonValue &json, const Vault &vault);
/// Secrets replaced by the mask; empty ones stay.
QJsonValue maskAll(const QJsonValue &json);
/// Secrets replaced by null.
QJsonValue nullAll(const QJsonValue &json);
/// As a client sends it: a blank secret, or the mask, means that there is none and becomes null.
QJsonValue cleaned(const QJsonValue &json);
/// The plain secrets themselves, blank ones and masks left out, for hiding them in logs and output.
QStringList collect(const QJsonValue &json);

/// Whether a header or variable of this name holds a secret, such as "X-Api-Key".
bool isSecretName(const QString &name);

} // namespace secrets
