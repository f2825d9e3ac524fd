// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/AlertWatch.h"

#include <sys/statvfs.h>

using namespace std::chrono;
using namespace telemetry;
using workspace::WorkspaceState;
using Status = model::ExecutionStatus;

static constexpr int looksBetween = 360;
static constexpr qsizetype mostModelsWatched = 1000;
static constexpr qint64 fewestAnswers = 20; ///< below that a rate says nothing
static constexpr double nothingLeft = 2; ///< percent of the disk
/// How long what happened once is told.
static constexpr minutes strikes{10};
static constexpr hours modelStrikes{1};

AlertWatch::AlertWatch(Alerts *alerts, Sources sources, AlertThresholds thresholds,
                       const core::Clock *clock)
    : m_alerts(alerts)
    , m_sources(std::move(sources))
    , m_thresholds(thresholds)
    , m_clock(clock)
{
    connect(&m_timer, &QTimer::timeout, this, &AlertWatch::look);
}

void AlertWatch::begin(milliseconds period)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.start(period);
}

void AlertWatch::setThresholds(const AlertThresholds &thresholds)
{
    if (std::exchange(m_thresholds, thresholds) == thresholds)
        return;
    if (m_spending) {
        const QStringList users = m_spending->users();
        for (const QString &userId : users)
            lookAtBudget(userId);
    }
    if (m_conversations) {
        for (const auto &conversation : m_conversations->inMemory())
            lookAtBudget(*conversation);
    }
    lookAtDisk();
    lookAtErrors();
    lookAtRuns();
    lookSlowly();
}

/// Holds when there is something to say.
void AlertWatch::set(const QString &rule, const AlertSubject &subject, const QString &text)
{
    if (text.isEmpty())
        m_alerts->lower(rule, subject);
    else
        m_alerts->raise(rule, subject, text);
}

void AlertWatch::look()
{
    if (m_sources.engineAnswers) {
        const bool isLost = !m_sources.engineAnswers().value_or(true);
        set("engine_lost", {},
            isLost ? QString("The engine that makes containers does not answer.") : QString());
    }
    lookAtDisk();
    lookAtStore();
    lookAtErrors();
    lookAtRuns();
    lookAtBudgets();
    if (m_looks++ % looksBetween == 0)
        lookSlowly();
    m_alerts->tick();
    emit looked();
}

qsizetype AlertWatch::failingModels() const
{
    return std::ranges::count_if(m_failures, [this](int failures) {
        return failures >= m_thresholds.modelFailures;
    });
}

void AlertWatch::lookSlowly()
{
    lookAtCertificate();
    lookAtBackups();
}

// --- the server itself ---------------------------------------------------------------------------

void AlertWatch::lookAtDisk()
{
    struct statvfs system{};
    if (m_sources.dataFolder.isEmpty()
        || ::statvfs(m_sources.dataFolder.toLocal8Bit().constData(), &system) != 0
        || system.f_blocks == 0)
        return;
    const double free = 100.0 * double(system.f_bavail) / double(system.f_blocks);
    const quint64 megabytes = quint64(system.f_bavail) * system.f_frsize / 1'000'000;
    const QString text = QString("The disk of the data folder has %1 % left (%2 MB).")
                             .arg(free, 0, 'f', 1)
                             .arg(megabytes);
    const bool isFull = free < nothingLeft && megabytes < 1000;
    set("data_disk_full", {}, isFull ? text : QString());
    set("data_disk_low", {}, !isFull && free < m_thresholds.dataDiskFree ? text : QString());
}

void AlertWatch::lookAtStore()
{
    const auto slowest = duration_cast<milliseconds>(std::exchange(m_slowest, {}));
    set("store_slow", {},
        double(slowest.count()) >= 1000 * m_thresholds.commit
            ? QString("To write to the database took up to %1 s.")
                  .arg(double(slowest.count()) / 1000)
            : QString());
    if (!m_sources.storeWaiting)
        return;
    const store::Waiting waiting = m_sources.storeWaiting();
    set("store_queue", {},
        100 * waiting.share >= m_thresholds.storeQueue
            ? QString("%1 % of what may wait for the database waits.")
                  .arg(qRound(100 * waiting.share))
            : QString());
}

