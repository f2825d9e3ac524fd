// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Alerts.h"

#include "core/Id.h"

using namespace std::chrono;
using namespace telemetry;
using core::Error;

Alerts::Alerts(store::Alerts *table, const core::Clock *clock)
    : m_table(table)
    , m_clock(clock)
{}

QString Alerts::keyOf(const QString &rule, const AlertSubject &subject)
{
    return QStringList{rule, subject.userId.value_or(QString()),
                       subject.workspaceId.value_or(QString()),
                       subject.conversationId.value_or(QString()), subject.name}
        .join('\n');
}

static core::Result<Alert> alertOf(const store::AlertRow &row)
{
    return json::parse(row.body).and_then(json::read<Alert>);
}

core::Task<> Alerts::load()
{
    store::AlertSearch firing;
    firing.state = json::name(AlertState::Firing);
    firing.limit = mostOpen;
    const core::Result<QList<store::AlertRow>> rows = co_await m_table->page(firing);
    if (!rows)
        co_return std::unexpected(rows.error());
    for (const store::AlertRow &row : *rows) {
        const core::Result<Alert> alert = alertOf(row);
        const AlertRule *rule = alert ? alertRule(alert->rule) : nullptr;
        if (rule)
            m_open.insert(keyOf(alert->rule, alert->subject()), {*alert, rule, false, passed()});
    }
    const core::Result<QList<store::AlertRow>> silenced = co_await m_table->silenced(
        m_clock->now().count());
    if (!silenced)
        co_return std::unexpected(silenced.error());
    for (const store::AlertRow &row : *silenced) {
        if (const core::Result<Alert> alert = alertOf(row))
            m_silences.insert(keyOf(alert->rule, alert->subject()),
                              microseconds(row.silencedUntil));
    }
    co_return {};
}

void Alerts::follow(RuleSettings *settings)
{
    m_settings = settings;
    connect(settings, &RuleSettings::changed, this, &Alerts::useRule);
}

RuleInForce Alerts::inForce(const AlertRule &rule) const
{
    return m_settings ? m_settings->inForce(rule)
                      : RuleInForce{.holds = rule.holds, .sinks = RuleSettings::sinks()};
}

/// What holds is known while a rule is off, so that it is told when the rule is on again.
void Alerts::useRule(const QString &name)
{
    const RuleInForce now = inForce(*alertRule(name));
    const QStringList keys = m_open.keys();
    for (const QString &key : keys) {
        Open &open = m_open[key];
        if (open.alert.rule != name)
            continue;
        const bool notifies = now.sinks.contains("notification");
        const bool saysOther = std::exchange(open.alert.notifies, notifies) != notifies;
        const bool isBack = now.isOn && std::exchange(open.isHidden, false);
        if (isBack) {
            open.since = passed();
            open.alert.since = stamp();
        }
        if (!now.isOn && !open.isHidden) {
            hide(key);
            continue;
        }
        if (isBack || (saysOther && !open.isHidden))
            emit changed(open.alert);
        step(key);
    }
}

/// Who was told that it fires is told that it does so no longer, whatever holds.
void Alerts::hide(const QString &key)
{
    Open hidden = m_open.value(key);
    end(key);
    if (!hidden.holds)
        return;
    hidden.alert.id = core::newId();
    hidden.alert.state = AlertState::Pending;
    hidden.alert.firedAt.reset();
    hidden.isHidden = true;
    m_open.insert(key, hidden);
}

// --- what holds ----------------------------------------------------------------------------------

