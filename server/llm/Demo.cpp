// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Demo.h"

#include "core/Clock.h"
#include "core/Id.h"
#include "llm/DemoScript.h"
#include "llm/Failures.h"

static std::chrono::milliseconds pauseOf(const QString &model)
{
    using namespace std::chrono_literals;
    if (model == "demo/instant")
        return 0ms;
    return model == "demo/slow" ? 150ms : 35ms;
}

// A token of English or code is about four characters long.
static qint64 tokensOf(const model::Message &message)
{
    qsizetype characters = message.content.text().size();
    for (const model::ToolCall &call : message.toolCalls.value_or(QList<model::ToolCall>{}))
        characters += call.name.size() + call.arguments.size();
    return characters / 4 + 1;
}

static model::TokenUsage estimate(const llm::Request &request, const model::Message &answer,
                                  const QString &model)
{
    model::TokenUsage usage;
    usage.model = model;
    for (const llm::TurnPointer &turn : request.turns)
        usage.promptTokens += tokensOf(turn->message);
    usage.completionTokens = tokensOf(answer);
    usage.perTurnToken = usage.promptTokens + usage.completionTokens;
    return usage;
}

llm::Demo::Demo(model::LlmConfig settings)
    : m_settings(std::move(settings))
    , m_pause(pauseOf(m_settings.model))
{}

QCoro::Task<llm::Outcome> llm::Demo::complete(Request request, DeltaSink sink, std::stop_token stop)
{
    const std::chrono::nanoseconds begun = core::Clock::system().monotonic();
    Response response;
    response.id = "demo-" + core::newId();
    response.message = DemoScript(request).next();
    response.usage = estimate(request, response.message, m_settings.model);
    response.usage.responseId = response.id;
    if (!m_settings.stream)
        sink = {};
    const QString text = response.message.content.text();
    const core::Result<> spoken = co_await speak(text, std::move(sink), stop);
    if (!spoken)
        co_return std::unexpected(cancelled());
    response.latency =
        std::chrono::duration<double>(core::Clock::system().monotonic() - begun).count();
    co_return response;
}

// Takes as long with a listener as without, so that a person can follow either way.
core::Task<> llm::Demo::speak(QString text, DeltaSink sink, std::stop_token stop) const
{
    const QStringList words = text.split(' ');
    for (qsizetype index = 0; index < words.size(); ++index) {
        if (stop.stop_requested())
            co_return core::fail(core::Error::Kind::Cancelled, "The demo was interrupted.");
        if (m_pause.count() > 0) {
            const core::Result<> waited = co_await core::sleepFor(m_pause, stop);
            if (!waited)
                co_return waited;
        }
        if (sink && !text.isEmpty())
            sink(Delta{words.at(index) + (index + 1 < words.size() ? " " : ""), {}});
    }
    co_return {};
}
