// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Trace.h"
#include "net/Outbound.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace telemetry {

/// Decides what is traced and sends spans, in batches, to a collector that speaks OTLP as JSON over
/// HTTP. Nobody ever waits for it: what a slow collector does not take is dropped. Without a
/// collector a client's trace is only handed on.
class Traces : public QObject, public core::Tracer
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl endpoint; ///< "http://127.0.0.1:4318"; spans go to /v1/traces below it
        double ratio = 1; ///< of the traces that begin here
        qsizetype batch = 200;
        qsizetype mostWaiting = 2000;
        std::chrono::milliseconds delay = std::chrono::seconds(2); ///< for company
        std::chrono::milliseconds patience = std::chrono::seconds(10); ///< with the collector
    };

    /// @p outbound outlives it.
    Traces(Options options, net::Outbound *outbound);
    ~Traces() override;

    core::TraceContext begin(const QByteArray &header) override;
    void add(core::Span span) override;

    bool isOn() const { return !m_options.endpoint.isEmpty(); }
    /// Sends what waits, within @p limit.
    core::Task<> flush(std::chrono::milliseconds limit);
    qint64 sent() const { return m_sent; }
    qint64 dropped() const { return m_dropped; }

private:
    void sendSoon();
    static core::Task<> work(QPointer<Traces> self);
    net::Request request(const QList<core::Span> &spans) const;

    const Options m_options;
    net::Outbound *m_outbound;
    QList<core::Span> m_waiting;
    QTimer m_timer;
    bool m_isSending = false;
    bool m_isDown = false; ///< one line in the log says so
    qint64 m_sent = 0;
    qint64 m_dropped = 0;
    core::Deferred<bool> m_idle;
    std::stop_source m_stop;
};

/// Spans as an ExportTraceServiceRequest.
QJsonObject traceExport(const QList<core::Span> &spans);

} // namespace telemetry
