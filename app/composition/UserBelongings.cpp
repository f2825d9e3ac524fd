// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "UserBelongings.h"

using namespace composition;

UserBelongings::UserBelongings(conversations::Conversations *conversations,
                               workspace::Workspaces *workspaces, workspace::Ledger *ledger,
                               workspace::EgressControl *egress, telemetry::Alerts *alerts,
                               conversations::Spending *spending)
    : m_conversations(conversations)
    , m_workspaces(workspaces)
    , m_ledger(ledger)
    , m_egress(egress)
    , m_alerts(alerts)
    , m_spending(spending)
{}

core::Task<bool> UserBelongings::has(QString userId)
{
    const core::Result<qint64> count = co_await m_conversations->count(userId, std::nullopt);
    if (!count)
        co_return std::unexpected(count.error());
    const auto records = co_await m_ledger->ofUser(userId);
    if (!records)
        co_return std::unexpected(records.error());
    co_return *count > 0 || !records->isEmpty();
}

core::Task<> UserBelongings::removeConversations(QString userId, store::Shelf shelf)
{
    store::ConversationSearch search;
    search.userId = userId;
    search.shelf = shelf;
    for (;;) {
        const auto page = co_await m_conversations->services().conversations->search(search);
        if (!page)
            co_return std::unexpected(page.error());
        for (const store::ConversationRow &row : page->rows) {
            const core::Result<> removed =
                co_await m_conversations->remove(userId, row.id,
                                                 conversations::Conversations::Removal::Erase);
            if (!removed && removed.error().kind != core::Error::Kind::NotFound)
                co_return removed;
        }
        if (!page->next)
            co_return {};
    }
}

core::Task<> UserBelongings::remove(QString userId)
{
    for (const store::Shelf shelf : {store::Shelf::Open, store::Shelf::Closed}) {
        const core::Result<> removed = co_await removeConversations(userId, shelf);
        if (!removed)
            co_return std::unexpected(removed.error());
    }
    const auto records = co_await m_ledger->ofUser(userId);
    if (!records)
        co_return std::unexpected(records.error());
    for (const workspace::WorkspaceRecord &record : *records) {
        const core::Result<> removed = co_await m_workspaces->remove(userId, record.id);
        if (!removed && removed.error().kind != core::Error::Kind::NotFound)
            co_return std::unexpected(removed.error());
    }
    const core::Result<> silent = co_await m_alerts->forgetUser(userId);
    if (!silent)
        co_return std::unexpected(silent.error());
    const core::Result<> forgotten = co_await m_egress->journal().removeOf(userId);
    if (!forgotten)
        co_return forgotten;
    co_return co_await m_egress->rules().removeOf(userId, {});
}