void Alerts::raise(const QString &name, const AlertSubject &subject, const QString &text,
                   std::optional<seconds> lasting)
{
    const AlertRule *rule = alertRule(name);
    Q_ASSERT_X(rule, "telemetry", "there is no such rule");
    const QString key = keyOf(name, subject);
    const bool isNew = !m_open.contains(key);
    if (isNew && m_open.size() >= mostOpen) {
        if (!std::exchange(m_isFull, true))
            qCWarning(lcApp) << "There are too many alerts; further ones are not told.";
        return;
    }
    Open &open = m_open[key];
    if (isNew) {
        open.alert = {core::newId(),
                      name,
                      AlertState::Pending,
                      rule->severity,
                      subject.userId,
                      subject.workspaceId,
                      subject.conversationId,
                      subject.name,
                      text,
                      rule->advice,
                      stamp(),
                      {},
                      {},
                      {}};
        const RuleInForce now = inForce(*rule);
        open.alert.notifies = now.sinks.contains("notification");
        open.isHidden = !now.isOn;
        open.rule = rule;
        open.since = passed();
        if (m_silences.contains(key))
            open.alert.silencedUntil = core::utcTimestamp(m_silences.value(key));
    } else if (!std::exchange(open.holds, true)) {
        open.since = passed();
    }
    open.until = lasting ? std::optional(passed() + *lasting) : std::nullopt;
    const bool saysOther = std::exchange(open.alert.text, text) != text;
    if ((isNew || saysOther) && !open.isHidden)
        emit changed(open.alert);
    step(key);
}

void Alerts::lower(const QString &rule, const AlertSubject &subject)
{
    const QString key = keyOf(rule, subject);
    const auto open = m_open.find(key);
    if (open == m_open.end() || !std::exchange(open->holds, false))
        return;
    open->since = passed();
    step(key);
}

template<typename Wanted>
void Alerts::lowerWhere(Wanted wanted)
{
    QList<Alert> found;
    for (const Open &open : std::as_const(m_open)) {
        if (wanted(open.alert))
            found.append(open.alert);
    }
    for (const Alert &alert : std::as_const(found))
        lower(alert.rule, alert.subject());
}

void Alerts::forgetWorkspace(const QString &id)
{
    lowerWhere([&](const Alert &alert) { return alert.workspaceId == id; });
}

void Alerts::forgetConversation(const QString &id)
{
    lowerWhere([&](const Alert &alert) { return alert.conversationId == id; });
}

core::Task<> Alerts::forgetUser(QString userId)
{
    QList<Alert> gone;
    m_open.removeIf([&](const auto &each) {
        const bool isOf = each.value().alert.userId == userId;
        if (!isOf)
            return false;
        m_silences.remove(each.key());
        if (!each.value().isHidden)
            gone.append(each.value().alert);
        return true;
    });
    for (const Alert &alert : std::as_const(gone))
        emit withdrawn(alert);
    return m_table->removeOf(userId);
}

void Alerts::tick()
{
    const microseconds now = m_clock->now();
    m_silences.removeIf([now](const auto &each) { return each.value() <= now; });
    const QStringList keys = m_open.keys();
    for (const QString &key : keys) {
        Open &open = m_open[key];
        if (open.holds && open.until && *open.until <= passed()) {
            open.holds = false;
            open.since = *open.until;
        }
        step(key);
    }
}

void Alerts::step(const QString &key)
{
    Open &open = m_open[key];
    const nanoseconds time = passed() - open.since;
    if (open.isHidden) {
        if (!open.holds) {
            m_open.remove(key);
            m_isFull = false;
        }
    } else if (open.holds) {
        if (open.alert.state == AlertState::Pending && time >= inForce(*open.rule).holds)
            fire(open);
    } else if (open.alert.state == AlertState::Pending || time >= open.rule->rests) {
        end(key);
    }
}

void Alerts::fire(Open &open)
{
    open.alert.state = AlertState::Firing;
    open.alert.firedAt = stamp();
    const Alert alert = open.alert;
    keep(alert);
    emit changed(alert);
    if (!isSilenced(alert))
        emit told(alert);
}

void Alerts::end(const QString &key)
{
    Alert alert = m_open.take(key).alert;
    m_isFull = false;
    if (alert.state == AlertState::Pending) {
        emit withdrawn(alert);
        return;
    }
    alert.state = AlertState::Resolved;
    alert.resolvedAt = stamp();
    keep(alert);
    emit changed(alert);
    if (!isSilenced(alert))
        emit told(alert);
}

bool Alerts::isSilenced(const Alert &alert) const
{
    return m_silences.value(keyOf(alert.rule, alert.subject())) > m_clock->now();
}

