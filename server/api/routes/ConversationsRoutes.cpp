// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ConversationsRoutes.h"

#include "api/Tagged.h"
#include "conversations/Branch.h"
#include "conversations/Commands.h"
#include "conversations/Projection.h"
#include "conversations/StartRequest.h"
#include "model/Budget.h"

#include <QDir>

using namespace api;
using core::Error;
namespace commands = conversations::commands;

ConversationsRoutes::ConversationsRoutes(conversations::Conversations *conversations,
                                         workspace::Workspaces *workspaces,
                                         conversations::Profiles *profiles, QString localRoot)
    : m_conversations(conversations)
    , m_workspaces(workspaces)
    , m_profiles(profiles)
    , m_localRoot(std::move(localRoot))
{}

QList<Route> ConversationsRoutes::table()
{
    using enum Method;
    using Self = ConversationsRoutes;
    const RouteOptions plain{.tag = "Conversations"};
    const RouteOptions large{.bodyLimit = largeBodyLimit, .tag = "Conversations"};
    const QString one = "/conversations/{id}";
    return {
        route(Post, "/conversations", "createConversation", this, &Self::create, large),
        route(Get, "/conversations", "listConversations", this, &Self::list, plain),
        tagged(route(Get, one, "getConversation", this, &Self::read, plain)),
        route(Patch, one, "changeConversation", this, &Self::change, plain),
        route(Delete, one, "removeConversation", this, &Self::remove, plain),
        route(Post, one + "/messages", "postMessage", this, &Self::send, large),
        route(Post, one + "/pause", "pauseWork", this, &Self::pause, plain),
        route(Post, one + "/resume", "resumeWork", this, &Self::resume, plain),
        route(Post, one + "/interrupt", "interruptWork", this, &Self::interrupt, plain),
        route(Post, one + "/approve", "approveActions", this, &Self::approve,
              audited(plain, "actions.approve")),
        route(Post, one + "/reject", "rejectActions", this, &Self::reject,
              audited(plain, "actions.reject")),
        route(Get, one + "/events", "listEvents", this, &Self::events, plain),
    };
}

// --- making and reading --------------------------------------------------------------------------

static std::unexpected<Error> wrongField(const QString &name, const QString &message,
                                         const QJsonValue &input, const QString &type)
{
    return core::fail(Error::Kind::Invalid, name + ": " + message,
                      {{{name}, type, message, input}});
}

static core::Result<> checkTitle(const std::optional<QString> &title)
{
    if (!title || (!title->trimmed().isEmpty() && title->trimmed().size() <= 200))
        return {};
    return wrongField("title", "expected 1 to 200 characters", *title, "string_length");
}

static core::Result<> checkBudget(const std::optional<double> &budget)
{
    if (!budget || model::isAmount(*budget))
        return {};
    return wrongField("max_budget", "expected 0 to 1000000000", *budget, "value_error");
}

static core::Result<> checkSteps(const std::optional<int> &steps)
{
    if (!steps || *steps >= 1)
        return {};
    return wrongField("max_iterations", "must be at least 1", *steps, "greater_than_equal");
}

core::Result<QString> ConversationsRoutes::directoryOf(const QString &userId,
                                                       const QString &wanted) const
{
    if (m_localRoot.isEmpty() || wanted.isEmpty() || QDir::isAbsolutePath(wanted))
        return wanted;
    const QString place = QDir::cleanPath(wanted);
    if (place == ".." || place.startsWith("../"))
        return wrongField("directory", "a relative one lies in the workspace", wanted,
                          "value_error");
    return QDir::cleanPath(m_localRoot + '/' + userId + '/' + place);
}

/// The agent that somebody gives, or names, or their default one.
core::Task<QJsonObject> ConversationsRoutes::agentOf(QString userId,
                                                     std::optional<QJsonValue> wanted,
                                                     std::optional<QString> llm)
{
    const bool isWhole = wanted && wanted->isObject();
    if (isWhole && llm)
        co_return wrongField("llm", "an agent that is given whole has a model of its own", *llm,
                             "value_error");
    if (isWhole)
        co_return wanted->toObject();
    if (wanted && !wanted->isString() && !wanted->isNull())
        co_return wrongField("agent", "expected an agent or a name", *wanted, "model_type");
    std::optional<QString> name;
    if (wanted && wanted->isString())
        name = wanted->toString();
    co_return co_await m_profiles->agent(userId, name, llm);
}

