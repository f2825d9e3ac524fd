// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Figures.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTimeZone>

using namespace ui;

/// The value of a label; empty when there is none.
static QByteArray labelOf(const QByteArray &labels, const QByteArray &name)
{
    const QByteArray start = name + "=\"";
    const qsizetype at = labels.indexOf(start);
    if (at < 0)
        return {};
    const qsizetype from = at + start.size();
    return labels.mid(from, labels.indexOf('"', from) - from);
}

static void takeTokens(Figures &figures, const QByteArray &kind, double value)
{
    static const QHash<QByteArray, double Figures::*> kinds{{"prompt", &Figures::promptTokens},
                                                            {"completion",
                                                             &Figures::completionTokens},
                                                            {"cached", &Figures::cachedTokens}};
    if (const auto sum = kinds.constFind(kind); sum != kinds.constEnd())
        figures.*(*sum) += value;
}

static void take(Figures &figures, const QByteArray &name, const QByteArray &labels, double value)
{
    static const QHash<QByteArray, double Figures::*> sums{
        {"berth_http_request_duration_seconds_sum", &Figures::requestSeconds},
        {"berth_runs_active", &Figures::runs},
        {"berth_llm_cost_dollars_total", &Figures::cost},
        {"berth_events_total", &Figures::events},
        {"process_cpu_seconds_total", &Figures::processorSeconds},
        {"process_resident_memory_bytes", &Figures::memory}};
    if (const auto sum = sums.constFind(name); sum != sums.constEnd()) {
        figures.*(*sum) += value;
    } else if (name == "berth_http_requests_total") {
        figures.requests += value;
        if (labelOf(labels, "status").toInt() >= 400)
            figures.refused += value;
    } else if (name == "berth_http_request_duration_seconds_bucket") {
        const QByteArray limit = labelOf(labels, "le");
        figures.requestBuckets[limit == "+Inf" ? qInf() : limit.toDouble()] += value;
    } else if (name == "berth_llm_tokens_total") {
        takeTokens(figures, labelOf(labels, "kind"), value);
    } else if (labelOf(labels, "of") == "all") {
        if (name == "berth_workspaces_processors")
            figures.workspaceProcessors = value;
        else if (name == "berth_workspaces_memory_bytes")
            figures.workspaceMemory = value;
    }
}

Figures Figures::read(const QByteArray &text)
{
    Figures figures;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype space = line.lastIndexOf(' ');
        if (line.startsWith('#') || space < 0)
            continue;
        const qsizetype brace = line.indexOf('{');
        const QByteArray name = line.first(brace < 0 ? space : brace);
        take(figures, name, brace < 0 ? QByteArray() : line.mid(brace, space - brace),
             line.mid(space + 1).toDouble());
    }
    return figures;
}

/// Below which time a share of these requests were, in milliseconds: the bucket's upper edge.
static double edgeOf(const Figures &before, const Figures &now, double requests)
{
    for (auto bucket = now.requestBuckets.cbegin(); bucket != now.requestBuckets.cend(); ++bucket) {
        const double count = bucket.value() - before.requestBuckets.value(bucket.key());
        if (count >= requests)
            return qIsInf(bucket.key()) ? 10000 : bucket.key() * 1000;
    }
    return 0;
}

FigureStep FigureStep::between(const Figures &before, const Figures &now, double seconds)
{
    FigureStep step;
    step.runs = now.runs;
    step.memory = now.memory + now.workspaceMemory;
    step.processors = now.workspaceProcessors;
    // A server that was started again counts from nothing.
    const double requests = now.requests - before.requests;
    if (seconds <= 0 || requests < 0 || now.processorSeconds < before.processorSeconds)
        return step;
    step.processors += (now.processorSeconds - before.processorSeconds) / seconds;
    step.requestsPerMinute = requests * 60 / seconds;
    step.promptsPerMinute = (now.promptTokens - before.promptTokens) * 60 / seconds;
    step.completionsPerMinute = (now.completionTokens - before.completionTokens) * 60 / seconds;
    step.cachedPerMinute = (now.cachedTokens - before.cachedTokens) * 60 / seconds;
    step.costPerHour = (now.cost - before.cost) * 3600 / seconds;
    step.eventsPerSecond = (now.events - before.events) / seconds;
    if (requests > 0) {
        step.meanMs = (now.requestSeconds - before.requestSeconds) * 1000 / requests;
        step.medianMs = edgeOf(before, now, requests * 0.5);
        step.slowMs = edgeOf(before, now, requests * 0.95);
        step.refusedShare = (now.refused - before.refused) / requests;
    }
    return step;
}

