// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "webhooks/Specification.h"

using core::Error;
using webhooks::Specification;

static std::unexpected<Error> refuse(const char *field, const char *wanted)
{
    return core::fail(Error::Kind::Invalid, QString("%1: expected %2.").arg(field, wanted));
}

static core::Result<> check(const Specification &specification)
{
    constexpr double longest = 24 * 60 * 60;
    const QUrl url(specification.baseUrl, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != "http" && url.scheme() != "https"))
        return refuse("base_url", "an http or https address");
    if (specification.eventBufferSize < 1)
        return refuse("event_buffer_size", "at least 1");
    if (!(specification.flushDelay > 0 && specification.flushDelay <= longest))
        return refuse("flush_delay", "more than 0 and at most 86400 seconds");
    if (specification.retries < 0 || specification.retries > 100)
        return refuse("num_retries", "0 to 100");
    if (!(specification.retryDelay >= 0 && specification.retryDelay <= longest))
        return refuse("retry_delay", "0 to 86400 seconds");
    if (specification.maxQueueSize < 1)
        return refuse("max_queue_size", "at least 1");
    if (specification.maxBatchBytes < 1)
        return refuse("max_batch_bytes", "at least 1");
    if (specification.maxQueueBytes < 1)
        return refuse("max_queue_bytes", "at least 1");
    return {};
}

core::Result<Specification> webhooks::specificationFromJson(const QJsonValue &value)
{
    const core::Result<Specification> specification = json::read<Specification>(value);
    if (!specification)
        return specification;
    if (const core::Result<> checked = check(*specification); !checked)
        return std::unexpected(checked.error());
    QHttpHeaders probe;
    for (const auto &[name, text] : specification->headers.asKeyValueRange()) {
        if (name.isEmpty() || !probe.append(name, text))
            return refuse("headers", "names and values that HTTP allows");
    }
    return specification;
}

QUrl webhooks::address(const Specification &specification, const QString &path)
{
    QUrl url(specification.baseUrl, QUrl::StrictMode);
    QString base = url.path();
    while (base.endsWith('/'))
        base.chop(1);
    url.setPath(base + '/' + path);
    return url;
}

QHttpHeaders webhooks::headers(const Specification &specification)
{
    QHttpHeaders headers;
    for (const auto &[name, value] : specification.headers.asKeyValueRange())
        headers.append(name, value);
    headers.replaceOrAppend(QHttpHeaders::WellKnownHeader::ContentType, "application/json");
    return headers;
}

QString webhooks::shownName(const Specification &specification)
{
    const QUrl url(specification.baseUrl, QUrl::StrictMode);
    return url.port() < 0 ? url.host() : url.host() + ':' + QString::number(url.port());
}
