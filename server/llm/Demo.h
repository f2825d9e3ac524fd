// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"
#include "model/Agent.h"

namespace llm {

/// A model that is built in and needs no network: it plays DemoScript at reading speed.
/// "demo/instant" answers at once, "demo/slow" takes its time.
class Demo : public Client
{
public:
    explicit Demo(model::LlmConfig settings);

    QCoro::Task<Outcome> complete(Request request, DeltaSink sink, std::stop_token stop) override;

private:
    core::Task<> speak(QString text, DeltaSink sink, std::stop_token stop) const;

    model::LlmConfig m_settings;
    std::chrono::milliseconds m_pause; ///< before each word
};

} // namespace llm
