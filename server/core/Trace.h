// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>

namespace core {

/// Where in a trace something happens, as W3C Trace Context has it. It is empty where nobody
/// traces.
struct TraceContext
{
    QByteArray traceId; ///< 32 hexadecimal digits
    QByteArray spanId;  ///< 16 hexadecimal digits
    bool isSampled = false;
    bool isHandedOn = false; ///< it is a client's, and nothing of ours is in it

    bool isValid() const { return !traceId.isEmpty(); }
    /// The value of the header "traceparent"; empty when this is.
    QByteArray header() const;
    /// Nothing unless @p header is a valid value.
    static std::optional<TraceContext> parse(const QByteArray &header);
    /// What happens within this; the same again when nobody will hear of it.
    TraceContext child() const;
};

/// A new one.
QByteArray newTraceId();
QByteArray newSpanId();

/// Something that took its time. Names and attributes hold nothing secret and nothing that a person
/// or a model wrote.
struct Span
{
    enum class Kind { Internal = 1, Server = 2, Client = 3 };

    QString name;
    Kind kind = Kind::Internal;
    TraceContext context;
    QByteArray parentId; ///< empty for the first one
    std::chrono::microseconds begun{}; ///< since 1970
    std::chrono::microseconds ended{};
    QJsonObject attributes;
    QString error; ///< a short word for what failed; empty when it went well
};

/// What begins now within @p outer.
Span spanWithin(const TraceContext &outer, const QString &name);

/// Who is told of spans.
class Tracer
{
public:
    virtual ~Tracer() = default;

    /// What begins with a request that has @p header as its "traceparent", or with none: the
    /// context of what happens now.
    virtual TraceContext begin(const QByteArray &header) = 0;
    /// Spans that are not sampled are ignored.
    virtual void add(Span span) = 0;

    /// @p span ends now; @p error as in a span.
    void finish(Span span, const QString &error = {});
};

} // namespace core
