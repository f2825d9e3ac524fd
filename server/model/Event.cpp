// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Event.h"

namespace {

template<typename T>
bool tryRead(const QJsonObject &object, model::EventBody &body, json::Reader &reader)
{
    if constexpr (json::Kinded<T>) {
        if (object.value("kind").toString() != QLatin1StringView(T::kind))
            return false;
        json::readInto(object, body.emplace<T>(), reader);
        return true;
    } else {
        body = model::UnknownEvent{object};
        return true;
    }
}

template<typename... T>
void readBody(const QJsonObject &object, std::variant<T...> &body, json::Reader &reader)
{
    (tryRead<T>(object, body, reader) || ...);
}

struct Rule
{
    const char *text;
    model::Classification classification;
};

const QList<Rule> &codeRules()
{
    static const QList<Rule> rules{
        {"LLMAuthenticationError", {"auth", false, "settings", {}}},
        {"ACPAuthRequired", {"auth", false, "settings", {}}},
        {"LLMRateLimitError", {"rate_limit", true, "retry", {}}},
        {"MaxBudgetReached", {"quota", false, "settings", {}}},
        {"LLMBadRequestError", {"config", false, "settings", {}}},
        {"NotFoundError", {"config", false, "settings", {}}},
        {"ACPInitError", {"config", false, "settings", {}}},
        {"ACPSpawnError", {"config", false, "settings", {}}},
        {"ACPPromptError", {"config", false, "settings", {}}},
        {"LLMContextWindowExceedError", {"agent_action", true, "retry", {}}},
        {"LLMMalformedConversationHistoryError", {"agent_action", true, "retry", {}}},
        {"MaxIterationsReached", {"agent_action", false, "none", {}}},
        {"KeyError", {"internal", false, "none", {}}},
        {"ValueError", {"internal", false, "none", {}}},
        {"InternalError", {"internal", false, "none", {}}},
    };
    return rules;
}

const QList<Rule> &detailRules()
{
    static const QList<Rule> rules{
        {"invalid api key", {"auth", false, "settings", {}}},
        {"incorrect api key", {"auth", false, "settings", {}}},
        {"unauthorized", {"auth", false, "settings", {}}},
        {"error code: 401", {"auth", false, "settings", {}}},
        {"weekly usage limit", {"quota", false, "settings", {}}},
        {"daily quota", {"quota", false, "settings", {}}},
        {"insufficient balance", {"quota", false, "settings", {}}},
        {"budget has been exceeded", {"quota", false, "settings", {}}},
        {"rate limit", {"rate_limit", true, "retry", {}}},
        {"error code: 429", {"rate_limit", true, "retry", {}}},
        {"model not found", {"config", false, "settings", {}}},
        {"provider not provided", {"config", false, "settings", {}}},
        {"timeout", {"transient", true, "retry", {}}},
        {"timed out", {"transient", true, "retry", {}}},
        {"connection error", {"transient", true, "retry", {}}},
        {"bad gateway", {"transient", true, "retry", {}}},
        {"cannot connect", {"transient", true, "retry", {}}},
        {"error code: 5", {"transient", true, "retry", {}}},
    };
    return rules;
}

} // namespace

model::Classification model::classify(const QString &code, const QString &detail)
{
    for (const Rule &rule : codeRules()) {
        if (code == QLatin1StringView(rule.text))
            return rule.classification;
    }
    const QString lower = detail.toLower();
    for (const Rule &rule : detailRules()) {
        if (lower.contains(QLatin1StringView(rule.text)))
            return rule.classification;
    }
    if (code == "LLMServiceUnavailableError" || code == "LLMTimeoutError"
        || code == "LLMNoResponseError")
        return {"transient", true, "retry", {}};
    return {};
}

QString model::Event::kind() const
{
    return std::visit([]<typename T>(const T &value) -> QString {
        if constexpr (std::is_same_v<T, UnknownEvent>)
            return value.object.value("kind").toString();
        else
            return T::kind;
    }, body);
}

QJsonObject model::toJson(const Event &event)
{
    QJsonObject object = std::visit([]<typename T>(const T &body) {
        if constexpr (std::is_same_v<T, UnknownEvent>)
            return body.object;
        else
            return json::writeObject(body);
    }, event.body);
    object.insert("id", event.id);
    object.insert("timestamp", event.timestamp);
    object.insert("source", json::name(event.source));
    if (event.parentId)
        object.insert("parent_id", *event.parentId);
    return object;
}

core::Result<model::Event> model::eventFromJson(const QJsonObject &object)
{
    Event event;
    json::Reader reader;
    event.id = object.value("id").toString();
    event.timestamp = object.value("timestamp").toString();
    json::readInto(object.value("source"), event.source, reader);
    json::readInto(object.value("parent_id"), event.parentId, reader);
    readBody(object, event.body, reader);
    if (event.id.isEmpty() || !reader.isClean()) {
        return core::fail(core::Error::Kind::Internal,
                          QString("A stored event could not be read: %1.")
                              .arg(reader.isClean()
                                       ? "it has no id"
                                       : json::readingError(reader.problems()).message));
    }
    return event;
}
