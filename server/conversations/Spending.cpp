// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Spending.h"

using namespace std::chrono;
using conversations::BudgetUse;
using conversations::Spending;

static sys_days monthOf(sys_days day)
{
    const year_month_day date(day);
    return date.year() / date.month() / 1;
}

static sys_days nextMonthOf(sys_days day)
{
    const year_month_day date(day);
    return (date.year() / date.month() + months(1)) / 1;
}

Spending::Spending(store::Spending *table, BudgetOf budgetOf, const core::Clock *clock)
    : m_table(table)
    , m_budgetOf(std::move(budgetOf))
    , m_clock(clock)
{}

sys_days Spending::day() const
{
    return floor<days>(sys_time<microseconds>(m_clock->now()));
}

core::Task<> Spending::load()
{
    const sys_days today = day();
    const qint64 first = monthOf(today).time_since_epoch().count();
    const core::Result<QList<store::SpendingRow>> rows = co_await m_table->since(first);
    if (!rows)
        co_return std::unexpected(rows.error());
    for (const store::SpendingRow &row : *rows) {
        Purse &purse = m_purses[row.userId];
        const model::Spent spent{row.cost, row.tokens};
        purse.day = today;
        purse.month.add(spent);
        if (row.day == today.time_since_epoch().count())
            purse.today.add(spent);
    }
    co_return {};
}

Spending::Purse Spending::purse(const QString &userId) const
{
    const sys_days today = day();
    Purse purse = m_purses.value(userId, Purse{today, {}, {}});
    if (purse.day == today)
        return purse;
    if (monthOf(purse.day) != monthOf(today))
        purse.month = {};
    purse.today = {};
    purse.day = today;
    return purse;
}

void Spending::add(const QString &userId, const model::Spent &spent)
{
    Purse now = purse(userId);
    now.today.add(spent);
    now.month.add(spent);
    m_purses.insert(userId, now);
    core::spawn(m_table->add({.day = now.day.time_since_epoch().count(),
                              .userId = userId,
                              .cost = spent.cost,
                              .tokens = spent.tokens}),
                "keeping what a user has spent");
    emit changed(userId);
}

void Spending::forget(const QString &userId)
{
    m_purses.remove(userId);
    emit changed(userId);
}

model::SpentTotals Spending::totals(const QString &userId) const
{
    const Purse now = purse(userId);
    return {now.today, now.month};
}

QList<BudgetUse> Spending::bounds(const QString &userId) const
{
    const model::Budget budget = m_budgetOf(userId);
    const Purse now = purse(userId);
    const auto since1970 = [](sys_days day) { return microseconds(day.time_since_epoch()); };
    const microseconds tomorrow = since1970(now.day + days(1));
    const microseconds nextMonth = since1970(nextMonthOf(now.day));
    QList<BudgetUse> bounds;
    if (budget.costPerDay)
        bounds.append({"cost_per_day", "US dollars", *budget.costPerDay, now.today.cost, tomorrow});
    if (budget.costPerMonth)
        bounds.append(
            {"cost_per_month", "US dollars", *budget.costPerMonth, now.month.cost, nextMonth});
    if (budget.tokensPerDay)
        bounds.append({"tokens_per_day", "tokens", double(*budget.tokensPerDay),
                       double(now.today.tokens), tomorrow});
    if (budget.tokensPerMonth)
        bounds.append({"tokens_per_month", "tokens", double(*budget.tokensPerMonth),
                       double(now.month.tokens), nextMonth});
    return bounds;
}

static QString amountOf(const BudgetUse &bound, double amount)
{
    return bound.unit == "tokens" ? QString::number(qint64(amount)) + " tokens"
                                  : '$' + QString::number(amount, 'f', 4);
}

std::optional<QString> Spending::refusal(const QString &userId) const
{
    QList<BudgetUse> spent = bounds(userId);
    spent.removeIf([](const BudgetUse &bound) { return !bound.isSpent(); });
    if (spent.isEmpty())
        return {};
    const BudgetUse longest = *std::ranges::max_element(spent, {}, &BudgetUse::renewed);
    return QString("The user has used %1 of the %2 that they may use of models in a %3. There is "
                   "more from %4 on, or when an administrator raises the budget.")
        .arg(amountOf(longest, longest.used), amountOf(longest, longest.most),
             longest.name.section('_', -1), core::utcTimestamp(longest.renewed).left(10));
}

#include "moc_Spending.cpp"
