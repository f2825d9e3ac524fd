// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Session.h"
#include "model/Event.h"
#include "net/Outbound.h"
#include "tools/Tool.h"

namespace conversations {

/// What stands in a text where a secret was.
inline constexpr auto secretMask = "<secret-hidden>";

/// The secrets of one conversation: values that are given and values that are looked up when a
/// command mentions them.
class SecretRegistry : public tools::Secrets
{
public:
    /// @p reach is where values may be looked up.
    explicit SecretRegistry(net::Outbound *outbound, net::Reach reach = net::Reach::Any);

    /// What lines of the log are about.
    void setLogContext(QMap<QString, QString> context) { m_logContext = std::move(context); }
    /// Where a value is looked up within this server; nothing for an address that is not its own.
    using Within = std::function<std::optional<core::Task<QString>>(const QUrl &url)>;
    void setWithin(Within within) { m_within = std::move(within); }
    /// Sources by name: {"kind": "StaticSecret" | "LookupSecret", ...}.
    void setSources(const QJsonObject &sources);
    QList<agent::SecretName> names() const;
    /// Every value that is known, the longest first.
    QStringList values() const;

    core::Task<QMap<QString, QString>> referencedBy(QString command) override;
    QString mask(const QString &text) const override;

private:
    core::Task<QString> value(QString name, QJsonObject source);
    core::Task<QString> fetched(QUrl url, QJsonObject headers);

    net::Outbound *m_outbound;
    net::Reach m_reach;
    QMap<QString, QString> m_logContext;
    Within m_within;
    QJsonObject m_sources;
    QMap<QString, QString> m_values; ///< the last known value of each
};

/// @p body with every secret masked in what the agent says, thinks or gives as its reason; what it
/// asks a tool to do stays as it is.
model::EventBody masked(model::EventBody body, const SecretRegistry &secrets);

/// The sources in a request's "secrets": a plain string, {"value"} or a source with its kind.
/// Invalid with the path of what is none of these.
core::Result<QJsonObject> secretSources(const QJsonObject &secrets);

} // namespace conversations
