// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"
#include "fakes/FakeLlm.h"
#include "secrets/Vault.h"
#include "store/Database.h"
#include "workspace/LocalRuntime.h"

#include <QCoroTask>
#include <QtTest>

/// Everything below the API, for real: a database, a workspace on this machine, a model on a
/// socket.
class Harbour
{
public:
    explicit Harbour(conversations::Limits limits = {});
    ~Harbour();

    /// A conversation whose model is the fake one, asked for no title unless @p changes say so.
    std::shared_ptr<conversations::Conversation> begin(const QJsonObject &changes = {});
    /// The conversations of a process that starts after this one's has died.
    void restart();

    store::Conversations &table() { return m_conversationTable; }
    fakes::FakeLlm &model() { return m_model; }
    conversations::Spending &spending() { return *m_spending; }
    /// What everybody may spend.
    model::Budget budget;
    conversations::Conversations &conversations() { return *m_conversations; }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    /// The whole log as it is on disk.
    QList<model::Event> log(const QString &id);
    QStringList kinds(const QString &id);

    static model::SendMessage message(const QString &text);
    /// Runs until the agent stops by itself.
    static void run(const std::shared_ptr<conversations::Conversation> &conversation);

private:
    conversations::Services services();
    void beginSpending();

    conversations::Limits m_limits;
    QTemporaryDir m_folder;
    fakes::FakeLlm m_model;
    std::unique_ptr<store::Database> m_database;
    store::Conversations m_conversationTable;
    store::Events m_eventTable;
    store::Spending m_spendingTable;
    std::unique_ptr<conversations::Spending> m_spending;
    secrets::Vault m_vault;
    workspace::LocalRuntime m_runtime;
    net::Outbound m_outbound;
    llm::Models m_models;
    std::unique_ptr<conversations::Conversations> m_conversations;
};
