// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TokenSettings.h"

#include "Configuration.h"

#include <QHostAddress>

using core::Error;
using Tokens = identity::BearerTokens;

std::optional<Tokens::Options> composition::tokenSettings(const Configuration &configuration)
{
    if (configuration.valueOf("oidc-issuer").isEmpty())
        return {};
    Tokens::Options options;
    options.issuer = configuration.valueOf("oidc-issuer");
    options.audience = configuration.valueOf("oidc-audience");
    options.userClaim = configuration.valueOf("oidc-user-claim");
    options.scopeClaim = configuration.valueOf("oidc-scope-claim");
    options.strangers = configuration.valueOf("oidc-users") == "all" ? Tokens::Strangers::Admit
                                                                     : Tokens::Strangers::Refuse;
    return options;
}

static bool isIssuer(const QUrl &url)
{
    const bool isLocal = QHostAddress(url.host()).isLoopback() || url.host() == "localhost";
    return url.isValid() && !url.host().isEmpty() && !url.hasQuery() && !url.hasFragment()
           && (url.scheme() == "https" || (url.scheme() == "http" && isLocal));
}

core::Result<> composition::checkTokenSettings(const Configuration &configuration)
{
    const auto refuse = [](const QString &sentence) {
        return core::fail(Error::Kind::Invalid, sentence);
    };
    const QString issuer = configuration.valueOf("oidc-issuer");
    if (!issuer.isEmpty() && !isIssuer(QUrl(issuer, QUrl::StrictMode)))
        return refuse("--oidc-issuer: expected an https address.");
    if (issuer.isEmpty() != configuration.valueOf("oidc-audience").isEmpty())
        return refuse("--oidc-issuer and --oidc-audience go together: without an audience the "
                      "tokens of every program of the issuer would be taken.");
    if (!QStringList{"known", "all"}.contains(configuration.valueOf("oidc-users")))
        return refuse("--oidc-users: expected known or all.");
    for (const char *option : {"oidc-user-claim", "oidc-scope-claim"}) {
        if (configuration.valueOf(option).isEmpty())
            return refuse(QString("--%1: expected the name of a claim.").arg(option));
    }
    return {};
}
