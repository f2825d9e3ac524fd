// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Failures.h"

#include <algorithm>

using llm::Complaint;

static bool containsAny(const QString &text, std::initializer_list<const char *> parts)
{
    return std::ranges::any_of(parts, [&](const char *part) {
        return text.contains(QLatin1StringView(part));
    });
}

static bool isContextOverflow(const Complaint &complaint, const QString &text)
{
    const bool plausible = complaint.status == 0 || complaint.status == 400
                           || complaint.status == 413 || complaint.status >= 500;
    return plausible && !complaint.timedOut
           && (complaint.code == "context_length_exceeded"
               || containsAny(text,
                              {"prompt is too long",
                               "input length and `max_tokens` exceed context limit",
                               "please reduce the length of", "exceeds the available context size",
                               "context length exceeded", "input exceeds the context window",
                               "context window exceeds limit", "contextwindowexceedederror"}));
}

static bool isMalformedHistory(const QString &text)
{
    const bool pairing = text.contains("tool_use")
                         && containsAny(text,
                                        {"without `tool_result`", "without tool_result",
                                         "multiple `tool_result`", "multiple tool_result",
                                         "unexpected `tool_use_id`", "unexpected tool_use_id"});
    return pairing
           || containsAny(text,
                          {"must be followed by tool messages responding to each 'tool_call_id'",
                           "failed to parse tool call arguments as json", "unexpected tool_result",
                           "unexpected `tool_result`", "multiple `tool_result`"});
}

static bool isAuthentication(const Complaint &complaint, const QString &text)
{
    return complaint.status == 401 || complaint.status == 403
           || containsAny(text,
                          {"invalid api key", "unauthorized", "missing api key",
                           "invalid authentication", "access denied", "status 401", "status 403"});
}

static bool isContentPolicy(const QString &text)
{
    return containsAny(text, {"content_policy", "content filtering policy",
                              "output blocked by content filtering"});
}

static QString codeOf(const Complaint &complaint)
{
    const QString text = QString(complaint.code + ' ' + complaint.message).toLower();
    const int status = complaint.status;
    if (isContextOverflow(complaint, text))
        return "LLMContextWindowExceedError";
    if (isMalformedHistory(text))
        return "LLMMalformedConversationHistoryError";
    if (isAuthentication(complaint, text))
        return "LLMAuthenticationError";
    if (status == 404)
        return "NotFoundError";
    if (status == 429)
        return "LLMRateLimitError";
    if (complaint.timedOut || status == 408 || status == 504)
        return "LLMTimeoutError";
    if (status == 0 || status >= 500)
        return "LLMServiceUnavailableError";
    return isContentPolicy(text) ? "LLMContentPolicyViolationError" : "LLMBadRequestError";
}

static QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

static QString firstText(const QJsonObject &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        const QString text = textOf(object.value(QLatin1StringView(key)));
        if (!text.isEmpty())
            return text;
    }
    return {};
}

llm::Complaint llm::complaintOf(int status, const QByteArray &body)
{
    constexpr qsizetype longest = 2000;
    QJsonValue document = QJsonDocument::fromJson(body).object();
    const QJsonArray list = QJsonDocument::fromJson(body).array();
    if (!list.isEmpty()) // Google wraps its error in a list
        document = list.first();
    const QJsonValue error = document.toObject().value("error");
    const QJsonObject details = error.isObject() ? error.toObject() : document.toObject();
    QString message = error.isString() ? error.toString()
                                       : firstText(details, {"message", "detail", "msg"});
    if (message.isEmpty())
        message = QString::fromUtf8(body.left(longest)).simplified();
    if (message.isEmpty())
        message = "the provider gave no reason";
    return {status, false, firstText(details, {"code", "type"}), message.left(longest)};
}

llm::Complaint llm::complaintOf(const core::Error &error)
{
    return {0, error.kind == core::Error::Kind::Timeout, {}, error.message};
}

llm::Failure llm::failureOf(const Complaint &complaint)
{
    const QString detail =
        complaint.status == 0
            ? complaint.message
            : QString("Error code: %1 - %2").arg(complaint.status).arg(complaint.message);
    return {codeOf(complaint), detail, false};
}

bool llm::isTransient(const Failure &failure)
{
    static const QStringList codes{"LLMRateLimitError", "LLMTimeoutError",
                                   "LLMServiceUnavailableError", "LLMNoResponseError"};
    return !failure.cancelled && codes.contains(failure.code);
}

bool llm::refusesCacheMarkers(const Failure &failure)
{
    return failure.detail.contains("minimum token count to start caching", Qt::CaseInsensitive);
}

llm::Failure llm::cancelled()
{
    return {"Cancelled", "The request was cancelled.", true};
}

llm::Failure llm::noAnswer(const QString &model)
{
    return {"LLMNoResponseError", "The model " + model + " returned no choices.", false};
}

llm::Failure llm::brokenOff()
{
    return failureOf({0, false, {}, "The provider broke off in the middle of its answer."});
}
