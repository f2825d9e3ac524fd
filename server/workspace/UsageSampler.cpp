// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/UsageSampler.h"

#include "core/Clock.h"

namespace workspace {

UsageSampler::UsageSampler(Runtime *runtime)
    : UsageSampler(runtime, Options())
{}

UsageSampler::UsageSampler(Runtime *runtime, Options options)
    : m_runtime(runtime)
    , m_options(options)
{
    connect(&m_timer, &QTimer::timeout, this, &UsageSampler::sampleAll);
    connect(m_runtime, &Runtime::changed, this, &UsageSampler::follow);
    follow();
}

UsageSampler::~UsageSampler() = default;

std::shared_ptr<void> UsageSampler::watch()
{
    ++m_watchers;
    if (m_watchers == 1) {
        follow();
        sampleAll();
    }
    return std::shared_ptr<void>(nullptr, [self = QPointer(this)](void *) {
        if (self && --self->m_watchers == 0)
            self->follow();
    });
}

std::optional<UsageSample> UsageSampler::latest(const QString &workspaceId) const
{
    const auto seen = m_seen.find(workspaceId);
    return seen == m_seen.end() ? std::nullopt : std::optional(seen->sample);
}

QList<UsageSample> UsageSampler::all() const
{
    QList<UsageSample> samples;
    for (const Seen &seen : m_seen)
        samples.append(seen.sample);
    return samples;
}

core::Task<std::optional<UsageSample>> UsageSampler::look(QString workspaceId)
{
    return lookNow(this, std::move(workspaceId));
}

core::Task<std::optional<UsageSample>> UsageSampler::lookNow(QPointer<UsageSampler> self,
                                                             QString id)
{
    const auto seen = self->m_seen.constFind(id);
    const bool isFresh = seen != self->m_seen.constEnd()
                         && Clock::now() - seen->foldersAt < self->m_options.freshFor;
    if (!isFresh) {
        const core::Result<> sampled = co_await sample(self, id, Looks::All);
        if (!sampled)
            co_return std::unexpected(sampled.error());
    }
    co_return self ? self->latest(id) : std::nullopt;
}

core::Task<> UsageSampler::sample(QPointer<UsageSampler> self, QString workspaceId, Looks looks)
{
    const auto use = co_await self->m_runtime->use(workspaceId, looks);
    if (!self)
        co_return {};
    self->m_looking.remove(workspaceId);
    if (!use)
        co_return std::unexpected(use.error());
    if (*use)
        self->take(workspaceId, **use, looks);
    co_return {};
}

void UsageSampler::take(const QString &workspaceId, WorkspaceUse use, Looks looks)
{
    const Clock::time_point now = Clock::now();
    Seen &seen = m_seen[workspaceId];
    UsageSample &sample = seen.sample;
    const std::chrono::duration<double, std::micro> passed = now - seen.at;
    const qint64 worked = use.processorTime - sample.use.processorTime;
    const bool isComparable = sample.at.count() > 0 && use.processorTime >= 0 && worked >= 0
                              && passed.count() > 0;
    if (looks == Looks::NotAtFiles)
        use.folders = sample.use.folders;
    else
        seen.foldersAt = now;
    sample.workspaceId = workspaceId;
    sample.at = core::Clock::system().now();
    sample.processors = isComparable ? std::optional(double(worked) / passed.count())
                                     : std::nullopt;
    sample.use = std::move(use);
    sample.disk = m_runtime->disk(workspaceId);
    seen.at = now;
    emit sampled(UsageSample(sample));
}

void UsageSampler::sampleAll()
{
    const QStringList running = m_runtime->running();
    forget(running);
    for (const QString &id : running) {
        if (!m_looking.contains(id))
            sampleOne(id);
    }
}

/// Whoever watches sees something of a workspace as soon as it runs.
void UsageSampler::sampleNew()
{
    for (const QString &id : m_runtime->running()) {
        if (!m_seen.contains(id) && !m_looking.contains(id))
            sampleOne(id);
    }
}

void UsageSampler::sampleOne(const QString &id)
{
    m_looking.insert(id);
    core::spawn(sample(this, id, Looks::NotAtFiles), "looking at what a workspace uses");
}

/// Of those that are ready no more.
void UsageSampler::forget(const QStringList &running)
{
    const QStringList known = m_seen.keys();
    for (const QString &id : known) {
        if (running.contains(id))
            continue;
        m_seen.remove(id);
        emit ended(id);
    }
}

/// Keeps the pace that is wanted, and none while nothing runs.
void UsageSampler::follow()
{
    const QStringList running = m_runtime->running();
    forget(running);
    if (running.isEmpty())
        return m_timer.stop();
    const auto pace = m_watchers > 0 ? m_options.whileWatched : m_options.otherwise;
    if (!m_timer.isActive() || m_timer.intervalAsDuration() != pace)
        m_timer.start(pace);
    if (m_watchers > 0) // what it says of its state is complete only after the signal
        QMetaObject::invokeMethod(this, &UsageSampler::sampleNew, Qt::QueuedConnection);
}

} // namespace workspace

#include "moc_UsageSampler.cpp"