void Alerts::keep(const Alert &alert)
{
    store::AlertRow row;
    row.id = alert.id;
    row.userId = alert.userId;
    row.rule = alert.rule;
    row.state = json::name(alert.state);
    row.silencedUntil = m_silences.value(keyOf(alert.rule, alert.subject())).count();
    row.body = json::text(json::write(alert));
    ++m_saving;
    core::spawn(save(this, std::move(row)), "keeping an alert");
}

core::Task<> Alerts::save(QPointer<Alerts> self, store::AlertRow row)
{
    const core::Result<> kept = co_await self->m_table->put(std::move(row));
    if (self && --self->m_saving == 0)
        std::exchange(self->m_saved, {}).resolve(true);
    co_return kept;
}

// Who asks sees what was told before.
QCoro::Task<> Alerts::saved()
{
    const core::Deferred<bool> end = m_saved;
    if (m_saving > 0)
        co_await end;
}

// --- what is asked -------------------------------------------------------------------------------

QList<Alert> Alerts::open() const
{
    QList<Alert> alerts;
    for (const Open &open : m_open) {
        if (!open.isHidden)
            alerts.append(open.alert);
    }
    std::ranges::sort(alerts, std::greater(), &Alert::since);
    return alerts;
}

core::Task<AlertPage> Alerts::find(AlertFilter filter)
{
    AlertPage page;
    QHash<QString, Alert> now;
    const bool wantsPending = !filter.before
                              && filter.state.value_or(AlertState::Pending) == AlertState::Pending;
    for (const Alert &alert : open()) {
        now.insert(alert.id, alert);
        const bool isWanted = alert.state == AlertState::Pending
                              && (!filter.userId || alert.userId == filter.userId)
                              && (filter.rule.isEmpty() || alert.rule == filter.rule);
        if (wantsPending && isWanted)
            page.items.append(alert);
    }
    if (filter.state == AlertState::Pending)
        co_return page;
    co_await saved();
    store::AlertSearch search;
    search.userId = filter.userId;
    search.rule = filter.rule;
    search.state = filter.state ? json::name(*filter.state) : QString();
    search.before = filter.before;
    search.limit = filter.limit + 1;
    core::Result<QList<store::AlertRow>> rows = co_await m_table->page(std::move(search));
    if (!rows)
        co_return std::unexpected(rows.error());
    if (rows->size() > filter.limit) {
        rows->removeLast();
        page.next = rows->last().seq;
    }
    for (const store::AlertRow &row : std::as_const(*rows)) {
        // What still fires may say something newer than when it began.
        const core::Result<Alert> alert = now.contains(row.id) ? now.value(row.id) : alertOf(row);
        if (alert)
            page.items.append(*alert);
    }
    co_return page;
}

core::Task<Alert> Alerts::silence(QString id, seconds time)
{
    if (time < 0s || time > longestSilence)
        co_return core::fail(Error::Kind::Invalid, "The time is too long.",
                             {{{"seconds"},
                               "less_than_equal",
                               QString("must be from 0 to %1").arg(longestSilence.count()),
                               qint64(time.count())}});
    Alert alert;
    const auto isIt = [&id](const Open &open) { return open.alert.id == id; };
    const auto open = std::ranges::find_if(m_open, isIt);
    if (open != m_open.end()) {
        alert = open->alert;
    } else {
        co_await saved();
        const core::Result<std::optional<store::AlertRow>> row = co_await m_table->find(id);
        if (!row)
            co_return std::unexpected(row.error());
        const core::Result<Alert> stored = *row ? alertOf(**row)
                                                : core::fail(Error::Kind::NotFound,
                                                             "There is no such alert.");
        if (!stored)
            co_return std::unexpected(stored.error());
        alert = *stored;
    }
    const QString key = keyOf(alert.rule, alert.subject());
    const microseconds until = m_clock->now() + time;
    alert.silencedUntil.reset();
    m_silences.remove(key);
    if (time > 0s) {
        m_silences.insert(key, until);
        alert.silencedUntil = core::utcTimestamp(until);
    }
    if (const auto again = m_open.find(key); again != m_open.end() && again->alert.id == id)
        again->alert.silencedUntil = alert.silencedUntil;
    if (alert.state != AlertState::Pending)
        keep(alert);
    emit changed(alert);
    co_return alert;
}

#include "moc_Alerts.cpp"
