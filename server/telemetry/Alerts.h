// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Clock.h"
#include "store/Alerts.h"
#include "telemetry/RuleSettings.h"

#include <QHash>
#include <QObject>
#include <QPointer>

namespace telemetry {

/// Which alerts are wanted: what is empty is not asked for.
struct AlertFilter
{
    std::optional<QString> userId = {}; ///< only this user's
    std::optional<AlertState> state = {};
    QString rule = {};
    std::optional<qint64> before = {}; ///< what the page before ended with
    int limit = 100;
};

struct AlertPage
{
    QList<Alert> items; ///< newest first
    std::optional<qint64> next; ///< what the next page begins before
};

/// What a person should know of, from the moment it holds until it is over, and afterwards within
/// bounds. Somebody else says what holds.
class Alerts : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype mostOpen = 1000;
    static constexpr std::chrono::seconds longestSilence = std::chrono::days(30);

    /// Both outlive it.
    explicit Alerts(store::Alerts *table, const core::Clock *clock = &core::Clock::system());

    /// Its rules count as @p settings says, which outlives it; without, as they are given.
    void follow(RuleSettings *settings);
    /// Takes up what fired when the last server ended; before anything else.
    core::Task<> load();

    /// The rule's condition holds, in the words of @p text, until lower() or for @p lasting.
    void raise(const QString &rule, const AlertSubject &subject, const QString &text,
               std::optional<std::chrono::seconds> lasting = {});
    void lower(const QString &rule, const AlertSubject &subject);
    /// What is about a workspace or a conversation that is gone.
    void forgetWorkspace(const QString &id);
    void forgetConversation(const QString &id);
    /// All that a user has, now and earlier.
    core::Task<> forgetUser(QString userId);
    /// Lets time pass: what was pending long enough fires, and what rested long enough is resolved.
    void tick();

    /// Those that are not over.
    QList<Alert> open() const;
    /// Pending ones come on the first page.
    core::Task<AlertPage> find(AlertFilter filter);
    /// Nobody is told of this alert, and of the same thing when it comes again, for @p time; zero
    /// ends that. NotFound; Invalid for a time that is too long.
    core::Task<Alert> silence(QString id, std::chrono::seconds time);

signals:
    /// It is new, or tells something else than before.
    void changed(const telemetry::Alert &alert);
    /// It was pending and never fired, or its user is gone.
    void withdrawn(const telemetry::Alert &alert);
    /// It fires or is resolved, and is not silenced.
    void told(const telemetry::Alert &alert);

private:
    struct Open
    {
        Alert alert;
        const AlertRule *rule = nullptr;
        bool holds = true;
        std::chrono::nanoseconds since{}; ///< it holds, or rests
        std::optional<std::chrono::nanoseconds> until = {}; ///< it holds
        bool isHidden = false; ///< its rule is off
    };

    static QString keyOf(const QString &rule, const AlertSubject &subject);
    std::chrono::nanoseconds passed() const { return m_clock->monotonic(); }
    QString stamp() const { return core::utcTimestamp(m_clock->now()); }
    RuleInForce inForce(const AlertRule &rule) const;
    void useRule(const QString &name);
    void hide(const QString &key);
    bool isSilenced(const Alert &alert) const;
    void step(const QString &key);
    void fire(Open &open);
    void end(const QString &key);
    void keep(const Alert &alert);
    static core::Task<> save(QPointer<Alerts> self, store::AlertRow row);
    QCoro::Task<> saved();
    template<typename Wanted>
    void lowerWhere(Wanted wanted);

    store::Alerts *m_table;
    const core::Clock *m_clock;
    RuleSettings *m_settings = nullptr;
    QHash<QString, Open> m_open; ///< by rule and subject
    QHash<QString, std::chrono::microseconds> m_silences; ///< by rule and subject
    bool m_isFull = false;
    int m_saving = 0;
    core::Deferred<bool> m_saved; ///< when nothing is being saved any more
};

} // namespace telemetry
