// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Clock.h"
#include "model/Budget.h"
#include "store/Spending.h"

#include <QHash>
#include <QObject>

namespace conversations {

/// One bound of a user's budget, and how much of it is used.
struct BudgetUse
{
    QString name; ///< as in model::Budget: "cost_per_day"
    QString unit; ///< "US dollars" or "tokens"
    double most = 0;
    double used = 0;
    std::chrono::microseconds renewed{}; ///< when the day or the month ends, since 1970

    bool isSpent() const { return used >= most; }
};

/// What users spend on models in a day and in a month, and whether they may spend more. It is on
/// disk soon after it was spent, and counted anew with the day and the month of UTC.
class Spending : public QObject
{
    Q_OBJECT

public:
    /// What a user may spend.
    using BudgetOf = std::function<model::Budget(const QString &userId)>;

    /// Everything outlives it.
    Spending(store::Spending *table, BudgetOf budgetOf,
             const core::Clock *clock = &core::Clock::system());

    /// Takes up what was spent before; before anything else.
    core::Task<> load();
    void add(const QString &userId, const model::Spent &spent);
    /// A user is gone, and on disk all that they had spent.
    void forget(const QString &userId);
    /// The user's budget is another one: it is looked at anew.
    void reconsider(const QString &userId) { emit changed(userId); }

    model::SpentTotals totals(const QString &userId) const;
    model::Budget budget(const QString &userId) const { return m_budgetOf(userId); }
    /// The bounds that the user has; none for one who may spend what they like.
    QList<BudgetUse> bounds(const QString &userId) const;
    /// Why the user may ask no model any more, in a sentence for people; nothing while they may.
    std::optional<QString> refusal(const QString &userId) const;
    /// Those who have spent something this month.
    QStringList users() const { return m_purses.keys(); }

signals:
    /// What a user has spent, or may spend, is another.
    void changed(const QString &userId);

private:
    struct Purse
    {
        std::chrono::sys_days day;
        model::Spent today;
        model::Spent month;
    };

    std::chrono::sys_days day() const;
    /// As it is on this day.
    Purse purse(const QString &userId) const;

    store::Spending *m_table;
    const BudgetOf m_budgetOf;
    const core::Clock *m_clock;
    QHash<QString, Purse> m_purses; ///< by user
};

} // namespace conversations
