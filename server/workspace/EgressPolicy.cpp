// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressPolicy.h"

#include "net/AddressPolicy.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace workspace {

/// An address in its only usual spelling: resolvers also take "127.1", "0177.0.0.1" and
/// "2130706433", and a list must not be passed by spelling.
static QHostAddress literalAddress(const QString &text)
{
    const QHostAddress address(text);
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return address.toString() == text ? address : QHostAddress();
    const bool isPlain = address.protocol() == QAbstractSocket::IPv6Protocol
                         && !text.contains(QChar(u'%'));
    return isPlain ? address : QHostAddress();
}

QString canonicalHostName(QString name)
{
    static const QRegularExpression label("\\A[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\z");
    static const QRegularExpression number("\\A(?:\\d+|0x[0-9a-f]*)\\z");
    if (name.size() > 1000)
        return {};
    const bool isAscii = std::ranges::all_of(name, [](QChar c) { return c.unicode() < 0x80; });
    name = isAscii ? name.toLower() : QString::fromLatin1(QUrl::toAce(name));
    if (name.endsWith(QChar(u'.')))
        name.chop(1);
    const QStringList labels = name.split(QChar(u'.'));
    const bool isName = name.size() <= 253 && !number.match(labels.constLast()).hasMatch()
                        && std::ranges::all_of(labels, [](const QString &each) {
        return label.match(each).hasMatch();
    });
    return isName ? name : QString();
}

std::optional<EgressTarget> EgressTarget::from(const QString &host, int port)
{
    if (port < 1 || port > 65535)
        return {};
    EgressTarget target;
    target.port = static_cast<quint16>(port);
    const bool isBracketed = host.startsWith(QChar(u'[')) && host.endsWith(QChar(u']'));
    target.address = literalAddress(isBracketed ? host.sliced(1).chopped(1) : host);
    if (isBracketed && target.address.protocol() != QAbstractSocket::IPv6Protocol)
        return {};
    if (target.address.isNull())
        target.name = canonicalHostName(host);
    if (target.address.isNull() && target.name.isEmpty())
        return {};
    return target;
}

std::optional<HostRule> HostRule::from(const QString &text)
{
    static const QRegularExpression form("\\A(\\*\\.)?([^:*\\[\\]]+|\\[[0-9A-Fa-f:.]+\\])"
                                         "(?::(\\d{1,5}))?\\z");
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return {};
    HostRule rule;
    rule.isWildcard = match.hasCaptured(1);
    const int port = match.hasCaptured(3) ? match.captured(3).toInt() : 443;
    const std::optional<EgressTarget> target = EgressTarget::from(match.captured(2), port);
    if (!target || (rule.isWildcard && target->isLiteral()))
        return {};
    rule.name = target->name;
    rule.address = target->address;
    if (match.hasCaptured(3))
        rule.port = target->port;
    return rule;
}

bool HostRule::coversPort(quint16 number) const
{
    return port ? *port == number : number == 80 || number == 443;
}

bool HostRule::matches(const EgressTarget &target) const
{
    if (!coversPort(target.port) || target.isLiteral() != name.isEmpty())
        return false;
    if (target.isLiteral())
        return target.address == address;
    return isWildcard ? target.name.endsWith('.' + name) : target.name == name;
}

EgressPolicy::EgressPolicy(const QStringList &hosts, OwnListeners own)
    : m_own(std::move(own))
{
    for (const QString &host : hosts) {
        if (const std::optional<HostRule> rule = HostRule::from(host))
            m_rules.append(*rule);
    }
}

bool EgressPolicy::lists(const EgressTarget &target) const
{
    return std::ranges::any_of(m_rules, [&](const HostRule &rule) { return rule.matches(target); });
}

EgressPolicy::Verdict EgressPolicy::judge(const QHostAddress &address, quint16 port) const
{
    if (isOwn(address, port))
        return Verdict::Own;
    const EgressTarget literal{.name = {}, .address = address, .port = port};
    return net::isPublic(address) || lists(literal) ? Verdict::Allowed : Verdict::NotPublic;
}

bool EgressPolicy::isOwn(const QHostAddress &address, quint16 port) const
{
    const auto listeners = m_own ? m_own() : QList<std::pair<QHostAddress, quint16>>();
    return std::ranges::any_of(listeners, [&](const auto &listener) {
        return listener.second == port
               && (net::unmapped(address) == net::unmapped(listener.first)
                   || net::isOfThisMachine(address));
    });
}

} // namespace workspace
