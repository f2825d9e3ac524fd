// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"
#include "model/Agent.h"

namespace net {
class Outbound;
}

namespace llm {

/// On whose behalf a model is asked. The server's own user may reach any address and may use
/// provider keys from the server's environment; other users reach public addresses with keys of
/// their own.
enum class Standing { Owner, Guest };

/// Makes the client that a model's name, base URL and api_mode call for.
class Models
{
public:
    explicit Models(net::Outbound *outbound);

    /// Never fails: a model whose wire API is not built, or whose provider is unknown, gets a
    /// client whose every answer is a Failure that names it.
    std::shared_ptr<Client> client(const model::LlmConfig &config,
                                   Standing standing = Standing::Owner) const;

private:
    net::Outbound *m_outbound;
};

} // namespace llm
