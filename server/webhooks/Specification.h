// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"

#include <QHttpHeaders>
#include <QUrl>

namespace webhooks {

/// One webhook as the person who runs the server describes it. Durations are in seconds.
struct Specification
{
    QString baseUrl;
    QMap<QString, QString> headers;
    int eventBufferSize = 5; ///< events in one request, and how many start one
    double flushDelay = 30;  ///< how long the first waiting event waits at most
    int retries = 3;
    double retryDelay = 5;
    int maxQueueSize = 1000;                   ///< events of one conversation that wait
    qint64 maxBatchBytes = 5 * 1024 * 1024;    ///< of one request; a larger event goes alone
    qint64 maxQueueBytes = 50 * 1024 * 1024;   ///< of everything that waits for this webhook

    static constexpr auto fields()
    {
        return std::tuple{json::field("base_url", &Specification::baseUrl),
                          json::optional("headers", &Specification::headers),
                          json::optional("event_buffer_size", &Specification::eventBufferSize),
                          json::optional("flush_delay", &Specification::flushDelay),
                          json::optional("num_retries", &Specification::retries),
                          json::optional("retry_delay", &Specification::retryDelay),
                          json::optional("max_queue_size", &Specification::maxQueueSize),
                          json::optional("max_batch_bytes", &Specification::maxBatchBytes),
                          json::optional("max_queue_bytes", &Specification::maxQueueBytes)};
    }
};

/// Reads one from JSON. Invalid, naming the field, for a value that cannot be used.
core::Result<Specification> specificationFromJson(const QJsonValue &value);

/// The address of a resource below the webhook's own: "events/0123...".
QUrl address(const Specification &specification, const QString &path);
/// Its headers, and what kind of body follows.
QHttpHeaders headers(const Specification &specification);
/// What may stand in a log: the host and the port.
QString shownName(const Specification &specification);

} // namespace webhooks
