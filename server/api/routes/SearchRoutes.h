// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "api/routes/Common.h"
#include "conversations/HistoryIndex.h"

namespace api {

/// What is looked for: 1 to 200 characters that are not all spaces.
struct SearchText
{
    QString text;
};

/// The place of an event as a page names it: the conversation's id, a dot, the event's number.
struct HistoryCursor
{
    store::HistoryPlace place;
};

/// /search: the words of everything that was said and done in the caller's conversations.
class SearchRoutes
{
public:
    /// Both outlive it.
    SearchRoutes(store::History *history, const conversations::HistoryIndex *index);

    QList<Route> table();

private:
    struct Wanted
    {
        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        SearchText text;
        std::optional<Uuid> conversation;
        std::optional<Limit> perConversation;
        std::optional<HistoryCursor> after;
        std::optional<QString> user;
        Limit limit{50};

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("text", &Wanted::text,
                            "words, all of which an event has; from three letters on also the "
                            "beginnings of its words"),
                json::field("conversation", &Wanted::conversation, "only events of this one"),
                json::field("per_conversation", &Wanted::perConversation,
                            "the most of one conversation; all without it"),
                json::field("after", &Wanted::after, "next of the page before"),
                json::field("user", &Wanted::user, "for administrators: a user, or * for all"),
                json::optional("limit", &Wanted::limit)};
        }
    };
    struct Part
    {
        QString text;
        bool isMatch = false;

        static constexpr auto fields()
        {
            return std::tuple{json::field("text", &Part::text),
                              json::field("match", &Part::isMatch, "whether it was looked for")};
        }
    };
    struct Hit
    {
        QString conversation;
        std::optional<QString> title;
        QString user;
        qint64 seq = 0;
        QString event;
        QString kind;
        QString source;
        QString timestamp;
        QList<Part> snippet;

        static constexpr auto fields()
        {
            return std::tuple{json::field("conversation", &Hit::conversation),
                              json::field("title", &Hit::title, "of the conversation"),
                              json::field("user", &Hit::user),
                              json::field("seq", &Hit::seq),
                              json::field("event", &Hit::event, "its id"),
                              json::field("kind", &Hit::kind),
                              json::field("source", &Hit::source),
                              json::field("timestamp", &Hit::timestamp),
                              json::field("snippet", &Hit::snippet, "the place that matches")};
        }
    };
    struct Hits
    {
        QList<Hit> items;
        std::optional<QString> next;
        bool isComplete = true;

        static constexpr auto fields()
        {
            return std::tuple{
                json::field("items", &Hits::items,
                            "those of the newest conversation first, in each the newest first"),
                json::field("next", &Hits::next),
                json::field("complete", &Hits::isComplete,
                            "whether all that is older than a moment was looked at; false for a "
                            "while after an update")};
        }
    };

    core::Task<Hits> search(Caller caller, Query<Wanted> query);
    static Hit hitOf(const store::HistoryHit &found);

    store::History *m_history;
    const conversations::HistoryIndex *m_index;
};

} // namespace api

template<>
struct json::Codec<api::SearchText>
{
    static constexpr qsizetype longest = 200;

    static void read(const QJsonValue &value, api::SearchText &out, Reader &reader)
    {
        out.text = value.toString();
        if (out.text.trimmed().isEmpty() || out.text.size() > longest)
            reader.report("string_length", "expected 1 to 200 characters", value);
    }
    static QJsonValue write(const api::SearchText &value, Nulls) { return value.text; }
    static QJsonObject schema()
    {
        return {{"type", "string"}, {"minLength", 1}, {"maxLength", longest}, {"pattern", "\\S"}};
    }
};

template<>
struct json::Codec<api::HistoryCursor>
{
    static void read(const QJsonValue &value, api::HistoryCursor &out, Reader &reader)
    {
        const QString text = value.toString();
        const std::optional<QString> id = core::canonicalUuid(text.section('.', 0, 0));
        bool isNumber = false;
        const qint64 seq = text.section('.', 1).toLongLong(&isNumber);
        if (!id || !isNumber || seq < 0)
            return reader.report("value_error", "expected the next of another page", value);
        out.place = {*id, seq};
    }
    static QJsonValue write(const api::HistoryCursor &value, Nulls)
    {
        return value.place.conversationId + '.' + QString::number(value.place.seq);
    }
    static QJsonObject schema() { return {{"type", "string"}}; }
};
