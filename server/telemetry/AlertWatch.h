// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversations.h"
#include "store/Database.h"
#include "telemetry/AlertThresholds.h"
#include "telemetry/Alerts.h"
#include "telemetry/ErrorRate.h"
#include "telemetry/Metrics.h"
#include "workspace/UsageSampler.h"

namespace telemetry {

/// Tells `Alerts` what holds: of what the rooms below say anyway, and of a look at what costs next
/// to nothing, now and then.
class AlertWatch : public QObject
{
    Q_OBJECT

public:
    /// What is asked at a look; an empty one is not.
    struct Sources
    {
        std::function<std::optional<bool>()> engineAnswers;
        std::function<store::Waiting()> storeWaiting;
        /// When the server's certificate ends; nothing without one.
        std::function<std::optional<std::chrono::microseconds>()> certificateEnd;
        /// When the newest copy of the database was made; nothing when there should be none yet.
        std::function<std::optional<std::chrono::microseconds>()> newestBackup;
        /// Whose a workspace is.
        std::function<core::Task<QString>(QString workspaceId)> ownerOf;
        QString dataFolder;
    };

    /// Everything given outlives this.
    AlertWatch(Alerts *alerts, Sources sources, AlertThresholds thresholds = {},
               const core::Clock *clock = &core::Clock::system());

    void watch(workspace::Runtime *runtime);
    void watch(workspace::UsageSampler *usage);
    void watch(conversations::Conversations *conversations);
    void watch(conversations::Spending *spending);
    /// Looks every @p period from now on.
    void begin(std::chrono::milliseconds period = std::chrono::seconds(10));

    /// Counts for what holds now, too.
    void setThresholds(const AlertThresholds &thresholds);

    void count(const Request &request);
    void count(const ModelCall &call);
    void count(const store::Work &work);
    void look();
    /// What changes slowly: at the first look, and then every hour.
    void lookSlowly();
    /// Models of users that fail.
    qsizetype failingModels() const;

signals:
    /// A look has ended.
    void looked();

private:
    struct Place
    {
        workspace::WorkspaceState state = workspace::WorkspaceState::Stopped;
        qint64 kills = -1;
    };
    struct Run
    {
        QString userId;
        std::chrono::nanoseconds heard{};
    };

    void set(const QString &rule, const AlertSubject &subject, const QString &text);
    void lookAtDisk();
    void lookAtStore();
    void lookAtErrors();
    void lookAtCertificate();
    void lookAtBackups();
    void lookAtRuns();
    void lookAtBudgets();
    void lookAtBudget(const QString &userId);
    void lookAtBudget(const conversations::Conversation &conversation);
    void noteState(const QString &workspaceId);
    void noteSample(const workspace::UsageSample &sample, const QString &owner);
    static core::Task<> tell(QPointer<AlertWatch> self, QString workspaceId,
                             std::function<void(AlertWatch *self, const QString &owner)> say);
    void follow(const std::shared_ptr<conversations::Conversation> &conversation);

    Alerts *m_alerts;
    const Sources m_sources;
    AlertThresholds m_thresholds;
    const core::Clock *m_clock;
    workspace::Runtime *m_runtime = nullptr;
    conversations::Conversations *m_conversations = nullptr;
    conversations::Spending *m_spending = nullptr;
    QHash<QString, QStringList> m_budgets; ///< what is short, by user
    QTimer m_timer;
    int m_looks = 0;
    ErrorRate m_errors;
    std::chrono::microseconds m_slowest{}; ///< commit since the last look
    QHash<QString, Place> m_places;
    QHash<QString, Run> m_runs; ///< by conversation
    QHash<std::pair<QString, QString>, int> m_failures; ///< in a row, by user and model
};

} // namespace telemetry
