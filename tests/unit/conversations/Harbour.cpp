// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Harbour.h"

#include "resources/Resources.h"

static constexpr const char *user = "default";

static std::unique_ptr<store::Database> openDatabase(const QString &file)
{
    resources::init();
    return *store::Database::open(file);
}

Harbour::Harbour(conversations::Limits limits)
    : m_limits(limits)
    , m_database(openDatabase(m_folder.filePath("berth.db")))
    , m_conversationTable(m_database.get())
    , m_eventTable(m_database.get())
    , m_spendingTable(m_database.get())
    , m_vault(*secrets::Vault::create({.dataDir = m_folder.path()}))
    , m_runtime({.program = BERTH_BIN_DIR "/berth-workspaced", .directory = m_folder.path()})
    , m_models(&m_outbound)
{
    beginSpending();
    m_conversations = std::make_unique<conversations::Conversations>(services());
}

Harbour::~Harbour()
{
    const core::Result<> ended = QCoro::waitFor(m_conversations->stop());
    const core::Result<> stopped = QCoro::waitFor(m_runtime.stop());
    Q_ASSERT_X(ended && stopped, "Harbour", "everything must end well");
    m_database->close();
}

void Harbour::beginSpending()
{
    m_spending = std::make_unique<conversations::Spending>(&m_spendingTable,
                                                           [this](const QString &) {
        return budget;
    });
    const core::Result<> loaded = QCoro::waitFor(m_spending->load());
    Q_ASSERT_X(loaded, "Harbour", "what was spent must be known");
}

conversations::Services Harbour::services()
{
    conversations::Services services{&m_conversationTable,
                                     &m_eventTable,
                                     &m_vault,
                                     &m_runtime,
                                     &m_models,
                                     &m_outbound,
                                     m_folder.filePath("conversations"),
                                     m_folder.filePath("worktrees"),
                                     m_limits};
    services.spending = m_spending.get();
    return services;
}

void Harbour::restart()
{
    // The old ones are let go without a word, as a crash does; nothing of theirs runs on.
    m_conversations.reset();
    beginSpending();
    m_conversations = std::make_unique<conversations::Conversations>(services());
}

std::shared_ptr<conversations::Conversation> Harbour::begin(const QJsonObject &changes)
{
    QJsonObject agent{{"kind", "Agent"},
                      {"llm", QJsonObject{{"model", "openai/scripted"},
                                          {"base_url", m_model.url()},
                                          {"api_key", "sk-very-secret-key"},
                                          {"num_retries", 1}}},
                      {"tools", QJsonArray{QJsonObject{{"name", "terminal"}}}}};
    QJsonObject request{{"agent", agent},
                        {"autotitle", false},
                        {"workspace", QJsonObject{{"working_dir", m_folder.filePath("project")}}}};
    for (auto it = changes.begin(); it != changes.end(); ++it)
        request.insert(it.key(), it.value());
    auto parsed = json::read<model::StartConversation>(request);
    auto started = QCoro::waitFor(m_conversations->start(user, *parsed, request));
    if (!started) {
        QTest::qFail(qPrintable(started.error().message), __FILE__, __LINE__);
        return nullptr;
    }
    return started->conversation;
}

QList<model::Event> Harbour::log(const QString &id)
{
    QList<model::Event> events;
    const auto rows = QCoro::waitFor(m_eventTable.range(id, 0, 10'000));
    for (const store::EventRow &row : *rows)
        events.append(*model::eventFromJson(QJsonDocument::fromJson(row.body).object()));
    return events;
}

QStringList Harbour::kinds(const QString &id)
{
    QStringList list;
    for (const model::Event &event : log(id)) {
        if (const auto *update = event.as<model::ConversationStateUpdateEvent>())
            list.append(update->key == "execution_status" ? update->value->toString()
                                                          : update->key);
        else
            list.append(event.kind());
    }
    list.removeAll("stats");
    return list;
}

model::SendMessage Harbour::message(const QString &text)
{
    model::SendMessage message;
    message.content = model::Contents::ofText(text);
    return message;
}

void Harbour::run(const std::shared_ptr<conversations::Conversation> &conversation)
{
    const core::Result<> prepared = QCoro::waitFor(conversation->prepareRun());
    if (!prepared)
        QTest::qFail(qPrintable(prepared.error().message), __FILE__, __LINE__);
    conversation->startRun();
    QTRY_VERIFY_WITH_TIMEOUT(!conversation->isRunning(), 20'000);
}
