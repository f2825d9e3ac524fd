// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

#include <chrono>

namespace telemetry {

/// Pending: it holds, but perhaps not for long. Resolved: it holds no longer.
enum class AlertState { Pending, Firing, Resolved };

constexpr auto enumNames(AlertState)
{
    using enum AlertState;
    return std::array{std::pair{Pending, "pending"}, std::pair{Firing, "firing"},
                      std::pair{Resolved, "resolved"}};
}

enum class AlertSeverity { Warning, Critical };

constexpr auto enumNames(AlertSeverity)
{
    using enum AlertSeverity;
    return std::array{std::pair{Warning, "warning"}, std::pair{Critical, "critical"}};
}

/// What an alert is about: something of a user, or the server itself.
struct AlertSubject
{
    std::optional<QString> userId = {}; ///< nothing: the server's own
    std::optional<QString> workspaceId = {};
    std::optional<QString> conversationId = {};
    QString name = {}; ///< of what has no id, such as a model

    bool operator==(const AlertSubject &) const = default;
};

/// Something that a person should know of, and what to do about it.
struct Alert
{
    QString id;
    QString rule;
    AlertState state = AlertState::Pending;
    AlertSeverity severity = AlertSeverity::Warning;
    std::optional<QString> userId; ///< nothing: the server's own
    std::optional<QString> workspaceId;
    std::optional<QString> conversationId;
    QString name; ///< of what it is about, where that has no id
    QString text; ///< one sentence
    QString advice; ///< what to do
    QString since; ///< when it began to hold, UTC
    std::optional<QString> firedAt;
    std::optional<QString> resolvedAt;
    std::optional<QString> silencedUntil;
    bool notifies = true;

    AlertSubject subject() const { return {userId, workspaceId, conversationId, name}; }

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("id", &Alert::id),
            json::field("rule", &Alert::rule),
            json::field("state", &Alert::state),
            json::field("severity", &Alert::severity),
            json::field("user_id", &Alert::userId, "null for the server's own"),
            json::field("workspace_id", &Alert::workspaceId),
            json::field("conversation_id", &Alert::conversationId),
            json::field("name", &Alert::name, "of what it is about, where that has no id"),
            json::field("text", &Alert::text),
            json::field("advice", &Alert::advice, "what to do"),
            json::field("since", &Alert::since, "when it began to hold"),
            json::field("fired_at", &Alert::firedAt),
            json::field("resolved_at", &Alert::resolvedAt),
            json::field("silenced_until", &Alert::silencedUntil),
            json::optional("notifies", &Alert::notifies, "its rule wants a notification"),
        };
    }
};

/// What is watched for. An alert fires once its condition has held for @c holds, and is resolved
/// once it has not held for @c rests.
struct AlertRule
{
    const char *name;
    AlertSeverity severity;
    std::chrono::seconds holds;
    std::chrono::seconds rests;
    const char *advice;
};

/// Every rule.
std::span<const AlertRule> alertRules();
/// Null when there is none of that name.
const AlertRule *alertRule(const QString &name);

} // namespace telemetry
