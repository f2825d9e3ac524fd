// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

#include "conversations/Branch.h"
#include "conversations/LogScope.h"
#include "conversations/WorkspaceNews.h"
#include "core/Logging.h"

// What a conversation needs before it can work: the view of its log, a workspace, tools.

core::Task<> conversations::Conversation::ensureView()
{
    if (m_hasView)
        co_return {};
    constexpr int pageSize = 500;
    const core::Result<Branch> branch = co_await activeBranch(m_services.events, m_state);
    if (!branch)
        co_return std::unexpected(branch.error());
    const qint64 end = m_log.length();
    for (qint64 seq = 0; seq < end; seq += pageSize) {
        const core::Result<QList<store::EventRow>> rows =
            co_await m_services.events->range(m_state.id, seq, pageSize);
        if (!rows)
            co_return std::unexpected(rows.error());
        for (const store::EventRow &row : *rows) {
            if (!branch->contains(row.seq))
                continue;
            const QJsonObject object = QJsonDocument::fromJson(row.body).object();
            const core::Result<model::Event> event = model::eventFromJson(object);
            if (!event)
                co_return std::unexpected(event.error());
            m_view.add(*event);
        }
    }
    m_view.markSeen();
    m_hasView = true;
    co_return {};
}

core::Task<std::shared_ptr<workspace::Channel>> conversations::Conversation::openChannel()
{
    const auto news = std::make_unique<WorkspaceNews>(m_services.runtime, m_state.place());
    connect(news.get(), &WorkspaceNews::told, this, &Conversation::publishNews);
    core::Result<std::shared_ptr<workspace::Channel>> channel = co_await m_services.runtime->open(
        m_state.place());
    if (!channel)
        co_return std::unexpected(channel.error());
    if (*channel != m_channel) {
        core::Task<> making = m_state.worktree
                                  ? (*channel)->makeDirectory(m_state.directory)
                                  : m_services.runtime->makeDirectory(m_state.place(),
                                                                      m_state.directory);
        const core::Result<> made = co_await making;
        if (!made)
            co_return std::unexpected(made.error());
    }
    co_return *channel;
}

tools::Place conversations::Conversation::place(std::shared_ptr<workspace::Channel> channel)
{
    return {std::move(channel),   m_state.directory, m_state.persistenceDir, &m_secrets, false,
            logContextOf(m_state)};
}

core::Task<> conversations::Conversation::ensureToolbox()
{
    core::Result<std::shared_ptr<workspace::Channel>> channel = co_await openChannel();
    if (m_toolbox && channel && *channel == m_channel)
        co_return {};
    if (m_toolbox)
        m_toolbox->close();
    m_toolbox.reset();
    m_toolboxError.reset();
    core::Result<agent::Toolbox> made = agent::Toolbox::create(m_agent,
                                                               place(channel.value_or(nullptr)));
    if (!made) {
        m_toolboxError = made.error();
        co_return {};
    }
    m_toolbox = std::move(*made);
    m_channel = channel.value_or(nullptr);
    warnOfWhatIsLeftOut();
    if (!channel)
        co_return std::unexpected(channel.error());
    co_return {};
}

void conversations::Conversation::warnOfWhatIsLeftOut() const
{
    QStringList features = m_toolbox->leftOut();
    if (m_agent.condenser && m_agent.condenser->value("kind") != "NoOpCondenser")
        features.append("the condenser");
    if (!m_agent.mcpConfig.isEmpty())
        features.append("MCP servers");
    if (m_agent.critic)
        features.append("the critic");
    if (m_state.hookConfig)
        features.append("hooks");
    const QJsonObject context = m_agent.agentContext.value_or(QJsonObject());
    if (!context.value("skills").toArray().isEmpty())
        features.append("skills");
    const QString analyzer =
        m_state.securityAnalyzer.value_or(QJsonObject()).value("kind").toString();
    if (m_state.securityAnalyzer && analyzer != "LLMSecurityAnalyzer")
        features.append(analyzer);
    if (!features.isEmpty()) {
        const core::LogScope scope = logScope(m_state);
        qCWarning(lcConversations).noquote()
            << "This server keeps but does not use" << features.join(", ") << "of conversation"
            << m_state.id;
    }
}

core::Task<> conversations::Conversation::getReady()
{
    const auto self = shared_from_this();
    const core::Result<> turn = co_await m_setUp.take({setUpKey}, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    core::Result<> ready = co_await ensureView();
    if (ready)
        ready = co_await ensureToolbox();
    m_setUp.release({setUpKey});
    co_return ready;
}

core::Task<QList<agent::PendingAction>> conversations::Conversation::pendingActions()
{
    const auto self = shared_from_this();
    const core::Result<> turn = co_await m_setUp.take({setUpKey}, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    const core::Result<> viewed = co_await ensureView();
    m_setUp.release({setUpKey});
    if (!viewed)
        co_return std::unexpected(viewed.error());
    co_return QList(m_view.pending());
}

QList<llm::ToolSchema> conversations::Conversation::toolSchemas() const
{
    return m_toolbox ? m_toolbox->schemas() : QList<llm::ToolSchema>();
}

core::Task<> conversations::Conversation::setUp()
{
    const auto self = shared_from_this();
    const core::Result<> ready = co_await getReady();
    if (m_hasView && m_toolbox && !m_view.hasSystemPrompt())
        addSystemPrompt();
    co_return ready;
}

void conversations::Conversation::addSystemPrompt()
{
    const core::Result<model::SystemPromptEvent> event = agent::systemPromptEvent(*this,
                                                                                  *m_toolbox);
    if (event)
        append(model::Source::Agent, *event);
    else
        m_toolboxError = event.error();
}