void AlertWatch::count(const store::Work &work)
{
    if (work.isLost)
        m_alerts->raise("changes_lost", {},
                        "The database could not be written: changes were refused.", strikes);
    if (work.kind == store::Work::Kind::Write)
        m_slowest = std::max(m_slowest, work.duration);
}

void AlertWatch::count(const Request &request)
{
    // What says that it is not ready yet has not failed.
    if (request.status > 0 && request.route != "/ready")
        m_errors.add(m_clock->monotonic(), request.status);
}

void AlertWatch::lookAtErrors()
{
    const ErrorRate::Sum sum = m_errors.sum(m_clock->monotonic());
    set("server_errors", {},
        sum.errors > 0 ? QString("%1 requests of the last five minutes failed within the server.")
                             .arg(sum.errors)
                       : QString());
    const bool isHigh = sum.answers >= fewestAnswers && sum.percent() >= m_thresholds.errorRate;
    set("error_rate", {},
        isHigh ? QString("%1 % of the answers of the last five minutes were failures.")
                     .arg(sum.percent(), 0, 'f', 1)
               : QString());
}

static QString dayOf(microseconds moment)
{
    return core::utcTimestamp(moment).left(10);
}

void AlertWatch::lookAtCertificate()
{
    const auto end = m_sources.certificateEnd ? m_sources.certificateEnd() : std::nullopt;
    if (!end)
        return;
    const microseconds left = *end - m_clock->now();
    const bool isOver = left <= microseconds(0);
    set("certificate_ended", {},
        isOver ? "The server's certificate was valid until " + dayOf(*end) + '.' : QString());
    set("certificate_ends", {},
        !isOver && left < m_thresholds.certificate
            ? "The server's certificate is valid until " + dayOf(*end) + '.'
            : QString());
}

void AlertWatch::lookAtBackups()
{
    const auto newest = m_sources.newestBackup ? m_sources.newestBackup() : std::nullopt;
    if (!newest)
        return;
    const bool isOld = m_clock->now() - *newest > m_thresholds.backupAge;
    set("backup_old", {},
        isOld ? "The newest daily copy of the database is of " + dayOf(*newest) + '.' : QString());
}

// --- models --------------------------------------------------------------------------------------

void AlertWatch::count(const ModelCall &call)
{
    if (call.outcome == "cancelled")
        return;
    const AlertSubject subject{.userId = call.userId, .name = call.model};
    const std::pair key(call.userId, call.model);
    if (call.outcome == "ok") {
        m_failures.remove(key);
        m_alerts->lower("models_failing", subject);
        return;
    }
    if (!m_failures.contains(key) && m_failures.size() >= mostModelsWatched)
        m_failures.erase(m_failures.begin());
    const int failures = ++m_failures[key];
    if (failures >= m_thresholds.modelFailures)
        m_alerts->raise("models_failing", subject,
                        QString("The model %1 failed %2 times in a row, lastly with %3.")
                            .arg(call.model)
                            .arg(failures)
                            .arg(call.outcome),
                        modelStrikes);
}

// --- workspaces ----------------------------------------------------------------------------------

void AlertWatch::watch(workspace::Runtime *runtime)
{
    m_runtime = runtime;
    // What it says of its state is complete only after the signal.
    connect(runtime, &workspace::Runtime::changed, this, [this](const QString &id) {
        QMetaObject::invokeMethod(this, [this, id] { noteState(id); }, Qt::QueuedConnection);
    });
}

void AlertWatch::watch(workspace::UsageSampler *usage)
{
    connect(usage, &workspace::UsageSampler::sampled, this,
            [this](const workspace::UsageSample &sample) {
        core::spawn(tell(this, sample.workspaceId,
                         [sample](AlertWatch *self, const QString &owner) {
            self->noteSample(sample, owner);
        }),
                    "looking at what a workspace uses");
    });
}

