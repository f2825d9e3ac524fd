// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QStringList>

namespace net {

/// Which addresses a request may go to: any, or only those of the public internet.
enum class Reach { Any, PublicOnly };

/// Whether @p address belongs to one machine on the public internet: not loopback, private,
/// link-local, unique-local, multicast, documentation, translated (NAT64, 6to4, Teredo) or an IPv4
/// address in IPv6.
bool isPublic(const QHostAddress &address);

/// The IPv4 address that is dialled in place of one that only writes it as IPv6 ("::ffff:10.0.0.7",
/// "::10.0.0.7"); any other is returned as it is.
QHostAddress unmapped(const QHostAddress &address);

/// Whether connecting to @p address reaches a listener of this machine.
bool isOfThisMachine(const QHostAddress &address);

/// Exceptions to Reach::PublicOnly: host names ("wiki.lan"), with a port ("wiki.lan:8080"),
/// addresses
/// ("10.0.0.7") and subnets ("10.0.0.0/8", "fd00::/8").
class AllowList
{
public:
    AllowList() = default;
    explicit AllowList(const QStringList &entries);

    bool containsHost(const QString &host, int port) const;
    bool containsAddress(const QHostAddress &address) const;

private:
    QStringList m_hosts; ///< lower case, "name" or "name:port"
    QList<std::pair<QHostAddress, int>> m_subnets;
};

} // namespace net
