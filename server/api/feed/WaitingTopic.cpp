// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/WaitingTopic.h"

using namespace api;
using Status = model::ExecutionStatus;

static constexpr int mostQuestions = 200;

namespace {

struct Reason
{
    QString kind;
    QString text;
    QString source;

    static constexpr auto fields()
    {
        return std::tuple{json::field("kind", &Reason::kind), json::field("text", &Reason::text),
                          json::field("source", &Reason::source)};
    }
};

/// An action that waits, whole.
struct AskedAction
{
    QString id;
    QString tool;
    std::optional<QString> summary;
    QJsonObject action;
    QString risk;

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &AskedAction::id),
                          json::field("tool", &AskedAction::tool),
                          json::field("summary", &AskedAction::summary),
                          json::field("action", &AskedAction::action),
                          json::field("risk", &AskedAction::risk)};
    }
};

struct Question
{
    QString id;
    QString kind = "approval";
    QString conversationId;
    QString userId;
    std::optional<QString> title;
    QString risk; ///< the highest of its actions
    QString askedAt;
    std::optional<QString> deadline;
    QList<AskedAction> actions;
    QList<Reason> reasons;

    static constexpr auto fields()
    {
        return std::tuple{json::field("id", &Question::id),
                          json::field("kind", &Question::kind),
                          json::field("conversation_id", &Question::conversationId),
                          json::field("user_id", &Question::userId),
                          json::field("title", &Question::title),
                          json::field("risk", &Question::risk),
                          json::field("asked_at", &Question::askedAt),
                          json::field("deadline", &Question::deadline),
                          json::field("actions", &Question::actions),
                          json::field("reasons", &Question::reasons)};
    }
};

int rank(const QString &risk)
{
    static const QStringList order{"LOW", "UNKNOWN", "MEDIUM", "HIGH"};
    return static_cast<int>(order.indexOf(risk));
}

QList<Reason> reasonsOf(const QJsonObject &policy, const QList<AskedAction> &actions)
{
    const QString kind = policy.value("kind").toString();
    if (kind == "AlwaysConfirm")
        return {{"rule", "Rule: ask before every action.", kind}};
    if (kind != "ConfirmRisky")
        return {{"rule", "Rule: ask before what is not known to be allowed.", kind}};
    QList<Reason> reasons;
    const QString threshold = policy.value("threshold").toString("HIGH");
    const auto has = [&](auto condition) {
        return std::ranges::any_of(actions, [&](const AskedAction &action) {
            return condition(action.risk);
        });
    };
    if (has([&](const QString &risk) {
        return risk != "UNKNOWN" && rank(risk) >= rank(threshold);
    }))
        reasons.append({"risk", "Rule: ask at " + threshold.toLower() + " risk.", kind});
    if (has([](const QString &risk) { return risk == "UNKNOWN"; }))
        reasons.append({"unknown_risk",
                        "Rule: ask when the risk is not rated. No analyzer looked at this.", kind});
    return reasons;
}

} // namespace

WaitingTopic::WaitingTopic(conversations::Conversations *conversations, conversations::Watch *watch,
                           workspace::EgressQuestions *connections)
    : FeedTopic("waiting")
    , m_conversations(conversations)
    , m_watch(watch)
    , m_connections(connections)
{}

static FeedItem connectionItem(const workspace::EgressQuestion &question)
{
    QJsonObject item = json::write(question).toObject();
    item.insert("kind", "connection");
    item.insert("user_id", question.userId);
    item.insert("reasons",
                QJsonArray{QJsonObject{{"kind", "connection"},
                                       {"text", question.host
                                                    + " is on no list of hosts that this workspace "
                                                      "may reach. Nothing was sent yet."},
                                       {"source", "network"}}});
    return {question.id, question.userId, item};
}

