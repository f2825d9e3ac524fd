// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Title.h"

#include "conversations/LogScope.h"
#include "conversations/Turn.h"
#include "core/Logging.h"
#include "llm/Routing.h"

static constexpr qsizetype titleLimit = 50;
static constexpr qsizetype messageLimit = 1000;

/// At most @p limit characters, the last of them @p mark when something is cut off.
static QString cut(const QString &text, qsizetype limit, const QString &mark)
{
    const QList<uint> characters = text.toUcs4();
    if (characters.size() <= limit)
        return text;
    const QList<uint> kept = characters.first(limit - mark.size());
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(kept.constData()), kept.size())
           + mark;
}

/// What the model is asked: the client's own words around the message, if it gave some.
static QString question(QString wish, const QString &text)
{
    const QString content = cut(text, messageLimit, "...");
    const QString place = "{conversation_content}";
    if (wish.trimmed().isEmpty())
        return "The message:\n\n" + content;
    wish.replace("{max_length}", QString::number(titleLimit));
    if (!wish.contains(place))
        return wish + "\n\n" + content;
    // The message is the user's: what it holds stands for itself.
    return wish.split(place).join(content);
}

static llm::Request requestFor(const QString &conversationId, const QString &wish,
                               const QString &text)
{
    llm::Request request;
    request.conversationId = conversationId;
    request.turns.append(
        conversations::turnOf(model::Role::System,
                              "You name conversations. Answer with a short title for what the "
                              "message asks for, and with nothing else: no quotation marks, no "
                              "full stop, at most 50 characters."));
    request.turns.append(conversations::turnOf(model::Role::User, question(wish, text)));
    return request;
}

/// A demo model only plays its script.
static bool canName(const model::LlmConfig &settings)
{
    const core::Result<llm::Route> route = llm::routeOf(settings);
    return route && route->wire != llm::Wire::Demo;
}

/// The model that the client wants for titles, and the agent's own where that is not kept.
static QCoro::Task<model::LlmConfig> titleModel(
    std::shared_ptr<conversations::Conversation> conversation)
{
    const QString name = conversation->state().request.value("title_llm_profile").toString();
    const auto kept = conversation->services().keptModel;
    if (!kept || name.isEmpty())
        co_return conversation->agent().llm;
    const core::Result<QJsonObject> found = co_await kept(conversation->state().userId, name);
    const auto settings = found.and_then(
        [](const QJsonObject &config) { return json::read<model::LlmConfig>(QJsonValue(config)); });
    if (!settings)
        co_return conversation->agent().llm;
    model::LlmConfig chosen = *settings;
    chosen.usageId = "profile:" + name;
    co_return chosen;
}

/// What the model calls it; empty when it gives no title.
static QCoro::Task<QString> askForTitle(std::shared_ptr<conversations::Conversation> conversation,
                                        QString text)
{
    model::LlmConfig settings = co_await titleModel(conversation);
    settings.stream = false;
    if (!canName(settings))
        co_return QString();
    const auto client = conversation->client(settings);
    const QString wish = conversation->state().request.value("prompt").toString();
    llm::Request request = requestFor(conversation->id(), wish, text);
    llm::DeltaSink nobody;
    const llm::Outcome outcome = co_await client->complete(std::move(request), std::move(nobody),
                                                           conversation->closing());
    if (conversation->closing().stop_requested())
        co_return QString();
    if (!outcome) {
        const core::LogScope scope = conversations::logScope(conversation->state());
        qCWarning(lcConversations).noquote()
            << "No title from the model:" << outcome.error().detail << conversation->id();
        co_return QString();
    }
    conversation->recordUsage(settings, *outcome);
    co_return outcome->message.content.text();
}

QString conversations::titleFrom(const QString &text)
{
    return cut(text.simplified(), titleLimit, "...");
}

core::Task<> conversations::entitle(std::shared_ptr<Conversation> conversation, QString text)
{
    const QString named = co_await askForTitle(conversation, text);
    if (conversation->closing().stop_requested() || conversation->state().title)
        co_return {};
    const QString title = titleFrom(named);
    model::UpdateConversation change;
    change.title = title.isEmpty() ? titleFrom(text) : title;
    co_return co_await conversation->amend(std::move(change));
}
