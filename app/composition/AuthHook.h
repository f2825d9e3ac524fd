// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Hooks.h"
#include "identity/Users.h"
#include "net/Outbound.h"

namespace composition {

/// Asks a program of the operator's whom a key stands for that this server has not made, and
/// remembers the answer for a while.
class AuthHook
{
public:
    /// @p users, @p keys and @p outbound outlive it.
    AuthHook(QUrl url, identity::Users *users, identity::Keys *keys, net::Outbound *outbound);

    /// What is remembered of @p key, unless its user was disabled since.
    std::optional<api::Principal> remembered(const QByteArray &key) const;
    /// Unavailable when the program does not answer in time, or not as it should.
    core::Task<std::optional<api::Principal>> ask(QByteArray key);

private:
    struct Entry
    {
        std::optional<api::Principal> principal;
        qint64 until = 0; ///< microseconds since 1970
    };

    core::Task<std::optional<api::Principal>> askNow(QByteArray key);
    core::Task<std::optional<api::Principal>> principalFrom(QByteArray key, QByteArray answer);
    void remember(const QByteArray &key, std::optional<api::Principal> principal,
                  std::chrono::seconds life);

    QUrl m_url;
    identity::Users *m_users;
    identity::Keys *m_keys;
    net::Outbound *m_outbound;
    QHash<QByteArray, Entry> m_entries; ///< by the hash of the key
    int m_waiting = 0;
};

/// Asks a program of the operator's whether a request may go on. Unavailable when it does not
/// answer in time, so that nothing goes on unseen.
api::AskWhether requestHook(QUrl url, net::Outbound *outbound);

} // namespace composition
