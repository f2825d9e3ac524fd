// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/Issuer.h"
#include "identity/Users.h"

namespace identity {

/// Lets in who bears a token that an issuer of the operator's has made.
class BearerTokens : public QObject
{
    Q_OBJECT

public:
    enum class Strangers { Refuse, Admit };

    struct Options
    {
        QString issuer; ///< its address, as its tokens bear it
        QString audience;
        QString userClaim = "sub";
        QString scopeClaim = "scope";
        Strangers strangers = Strangers::Refuse; ///< users whom the server does not know
        qsizetype mostRemembered = 10'000;
    };

    /// Everything outlives it.
    BearerTokens(Options options, Users *users, Keys *keys, net::Outbound *outbound,
                 const core::Clock *clock = &core::Clock::system());

    /// Whether @p key is a token that names our issuer; whose else it may be is not known here.
    bool isForUs(const QByteArray &key) const;
    /// What is remembered of @p token, unless its user was disabled since.
    std::optional<Principal> remembered(const QByteArray &token) const;
    /// Unauthorized, with one sentence; Unavailable when the issuer does not answer.
    core::Task<Principal> verify(QByteArray token);

signals:
    /// A token has expired, or was forgotten because there are too many.
    void ended(const QString &keyId);

private:
    struct Entry
    {
        Principal principal;
        std::chrono::microseconds checkedAt{};
        std::chrono::microseconds end{};
    };

    core::Result<QString> userOf(const QJsonObject &claims) const;
    core::Task<> findUser(QString id, QString name);
    void remember(const QByteArray &token, const Principal &principal, std::chrono::seconds end);
    void makeRoom();
    void expire();

    Options m_options;
    Expectation m_expected;
    Users *m_users;
    Keys *m_keys;
    const core::Clock *m_clock;
    Issuer m_issuer;
    QHash<QByteArray, Entry> m_entries; ///< by the hash of the token
    QTimer m_expiry; ///< until the first of them ends
};

} // namespace identity
