// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/Metrics.h"

#include <QHash>
#include <QSet>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

using telemetry::Metrics;

static constexpr qsizetype mostModels = 50;
static constexpr qsizetype mostOutcomes = 50;

/// Seconds: of answers, and of what takes as long as a model does.
static const prometheus::Histogram::BucketBoundaries quickBuckets{0.0005, 0.001, 0.0025, 0.005,
                                                                  0.01,   0.025, 0.05,   0.1,
                                                                  0.25,   0.5,   1,      2.5,
                                                                  10};
static const prometheus::Histogram::BucketBoundaries slowBuckets{0.1, 0.25, 0.5, 1,   2.5, 5,
                                                                 10,  30,   60,  120, 300};

/// A figure that is asked for when somebody reads.
struct Figure
{
    prometheus::MetricType type = prometheus::MetricType::Gauge;
    std::string name;
    std::string help;
    std::vector<prometheus::ClientMetric::Label> labels;
    Metrics::Read read;
};

/// Lets the first names through and calls the rest "other".
class Bounded
{
public:
    explicit Bounded(qsizetype most)
        : m_most(most)
    {}

    std::string operator()(const QString &name)
    {
        if (!m_names.contains(name)) {
            if (m_names.size() >= m_most)
                return "other";
            m_names.insert(name);
        }
        return name.left(100).toStdString();
    }

private:
    const qsizetype m_most;
    QSet<QString> m_names;
};

static double secondsOf(std::chrono::microseconds time)
{
    return std::chrono::duration<double>(time).count();
}

struct Metrics::Private
{
    using Counters = prometheus::Family<prometheus::Counter>;
    using Histograms = prometheus::Family<prometheus::Histogram>;