void WaitingTopic::begin()
{
    using workspace::EgressQuestion;
    using workspace::EgressQuestions;
    connect(m_connections, &EgressQuestions::asked, this, [this](const EgressQuestion &question) {
        emit changed("asked", connectionItem(question));
    });
    connect(m_connections, &EgressQuestions::prolonged, this,
            [this](const EgressQuestion &question) {
        emit changed("changed", connectionItem(question));
    });
    connect(m_connections, &EgressQuestions::answered, this,
            [this](const EgressQuestion &question) {
        emit changed("answered", connectionItem(question));
    });
    connect(m_connections, &EgressQuestions::expired, this, [this](const EgressQuestion &question) {
        emit changed("expired", connectionItem(question));
    });
    connect(m_watch, &conversations::Watch::changed, this, &WaitingTopic::look);
    connect(m_watch, &conversations::Watch::removed, this,
            [this](const conversations::State &state) { withdraw(state.id, state.userId); });
    m_watch->begin();
}

void WaitingTopic::end()
{
    m_connections->disconnect(this);
    m_watch->disconnect(this);
    m_watch->end();
    m_asked.clear();
}

void WaitingTopic::look(const Followed &conversation)
{
    if (conversation->state().status == Status::WaitingForConfirmation)
        core::spawn(ask(conversation), "telling what waits for an answer");
    else
        withdraw(conversation->id(), conversation->state().userId);
}

core::Task<> WaitingTopic::ask(Followed conversation)
{
    const core::Result<std::optional<FeedItem>> asked = co_await question(conversation);
    if (!asked)
        co_return std::unexpected(asked.error());
    if (!*asked || m_asked.value(conversation->id()) == (*asked)->id)
        co_return {};
    withdraw(conversation->id(), conversation->state().userId);
    m_asked.insert(conversation->id(), (*asked)->id);
    emit changed("asked", **asked);
    co_return {};
}

void WaitingTopic::withdraw(const QString &conversationId, const QString &userId)
{
    const QString id = m_asked.take(conversationId);
    if (!id.isEmpty())
        emit changed("answered", {id, userId, {{"id", id}, {"conversation_id", conversationId}}});
}

core::Task<std::optional<FeedItem>> WaitingTopic::question(Followed conversation)
{
    const core::Result<QList<agent::PendingAction>> pending =
        co_await conversation->pendingActions();
    if (!pending)
        co_return std::unexpected(pending.error());
    if (pending->isEmpty() || conversation->state().status != Status::WaitingForConfirmation)
        co_return std::nullopt;
    const conversations::State &state = conversation->state();
    Question question;
    question.id = pending->first().eventId;
    question.conversationId = state.id;
    question.userId = state.userId;
    question.title = state.title;
    question.risk = "LOW";
    question.askedAt = core::utcTimestamp(std::chrono::microseconds(state.updatedAt));
    for (const agent::PendingAction &each : *pending) {
        const QString &risk = each.action.securityRisk;
        question.actions.append({each.eventId, each.action.toolName, each.action.summary,
                                 each.action.action.value_or(QJsonObject()), risk});
        if (rank(risk) > rank(question.risk))
            question.risk = risk;
    }
    question.reasons = reasonsOf(state.confirmationPolicy, question.actions);
    co_return FeedItem{question.id, question.userId,
                       json::write(question, json::Nulls::Keep).toObject()};
}

core::Task<QList<FeedItem>> WaitingTopic::items(FeedAudience audience)
{
    store::ConversationSearch wanted;
    wanted.userId = audience.userId;
    wanted.whose = audience.isEverybody ? store::Whose::Everybody : store::Whose::OneUser;
    wanted.status = "waiting_for_confirmation";
    wanted.order = store::ConversationOrder::UpdatedAscending;
    wanted.limit = mostQuestions;
    const core::Result<conversations::Conversations::Page> page = co_await m_conversations->search(
        std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    QList<FeedItem> items;
    for (const workspace::EgressQuestion &question :
         audience.isEverybody ? m_connections->all() : m_connections->pending(audience.userId))
        items.append(connectionItem(question));
    for (const conversations::State &state : page->states) {
        const core::Result<Followed> conversation = co_await m_conversations->find(state.userId,
                                                                                   state.id);
        if (!conversation)
            continue;
        const core::Result<std::optional<FeedItem>> asked = co_await question(*conversation);
        if (!asked || !*asked)
            continue;
        m_asked.insert(state.id, (*asked)->id);
        items.append(**asked);
    }
    co_return items;
}

#include "moc_WaitingTopic.cpp"
