// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Conversation.h"

#include "agent/Confirmation.h"
#include "conversations/Goal.h"
#include "secrets/SecretFields.h"

using core::Error;
using Status = model::ExecutionStatus;

// What may be changed of a conversation.

core::Task<> conversations::Conversation::setSecrets(QJsonObject sources)
{
    const auto self = shared_from_this();
    for (auto it = sources.begin(); it != sources.end(); ++it)
        m_state.secretSources.insert(it.key(), it.value());
    m_secrets.setSources(m_state.secretSources);
    appendUpdate("secret_registry",
                 QJsonObject{{"secret_sources", secrets::maskAll(m_state.secretSources)}});
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::setModel(QJsonObject llm)
{
    const auto self = shared_from_this();
    QJsonObject agent = m_state.agent;
    agent.insert("llm", llm);
    const core::Result<model::AgentConfig> read = json::read<model::AgentConfig>(agent);
    if (!read)
        co_return std::unexpected(read.error());
    m_agent = *read;
    m_state.agent = agent;
    for (const QString &secret : secrets::collect(llm))
        core::registerLogSecret(secret);
    if (m_client)
        m_client = client(m_agent.llm);
    appendUpdate("agent", secrets::maskAll(agent));
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::setConfirmationPolicy(QJsonObject policy)
{
    const auto self = shared_from_this();
    policy = agent::completed(std::move(policy));
    if (m_state.confirmationPolicy == policy)
        co_return {};
    m_state.confirmationPolicy = policy;
    appendUpdate("confirmation_policy", policy);
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::setSecurityAnalyzer(std::optional<QJsonObject> analyzer)
{
    const auto self = shared_from_this();
    if (m_state.securityAnalyzer == analyzer)
        co_return {};
    m_state.securityAnalyzer = analyzer;
    appendUpdate("security_analyzer",
                 analyzer ? secrets::maskAll(*analyzer) : QJsonValue(QJsonValue::Null));
    co_return co_await m_log.committed();
}

core::Task<> conversations::Conversation::update(model::UpdateConversation change)
{
    const auto self = shared_from_this();
    const core::Result<> amended = co_await amend(std::move(change));
    emit steered();
    co_return amended;
}

core::Task<> conversations::Conversation::amend(model::UpdateConversation change)
{
    const auto self = shared_from_this();
    if (change.title)
        m_state.title = change.title->trimmed();
    if (change.tags && *change.tags != m_state.tags) {
        m_state.tags = *change.tags;
        appendUpdate("tags", json::write(m_state.tags));
    }
    if (change.maxBudget)
        m_state.maxBudget = *change.maxBudget;
    if (change.maxIterations)
        m_state.maxIterations = *change.maxIterations;
    emit amended();
    const core::Result<> saved = co_await m_log.committed();
    if (!saved)
        co_return std::unexpected(saved.error());
    co_return co_await saveRow();
}

core::Task<> conversations::Conversation::navigate(std::optional<QString> eventId)
{
    const auto self = shared_from_this();
    const core::Result<> turn = co_await m_setUp.take({setUpKey}, std::stop_token());
    if (!turn)
        co_return std::unexpected(turn.error());
    const core::Result<> moved = co_await moveHead(std::move(eventId));
    m_setUp.release({setUpKey});
    if (!moved)
        co_return std::unexpected(moved.error());
    co_return co_await saveRow();
}

core::Task<> conversations::Conversation::moveHead(std::optional<QString> eventId)
{
    const core::Result<> saved = co_await m_log.committed();
    if (!saved)
        co_return std::unexpected(saved.error());
    if (eventId) {
        const core::Result<std::optional<qint64>> seq =
            co_await m_services.events->seqOf(m_state.id, *eventId);
        if (!seq)
            co_return std::unexpected(seq.error());
        if (!*seq)
            co_return core::fail(Error::Kind::NotFound, "Unknown event_id: " + *eventId);
    }
    if (m_isRunning || m_goal)
        co_return core::fail(Error::Kind::Conflict,
                             "The conversation is running. Pause it and wait for its end first.");
    m_state.leafEventId = eventId;
    m_state.headIsEmpty = !eventId;
    m_state.branchedAt = m_log.length();
    m_view = agent::View();
    m_hasView = false;
    co_return {};
}

std::optional<agent::StuckThresholds> conversations::Conversation::stuckThresholds() const
{
    if (!m_state.stuckDetection)
        return {};
    return json::read<agent::StuckThresholds>(m_state.stuckThresholds)
        .value_or(agent::StuckThresholds());
}

void conversations::Conversation::setStatus(model::ExecutionStatus status)
{
    if (m_state.status == status)
        return;
    m_state.status = status;
    appendUpdate("execution_status", json::name(status));
}

void conversations::Conversation::recordUsage(const llm::Response &response)
{
    recordUsage(m_agent.llm, response);
}

void conversations::Conversation::recordUsage(const model::LlmConfig &settings,
                                              const llm::Response &response)
{
    model::Metrics &metrics = m_state.stats.usageToMetrics[settings.usageId];
    metrics.modelName = settings.model;
    const double now = static_cast<double>(core::Clock::system().now().count()) / 1e6;
    metrics.record(response.usage, response.cost, response.latency, now);
    if (m_isRunning)
        m_state.modelTime += std::chrono::nanoseconds(qint64(response.latency * 1e9));
    const bool wasDirty = m_isDirty;
    appendUpdate("stats", m_state.stats.snapshot());
    // The event itself carries the sums; the body with its lists is written when the status
    // changes, as it will at the end of a run.
    if (m_isRunning)
        m_isDirty = wasDirty;
}
