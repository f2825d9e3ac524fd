// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Origins.h"

#include <QUrl>

using namespace api;

static QString hostOf(const QByteArray &authority)
{
    if (authority.isEmpty() || authority.contains('/') || authority.contains('@')
        || authority.contains('?') || authority.contains('#') || authority.contains('\\'))
        return {};
    return QUrl("http://" + QString::fromLatin1(authority), QUrl::StrictMode).host().toLower();
}

static bool isLoopback(const QString &host)
{
    return host == "localhost" || (QHostAddress(host).isLoopback() && !QHostAddress(host).isNull());
}

Origins::Origins(const Options &options)
    : m_origins(options.corsOrigins)
    , m_originHosts(options.corsHosts)
    , m_pattern(QRegularExpression::anchoredPattern(options.corsOriginPattern))
    , m_anyName(options.allowedHosts.contains("*"))
    , m_anyAddress(QHostAddress(options.host) == QHostAddress::Any
                   || QHostAddress(options.host) == QHostAddress::AnyIPv4
                   || QHostAddress(options.host) == QHostAddress::AnyIPv6)
{
    for (const QString &name : options.allowedHosts + QStringList{options.host})
        m_hosts.append(name.toLower());
    if (options.corsOriginPattern.isEmpty())
        m_pattern = QRegularExpression("(?!)");
}

bool Origins::isOurHost(const QByteArray &authority) const
{
    const QString host = hostOf(authority);
    if (host.isEmpty())
        return false;
    // A page can rebind a name to this machine but not an address, so on a wildcard any address
    // passes.
    const bool isAddress = !QHostAddress(host).isNull();
    return m_anyName || isLoopback(host) || m_hosts.contains(host) || (m_anyAddress && isAddress);
}

bool api::isWebOrigin(const QByteArray &origin)
{
    return origin.startsWith("http://") || origin.startsWith("https://");
}

bool Origins::isTrusted(const QByteArray &origin, const QByteArray &host) const
{
    const QString text = QString::fromLatin1(origin);
    if (m_origins.contains(text) || m_origins.contains("*") || m_pattern.match(text).hasMatch())
        return true;
    if (!isWebOrigin(origin))
        return false;
    const QByteArray authority = origin.sliced(origin.indexOf("//") + 2);
    const QString name = hostOf(authority);
    return isLoopback(name) || m_originHosts.contains(name)
           || (!name.isEmpty() && authority.compare(host, Qt::CaseInsensitive) == 0);
}
