// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QStringList>

#include <functional>
#include <optional>

namespace workspace {

/// The spelling of a host name that is compared and looked up: ASCII, lower case, no dot at its
/// end. Empty for what is no name, which includes every other spelling of an address ("0x7f.1").
QString canonicalHostName(QString name);

/// Where a program wants to go: a name, or an address that it wrote itself.
struct EgressTarget
{
    QString name; ///< canonical; empty for an address
    QHostAddress address;
    quint16 port = 0;

    bool isLiteral() const { return name.isEmpty(); }
    QString host() const { return isLiteral() ? address.toString() : name; }

    /// Nothing for what is neither a name nor an address, or no port.
    static std::optional<EgressTarget> from(const QString &host, int port);
};

/// One entry of a list of hosts: "name", "*.name", "192.0.2.7" or "[2001:db8::7]", each with
/// ":port" or without.
struct HostRule
{
    QString name; ///< canonical; empty for an address
    bool isWildcard = false; ///< names below `name`, not itself
    QHostAddress address;
    std::optional<quint16> port; ///< without it, 80 and 443

    static std::optional<HostRule> from(const QString &text);
    bool coversPort(quint16 number) const;
    bool matches(const EgressTarget &target) const;
};

/// Which addresses on which ports are listeners of the server itself, asked at each decision.
using OwnListeners = std::function<QList<std::pair<QHostAddress, quint16>>()>;

/// Decides what a workspace may reach. It looks up nothing and dials nothing.
class EgressPolicy
{
public:
    enum class Verdict {
        Allowed,
        NotListed,
        NotPublic, ///< loopback, private, link-local, ... and not listed as an address
        Own, ///< one of the server's own listeners, which no list opens
    };

    /// Allows nothing.
    EgressPolicy() = default;
    /// Entries of @p hosts that are no HostRule are left out.
    explicit EgressPolicy(const QStringList &hosts, OwnListeners own = {});

    /// Before a name is looked up: the question alone would tell somebody something.
    bool lists(const EgressTarget &target) const;
    /// Of each address that a listed target has.
    Verdict judge(const QHostAddress &address, quint16 port) const;

private:
    bool isOwn(const QHostAddress &address, quint16 port) const;

    QList<HostRule> m_rules;
    OwnListeners m_own;
};

} // namespace workspace