core::Task<model::StartConversation> ConversationsRoutes::startRequest(QString userId,
                                                                       NewConversation wanted)
{
    if (const core::Result<> checked = checkTitle(wanted.title); !checked)
        co_return std::unexpected(checked.error());
    if (wanted.workspace) {
        const auto found = co_await m_workspaces->find(userId, *wanted.workspace);
        if (!found)
            co_return wrongField("workspace", "there is no such workspace", *wanted.workspace,
                                 "value_error");
    }
    const core::Result<QString> directory = directoryOf(userId, wanted.directory);
    if (!directory)
        co_return std::unexpected(directory.error());
    model::StartConversation request;
    const auto agent = co_await agentOf(userId, wanted.agent, wanted.llm);
    if (!agent)
        co_return std::unexpected(agent.error());
    request.agent = *agent;
    request.maxBudget = wanted.maxBudget;
    if (const QJsonValue kept = request.agent->take("max_budget");
        !request.maxBudget && kept.isDouble())
        request.maxBudget = kept.toDouble();
    request.conversationId = wanted.id;
    request.workspace.workingDir = *directory;
    request.tags = wanted.tags;
    request.secrets = wanted.secrets;
    request.confirmationPolicy = wanted.confirmationPolicy;
    // Who is asked wants to know the risk, and a rule about it needs somebody to rate it: the
    // model.
    if (wanted.confirmationPolicy
        && wanted.confirmationPolicy->value("kind").toString() != "NeverConfirm")
        request.securityAnalyzer = QJsonObject{{"kind", "LLMSecurityAnalyzer"}};
    request.maxIterations = wanted.maxIterations;
    request.workspaceId = wanted.workspace;
    co_return request;
}

core::Task<Reply<ConversationsRoutes::Details, 201>> ConversationsRoutes::create(
    Caller caller, Body<NewConversation> wanted)
{
    const auto request = co_await startRequest(caller.userId, *wanted);
    if (!request)
        co_return std::unexpected(request.error());
    const auto started = co_await m_conversations->start(caller.userId, *request, QJsonObject());
    if (!started)
        co_return std::unexpected(started.error());
    if (!started->isNew)
        co_return core::fail(Error::Kind::Conflict, "A conversation with this id already exists.");
    const Found conversation = started->conversation;
    if (wanted->title) {
        model::UpdateConversation change;
        change.title = wanted->title;
        const core::Result<> named = co_await conversation->update(std::move(change));
        if (!named)
            co_return std::unexpected(named.error());
    }
    Reply<Details, 201> reply;
    reply.headers.append("Location", "/conversations/" + conversation->id());
    if (wanted->message) {
        model::SendMessage message;
        message.content = *wanted->message;
        message.run = wanted->run;
        const core::Result<> said = co_await commands::send(conversation, std::move(message));
        if (!said)
            co_return std::unexpected(said.error());
        reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    }
    const auto described = co_await details(caller.userId, conversation->id());
    if (!described)
        co_return std::unexpected(described.error());
    reply.value = *described;
    co_return reply;
}

core::Task<ConversationsRoutes::Details> ConversationsRoutes::details(QString userId, QString id)
{
    const auto state = co_await m_conversations->read(userId, id);
    if (!state)
        co_return std::unexpected(state.error());
    Details details;
    static_cast<conversations::Summary &>(details) = conversations::summaryOf(*state);
    const auto last = co_await m_conversations->services().events->lastSeq(state->id);
    if (!last)
        co_return std::unexpected(last.error());
    details.seq = *last;
    if (state->status != model::ExecutionStatus::WaitingForConfirmation)
        co_return details;
    const auto live = co_await m_conversations->find(userId, id);
    if (!live)
        co_return std::unexpected(live.error());
    const auto pending = co_await (*live)->pendingActions();
    if (!pending)
        co_return std::unexpected(pending.error());
    for (const agent::PendingAction &each : *pending) {
        QJsonObject arguments = each.action.action.value_or(QJsonObject());
        arguments.remove("kind");
        details.pending.append({each.eventId, each.action.toolName, arguments});
    }
    co_return details;
}

