// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Database.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace telemetry {

/// One answered request, as figures and the request log tell of it.
struct Request
{
    QByteArray method;
    QString route; ///< the template, such as "/conversations/{id}"; empty when none was found
    int status = 0; ///< 0 when the client left before it was answered
    std::chrono::microseconds duration{};
    qint64 bytesSent = 0;
    QString userId = {};
    QString client = {}; ///< its address
    QString requestId = {};
    QString path = {}; ///< without its query
    QList<std::pair<QString, QString>> headers = {}; ///< those that may be shown
};

/// One question to a model.
struct ModelCall
{
    QString model;
    QString outcome; ///< "ok", "cancelled" or the code of the failure
    std::chrono::microseconds duration{};
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    qint64 cachedTokens = 0; ///< of the prompt's
    double cost = 0; ///< US dollars
    QString userId = {}; ///< no label
};

/// The figures of the server, in the text format that Prometheus reads. No label names a user, a
/// conversation or a workspace, and what a label can say is bounded.
class Metrics
{
public:
    Metrics();
    ~Metrics();

    void count(const Request &request);
    /// Models beyond the first 50 are counted as "other".
    void count(const ModelCall &call);
    void countLogLine(const QString &level, const QString &room);
    /// A run of a conversation ended; @p outcome is one of the execution statuses.
    void countRun(const QString &outcome, std::chrono::microseconds duration);
    void countEvents(qint64 number);
    void count(const store::Work &work);

    /// Figures that are asked for when somebody reads: one that may fall, and one that never does.
    /// @p label is empty or as in "state=\"ready\"" without the quotes: "state=ready".
    using Read = std::function<double()>;
    void gauge(const QString &name, const QString &help, Read read, const QString &label = {});
    void counter(const QString &name, const QString &help, Read read, const QString &label = {});

    /// Version 0.0.4 of the format.
    QByteArray text() const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace telemetry
