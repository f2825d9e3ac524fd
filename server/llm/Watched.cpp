// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Watched.h"

#include "core/Clock.h"

using namespace llm;

Watched::Watched(std::shared_ptr<Client> client, QString model, Who who, CallSink sink, Gate gate)
    : m_client(std::move(client))
    , m_model(std::move(model))
    , m_who(std::move(who))
    , m_sink(std::move(sink))
    , m_gate(std::move(gate))
{}

static QString outcomeOf(const Outcome &outcome)
{
    if (outcome)
        return "ok";
    return outcome.error().cancelled ? QStringLiteral("cancelled") : outcome.error().code;
}

QCoro::Task<Outcome> Watched::complete(Request request, DeltaSink sink, std::stop_token stop)
{
    using namespace std::chrono;
    if (const std::optional<Failure> refusal = m_gate ? m_gate() : std::nullopt)
        co_return std::unexpected(*refusal);
    const core::Clock &clock = core::Clock::system();
    // The conversation may end this client's owner before the answer comes.
    const CallSink hear = m_sink;
    Call call;
    call.asker = m_who();
    call.model = m_model;
    call.begun = clock.now();
    call.trace = call.asker.trace.child();
    request.traceParent = call.trace.header();
    const nanoseconds begun = clock.monotonic();
    const std::shared_ptr<Client> client = m_client;
    Outcome outcome = co_await client->complete(std::move(request), std::move(sink), stop);
    call.duration = duration_cast<microseconds>(clock.monotonic() - begun);
    call.outcome = outcomeOf(outcome);
    if (outcome) {
        call.responseId = outcome->id;
        call.usage = outcome->usage;
        call.cost = outcome->cost;
    }
    if (hear)
        hear(call);
    co_return outcome;
}
