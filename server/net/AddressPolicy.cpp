// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/AddressPolicy.h"

#include <QNetworkInterface>
#include <QtEndian>

#include <algorithm>

using Subnets = QList<std::pair<QHostAddress, int>>;

static Subnets subnets(std::initializer_list<const char *> texts)
{
    Subnets list;
    for (const char *text : texts)
        list.append(QHostAddress::parseSubnet(QString::fromLatin1(text)));
    return list;
}

static bool isWithin(const QHostAddress &address, const Subnets &list)
{
    return std::ranges::any_of(list,
                               [&](const auto &subnet) { return address.isInSubnet(subnet); });
}

bool net::isPublic(const QHostAddress &address)
{
    // The special-purpose address registries of RFC 6890 and its successors.
    static const Subnets special4 = subnets(
        {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
         "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
         "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
    static const Subnets global6 = subnets({"2000::/3"});
    static const Subnets special6 = subnets(
        {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});

    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return !isWithin(address, special4);
    return address.protocol() == QAbstractSocket::IPv6Protocol && isWithin(address, global6)
           && !isWithin(address, special6);
}

QHostAddress net::unmapped(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 mapped = address.toIPv4Address(&isMapped);
    if (isMapped)
        return QHostAddress(mapped);
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    const bool isCompatible = std::all_of(bytes.c, bytes.c + 12,
                                          [](quint8 byte) { return byte == 0; });
    const auto last = qFromBigEndian<quint32>(bytes.c + 12);
    return isCompatible && last > 1 ? QHostAddress(last) : address;
}

bool net::isOfThisMachine(const QHostAddress &address)
{
    QHostAddress plain = unmapped(address);
    plain.setScopeId({});
    if (plain.isLoopback() || plain == QHostAddress(QHostAddress::AnyIPv4)
        || plain == QHostAddress(QHostAddress::AnyIPv6))
        return true;
    QList<QHostAddress> own = QNetworkInterface::allAddresses();
    for (QHostAddress &each : own)
        each.setScopeId({});
    return own.contains(plain);
}

net::AllowList::AllowList(const QStringList &entries)
{
    for (const QString &entry : entries) {
        const std::pair subnet = QHostAddress::parseSubnet(entry);
        if (const QHostAddress address(entry); !address.isNull())
            m_subnets.append(
                {address, address.protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128});
        else if (subnet.second >= 0)
            m_subnets.append(subnet);
        else
            m_hosts.append(entry.toLower());
    }
}

bool net::AllowList::containsHost(const QString &host, int port) const
{
    const QString name = host.toLower();
    return m_hosts.contains(name) || m_hosts.contains(name + ':' + QString::number(port));
}

bool net::AllowList::containsAddress(const QHostAddress &address) const
{
    return isWithin(address, m_subnets);
}