static core::Result<std::pair<QString, QString>> tagFrom(const QString &text)
{
    const QString key = text.section(':', 0, 0);
    const core::Result<> checked = conversations::checkTags({{key, QString()}});
    if (!checked || !text.contains(':'))
        return wrongQuery("tag", "expected key:value");
    return std::pair{key, text.section(':', 1)};
}

core::Task<ConversationsRoutes::Summaries> ConversationsRoutes::list(Caller caller,
                                                                     Query<ListQuery> query)
{
    if (query->user && !caller.isAdmin())
        co_return std::unexpected(missingScope(Access::Admin));
    store::ConversationSearch wanted;
    wanted.userId = query->user.value_or(caller.userId);
    if (wanted.userId == "*")
        wanted.whose = store::Whose::Everybody;
    if (query->state)
        wanted.status = json::name(*query->state);
    if (query->tag) {
        const core::Result<std::pair<QString, QString>> tag = tagFrom(*query->tag);
        if (!tag)
            co_return std::unexpected(tag.error());
        wanted.tag = *tag;
    }
    wanted.workspace = query->workspace;
    wanted.text = query->text;
    wanted.cursor = query->after;
    wanted.limit = query->limit.value;
    const auto page = co_await m_conversations->summaries(std::move(wanted));
    if (!page)
        co_return std::unexpected(page.error());
    Summaries summaries;
    summaries.items = page->items;
    summaries.next = page->next;
    co_return summaries;
}

core::Task<ConversationsRoutes::Details> ConversationsRoutes::read(Caller caller, Path<ById> path)
{
    return details(caller.userId, path->id);
}

core::Task<ConversationsRoutes::Details> ConversationsRoutes::change(Caller caller, Path<ById> path,
                                                                     RawBody raw, Body<Change> body)
{
    const core::Result<> checked = checkTitle(body->title)
                                       .and_then([&] { return checkBudget(body->maxBudget); })
                                       .and_then([&] {
        return checkSteps(body->maxIterations);
    }).and_then([&] {
        return conversations::checkTags(body->tags.value_or(QMap<QString, QString>()));
    });
    if (!checked)
        co_return std::unexpected(checked.error());
    const auto found = co_await m_conversations->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    model::UpdateConversation change;
    change.title = body->title;
    change.tags = body->tags;
    if (json::parse(raw.bytes).value_or(QJsonValue()).toObject().contains("max_budget"))
        change.maxBudget = body->maxBudget;
    change.maxIterations = body->maxIterations;
    const core::Result<> changed = co_await (*found)->update(std::move(change));
    if (!changed)
        co_return std::unexpected(changed.error());
    co_return co_await details(caller.userId, path->id);
}

core::Task<> ConversationsRoutes::remove(Caller caller, Path<ById> path)
{
    return m_conversations->remove(caller.userId, path->id);
}

core::Task<ConversationsRoutes::EventItems> ConversationsRoutes::events(Caller caller,
                                                                        Path<ById> path,
                                                                        Query<EventsQuery> query)
{
    const auto state = co_await m_conversations->read(caller.userId, path->id);
    if (!state)
        co_return std::unexpected(state.error());
    const qint64 from = qMax(qint64(-1), query->after) + 1;
    const int limit = query->limit.value;
    const auto rows = co_await m_conversations->services().events->range(state->id, from,
                                                                         limit + 1);
    if (!rows)
        co_return std::unexpected(rows.error());
    EventItems page;
    page.after = from - 1;
    page.more = rows->size() > limit;
    for (const store::EventRow &row : rows->first(qMin(qsizetype(limit), rows->size()))) {
        const conversations::Projected item = conversations::projected(row.seq, row.body);
        page.after = row.seq;
        if (!item.text.isEmpty())
            page.items.append(QJsonDocument::fromJson(item.text).object());
    }
    co_return page;
}

