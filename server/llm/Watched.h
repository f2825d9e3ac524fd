// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Trace.h"
#include "llm/Client.h"

namespace llm {

/// On whose behalf a model is asked.
struct Asker
{
    QString userId;
    QString conversationId;
    core::TraceContext trace = {}; ///< what the question is part of
};

/// One question to a model, with its repetitions, as who watches hears of it.
struct Call
{
    Asker asker;
    QString model;
    QString outcome; ///< "ok", "cancelled" or the code of the failure
    std::chrono::microseconds begun{}; ///< since 1970
    std::chrono::microseconds duration{};
    core::TraceContext trace; ///< of the question itself
    QString responseId;
    model::TokenUsage usage;
    double cost = 0; ///< US dollars
};

using CallSink = std::function<void(const Call &call)>;

/// Asked before each question; a failure keeps it from being asked.
using Gate = std::function<std::optional<Failure>()>;

/// Tells of each question to another client, and hands the trace on to it.
class Watched : public Client
{
public:
    using Who = std::function<Asker()>;

    Watched(std::shared_ptr<Client> client, QString model, Who who, CallSink sink, Gate gate = {});

    QCoro::Task<Outcome> complete(Request request, DeltaSink sink, std::stop_token stop) override;

private:
    const std::shared_ptr<Client> m_client;
    const QString m_model;
    const Who m_who;
    const CallSink m_sink;
    const Gate m_gate;
};

} // namespace llm
