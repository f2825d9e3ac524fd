// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "workspace/DiskReport.h"
#include "workspace/WireChannel.h"

#include <QElapsedTimer>
#include <QTimer>

namespace workspace {

struct DiskQuotaOptions
{
    qint64 limit = 0; ///< bytes of all folders together
    QStringList folders{"/workspace", "/home/agent", "/tmp"};
    /// Hard when the engine bounds the folders too; they are measured all the same.
    DiskEnforcement enforcement = DiskEnforcement::Soft;
    /// Of what is written elsewhere, into a system that is read-only or bounded by the engine.
    DiskEnforcement systemEnforcement = DiskEnforcement::Hard;
    std::chrono::milliseconds whileBusy = std::chrono::seconds(30); ///< between measurements
    std::chrono::milliseconds whileIdle = std::chrono::minutes(10);
    std::chrono::milliseconds afterChange = std::chrono::seconds(2); ///< of files, or of what runs
};

/// Measures how much of its space a workspace uses and says what may still be written there.
class DiskQuota : public QObject, public std::enable_shared_from_this<DiskQuota>
{
    Q_OBJECT

public:
    static std::shared_ptr<DiskQuota> watch(std::shared_ptr<WireChannel> channel,
                                            DiskQuotaOptions options);

    /// As measured last, with what was to be written through the channel since.
    DiskReport report() const;
    /// What whoever works there should know about it; empty while there is space.
    QString notice() const;
    /// Reserves room for a file of @p bytes that is about to be written. TooLarge when there is
    /// none, measured anew.
    core::Task<> admit(qint64 bytes);
    /// Something begins to run, which may write; as many calls of ended() follow.
    void begun();
    void ended();

signals:
    void changed(const workspace::DiskReport &report);
    /// Far too much: what runs has to end. Again when it has grown since.
    void exceeded(const QString &reason);

private:
    using Measured = core::Result<>;

    DiskQuota(std::shared_ptr<WireChannel> channel, DiskQuotaOptions options);
    bool hasRoom(qint64 bytes) const;
    bool isOutdated() const;
    core::Task<> measure();
    void measureInPassing();
    static core::Task<> measureNow(std::shared_ptr<DiskQuota> self, core::Deferred<Measured> done);
    static core::Task<> admitNow(std::shared_ptr<DiskQuota> self, qint64 bytes);
    void take(qint64 used);
    void judge();
    void measureWithin(std::chrono::milliseconds delay);

    std::shared_ptr<WireChannel> m_channel;
    const DiskQuotaOptions m_options;
    QTimer m_timer;
    std::optional<core::Deferred<Measured>> m_measuring;
    std::chrono::milliseconds m_pause{0}; ///< so that measuring takes a small part of the time
    qint64 m_used = 0;
    qint64 m_reserved = 0; ///< since it was measured
    qint64 m_exceededAt = -1;
    int m_running = 0;
    bool m_hasRun = false; ///< something, since it was measured
    QElapsedTimer m_sinceMeasured;
    DiskState m_state = DiskState::Fine;
};

} // namespace workspace