static FigureStep stepOf(const QJsonObject &item, double minutes)
{
    const double requests = item["requests"].toDouble();
    FigureStep step;
    step.requestsPerMinute = requests / minutes;
    step.meanMs = item["mean_ms"].toDouble();
    step.medianMs = item["median_ms"].toDouble();
    step.slowMs = item["slow_ms"].toDouble();
    step.refusedShare = requests > 0 ? item["refused"].toDouble() / requests : 0;
    step.processors = item["processors"].toDouble();
    step.memory = item["memory_bytes"].toDouble();
    step.runs = item["runs"].toDouble();
    const double prompts = item["prompt_tokens"].toDouble();
    step.promptsPerMinute = prompts / minutes;
    step.completionsPerMinute = (item["tokens"].toDouble() - prompts) / minutes;
    step.cachedPerMinute = item["cached_tokens"].toDouble() / minutes;
    step.costPerHour = item["cost"].toDouble() * 60 / minutes;
    step.eventsPerSecond = item["events"].toDouble() / (minutes * 60);
    return step;
}

std::optional<double> ui::growthOfRequests(const QJsonValue &answer, std::chrono::minutes length,
                                           const QDateTime &now)
{
    const qint64 step = qMax<qint64>(60, answer["step"].toInteger());
    const qint64 seconds = std::chrono::seconds(length).count();
    double before = 0, since = 0;
    bool isWhole = false;
    for (const QJsonValue &item : answer["items"].toArray()) {
        const QDateTime at = QDateTime::fromString(item["at"].toString(), Qt::ISODateWithMs);
        const qint64 age = at.secsTo(now);
        isWhole = isWhole || age >= 2 * seconds - 2 * step;
        (age > seconds ? before : since) += item["requests"].toDouble();
    }
    return isWhole && before > 0 ? std::optional(since / before) : std::nullopt;
}

FigureSpan FigureSpan::read(const QJsonValue &answer, std::chrono::minutes length,
                            const QDateTime &now)
{
    const qint64 seconds = qMax<qint64>(60, answer["step"].toInteger());
    const qint64 last = now.toSecsSinceEpoch() / seconds;
    const qint64 count = std::chrono::seconds(length).count() / seconds + 1;
    FigureSpan span;
    span.steps.resize(count);
    for (qint64 place = 0; place < count; ++place)
        span.steps[place].at = QDateTime::fromSecsSinceEpoch((last - count + 1 + place) * seconds,
                                                             QTimeZone::UTC);
    for (const QJsonValue &value : answer["items"].toArray()) {
        const QJsonObject item = value.toObject();
        const QDateTime at = QDateTime::fromString(item["at"].toString(), Qt::ISODateWithMs);
        const qint64 place = count - 1 - last + at.toSecsSinceEpoch() / seconds;
        if (place < 0 || place >= count)
            continue;
        const QDateTime begin = span.steps[place].at;
        span.steps[place] = stepOf(item, double(seconds) / 60);
        span.steps[place].at = begin;
        const double requests = item["requests"].toDouble();
        span.requests += requests;
        span.refused += item["refused"].toDouble();
        span.requestSeconds += requests * item["mean_ms"].toDouble() / 1000;
        span.slowMs = qMax(span.slowMs, item["slow_ms"].toDouble());
        span.tokens += item["tokens"].toDouble();
        span.cost += item["cost"].toDouble();
    }
    return span;
}
