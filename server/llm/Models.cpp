// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Models.h"

#include "llm/ChatCompletions.h"
#include "llm/Demo.h"
#include "llm/Unsupported.h"

using llm::Wire;

static constexpr qint64 smallestContextWindow = 16384;

static bool allowsShortContextWindows()
{
    static const QStringList truthy{"1", "true", "yes", "on"};
    return truthy.contains(qEnvironmentVariable("ALLOW_SHORT_CONTEXT_WINDOWS").trimmed().toLower());
}

static QString needs(const QString &model, Wire wire)
{
    QString text =
        "The model " + model + " needs the " + llm::titleOf(wire)
        + " API, which this server does not speak. Choose a model of the Chat Completions API";
    text += wire == Wire::Responses ? ", or set api_mode to \"chat\" if it offers that API too."
                                    : ".";
    return text;
}

// What stands in the way of asking the model, if anything.
static std::optional<llm::Failure> obstacle(const model::LlmConfig &settings,
                                            const core::Result<llm::Route> &route)
{
    const auto badRequest = [](const QString &detail) {
        return llm::Failure{"LLMBadRequestError", detail, false};
    };
    if (!route)
        return badRequest(route.error().message);
    if (route->wire == Wire::Demo)
        return {};
    if (settings.authType == "subscription")
        return badRequest(
            "The model " + settings.model
            + " is to be asked through a subscription login, which this server does not offer. "
              "Use an API key.");
    if (!settings.nativeToolCalling)
        return badRequest(
            "The model " + settings.model
            + " has native_tool_calling off, and tool calls as text are not built yet.");
    if (route->wire != Wire::Chat)
        return badRequest(needs(settings.model, route->wire));
    const qint64 window = llm::capabilitiesOf(settings).contextWindow;
    if (window > 0 && window < smallestContextWindow && !allowsShortContextWindows())
        return llm::Failure{
            "LLMContextWindowTooSmallError",
            QString(
                "The model %1 reads %2 tokens at once, and an agent needs %3. Set the environment "
                "variable ALLOW_SHORT_CONTEXT_WINDOWS to use it all the same.")
                .arg(settings.model)
                .arg(window)
                .arg(smallestContextWindow),
            false};
    return {};
}

llm::Models::Models(net::Outbound *outbound)
    : m_outbound(outbound)
{}

std::shared_ptr<llm::Client> llm::Models::client(const model::LlmConfig &config,
                                                 Standing standing) const
{
    const core::Result<Route> route = routeOf(config);
    if (const std::optional<Failure> failure = obstacle(config, route))
        return std::make_shared<Unsupported>(*failure);
    if (route->wire == Wire::Demo)
        return std::make_shared<Demo>(config);
    return std::make_shared<ChatCompletions>(m_outbound, *route, config, standing);
}
