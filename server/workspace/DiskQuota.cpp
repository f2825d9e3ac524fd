// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DiskQuota.h"

#include <QLocale>

namespace workspace {

/// Measuring takes at most one part in so many of the time.
static constexpr int mostlyIdle = 20;
static constexpr qint64 mostBytes = std::numeric_limits<qint64>::max() / 2;

/// What one side says of sizes is not trusted to add up.
static qint64 sum(qint64 one, qint64 other)
{
    return std::min(std::clamp<qint64>(one, 0, mostBytes) + std::clamp<qint64>(other, 0, mostBytes),
                    mostBytes);
}

static QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeIecFormat).replace(".0 ", " ");
}

static DiskState stateOf(qint64 used, qint64 limit)
{
    const double part = static_cast<double>(used) / static_cast<double>(limit);
    if (part >= 1.1)
        return DiskState::Over;
    if (part >= 1)
        return DiskState::Full;
    return part >= 0.8 ? DiskState::Warning : DiskState::Fine;
}

static QString usedText(const DiskReport &report)
{
    return sizeText(report.used) + " of " + sizeText(report.limit) + " are used.";
}

std::shared_ptr<DiskQuota> DiskQuota::watch(std::shared_ptr<WireChannel> channel,
                                            DiskQuotaOptions options)
{
    const std::shared_ptr<DiskQuota> quota(new DiskQuota(std::move(channel), std::move(options)));
    quota->measureInPassing();
    return quota;
}

DiskQuota::DiskQuota(std::shared_ptr<WireChannel> channel, DiskQuotaOptions options)
    : m_channel(std::move(channel))
    , m_options(std::move(options))
{
    Q_ASSERT_X(m_options.limit > 0, "DiskQuota", "a quota has a limit");
    m_sinceMeasured.start();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DiskQuota::measureInPassing);
}

DiskReport DiskQuota::report() const
{
    return {sum(m_used, m_reserved), m_options.limit, m_state, m_options.enforcement,
            m_options.systemEnforcement};
}

QString DiskQuota::notice() const
{
    if (m_state == DiskState::Fine)
        return {};
    if (m_state == DiskState::Warning)
        return "The workspace is nearly full: " + usedText(report())
               + " Remove what is not needed.";
    return "The workspace is full: " + usedText(report()) + " Remove files.";
}

bool DiskQuota::hasRoom(qint64 bytes) const
{
    const qint64 used = sum(m_used, m_reserved);
    return used < m_options.limit && sum(used, bytes) <= m_options.limit;
}

bool DiskQuota::isOutdated() const
{
    return m_hasRun && m_sinceMeasured.durationElapsed() >= m_pause;
}

core::Task<> DiskQuota::admit(qint64 bytes)
{
    return admitNow(shared_from_this(), bytes);
}

core::Task<> DiskQuota::admitNow(std::shared_ptr<DiskQuota> self, qint64 bytes)
{
    // Files may have been removed since, or written by what ran.
    if (!self->hasRoom(bytes) || self->isOutdated())
        co_await self->measure();
    if (!self->hasRoom(bytes)) {
        const DiskReport report = self->report();
        if (report.used >= report.limit)
            co_return core::fail(core::Error::Kind::TooLarge,
                                 "The workspace is full: " + usedText(report) + " Remove files.");
        co_return core::fail(core::Error::Kind::TooLarge,
                             "The workspace has no room for " + sizeText(bytes) + ": "
                                 + usedText(report) + " Remove files.");
    }
    self->m_reserved = sum(self->m_reserved, bytes);
    self->judge();
    self->measureWithin(self->m_options.afterChange);
    co_return {};
}

void DiskQuota::begun()
{
    ++m_running;
    m_hasRun = true;
    measureWithin(m_options.whileBusy);
}

void DiskQuota::ended()
{
    --m_running;
    m_hasRun = true;
    measureWithin(m_options.afterChange);
}

void DiskQuota::measureWithin(std::chrono::milliseconds delay)
{
    if (!m_channel->isOpen())
        return m_timer.stop();
    const std::chrono::milliseconds bounded = std::max(delay, m_pause);
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > bounded)
        m_timer.start(bounded);
}

void DiskQuota::measureInPassing()
{
    core::spawn(measure(), "measuring a workspace");
}

core::Task<> DiskQuota::measure()
{
    const core::Deferred<Measured> done = m_measuring.value_or(core::Deferred<Measured>());
    if (!m_measuring) {
        m_measuring = done;
        core::spawn(measureNow(shared_from_this(), done), "measuring a workspace");
    }
    const Measured measured = co_await done;
    co_return measured;
}

core::Task<> DiskQuota::measureNow(std::shared_ptr<DiskQuota> self, core::Deferred<Measured> done)
{
    const qint64 reserved = self->m_reserved;
    self->m_hasRun = self->m_running > 0;
    QElapsedTimer time;
    time.start();
    const core::Result<WorkspaceUse> use = co_await self->m_channel->use(self->m_options.folders);
    self->m_pause = std::chrono::milliseconds(time.elapsed() * mostlyIdle);
    self->m_measuring.reset();
    self->m_sinceMeasured.start();
    if (use) {
        // What was reserved meanwhile may have been seen already; the next time tells.
        self->m_reserved -= reserved;
        qint64 used = 0;
        for (const WorkspaceUse::Folder &folder : use->folders)
            used = sum(used, folder.bytes);
        self->take(used);
    }
    self->measureWithin(self->m_running > 0 ? self->m_options.whileBusy
                                            : self->m_options.whileIdle);
    // Of a channel that was closed there is nothing to tell.
    const bool isFine = use || !self->m_channel->isOpen();
    done.resolve(isFine ? Measured() : Measured(std::unexpected(use.error())));
    co_return {};
}

void DiskQuota::take(qint64 used)
{
    m_used = used;
    judge();
    if (stateOf(used, m_options.limit) != DiskState::Over) {
        m_exceededAt = -1;
        return;
    }
    // What removes files goes on; what writes more does not.
    if (m_exceededAt >= 0 && used <= m_exceededAt + m_options.limit / 100)
        return;
    m_exceededAt = used;
    const QString reason = "The workspace is far too full: " + usedText(report())
                           + " What ran there was ended. Remove files.";
    qCWarning(lcWorkspace).noquote() << reason;
    emit exceeded(reason);
}

void DiskQuota::judge()
{
    const DiskState state = stateOf(sum(m_used, m_reserved), m_options.limit);
    if (std::exchange(m_state, state) != state)
        emit changed(report());
}

} // namespace workspace

#include "moc_DiskQuota.cpp"
