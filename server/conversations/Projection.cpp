// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Projection.h"

#include "conversations/WorkspaceNews.h"
#include "core/Json.h"

using conversations::Projected;

namespace {

constexpr const char *finishTool = "finish";
constexpr const char *workspaceKey = conversations::WorkspaceNews::key;

/// The text blocks of a list of contents, one below the other.
QString textOf(const QJsonValue &contents)
{
    QStringList texts;
    for (const QJsonValue &block : contents.toArray()) {
        if (block["type"] == "text")
            texts.append(block["text"].toString());
    }
    return texts.join('\n');
}

QJsonArray imagesOf(const QJsonValue &contents)
{
    QJsonArray urls;
    for (const QJsonValue &block : contents.toArray()) {
        for (const QJsonValue &url : block["image_urls"].toArray())
            urls.append(url);
    }
    return urls;
}

QJsonObject item(const char *type, const QJsonObject &event)
{
    return {{"type", type}, {"id", event["id"]}, {"timestamp", event["timestamp"]}};
}

QJsonObject messageItem(const QJsonObject &event)
{
    const QJsonObject message = event["llm_message"].toObject();
    QJsonObject object = item("message", event);
    object["role"] = message["role"].toString() == "assistant" ? QJsonValue("agent")
                                                               : message["role"];
    object["content"] = textOf(message["content"]);
    if (const QJsonArray images = imagesOf(message["content"]); !images.isEmpty())
        object["images"] = images;
    return object;
}

/// The call that ends the agent's work is its answer.
QJsonObject answerItem(const QJsonObject &event)
{
    QJsonObject object = item("message", event);
    object["role"] = "agent";
    object["content"] = event["action"]["message"];
    return object;
}

QJsonObject actionItem(const QJsonObject &event)
{
    if (event["tool_name"] == finishTool && event["action"]["message"].isString())
        return answerItem(event);
    QJsonObject arguments = event["action"].toObject();
    arguments.remove("kind");
    QJsonObject object = item("action", event);
    object["tool"] = event["tool_name"];
    object["arguments"] = arguments;
    object["content"] = textOf(event["thought"]);
    if (const QString risk = event["security_risk"].toString("UNKNOWN"); risk != "UNKNOWN")
        object["risk"] = risk.toLower();
    return object;
}

QJsonObject resultItem(const QJsonObject &event, const QString &content, bool isError)
{
    QJsonObject object = item("observation", event);
    object["tool"] = event["tool_name"];
    object["action"] = event["action_id"];
    object["content"] = content;
    object["error"] = isError;
    return object;
}

QJsonObject observationItem(const QJsonObject &event)
{
    if (event["tool_name"] == finishTool)
        return {};
    const QJsonObject observation = event["observation"].toObject();
    return resultItem(event, textOf(observation["content"]), observation["is_error"].toBool());
}

QJsonObject rejectionItem(const QJsonObject &event)
{
    QJsonObject object = resultItem(event, event["rejection_reason"].toString(), false);
    object["rejected"] = true;
    return object;
}

QJsonObject failureItem(const QJsonObject &event)
{
    QJsonObject object = resultItem(event, event["error"].toString(), true);
    object.remove("action");
    return object;
}

QJsonObject errorItem(const QJsonObject &event)
{
    QJsonObject object = item("error", event);
    object["code"] = event["code"];
    object["content"] = event["detail"];
    return object;
}

QJsonObject stateItem(const QJsonObject &event)
{
    if (event["key"] == "queue")
        return {{"type", "state"},
                {"timestamp", event["timestamp"]},
                {"state", "running"},
                {"queue", event["value"].isObject() ? event["value"] : QJsonValue::Null}};
    if (event["key"] == workspaceKey)
        return {{"type", "workspace"},
                {"timestamp", event["timestamp"]},
                {"workspace", event["value"]}};
    if (event["key"] != "execution_status")
        return {};
    return {{"type", "state"}, {"timestamp", event["timestamp"]}, {"state", event["value"]}};
}

QJsonObject itemOf(const QJsonObject &event)
{
    using Maker = QJsonObject (*)(const QJsonObject &);
    static const QHash<QString, Maker> makers{{"MessageEvent", messageItem},
                                              {"ActionEvent", actionItem},
                                              {"ObservationEvent", observationItem},
                                              {"UserRejectObservation", rejectionItem},
                                              {"AgentErrorEvent", failureItem},
                                              {"ConversationErrorEvent", errorItem},
                                              {"ConversationStateUpdateEvent", stateItem}};
    const Maker maker = makers.value(event["kind"].toString());
    return maker ? maker(event) : QJsonObject();
}

QByteArray deltaText(const conversations::Progress &progress)
{
    QJsonObject object{{"type", "delta"}, {"id", progress.itemId}, {"attempt", progress.attempt}};
    if (!progress.dropReason.isEmpty())
        object["dropped"] = true;
    if (progress.delta.content && progress.dropReason.isEmpty())
        object["content"] = *progress.delta.content;
    if (progress.delta.reasoningContent && progress.dropReason.isEmpty())
        object["reasoning"] = *progress.delta.reasoningContent;
    return json::text(object);
}

} // namespace

Projected conversations::projected(qint64 seq, const QByteArray &event)
{
    QJsonObject object = itemOf(QJsonDocument::fromJson(event).object());
    if (object.isEmpty())
        return {seq, {}};
    object["seq"] = seq;
    return {seq, json::text(object)};
}

Projected conversations::projected(const Frame &frame)
{
    if (frame.progress)
        return {-1, deltaText(*frame.progress)};
    if (frame.seq >= 0)
        return projected(frame.seq, frame.text);
    // Of what is not stored only this is for everybody; it is told apart before it is parsed.
    static const QByteArray mark = "\"key\":\"" + QByteArray(workspaceKey) + '"';
    const QJsonObject object = frame.text.contains(mark)
                                   ? itemOf(QJsonDocument::fromJson(frame.text).object())
                                   : QJsonObject();
    return {-1, object.isEmpty() ? QByteArray() : json::text(object)};
}

QByteArray conversations::stateText(const State &state)
{
    QJsonObject object{{"type", "state"}, {"state", json::name(state.status)}};
    if (state.queue)
        object.insert("queue", json::write(*state.queue));
    return json::text(object);
}

QByteArray conversations::errorText(const core::Error &error)
{
    const QString code = error.kind == core::Error::Kind::Invalid     ? "invalid"
                         : error.kind == core::Error::Kind::Conflict  ? "conflict"
                         : error.kind == core::Error::Kind::Forbidden ? "forbidden"
                                                                      : "failed";
    return json::text(QJsonObject{{"type", "error"}, {"code", code}, {"content", error.message}});
}