core::Task<> AlertWatch::tell(QPointer<AlertWatch> self, QString workspaceId,
                              std::function<void(AlertWatch *self, const QString &owner)> say)
{
    const core::Result<QString> owner = co_await self->m_sources.ownerOf(workspaceId);
    // One that is gone meanwhile has nobody to be told.
    if (owner && self)
        say(self, *owner);
    co_return {};
}

void AlertWatch::noteState(const QString &workspaceId)
{
    const workspace::WorkspaceStatus status = m_runtime->status(workspaceId);
    Place &place = m_places[workspaceId];
    const WorkspaceState before = std::exchange(place.state, status.state);
    if (before == status.state)
        return;
    const bool wasThere = before == WorkspaceState::Ready || before == WorkspaceState::Paused;
    const bool isStopped = status.state == WorkspaceState::Stopped;
    if (isStopped)
        m_places.remove(workspaceId);
    core::spawn(tell(this, workspaceId,
                     [workspaceId, status, wasThere, isStopped](AlertWatch *self,
                                                                const QString &owner) {
        const AlertSubject subject{.userId = owner, .workspaceId = workspaceId};
        self->set("workspace_failed", subject,
                  status.state == WorkspaceState::Failed
                      ? "The workspace could not be started: " + status.reason
                      : QString());
        if (isStopped && wasThere && !status.reason.isEmpty())
            self->m_alerts->raise("workspace_died", subject,
                                  "The workspace's container was lost: " + status.reason, strikes);
        if (isStopped)
            for (const char *rule : {"workspace_memory", "workspace_disk", "workspace_disk_full"})
                self->m_alerts->lower(rule, subject);
    }),
                "telling how a workspace is");
}

void AlertWatch::noteSample(const workspace::UsageSample &sample, const QString &owner)
{
    const AlertSubject subject{.userId = owner, .workspaceId = sample.workspaceId};
    const workspace::WorkspaceUse &use = sample.use;
    const double memory = use.memoryLimit > 0 && use.memoryBytes >= 0
                              ? double(use.memoryBytes) / double(use.memoryLimit)
                              : 0;
    set("workspace_memory", subject,
        100 * memory >= m_thresholds.workspaceMemory
            ? QString("The workspace uses %1 % of its memory.").arg(qRound(100 * memory))
            : QString());
    if (sample.disk) {
        using enum workspace::DiskState;
        const workspace::DiskReport &disk = *sample.disk;
        const qint64 percent = disk.limit > 0 ? 100 * disk.used / disk.limit : 0;
        const QString text = QString("The workspace uses %1 % of its disk.").arg(percent);
        const bool isFull = disk.state == Full || disk.state == Over;
        set("workspace_disk_full", subject, isFull ? text : QString());
        set("workspace_disk", subject, disk.state == Warning ? text : QString());
    }
    qint64 &kills = m_places[sample.workspaceId].kills;
    if (use.outOfMemoryKills > std::max<qint64>(kills, 0))
        m_alerts->raise("workspace_oom", subject,
                        "The system ended a program of the workspace for want of memory.", strikes);
    kills = use.outOfMemoryKills;
}

// --- runs ----------------------------------------------------------------------------------------

void AlertWatch::watch(conversations::Conversations *conversations)
{
    m_conversations = conversations;
    connect(conversations, &conversations::Conversations::loaded, this, &AlertWatch::follow);
    connect(conversations, &conversations::Conversations::removing, this,
            [this](const conversations::State &state) { m_alerts->forgetConversation(state.id); });
}