// --- telling it ----------------------------------------------------------------------------------

ConversationsRoutes::Sent ConversationsRoutes::sent(const Found &conversation)
{
    Sent sent;
    sent.id = conversation->id();
    sent.state = conversation->state().status;
    sent.seq = conversation->length() - 1;
    return sent;
}

core::Task<Reply<ConversationsRoutes::Sent, 202, 200>> ConversationsRoutes::answered(
    Found conversation, WaitQuery query, std::stop_token stop)
{
    Reply<Sent, 202, 200> reply;
    const std::chrono::seconds limit(query.timeout.seconds);
    conversation->startRun();
    const auto isOver = co_await commands::untilQuiet(conversation, limit, stop);
    if (!isOver)
        co_return std::unexpected(isOver.error());
    reply.value = sent(conversation);
    reply.status = *isOver ? 200 : 202;
    if (!*isOver)
        co_return reply;
    const conversations::State state = conversation->state();
    const auto text = co_await conversations::finalResponse(conversation->services().events, state);
    if (!text)
        co_return std::unexpected(text.error());
    reply.value.reply = *text;
    co_return reply;
}

core::Task<Reply<ConversationsRoutes::Sent, 202, 200>> ConversationsRoutes::send(
    Caller caller, Path<ById> path, Query<WaitQuery> query, Body<Message> body)
{
    const auto found = co_await m_conversations->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const Found conversation = *found;
    model::SendMessage message;
    message.content = body->message;
    message.run = body->run;
    const core::Result<> said = co_await commands::send(conversation, std::move(message));
    if (!said)
        co_return std::unexpected(said.error());
    if (query->wait && body->run) {
        const WaitQuery patience = *query;
        conversation->startRun(caller.trace);
        co_return co_await answered(conversation, patience, caller.stop);
    }
    Reply<Sent, 202, 200> reply;
    reply.value = sent(conversation);
    reply.status = body->run ? 202 : 200;
    reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    co_return reply;
}

/// Does what somebody asks of a conversation and says how it stands then.
core::Task<Reply<ConversationsRoutes::Sent>> ConversationsRoutes::told(Caller caller, QString id,
                                                                       Command command)
{
    const auto found = co_await m_conversations->find(caller.userId, id);
    if (!found)
        co_return std::unexpected(found.error());
    const Found conversation = *found;
    core::Task<> task = command(conversation);
    const core::Result<> done = co_await task;
    if (!done)
        co_return std::unexpected(done.error());
    Reply<Sent> reply;
    reply.value = sent(conversation);
    reply.afterSent = [conversation, trace = caller.trace] { conversation->startRun(trace); };
    co_return reply;
}

core::Task<Reply<ConversationsRoutes::Sent>> ConversationsRoutes::pause(Caller caller,
                                                                        Path<ById> path)
{
    return told(std::move(caller), path->id, commands::pause);
}

core::Task<Reply<ConversationsRoutes::Sent>> ConversationsRoutes::interrupt(Caller caller,
                                                                            Path<ById> path)
{
    return told(std::move(caller), path->id, commands::interrupt);
}

core::Task<Reply<ConversationsRoutes::Sent>> ConversationsRoutes::resume(Caller caller,
                                                                         Path<ById> path)
{
    return told(std::move(caller), path->id, commands::resume);
}

core::Task<Reply<ConversationsRoutes::Sent>> ConversationsRoutes::approve(Caller caller,
                                                                          Path<ById> path,
                                                                          Body<Approval> body)
{
    return told(std::move(caller), path->id, [actions = body->actions](Found conversation) {
        return commands::approve(std::move(conversation), actions);
    });
}

core::Task<Reply<ConversationsRoutes::Sent>> ConversationsRoutes::reject(Caller caller,
                                                                         Path<ById> path,
                                                                         Body<Rejection> body)
{
    return told(std::move(caller), path->id,
                [actions = body->actions, reason = body->reason](Found conversation) {
        return commands::reject(std::move(conversation), actions, reason);
    });
}
