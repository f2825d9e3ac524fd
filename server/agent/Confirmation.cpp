// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/Confirmation.h"

static int severity(const QString &risk)
{
    static const QStringList order{"LOW", "MEDIUM", "HIGH"};
    return static_cast<int>(order.indexOf(risk));
}

static bool isRisky(const QJsonObject &policy, const QString &risk)
{
    if (risk == "UNKNOWN")
        return policy.value("confirm_unknown").toBool(true);
    return severity(risk) >= severity(policy.value("threshold").toString("HIGH"));
}

bool agent::needsConfirmation(const QJsonObject &policy, const QList<model::ActionEvent> &actions)
{
    if (actions.isEmpty())
        return false;
    const QString only = actions.size() == 1 ? actions.first().toolName : QString();
    if (only == "finish" || only == "think")
        return false;
    const QString kind = policy.value("kind").toString();
    if (kind == "NeverConfirm")
        return false;
    if (kind != "ConfirmRisky")
        return true;
    return std::ranges::any_of(actions, [&](const model::ActionEvent &action) {
        return isRisky(policy, action.securityRisk);
    });
}

QJsonObject agent::completed(QJsonObject policy)
{
    if (policy.value("kind") != "ConfirmRisky")
        return policy;
    if (!policy.contains("threshold"))
        policy.insert("threshold", "HIGH");
    if (!policy.contains("confirm_unknown"))
        policy.insert("confirm_unknown", true);
    return policy;
}

core::Result<> agent::checkConfirmationPolicy(const QJsonObject &policy)
{
    static const QStringList kinds{"AlwaysConfirm", "ConfirmRisky", "NeverConfirm"};
    const QString kind = policy.value("kind").toString();
    if (!kinds.contains(kind)) {
        return core::fail(
            core::Error::Kind::Invalid, "kind: expected one of " + kinds.join(", "),
            {{{"kind"}, "literal_error", "expected one of " + kinds.join(", "), kind}});
    }
    const QJsonValue threshold = policy.value("threshold");
    if (kind == "ConfirmRisky" && !threshold.isUndefined() && severity(threshold.toString()) < 0) {
        return core::fail(
            core::Error::Kind::Invalid, "threshold: expected one of LOW, MEDIUM, HIGH",
            {{{"threshold"}, "enum", "expected one of LOW, MEDIUM, HIGH", threshold}});
    }
    return {};
}
