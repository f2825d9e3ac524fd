// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Observed.h"

#include "UsageFigures.h"
#include "telemetry/Spans.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <unistd.h>

using namespace composition;

Observed::Observed(const Rooms &rooms)
    : m_rooms(rooms)
    , m_requestsTopic(&m_requests)
    , m_activity(rooms.runtime, rooms.conversations, &m_metrics)
    , m_health({[this] { return docker(); }, [this] { return m_activity.workspaces(); },
                [this] { return m_rooms.conversations->liveCount(); },
                [this] { return m_activity.runs(); }})
    , m_figures(rooms.database)
    , m_history(&m_figures, [this] { return look(); })
    , m_use(rooms.database)
    , m_routes(&m_health, &m_metrics, &m_requests, &m_history,
               [this](const api::Caller &caller) { return limits(caller); })
    , m_useRoutes(&m_use)
    , m_logRoutes(&m_log)
{
    listen();
    addFigures();
    addChecks();
    traceStarts();
}

Observed::~Observed()
{
    m_rooms.database->setObserver({});
    core::setLogSink({});
}

void Observed::listen()
{
    if (m_rooms.logFiles > 0) {
        m_logFiles.emplace(m_rooms.dataDirectory + "/logs",
                           telemetry::LogFiles::Bounds{.files = m_rooms.logFiles});
        if (const core::Result<> opened = m_logFiles->open(); !opened) {
            qCWarning(lcApp).noquote() << opened.error().message;
            m_logFiles.reset();
        }
    }
    core::setLogSink([this](const core::LogLine &line) {
        m_log.add(line);
        m_metrics.countLogLine(line.level, line.category.section('.', -1));
        if (m_logFiles)
            m_logFiles->write(line);
    });
}

void Observed::tell(telemetry::AlertWatch *alerts)
{
    m_alerts = alerts;
    connect(alerts, &telemetry::AlertWatch::looked, &m_history, &telemetry::FigureHistory::look);
    m_rooms.database->setObserver([this](const store::Work &work) {
        m_metrics.count(work);
        m_alerts->count(work);
    });
}

void Observed::hear(const llm::Call &call)
{
    const telemetry::ModelCall figure = telemetry::figureOf(call);
    m_metrics.count(figure);
    m_history.count(figure);
    keepUse(figure, call.asker.conversationId);
    if (m_alerts)
        m_alerts->count(figure);
    m_rooms.traces->add(telemetry::spanOf(call));
}

void Observed::keepUse(const telemetry::ModelCall &call, const QString &conversationId)
{
    if (call.promptTokens + call.completionTokens == 0 && call.cost <= 0)
        return;
    const auto now = std::chrono::floor<std::chrono::minutes>(core::Clock::system().now());
    core::spawn(m_use.add({.minute = now.count(),
                           .userId = call.userId,
                           .conversationId = conversationId,
                           .model = call.model,
                           .promptTokens = call.promptTokens,
                           .completionTokens = call.completionTokens,
                           .cachedTokens = call.cachedTokens,
                           .cost = call.cost}),
                "keeping what a model was asked for");
}

/// A workspace that becomes ready tells how long each stage of its start took.
void Observed::traceStarts()
{
    connect(m_rooms.runtime, &workspace::Runtime::changed, this, [this](const QString &id) {
        const workspace::WorkspaceStatus status = m_rooms.runtime->status(id);
        if (!m_rooms.traces->isOn() || status.state != workspace::WorkspaceState::Ready
            || status.stages.isEmpty())
            return;
        for (const core::Span &span : telemetry::spansOf(status, m_rooms.traces->begin({})))
            m_rooms.traces->add(span);
    });
}

QJsonObject Observed::state() const
{
    const telemetry::HealthReport health = m_health.report();
    return {{"status", health.status},
            {"reasons", QJsonArray::fromStringList(health.reasons)},
            {"engine", docker()},
            {"models_failing", m_alerts ? qint64(m_alerts->failingModels()) : 0}};
}

QString Observed::docker() const
{
    const std::optional<bool> answers = m_rooms.runtime->engineAnswers();
    return !answers ? "unused" : *answers ? "connected" : "unavailable";
}

static double megabytes(double bytes)
{
    return bytes / (1024 * 1024);
}

