// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Router.h"
#include "core/Id.h"

#include <chrono>

namespace api {

/// One request on its way through the server, and what its answer needs from it.
struct Exchange
{
    std::shared_ptr<Request> request = std::make_shared<Request>();
    QByteArray methodName; ///< as sent; empty when the head could not be read
    Match match;
    const Route *route = nullptr; ///< of the match, for short
    qint64 bodyLimit = 0;
    std::optional<qint64> contentLength;
    bool hasBody = false;
    bool isUpgrade = false;
    bool isHttp10 = false;
    bool expectsContinue = false;
    bool isAuthenticated = false;
    QByteArray foreignKey; ///< that a hook is asked about before a handler sees the request
    std::chrono::milliseconds wait{}; ///< before it is handled
    SocketOpener open; ///< of an upgrade that was admitted
    QHttpHeaders answerHeaders;
    QByteArray outerSpan; ///< of the client's trace
    std::stop_source stop;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

    Exchange() { request->caller.requestId = core::hexUuid(core::newId()); }

    void admit(const Principal &principal)
    {
        request->caller.userId = principal.userId;
        request->caller.keyId = principal.keyId;
        request->caller.scopes = principal.scopes;
        isAuthenticated = true;
    }

    /// Whether the key that was admitted may use the route.
    bool isAllowed() const { return request->caller.may(route->access()); }
};

using ExchangePtr = std::shared_ptr<Exchange>;

} // namespace api
