// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/Lookup.h"

#include <QHostInfo>

core::Task<QList<QHostAddress>> net::lookUp(QString host, std::stop_token stop)
{
    using Kind = core::Error::Kind;
    const QHostAddress literal(host);
    if (!literal.isNull())
        co_return QList{literal};
    core::Deferred<std::optional<QHostInfo>> found;
    QObject context;
    const int id = QHostInfo::lookupHost(host, &context,
                                         [found](const QHostInfo &info) { found.resolve(info); });
    const std::stop_callback cancel(stop, [found, id] {
        QHostInfo::abortHostLookup(id);
        found.resolve(std::nullopt);
    });
    const std::optional<QHostInfo> info = co_await found;
    if (!info)
        co_return core::fail(Kind::Cancelled, "The request was cancelled.");
    if (info->addresses().isEmpty())
        co_return core::fail(Kind::Unavailable,
                             "Cannot reach " + host + ": no such host is known.");
    co_return info->addresses();
}