    Counters &counters(const char *name, const char *help)
    {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    Histograms &histograms(const char *name, const char *help)
    {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }

    prometheus::Registry registry;
    Counters &requests = counters("berth_http_requests_total",
                                  "Answered requests by route, method and status.");
    Histograms &requestTimes = histograms("berth_http_request_duration_seconds",
                                          "From a request's head to its answer's last byte.");
    Counters &responseBytes = counters("berth_http_response_bytes_total",
                                       "Bytes of answers, heads included.");
    Counters &errors = counters("berth_errors_total", "Answers that are errors, by their kind.");
    Counters &modelCalls = counters("berth_llm_requests_total",
                                    "Questions to models by model and outcome.");
    Histograms &modelTimes = histograms("berth_llm_request_duration_seconds",
                                        "How long models took, repetitions included.");
    Counters &tokens = counters("berth_llm_tokens_total", "Tokens by model and kind.");
    Counters &cost = counters("berth_llm_cost_dollars_total", "What models cost in US dollars.");
    Counters &logLines = counters("berth_log_lines_total",
                                  "Lines of the log by level and by room of the server.");
    Counters &runs = counters("berth_runs_total", "Runs that ended, by how they ended.");
    Histograms &runTimes = histograms("berth_run_duration_seconds", "How long runs took.");
    Counters &events = counters("berth_events_total", "Events that conversations published.");
    Histograms &storeTimes = histograms("berth_store_duration_seconds",
                                        "How long transactions took, by what they did.");
    Counters &storeJobs = counters("berth_store_jobs_total",
                                   "What the database was asked, by what came of it.");
    Bounded models{mostModels};
    Bounded outcomes{mostOutcomes};
    std::vector<Figure> figures;
};

Metrics::Metrics()
    : m_private(std::make_unique<Private>())
{
    m_private->responseBytes.Add({});
    m_private->events.Add({});
}

Metrics::~Metrics() = default;

/// Null for what is no error.
static const char *errorKind(int status)
{
    switch (status) {
    case 0: return "cancelled";
    case 401: return "unauthorized";
    case 403: return "forbidden";
    case 404: return "not_found";
    case 409: return "conflict";
    case 413: return "too_large";
    case 429: return "rate_limited";
    case 502: return "upstream";
    case 503: return "unavailable";
    case 504: return "timeout";
    default: break;
    }
    if (status < 400)
        return nullptr;
    return status < 500 ? "invalid" : "internal";
}

void Metrics::count(const Request &request)
{
    const std::string route = request.route.isEmpty() ? "none" : request.route.toStdString();
    static const QSet<QByteArray> methods{"GET",   "HEAD",   "POST",   "PUT",
                                          "PATCH", "DELETE", "OPTIONS"};
    const std::string method = methods.contains(request.method) ? request.method.toStdString()
                                                                : "other";
    m_private->requests
        .Add({{"route", route}, {"method", method}, {"status", std::to_string(request.status)}})
        .Increment();
    if (const char *kind = errorKind(request.status))
        m_private->errors.Add({{"kind", kind}}).Increment();
    m_private->requestTimes.Add({{"route", route}}, quickBuckets)
        .Observe(secondsOf(request.duration));
    m_private->responseBytes.Add({}).Increment(static_cast<double>(request.bytesSent));
}

void Metrics::count(const ModelCall &call)
{
    const std::string model = m_private->models(call.model);
    m_private->modelCalls.Add({{"model", model}, {"outcome", m_private->outcomes(call.outcome)}})
        .Increment();
    m_private->modelTimes.Add({{"model", model}}, slowBuckets).Observe(secondsOf(call.duration));
    const auto add = [&](const char *kind, qint64 number) {
        m_private->tokens.Add({{"model", model}, {"kind", kind}})
            .Increment(static_cast<double>(number));
    };
    add("prompt", call.promptTokens);
    add("completion", call.completionTokens);
    add("cached", call.cachedTokens);
    m_private->cost.Add({{"model", model}}).Increment(call.cost);
}

void Metrics::countLogLine(const QString &level, const QString &room)
{
    m_private->logLines.Add({{"level", level.toStdString()}, {"room", room.toStdString()}})
        .Increment();
}

void Metrics::countRun(const QString &outcome, std::chrono::microseconds duration)
{
    m_private->runs.Add({{"outcome", m_private->outcomes(outcome)}}).Increment();
    m_private->runTimes.Add({}, slowBuckets).Observe(secondsOf(duration));
}

void Metrics::countEvents(qint64 number)
{
    m_private->events.Add({}).Increment(static_cast<double>(number));
}

void Metrics::count(const store::Work &work)
{
    const char *task = work.kind == store::Work::Kind::Write ? "write" : "read";
    m_private->storeTimes.Add({{"task", task}}, quickBuckets).Observe(secondsOf(work.duration));
    m_private->storeJobs.Add({{"task", task}, {"outcome", work.isLost ? "lost" : "done"}})
        .Increment(static_cast<double>(work.jobs));
}

static Figure figureOf(prometheus::MetricType type, const QString &name, const QString &help,
                       Metrics::Read read, const QString &label)
{
    Figure figure{type, name.toStdString(), help.toStdString(), {}, std::move(read)};
    if (const qsizetype equals = label.indexOf('='); equals > 0)
        figure.labels.push_back(
            {label.first(equals).toStdString(), label.sliced(equals + 1).toStdString()});
    return figure;
}

void Metrics::gauge(const QString &name, const QString &help, Read read, const QString &label)
{
    m_private->figures.push_back(
        figureOf(prometheus::MetricType::Gauge, name, help, std::move(read), label));
}

void Metrics::counter(const QString &name, const QString &help, Read read, const QString &label)
{
    m_private->figures.push_back(
        figureOf(prometheus::MetricType::Counter, name, help, std::move(read), label));
}

/// Adds the figures as they are at this moment; those of one name are one family.
static void addFigures(const std::vector<Figure> &figures,
                       std::vector<prometheus::MetricFamily> &families)
{
    for (const Figure &figure : figures) {
        prometheus::ClientMetric metric;
        metric.label = figure.labels;
        const double value = figure.read();
        if (figure.type == prometheus::MetricType::Counter)
            metric.counter.value = value;
        else
            metric.gauge.value = value;
        if (families.empty() || families.back().name != figure.name)
            families.push_back({figure.name, figure.help, figure.type, {}});
        families.back().metric.push_back(metric);
    }
}

QByteArray Metrics::text() const
{
    std::vector<prometheus::MetricFamily> families = m_private->registry.Collect();
    std::erase_if(families,
                  [](const prometheus::MetricFamily &family) { return family.metric.empty(); });
    addFigures(m_private->figures, families);
    return QByteArray::fromStdString(prometheus::TextSerializer().Serialize(families));
}
