// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Settings.h"
#include "telemetry/Alert.h"
#include "telemetry/AlertThresholds.h"

#include <QObject>

namespace telemetry {

/// What a person has set of a rule; what is empty is as it was given.
struct RuleChange
{
    std::optional<bool> isOn = {};
    std::optional<double> threshold = {};
    std::optional<qint64> holds = {};
    std::optional<QStringList> sinks = {};

    bool operator==(const RuleChange &) const = default;

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
    static constexpr auto fields()
    {
        return std::tuple{
            json::field("enabled", &RuleChange::isOn),
            json::field("threshold", &RuleChange::threshold, "in the unit of the rule"),
            json::field("holds", &RuleChange::holds, "seconds before it fires"),
            json::field("sinks", &RuleChange::sinks, "some of log, notification, webhook"),
        };
    }
};

/// A rule as it counts.
struct RuleInForce
{
    bool isOn = true;
    std::optional<double> threshold = {}; ///< nothing: it has none that can be set
    std::chrono::seconds holds{};
    QStringList sinks = {};
};

/// From where on it is an alert, for a rule that has such a number.
struct AlertNumber
{
    const char *rule;
    const char *unit; ///< percent, seconds, minutes, hours, days, calls
    const char *option; ///< of the server, which gives it; empty: none
    double least;
    double most;
    double (*get)(const AlertThresholds &all);
    void (*set)(AlertThresholds &all, double number);

    /// Only percents and seconds have parts.
    bool isWhole() const;
};

/// Null for a rule without one.
const AlertNumber *alertNumber(const QString &rule);

/// How the rules of alerts count: as they are given, and what a person has changed of that, which
/// outlives the server.
class RuleSettings : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds longestHold = std::chrono::days(1);
    /// Who can be told of an alert. It is listed in any case.
    static const QStringList &sinks();

    /// @p table outlives it.
    explicit RuleSettings(store::Settings *table, AlertThresholds given = {});

    /// Takes up what was changed before.
    core::Task<> load();
    RuleInForce inForce(const AlertRule &rule) const;
    /// As it is without a change.
    RuleInForce given(const AlertRule &rule) const;
    RuleChange change(const QString &rule) const { return m_changes.value(rule); }
    AlertThresholds thresholds() const;
    /// Members of RuleChange; null takes a change back. NotFound; Invalid with the path of each
    /// that is wrong.
    core::Task<> set(QString rule, QJsonObject members);

signals:
    void changed(const QString &rule);

private:
    store::Settings *m_table;
    const AlertThresholds m_given;
    QHash<QString, RuleChange> m_changes; ///< by rule
};

} // namespace telemetry
