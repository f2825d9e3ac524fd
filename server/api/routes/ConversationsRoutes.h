// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/Conversations.h"
#include "conversations/Profiles.h"
#include "conversations/Summary.h"
#include "workspace/Workspaces.h"

namespace api {

/// A number of seconds in a query, 1 to 3600.
struct Patience
{
    int seconds = 300;
};

/// /conversations: talking with agents, for programs in any language.
class ConversationsRoutes
{
public:
    /// Directories that are not absolute lie below @p localRoot, in a folder of their user; where
    /// it is empty, in the workspace.
    ConversationsRoutes(conversations::Conversations *conversations,
                        workspace::Workspaces *workspaces, conversations::Profiles *profiles,
                        QString localRoot);

    QList<Route> table();

private:
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct NewConversation
    {
        static constexpr bool mayBeAbsent = true;
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        std::optional<QJsonValue> agent;
        std::optional<QString> llm;
        std::optional<QString> id;
        std::optional<QString> title;
        std::optional<QString> workspace;
        QString directory = "project";
        std::optional<model::Contents> message;
        bool run = true;
        QMap<QString, QString> tags;
        QJsonObject secrets;
        std::optional<QJsonObject> confirmationPolicy;
        int maxIterations = 500;
        std::optional<double> maxBudget;

        static constexpr auto fields()
        {
            using Self = NewConversation;
            return std::tuple{
                json::field(
                    "agent", &Self::agent,
                    "an agent, or the name of one that you keep; your default one when absent"),
                json::field("llm", &Self::llm,
                            "the name of one of your models; that of the agent when absent"),
                json::field("id", &Self::id, "a UUID of your own making"),
                json::field("title", &Self::title, "1 to 200 characters"),
                json::field("workspace", &Self::workspace, "your default one when it is absent"),
                json::optional("directory", &Self::directory, "in the workspace"),
                json::field("message", &Self::message, "text, or a list of contents"),
                json::optional("run", &Self::run, "whether the message is answered at once"),
                json::optional("tags", &Self::tags),
                json::optional("secrets", &Self::secrets),
                json::field("confirmation_policy", &Self::confirmationPolicy),
                json::optional("max_iterations", &Self::maxIterations),
                json::field("max_budget", &Self::maxBudget,
                            "US dollars that its models may cost; the agent's when absent")};
        }
    };
    struct Change
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        std::optional<QString> title;
        std::optional<QMap<QString, QString>> tags;
        std::optional<double> maxBudget;
        std::optional<int> maxIterations;

