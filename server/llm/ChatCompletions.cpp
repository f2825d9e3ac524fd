// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/ChatCompletions.h"

#include "core/Clock.h"
#include "core/LogSink.h"
#include "llm/ChatAnswer.h"
#include "llm/Cost.h"

// A key of the environment belongs to the server's own user and goes to nobody but the provider.
static QString keyInForce(const llm::Route &route, const model::LlmConfig &settings,
                          llm::Standing standing)
{
    const QString given = settings.apiKey.value_or(QString()).trimmed();
    const bool mayBorrow = standing == llm::Standing::Owner && route.isOwnEndpoint
                           && !route.provider.keyVariable.isEmpty();
    if (!given.isEmpty() || !mayBorrow)
        return given;
    return qEnvironmentVariable(route.provider.keyVariable.toLatin1().constData());
}

static llm::ChatEncoder::Style styleOf(const llm::Capabilities &able, const llm::Provider &provider)
{
    return {able.stringContent, able.vision, provider.takesThinking, able.resendReasoning};
}

static QByteArray retryAfterOf(const net::Response &response)
{
    bool isNumber = false;
    const double milliseconds = response.header("retry-after-ms").toDouble(&isNumber);
    return isNumber ? QByteArray::number(milliseconds / 1000) : response.header("retry-after");
}

llm::ChatCompletions::ChatCompletions(net::Outbound *outbound, Route route,
                                      model::LlmConfig settings, Standing standing)
    : m_outbound(outbound)
    , m_route(std::move(route))
    , m_settings(std::move(settings))
    , m_reach(standing == Standing::Owner ? net::Reach::Any : net::Reach::PublicOnly)
    , m_key(keyInForce(m_route, m_settings, standing))
    , m_able(capabilitiesOf(m_settings))
    , m_encoder(styleOf(m_able, m_route.provider))
    , m_backoff(m_settings)
    , m_parameters(fixedParameters())
    , m_headers(fixedHeaders())
{}

QCoro::Task<llm::Outcome> llm::ChatCompletions::complete(Request request, DeltaSink sink,
                                                         std::stop_token stop)
{
    Variation variation;
    variation.streams = m_settings.stream && sink;
    if (!variation.streams)
        sink = {};
    if (m_settings.cachingPrompt && m_able.promptCache)
        variation.markers = CacheMarkers::Send;

    int failed = 0;
    while (true) {
        net::Request next = message(request, variation);
        Attempt attempt = co_await ask(std::move(next), sink, stop);
        if (attempt.outcome)
            co_return std::move(attempt.outcome);
        const Failure failure = attempt.outcome.error();
        if (variation.markers == CacheMarkers::Send && refusesCacheMarkers(failure)) {
            variation.markers = CacheMarkers::Omit;
            continue;
        }
        ++failed;
        if (!isTransient(failure) || failed >= m_backoff.attempts())
            co_return std::unexpected(failure);
        variation.warms = failure.code == "LLMNoResponseError";
        const std::chrono::milliseconds wait = m_backoff.waitAfter(failed, attempt.retryAfter);
        const core::LogScope scope({{"conversation", request.conversationId}});
        qCInfo(lcLlm).noquote() << "Asking again after" << wait.count() << "ms, because of"
                                << failure.code << "-" << m_settings.model;
        const core::Result<> waited = co_await core::sleepFor(wait, stop);
        if (!waited)
            co_return std::unexpected(cancelled());
    }
}

QCoro::Task<llm::ChatCompletions::Attempt> llm::ChatCompletions::ask(net::Request message,
                                                                     DeltaSink sink,
                                                                     std::stop_token stop)
{
    const std::chrono::nanoseconds begun = core::Clock::system().monotonic();
    const bool streams = static_cast<bool>(sink);
    ChatStream stream(std::move(sink));
    net::ChunkSink chunks;
    if (streams)
        chunks = [&stream](const QByteArray &chunk) { stream.feed(chunk); };
    const core::Result<net::Response> response = co_await m_outbound->send(std::move(message),
                                                                           std::move(chunks), stop);

    if (!response && response.error().kind == core::Error::Kind::Cancelled)
        co_return Attempt{std::unexpected(cancelled()), {}};
    if (!response)
        co_return Attempt{std::unexpected(masked(failureOf(complaintOf(response.error())))), {}};
    if (!response->isSuccess()) {
        const Failure failure = failureOf(complaintOf(response->status, response->body));
        co_return Attempt{std::unexpected(masked(failure)), retryAfterOf(*response)};
    }
    Outcome outcome = streams ? stream.finish(m_settings.model)
                              : readAnswer(response->body, m_settings.model);
    if (!outcome)
        co_return Attempt{std::unexpected(masked(outcome.error())), {}};
    const std::chrono::duration<double> latency = core::Clock::system().monotonic() - begun;
    const QByteArray statedCost = response->header("x-litellm-response-cost");
    co_return Attempt{priced(std::move(*outcome), statedCost, latency.count()), {}};
}

net::Request llm::ChatCompletions::message(const Request &request, const Variation &variation)
{
    net::Request out;
    out.method = "POST";
    out.url = m_route.url;
    out.headers = m_headers;
    if (!request.conversationId.isEmpty() && !out.headers.contains("x-litellm-session-id"))
        out.headers.append("x-litellm-session-id", request.conversationId.toUtf8());
    if (!request.traceParent.isEmpty())
        out.headers.replaceOrAppend("traceparent", request.traceParent);
    out.body = body(request, variation);
    out.timeout.reset();
    if (m_settings.timeout)
        out.timeout = std::chrono::seconds(*m_settings.timeout);
    out.reach = m_reach;
    out.purpose = "asking a language model";
    return out;
}

