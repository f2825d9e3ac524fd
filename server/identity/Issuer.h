// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "core/Clock.h"
#include "identity/JsonWebKeys.h"
#include "net/Outbound.h"

namespace identity {

/// Somebody who makes tokens: finds their keys as OpenID Connect describes it, and keeps them for
/// a while.
class Issuer
{
public:
    struct Patience
    {
        std::chrono::milliseconds answer = std::chrono::seconds(5);
        std::chrono::seconds pause{10};      ///< between two questions
        std::chrono::seconds fresh{3600};    ///< for which keys are not asked for again
        std::chrono::seconds usable{86'400}; ///< for which keys serve while nobody answers
    };

    /// @p name is its address, as it calls itself; @p outbound and @p clock outlive it.
    Issuer(QString name, net::Outbound *outbound, const core::Clock *clock);
    Issuer(QString name, net::Outbound *outbound, const core::Clock *clock, Patience patience);

    /// The keys, fetched anew when they are old or none of them fits @p token, but not in every
    /// moment. Unavailable when there are none because the issuer does not answer.
    core::Task<std::shared_ptr<const JsonWebKeys>> keysFor(Token token);

private:
    core::Task<> refresh();
    core::Task<> fetch();
    core::Task<QJsonObject> document(QUrl url);
    bool isOlderThan(std::chrono::seconds age) const;

    QString m_name;
    net::Outbound *m_outbound;
    const core::Clock *m_clock;
    Patience m_patience;
    std::shared_ptr<const JsonWebKeys> m_keys;
    std::chrono::nanoseconds m_fetchedAt{};
    std::optional<std::chrono::nanoseconds> m_askedAt;
    std::optional<core::Deferred<bool>> m_asking;
};

} // namespace identity
