// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Routing.h"

#include "llm/Capabilities.h"

#include <QUrlQuery>

using llm::Provider;
using llm::Wire;
using model::LlmConfig;

static QString withoutTrailingSlashes(QString url)
{
    while (url.endsWith('/'))
        url.chop(1);
    return url;
}

// A URL that only repeats the provider's own counts as none.
static QString givenBaseUrl(const LlmConfig &settings)
{
    const QString url = withoutTrailingSlashes(settings.baseUrl.value_or(QString()).trimmed());
    const bool isDefault = url == "https://api.openai.com" && settings.model.startsWith("openai/");
    return isDefault ? QString() : url;
}

static QUrl azureUrl(const LlmConfig &settings, const QString &base, const QString &deployment)
{
    QUrl url(base + "/openai/deployments/" + deployment + "/chat/completions");
    QUrlQuery query;
    query.addQueryItem("api-version", settings.apiVersion.value_or("2024-12-01-preview"));
    url.setQuery(query);
    return url;
}

static QUrl chatUrl(const LlmConfig &settings, const Provider &provider, const QString &base,
                    const QString &model)
{
    if (provider.isAzure)
        return azureUrl(settings, base, model);
    if (base.endsWith("/chat/completions"))
        return QUrl(base);
    const bool lacksV1 = provider.addsV1 && !base.endsWith("/v1");
    return QUrl(base + (lacksV1 ? "/v1" : "") + "/chat/completions");
}

static Wire wireOf(const LlmConfig &settings, const Provider &provider)
{
    if (provider.wire != Wire::Chat)
        return provider.wire;
    if (settings.apiMode == "responses")
        return Wire::Responses;
    const bool prefersResponses = provider.offersResponses && settings.apiMode != "chat"
                                  && llm::capabilitiesOf(settings).responsesApi;
    return prefersResponses ? Wire::Responses : Wire::Chat;
}

// Whoever gives a URL with a name that nobody knows means an OpenAI-compatible server.
static const Provider *compatibleServer()
{
    static const Provider provider{
        .prefix = "", .wire = Wire::Chat, .baseUrl = {}, .keyVariable = {}, .bareNames = {}};
    return &provider;
}

static std::pair<const Provider *, QString> split(const LlmConfig &settings)
{
    const llm::Catalogue &catalogue = llm::Catalogue::instance();
    const qsizetype slash = settings.model.indexOf('/');
    if (slash > 0) {
        if (const Provider *provider = catalogue.provider(settings.model.first(slash)))
            return {provider, settings.model.sliced(slash + 1)};
    } else if (const Provider *provider = catalogue.providerOfBareName(settings.model)) {
        return {provider, settings.model};
    }
    return {settings.baseUrl ? compatibleServer() : nullptr, settings.model};
}

core::Result<llm::Route> llm::routeOf(const LlmConfig &settings)
{
    using Kind = core::Error::Kind;
    const auto [provider, name] = split(settings);
    if (!provider)
        return core::fail(
            Kind::Invalid,
            "LLM Provider NOT provided: \"" + settings.model
                + "\" does not say whose model it is. Write it as provider/model, for "
                  "example openai/gpt-4o, or give a base_url.");
    Route route{*provider, wireOf(settings, *provider), name, {}, false};
    if (route.wire != Wire::Chat)
        return route;
    const QString given = givenBaseUrl(settings);
    const QString base = given.isEmpty() ? provider->baseUrl : given;
    if (base.isEmpty())
        return core::fail(Kind::Invalid, "The model " + settings.model + " needs a base_url.");
    route.isOwnEndpoint = given.isEmpty() || given == withoutTrailingSlashes(provider->baseUrl);
    route.url = chatUrl(settings, *provider, base, name);
    if (!route.url.isValid() || route.url.host().isEmpty())
        return core::fail(Kind::Invalid,
                          "The base_url of the model " + settings.model + " is not a valid URL.");
    return route;
}
