// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Runtime.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

namespace workspace {

/// What a workspace used when it was looked at.
struct UsageSample
{
    QString workspaceId;
    std::chrono::microseconds at{0}; ///< since 1970
    WorkspaceUse use; ///< its folders may have been measured earlier
    /// Of one processor since the look before: 1.5 is one and a half. Nothing at the first look.
    std::optional<double> processors;
    std::optional<DiskReport> disk; ///< as measured last
};

/// Looks at what the workspaces use that are ready: often while somebody watches, seldom otherwise,
/// and not at all while none is.
class UsageSampler : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        std::chrono::milliseconds whileWatched = std::chrono::seconds(2);
        std::chrono::milliseconds otherwise = std::chrono::seconds(30);
        std::chrono::milliseconds freshFor = std::chrono::seconds(2); ///< for look()
    };

    /// @p runtime outlives it.
    explicit UsageSampler(Runtime *runtime);
    UsageSampler(Runtime *runtime, Options options);
    ~UsageSampler() override;

    /// Somebody watches as long as one of these lives.
    std::shared_ptr<void> watch();
    /// What was seen last of a workspace that is ready.
    std::optional<UsageSample> latest(const QString &workspaceId) const;
    QList<UsageSample> all() const;
    /// The same with the folders, not much older than a moment; nothing unless it is ready.
    core::Task<std::optional<UsageSample>> look(QString workspaceId);

signals:
    void sampled(const workspace::UsageSample &sample);
    /// The workspace is no longer ready; latest() has nothing of it any more.
    void ended(const QString &workspaceId);

private:
    using Clock = std::chrono::steady_clock;
    struct Seen
    {
        UsageSample sample;
        Clock::time_point at;
        Clock::time_point foldersAt; ///< when the folders were measured
    };

    static core::Task<> sample(QPointer<UsageSampler> self, QString workspaceId, Looks looks);
    static core::Task<std::optional<UsageSample>> lookNow(QPointer<UsageSampler> self, QString id);
    void take(const QString &workspaceId, WorkspaceUse use, Looks looks);
    void sampleAll();
    void sampleNew();
    void sampleOne(const QString &id);
    void follow();
    void forget(const QStringList &running);

    Runtime *m_runtime;
    const Options m_options;
    QTimer m_timer;
    QHash<QString, Seen> m_seen;
    QSet<QString> m_looking;
    int m_watchers = 0;
};

} // namespace workspace
