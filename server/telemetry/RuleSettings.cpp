// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/RuleSettings.h"

using namespace std::chrono;
using namespace telemetry;
using core::Error;
using core::Problem;

static const QString keyPrefix = "alert-rule/";

template<auto member>
static double numberOf(const AlertThresholds &all)
{
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(all.*member)>, double>)
        return all.*member;
    else
        return double((all.*member).count());
}

template<auto member>
static void setNumber(AlertThresholds &all, double number)
{
    using Member = std::remove_cvref_t<decltype(all.*member)>;
    if constexpr (std::is_same_v<Member, double>)
        all.*member = number;
    else
        all.*member = Member(typename Member::rep(number));
}

template<auto member>
static constexpr AlertNumber alertNumberOf(const char *rule, const char *unit, const char *option,
                                           double least, double most)
{
    return {rule, unit, option, least, most, &numberOf<member>, &setNumber<member>};
}

using All = AlertThresholds;
static constexpr AlertNumber alertNumbers[] = {
    alertNumberOf<&All::dataDiskFree>("data_disk_low", "percent", "alert-disk", 1, 99),
    alertNumberOf<&All::commit>("store_slow", "seconds", "", 0.1, 60),
    alertNumberOf<&All::storeQueue>("store_queue", "percent", "", 1, 100),
    alertNumberOf<&All::errorRate>("error_rate", "percent", "alert-error-rate", 1, 100),
    alertNumberOf<&All::certificate>("certificate_ends", "days", "alert-certificate", 1, 365),
    alertNumberOf<&All::backupAge>("backup_old", "hours", "alert-backup-age", 1, 8760),
    alertNumberOf<&All::workspaceMemory>("workspace_memory", "percent", "", 1, 100),
    alertNumberOf<&All::runSilence>("run_silent", "minutes", "alert-run-silence", 1, 10'000),
    alertNumberOf<&All::budget>("budget_low", "percent", "alert-budget", 1, 100),
    alertNumberOf<&All::modelFailures>("models_failing", "calls", "", 1, 100),
};

bool AlertNumber::isWhole() const
{
    const QLatin1StringView name(unit);
    return name != QLatin1StringView("percent") && name != QLatin1StringView("seconds");
}

const AlertNumber *telemetry::alertNumber(const QString &rule)
{
    const auto found = std::ranges::find_if(alertNumbers, [&](const AlertNumber &number) {
        return rule == QLatin1StringView(number.rule);
    });
    return found == std::end(alertNumbers) ? nullptr : found;
}

const QStringList &RuleSettings::sinks()
{
    static const QStringList all{"log", "notification", "webhook"};
    return all;
}

RuleSettings::RuleSettings(store::Settings *table, AlertThresholds given)
    : m_table(table)
    , m_given(given)
{}

core::Task<> RuleSettings::load()
{
    const auto stored = co_await m_table->startingWith({}, keyPrefix);
    if (!stored)
        co_return std::unexpected(stored.error());
    for (const auto &[key, text] : stored->asKeyValueRange()) {
        const QString name = key.mid(keyPrefix.size());
        const core::Result<RuleChange> change = json::parse(text).and_then(json::read<RuleChange>);
        // A rule of another version of the server counts for nothing here.
        if (change && alertRule(name))
            m_changes.insert(name, *change);
    }
    co_return {};
}

RuleInForce RuleSettings::given(const AlertRule &rule) const
{
    const AlertNumber *number = alertNumber(rule.name);
    return {.threshold = number ? std::optional(number->get(m_given)) : std::nullopt,
            .holds = rule.holds,
            .sinks = sinks()};
}

RuleInForce RuleSettings::inForce(const AlertRule &rule) const
{
    const RuleChange change = m_changes.value(rule.name);
    RuleInForce now = given(rule);
    now.isOn = change.isOn.value_or(now.isOn);
    if (change.threshold)
        now.threshold = change.threshold;
    if (change.holds)
        now.holds = seconds(*change.holds);
    now.sinks = change.sinks.value_or(now.sinks);
    return now;
}

AlertThresholds RuleSettings::thresholds() const
{
    AlertThresholds all = m_given;
    for (const AlertNumber &number : alertNumbers) {
        if (const std::optional<double> wanted = m_changes.value(number.rule).threshold)
            number.set(all, *wanted);
    }
    return all;
}

static QList<Problem> problemsOf(const QString &rule, const RuleChange &change)
{
    QList<Problem> problems;
    const auto add = [&](const char *field, const QString &message, const QJsonValue &input) {
        problems.append({{field}, "value_error", message, input});
    };
    if (change.threshold) {
        const AlertNumber *number = alertNumber(rule);
        const double wanted = *change.threshold;
        if (!number)
            add("threshold", "the rule has no threshold", wanted);
        else if (!(wanted >= number->least && wanted <= number->most))
            add("threshold", QString("must be from %1 to %2").arg(number->least).arg(number->most),
                wanted);
        else if (number->isWhole() && wanted != std::floor(wanted))
            add("threshold", "must be a whole number", wanted);
    }
    if (change.holds && (*change.holds < 0 || *change.holds > RuleSettings::longestHold / 1s))
        add("holds", QString("must be from 0 to %1").arg(RuleSettings::longestHold / 1s),
            *change.holds);
    for (const QString &sink : change.sinks.value_or(QStringList())) {
        if (!RuleSettings::sinks().contains(sink))
            add("sinks", "must be some of " + RuleSettings::sinks().join(", "), sink);
    }
    return problems;
}

/// What is as it was given is no change.
static RuleChange onlyChanges(RuleChange change, const RuleInForce &given)
{
    if (change.isOn == given.isOn)
        change.isOn.reset();
    if (change.threshold == given.threshold)
        change.threshold.reset();
    if (change.holds && seconds(*change.holds) == given.holds)
        change.holds.reset();
    if (change.sinks) {
        QStringList inOrder;
        for (const QString &sink : RuleSettings::sinks()) {
            if (change.sinks->contains(sink))
                inOrder.append(sink);
        }
        change.sinks = inOrder;
        if (inOrder == given.sinks)
            change.sinks.reset();
    }
    return change;
}

core::Task<> RuleSettings::set(QString name, QJsonObject members)
{
    const AlertRule *rule = alertRule(name);
    if (!rule)
        co_return core::fail(Error::Kind::NotFound, "There is no such rule.");
    if (const core::Result<RuleChange> asked = json::read<RuleChange>(members); !asked)
        co_return std::unexpected(asked.error());
    const RuleChange before = change(name);
    QJsonObject merged = json::write(before, json::Nulls::Omit).toObject();
    for (auto member = members.constBegin(); member != members.constEnd(); ++member)
        merged.insert(member.key(), member.value());
    const core::Result<RuleChange> wanted = json::read<RuleChange>(merged);
    if (!wanted)
        co_return std::unexpected(wanted.error());
    if (QList<Problem> problems = problemsOf(name, *wanted); !problems.isEmpty()) {
        const QString first = problems.first().path.first().toString();
        co_return core::fail(Error::Kind::Invalid, first + ": " + problems.first().message + '.',
                             problems);
    }
    const RuleChange now = onlyChanges(*wanted, given(*rule));
    // Whoever changes it meanwhile begins with this.
    m_changes.insert(name, now);
    core::Result<> kept;
    if (now == RuleChange())
        kept = (co_await m_table->remove({}, keyPrefix + name)).transform([](bool) {});
    else
        kept = co_await m_table->set({}, keyPrefix + name,
                                     json::text(json::write(now, json::Nulls::Omit)));
    if (!kept) {
        if (change(name) == now)
            m_changes.insert(name, before);
        co_return kept;
    }
    emit changed(name);
    co_return {};
}

#include "moc_RuleSettings.cpp"
