// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Options.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace api {

/// Which names a request may address us by, and which web pages may call us: the defence against
/// rebinding of names and against foreign pages in the user's browser.
class Origins
{
public:
    explicit Origins(const Options &options);

    /// @p host is the Host header, with or without a port.
    bool isOurHost(const QByteArray &host) const;
    /// @p origin is the Origin header; our own origin, seen in @p host, is trusted.
    bool isTrusted(const QByteArray &origin, const QByteArray &host) const;

private:
    QStringList m_hosts;
    QStringList m_origins;
    QStringList m_originHosts;
    QRegularExpression m_pattern;
    bool m_anyName = false;
    bool m_anyAddress = false;
};

/// Whether it is an http or https origin at all, which "null" is not.
bool isWebOrigin(const QByteArray &origin);

} // namespace api
