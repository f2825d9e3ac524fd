// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Trace.h"

#include "core/Clock.h"

#include <QRandomGenerator>

#include <algorithm>

using core::TraceContext;

static bool isHex(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
}

static bool isNothing(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) { return c == '0'; });
}

/// An id of all zeros means none.
static QByteArray randomHex(qsizetype words)
{
    QByteArray text;
    while (isNothing(text)) {
        text.clear();
        for (qsizetype index = 0; index < words; ++index)
            text += QByteArray::number(QRandomGenerator::global()->generate(), 16)
                        .rightJustified(8, '0');
    }
    return text;
}

QByteArray core::newTraceId()
{
    return randomHex(4);
}

QByteArray core::newSpanId()
{
    return randomHex(2);
}

QByteArray TraceContext::header() const
{
    return isValid() ? "00-" + traceId + '-' + spanId + (isSampled ? "-01" : "-00") : QByteArray();
}

std::optional<TraceContext> TraceContext::parse(const QByteArray &header)
{
    // Versions to come may have more parts behind these.
    const QByteArrayList parts = header.trimmed().split('-');
    if (parts.size() < 4 || parts[0].size() != 2 || parts[1].size() != 32 || parts[2].size() != 16
        || parts[3].size() != 2)
        return {};
    if (parts[0] == "ff" || (parts[0] == "00" && parts.size() != 4))
        return {};
    if (!std::ranges::all_of(parts.first(4), isHex) || isNothing(parts[1]) || isNothing(parts[2]))
        return {};
    return TraceContext{parts[1], parts[2], (parts[3].toInt(nullptr, 16) & 1) != 0, false};
}

TraceContext TraceContext::child() const
{
    if (!isSampled || isHandedOn)
        return *this;
    return {traceId, newSpanId(), isSampled, false};
}

core::Span core::spanWithin(const TraceContext &outer, const QString &name)
{
    Span span;
    span.name = name;
    span.context = outer.child();
    span.parentId = outer.spanId;
    span.begun = Clock::system().now();
    return span;
}

void core::Tracer::finish(Span span, const QString &error)
{
    if (!span.context.isSampled)
        return;
    span.ended = Clock::system().now();
    span.error = error;
    add(std::move(span));
}