QList<telemetry::Limit> Observed::limits(const api::Caller &caller) const
{
    const api::Limits &limits = m_server->limits();
    const auto &perKey = limits.perKey;
    const conversations::Admission &runs = m_rooms.conversations->admission();
    const int waiting = perKey.burst - m_server->remainingRequests(caller.keyId);
    QList<telemetry::Limit> list{
        {"request_rate", "key", "requests per second", perKey.perSecond},
        {"request_burst", "key", "requests", double(perKey.burst), waiting},
        {"request_rate", "address", "requests per second", limits.perAddress.perSecond},
        {"sockets", "user", "sockets", double(limits.socketsPerUser),
         m_server->socketCount(caller.userId)},
        {"runs", "server", "runs at a time", double(runs.most())},
        {"runs", "user", "runs at a time", double(runs.mostOf(caller.userId).value_or(runs.most())),
         runs.runningOf(caller.userId)},
        {"workspaces", "user", "workspaces", double(m_rooms.workspaces->mostOf(caller.userId))},
        {"conversations", "user", "conversations", double(m_rooms.conversationsPerUser)},
        {"connections", "server", "connections", double(limits.connections)},
        {"connections", "address", "connections", double(limits.connectionsPerAddress)},
        {"body", "request", "MiB", megabytes(api::defaultBodyLimit)},
        {"large_body", "request", "MiB", megabytes(api::largeBodyLimit)},
        {"head", "request", "MiB", megabytes(double(limits.headBytes))},
        {"socket_message", "request", "MiB", megabytes(double(limits.socketMessageBytes))},
    };
    for (const conversations::BudgetUse &bound : m_rooms.spending->bounds(caller.userId))
        list.append({bound.name, "user", bound.unit, bound.most, bound.used});
    return list;
}

void Observed::watch(api::Server *server)
{
    m_server = server;
    server->setTracer(m_rooms.traces);
    connect(server, &api::Server::answered, this, [this](const api::Record &record) {
        const telemetry::Request request{record.method,   record.route,     record.status,
                                         record.duration, record.bytesSent, record.userId,
                                         record.client,   record.requestId, record.path,
                                         record.headers};
        m_metrics.count(request);
        m_history.count(request);
        m_requestsTopic.tell(m_requests.add(request));
        m_rooms.traces->add(telemetry::spanOf(request, record.trace, record.outerSpan));
    });
    m_metrics.gauge("berth_http_connections", "Open connections, WebSockets included.",
                    [server] { return server->connectionCount(); });
    m_metrics.gauge("berth_websockets", "Open WebSockets.",
                    [server] { return server->socketCount(); });
}

static double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

static double residentBytes()
{
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble()
           * static_cast<double>(sysconf(_SC_PAGESIZE));
}

static double openDescriptors()
{
    return static_cast<double>(
        QDir("/proc/self/fd").entryList(QDir::System | QDir::Files | QDir::Dirs).size());
}

void Observed::addFigures()
{
    m_metrics.gauge("berth_build_info", "1; the label tells the version.", [] { return 1.0; },
                    "version=" BERTH_VERSION);
    m_metrics.gauge("berth_healthy", "1 when nothing is wrong, as GET /health says.",
                    [this] { return m_health.report().reasons.isEmpty() ? 1.0 : 0.0; });
    const double started = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    m_metrics.gauge("process_start_time_seconds", "When the server started, since 1970.",
                    [started] { return started; });
    m_metrics.counter("process_cpu_seconds_total", "Processor time of the server.",
                      processorSeconds);
    m_metrics.gauge("process_resident_memory_bytes", "Memory of the server.", residentBytes);
    m_metrics.gauge("process_open_fds", "Open descriptors of the server.", openDescriptors);
    m_metrics.counter("berth_store_commits_total", "Transactions that are on disk.",
                      [this] { return static_cast<double>(m_rooms.database->commits()); });
    m_metrics.gauge("berth_store_queue", "What waits for the database, by what it wants to do.",
                    [this] { return double(m_rooms.database->waiting().writes); }, "task=write");
    m_metrics.gauge("berth_store_queue", "What waits for the database, by what it wants to do.",
                    [this] { return double(m_rooms.database->waiting().reads); }, "task=read");
    m_metrics.counter("berth_trace_spans_total", "Spans for the collector, by what became of them.",
                      [this] { return double(m_rooms.traces->sent()); }, "outcome=sent");
    m_metrics.counter("berth_trace_spans_total", "Spans for the collector, by what became of them.",
                      [this] { return double(m_rooms.traces->dropped()); }, "outcome=dropped");
    m_metrics.gauge("berth_runs_waiting", "Runs that wait for their turn.",
                    [this] { return m_rooms.conversations->admission().waiting(); });
    addUsageFigures(m_metrics, m_rooms.usage);
}

telemetry::FigureHistory::Look Observed::look() const
{
    telemetry::FigureHistory::Look look{.runs = double(m_activity.runs()),
                                        .serverSeconds = processorSeconds(),
                                        .memory = residentBytes(),
                                        .events = m_activity.events()};
    for (const workspace::UsageSample &sample : m_rooms.usage->all()) {
        look.workspaceProcessors += sample.processors.value_or(0);
        look.memory += double(sample.use.memoryBytes);
    }
    return look;
}

void Observed::addChecks()
{
    m_health.add([this] {
        return docker() == "unavailable"
                   ? QString("The engine that makes containers does not answer.")
                   : QString();
    });
    m_health.add([folder = m_rooms.dataDirectory] { return telemetry::diskComplaint(folder); });
}

#include "moc_Observed.cpp"
