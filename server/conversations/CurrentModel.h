// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace conversations {

/// Asks whichever model is the current one, so that a run takes another model from its next
/// question on.
class CurrentModel : public llm::Client
{
public:
    using Source = std::function<std::shared_ptr<llm::Client>()>;

    explicit CurrentModel(Source source)
        : m_source(std::move(source))
    {}

    QCoro::Task<llm::Outcome> complete(llm::Request request, llm::DeltaSink sink,
                                       std::stop_token stop) override
    {
        const std::shared_ptr<llm::Client> client = m_source();
        co_return co_await client->complete(std::move(request), std::move(sink), stop);
    }

private:
    Source m_source;
};

} // namespace conversations