// The large parts are already text; only the small rest is written anew.
QByteArray llm::ChatCompletions::body(const Request &request, const Variation &variation)
{
    QJsonObject parameters = m_parameters;
    if (m_route.provider.takesPromptCacheKey && !request.conversationId.isEmpty()
        && !parameters.contains("prompt_cache_key"))
        parameters.insert("prompt_cache_key", request.conversationId);
    if (variation.streams) {
        parameters.insert("stream", true);
        parameters.insert("stream_options", QJsonObject{{"include_usage", true}});
    }
    const QJsonValue temperature = parameters.value("temperature");
    if (variation.warms && temperature.isDouble() && temperature.toDouble() <= 0)
        parameters.insert("temperature", 1.0);
    QByteArray text = json::text(parameters);
    text.chop(1);
    text += ",\"messages\":" + m_encoder.messages(request.turns, variation.markers);
    if (!request.tools.isEmpty())
        text += ",\"tools\":" + m_encoder.tools(request.tools);
    return text + '}';
}

bool llm::ChatCompletions::thinksManually() const
{
    return m_route.provider.takesThinking && m_able.manualThinking && m_able.maxOutput > 1
           && m_settings.extendedThinkingBudget.value_or(0) > 0;
}

QJsonObject llm::ChatCompletions::fixedParameters() const
{
    QJsonObject parameters{{"model", m_route.model}};
    if (thinksManually()) {
        const qint64 budget = qMin<qint64>(*m_settings.extendedThinkingBudget,
                                           m_able.maxOutput - 1);
        parameters.insert("thinking", QJsonObject{{"type", "enabled"}, {"budget_tokens", budget}});
        parameters.insert("max_tokens", m_able.maxOutput);
    } else {
        if (m_able.maxOutput > 0)
            parameters.insert(m_route.provider.outputLimit, m_able.maxOutput);
        if (m_able.reasoningEffort && m_settings.reasoningEffort)
            parameters.insert("reasoning_effort", *m_settings.reasoningEffort);
        addSampling(parameters);
    }
    if (m_able.promptCacheRetention && m_route.provider.takesPromptCacheKey
        && m_settings.promptCacheRetention)
        parameters.insert("prompt_cache_retention", *m_settings.promptCacheRetention);
    if (m_settings.seed)
        parameters.insert("seed", *m_settings.seed);
    const QJsonObject extra = m_settings.litellmExtraBody;
    for (auto it = extra.begin(); it != extra.end(); ++it)
        parameters.insert(it.key(), it.value());
    for (const char *written : {"messages", "tools", "stream", "stream_options"})
        parameters.remove(QLatin1StringView(written));
    return parameters;
}

// Reasoning models refuse these; a model known to reason is taken for one unless somebody knows
// better.
void llm::ChatCompletions::addSampling(QJsonObject &parameters) const
{
    const bool isGemini = m_settings.model.contains("gemini", Qt::CaseInsensitive);
    if (!m_able.samplingParameters.value_or(!m_able.reasoningEffort || isGemini))
        return;
    if (m_settings.temperature)
        parameters.insert("temperature", *m_settings.temperature);
    if (m_settings.topP)
        parameters.insert("top_p", *m_settings.topP);
    if (m_settings.topK && m_route.provider.takesTopK)
        parameters.insert("top_k", *m_settings.topK);
}

QHttpHeaders llm::ChatCompletions::fixedHeaders() const
{
    QHttpHeaders headers;
    headers.append("Content-Type", "application/json");
    headers.append("HTTP-Referer", m_settings.openrouterSiteUrl.toUtf8());
    headers.append("X-Title", m_settings.openrouterAppName.toUtf8());
    if (!m_key.isEmpty() && m_route.provider.isAzure)
        headers.append("api-key", m_key.toUtf8());
    else if (!m_key.isEmpty())
        headers.append("Authorization", "Bearer " + m_key.toUtf8());
    if (thinksManually())
        headers.append("anthropic-beta", "interleaved-thinking-2025-05-14");
    const QJsonObject extra = m_settings.extraHeaders;
    for (auto it = extra.begin(); it != extra.end(); ++it)
        headers.replaceOrAppend(it.key().toUtf8(), it.value().toVariant().toString().toUtf8());
    return headers;
}

llm::Response llm::ChatCompletions::priced(Response response, const QByteArray &statedCost,
                                           double latency) const
{
    response.usage.model = m_settings.model;
    response.usage.contextWindow = m_able.contextWindow;
    response.cost = costOf(response.usage, m_settings, m_able.prices, statedCost);
    response.latency = latency;
    return response;
}

// Providers like to repeat the key that they refuse.
llm::Failure llm::ChatCompletions::masked(Failure failure) const
{
    constexpr qsizetype shortestSecret = 6;
    const QString stars = "**********";
    if (!m_key.isEmpty())
        failure.detail.replace(m_key, stars);
    for (const QJsonValue &value : m_settings.extraHeaders) {
        if (const QString text = value.toString(); text.size() >= shortestSecret)
            failure.detail.replace(text, stars);
    }
    return failure;
}