        static constexpr auto fields()
        {
            return std::tuple{json::field("title", &Change::title, "1 to 200 characters"),
                              json::field("tags", &Change::tags, "in place of those it has"),
                              json::field("max_budget", &Change::maxBudget,
                                          "US dollars; null takes it away"),
                              json::field("max_iterations", &Change::maxIterations,
                                          "steps of a run, 1 or more")};
        }
    };
    struct PendingAction
    {
        QString id;
        QString tool;
        QJsonObject arguments;

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &PendingAction::id),
                              json::field("tool", &PendingAction::tool),
                              json::field("arguments", &PendingAction::arguments)};
        }
    };
    struct Details : conversations::Summary
    {
        qint64 seq = -1;
        QList<PendingAction> pending;

        static constexpr auto fields()
        {
            return std::tuple_cat(
                workspace::detail::inheritedFields<Details, conversations::Summary>(),
                std::tuple{json::field("seq", &Details::seq, "of the newest event"),
                           json::field("pending", &Details::pending,
                                       "actions that wait for an answer")});
        }
    };
    struct Message
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        model::Contents message;
        bool run = true;

        static constexpr auto fields()
        {
            return std::tuple{json::field("message", &Message::message,
                                          "text, or a list of contents"),
                              json::optional("run", &Message::run)};
        }
    };
    struct WaitQuery
    {
        bool wait = false;
        Patience timeout;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("wait", &WaitQuery::wait,
                                             "answer when the run has ended"),
                              json::optional("timeout", &WaitQuery::timeout,
                                             "seconds, after which the answer is 202")};
        }
    };
    struct Sent
    {
        QString id;
        model::ExecutionStatus state = model::ExecutionStatus::Idle;
        qint64 seq = -1;
        std::optional<QString> reply;

        static constexpr auto fields()
        {
            return std::tuple{json::field("id", &Sent::id), json::field("state", &Sent::state),
                              json::field("seq", &Sent::seq, "of the newest event"),
                              json::field("reply", &Sent::reply, "the agent's answer")};
        }
    };
    struct Approval
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        QStringList actions;

        static constexpr auto fields()
        {
            return std::tuple{json::field("actions", &Approval::actions,
                                          "ids of all that wait, as you saw them")};
        }
    };
    struct Rejection
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        QStringList actions;
        QString reason = "The user rejected the action.";

        static constexpr auto fields()
        {
            return std::tuple{json::field("actions", &Rejection::actions,
                                          "ids of all that wait, as you saw them"),
                              json::optional("reason", &Rejection::reason)};
        }
    };
    struct EventsQuery
    {
        qint64 after = -1;
        Limit limit;

        static constexpr auto fields()
        {
            return std::tuple{json::optional("after", &EventsQuery::after,
                                             "the last seq that you have"),
                              json::optional("limit", &EventsQuery::limit)};
        }
    };
    struct EventItems
    {
        QList<QJsonObject> items;
        qint64 after = -1;
        bool more = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &EventItems::items),
                              json::field("after", &EventItems::after, "ask again with this"),
                              json::field("more", &EventItems::more)};
        }
    };

    struct ListQuery
    {
        std::optional<model::ExecutionStatus> state;
        std::optional<QString> tag;
        std::optional<QString> workspace;
        std::optional<QString> text;
        std::optional<QString> after;
        std::optional<QString> user;
        Limit limit;

        static constexpr auto fields()
        {
            return std::tuple{json::field("state", &ListQuery::state),
                              json::field("tag", &ListQuery::tag, "key:value"),
                              json::field("workspace", &ListQuery::workspace),
                              json::field("text", &ListQuery::text,
                                          "in the title or in what was said last"),
                              json::field("after", &ListQuery::after, "next of the page before"),
                              json::field("user", &ListQuery::user,
                                          "for administrators: a user, or * for all"),
                              json::optional("limit", &ListQuery::limit)};
        }
    };
    struct Summaries
    {
        QList<conversations::Summary> items;
        std::optional<QString> next;

        static constexpr auto fields()
        {
            return std::tuple{json::field("items", &Summaries::items),
                              json::field("next", &Summaries::next)};
        }
    };

    using Found = std::shared_ptr<conversations::Conversation>;
    using Command = std::function<core::Task<>(Found conversation)>;

    core::Task<Summaries> list(Caller caller, Query<ListQuery> query);
    core::Task<Reply<Details, 201>> create(Caller caller, Body<NewConversation> wanted);
    core::Task<Details> read(Caller caller, Path<ById> path);
    core::Task<Details> change(Caller caller, Path<ById> path, RawBody raw, Body<Change> body);
    core::Task<> remove(Caller caller, Path<ById> path);
    core::Task<Reply<Sent, 202, 200>> send(Caller caller, Path<ById> path, Query<WaitQuery> query,
                                           Body<Message> message);
    core::Task<Reply<Sent>> pause(Caller caller, Path<ById> path);
    core::Task<Reply<Sent>> resume(Caller caller, Path<ById> path);
    core::Task<Reply<Sent>> interrupt(Caller caller, Path<ById> path);
    core::Task<Reply<Sent>> approve(Caller caller, Path<ById> path, Body<Approval> body);
    core::Task<Reply<Sent>> reject(Caller caller, Path<ById> path, Body<Rejection> body);
    core::Task<EventItems> events(Caller caller, Path<ById> path, Query<EventsQuery> query);

    core::Result<QString> directoryOf(const QString &userId, const QString &wanted) const;
    core::Task<QJsonObject> agentOf(QString userId, std::optional<QJsonValue> wanted,
                                    std::optional<QString> llm);
    core::Task<model::StartConversation> startRequest(QString userId, NewConversation wanted);
    core::Task<Details> details(QString userId, QString id);
    static core::Task<Reply<Sent, 202, 200>> answered(Found conversation, WaitQuery query,
                                                      std::stop_token stop);
    core::Task<Reply<Sent>> told(Caller caller, QString id, Command command);
    static Sent sent(const Found &conversation);

    conversations::Conversations *m_conversations;
    workspace::Workspaces *m_workspaces;
    conversations::Profiles *m_profiles;
    const QString m_localRoot;
};

} // namespace api

template<>
struct json::Codec<api::Patience>
{
    static void read(const QJsonValue &value, api::Patience &out, Reader &reader)
    {
        bool isNumber = false;
        const int number = value.toString().toInt(&isNumber);
        if (!isNumber)
            return reader.report("int_parsing", "expected a whole number", value);
        if (number < 1 || number > 3600)
            return reader.report("value_error", "must be 1 to 3600", value);
        out.seconds = number;
    }
    static QJsonValue write(const api::Patience &value, Nulls) { return value.seconds; }
    static QJsonObject schema() { return {{"type", "integer"}, {"minimum", 1}, {"maximum", 3600}}; }
};
