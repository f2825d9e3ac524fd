// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Backoff.h"
#include "llm/Capabilities.h"
#include "llm/ChatEncoder.h"
#include "llm/Models.h"
#include "llm/Routing.h"
#include "net/Outbound.h"

namespace llm {

/// A model behind the OpenAI-compatible Chat Completions API.
class ChatCompletions : public Client
{
public:
    /// @p outbound outlives the client. @p route is one of Chat Completions.
    ChatCompletions(net::Outbound *outbound, Route route, model::LlmConfig settings,
                    Standing standing);

    QCoro::Task<Outcome> complete(Request request, DeltaSink sink, std::stop_token stop) override;

private:
    /// What changes from one attempt to the next.
    struct Variation
    {
        bool streams = false;
        CacheMarkers markers = CacheMarkers::Omit;
        bool warms = false; ///< a temperature of 0 gave no answer
    };
    struct Attempt
    {
        Outcome outcome;
        QByteArray retryAfter;
    };

    QCoro::Task<Attempt> ask(net::Request message, DeltaSink sink, std::stop_token stop);
    net::Request message(const Request &request, const Variation &variation);
    QByteArray body(const Request &request, const Variation &variation);
    QJsonObject fixedParameters() const;
    void addSampling(QJsonObject &parameters) const;
    QHttpHeaders fixedHeaders() const;
    bool thinksManually() const;
    Response priced(Response response, const QByteArray &statedCost, double latency) const;
    Failure masked(Failure failure) const;

    net::Outbound *m_outbound;
    Route m_route;
    model::LlmConfig m_settings;
    net::Reach m_reach;
    QString m_key;
    Capabilities m_able;
    ChatEncoder m_encoder;
    Backoff m_backoff;
    QJsonObject m_parameters;
    QHttpHeaders m_headers;
};

} // namespace llm
