// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"
#include "identity/Users.h"
#include "telemetry/Alerts.h"
#include "workspace/EgressControl.h"
#include "workspace/Workspaces.h"

namespace composition {

/// The conversations and workspaces of a user.
class UserBelongings : public identity::Belongings
{
public:
    UserBelongings(conversations::Conversations *conversations, workspace::Workspaces *workspaces,
                   workspace::Ledger *ledger, workspace::EgressControl *egress,
                   telemetry::Alerts *alerts, conversations::Spending *spending);

    core::Task<bool> has(QString userId) override;
    core::Task<> remove(QString userId) override;
    void forget(const QString &userId) override { m_spending->forget(userId); }

private:
    core::Task<> removeConversations(QString userId, store::Shelf shelf);

    conversations::Conversations *m_conversations;
    workspace::Workspaces *m_workspaces;
    workspace::Ledger *m_ledger;
    workspace::EgressControl *m_egress;
    telemetry::Alerts *m_alerts;
    conversations::Spending *m_spending;
};

} // namespace composition