void AlertWatch::follow(const std::shared_ptr<conversations::Conversation> &conversation)
{
    using conversations::Conversation;
    auto *raw = conversation.get();
    connect(raw, &Conversation::amended, this, [this, raw] { lookAtBudget(*raw); });
    connect(raw, &Conversation::eventStored, this, [this, raw] {
        lookAtBudget(*raw);
        const auto run = m_runs.find(raw->id());
        if (run == m_runs.end())
            return;
        run->heard = m_clock->monotonic();
        m_alerts->lower("run_silent", {.userId = raw->state().userId, .conversationId = raw->id()});
    });
    connect(raw, &Conversation::runBegan, this, [this, raw] {
        m_runs.insert(raw->id(), {raw->state().userId, m_clock->monotonic()});
        m_alerts->forgetConversation(raw->id());
    });
    connect(raw, &Conversation::runOver, this, [this, raw] {
        m_runs.remove(raw->id());
        m_alerts->forgetConversation(raw->id());
        if (raw->status() == Status::Stuck)
            m_alerts->raise("run_stuck",
                            {.userId = raw->state().userId, .conversationId = raw->id()},
                            "The agent of a conversation repeats itself and was stopped.", days(1));
        lookAtBudget(*raw);
    });
}

void AlertWatch::lookAtRuns()
{
    const nanoseconds now = m_clock->monotonic();
    for (auto run = m_runs.cbegin(); run != m_runs.cend(); ++run) {
        const auto silence = floor<minutes>(now - run->heard);
        const AlertSubject subject{.userId = run->userId, .conversationId = run.key()};
        set("run_silent", subject,
            silence >= m_thresholds.runSilence
                ? QString("A run has told nothing for %1 minutes.").arg(silence.count())
                : QString());
    }
}

// --- budgets -------------------------------------------------------------------------------------

void AlertWatch::watch(conversations::Spending *spending)
{
    m_spending = spending;
    connect(spending, &conversations::Spending::changed, this,
            [this](const QString &userId) { lookAtBudget(userId); });
    const QStringList users = spending->users();
    for (const QString &userId : users)
        lookAtBudget(userId);
}

/// A new day or month fills them again, and nobody says so.
void AlertWatch::lookAtBudgets()
{
    const QStringList users = m_budgets.keys();
    for (const QString &userId : users)
        lookAtBudget(userId);
}

static QString budgetText(const conversations::BudgetUse &bound)
{
    const bool isMoney = bound.unit == "US dollars";
    const auto amount = [isMoney](double number) {
        return isMoney ? '$' + QString::number(number, 'f', 2)
                       : QString::number(qint64(number)) + " tokens";
    };
    return QString("The user has used %1 of the %2 that they may use of models in a %3.")
        .arg(amount(bound.used), amount(bound.most), bound.name.section('_', -1));
}

void AlertWatch::lookAtBudget(const QString &userId)
{
    QStringList isShort;
    const QStringList wasShort = m_budgets.take(userId);
    for (const conversations::BudgetUse &bound : m_spending->bounds(userId)) {
        const AlertSubject subject{.userId = userId, .name = bound.name};
        const bool isLow = !bound.isSpent() && 100 * bound.used >= m_thresholds.budget * bound.most;
        set("budget_spent", subject, bound.isSpent() ? budgetText(bound) : QString());
        set("budget_low", subject, isLow ? budgetText(bound) : QString());
        if (isLow || bound.isSpent())
            isShort.append(bound.name);
    }
    for (const QString &name : wasShort) {
        const AlertSubject subject{.userId = userId, .name = name};
        for (const char *rule : {"budget_low", "budget_spent"}) {
            if (!isShort.contains(name))
                m_alerts->lower(rule, subject);
        }
    }
    if (!isShort.isEmpty())
        m_budgets.insert(userId, isShort);
}

void AlertWatch::lookAtBudget(const conversations::Conversation &conversation)
{
    const conversations::State &state = conversation.state();
    const AlertSubject subject{.userId = state.userId, .conversationId = state.id};
    QString low, spent;
    if (state.maxBudget && 100 * state.cost() >= m_thresholds.budget * *state.maxBudget) {
        const bool isSpent = state.cost() >= *state.maxBudget;
        (isSpent ? spent : low) = QString("The conversation has cost $%1 of the $%2 that it may.")
                                      .arg(state.cost(), 0, 'f', 2)
                                      .arg(*state.maxBudget, 0, 'f', 2);
    }
    set("budget_low", subject, low);
    set("budget_spent", subject, spent);
}

#include "moc_AlertWatch.cpp"
