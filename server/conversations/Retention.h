// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/Conversation.h"

namespace conversations {

/// Erases deleted conversations when their time has come: every hour, a few at a time, in small
/// steps between which everybody else is served.
class Retention : public QObject
{
    Q_OBJECT

public:
    explicit Retention(Services services);

    /// Looks for the first time in a minute.
    void start();
    /// Ends what is under way after its next step.
    core::Task<> stop();

    /// Erases what was closed too long ago, at most @p most conversations.
    core::Task<> sweep(int most = 500);
    /// Erases a closed conversation for good: its events, its row, its files in the workspace.
    core::Task<> erase(QString id);

private:
    core::Task<> sweepBatches(qint64 due, int most);
    core::Task<> removeFiles(QString id);

    Services m_services;
    QTimer m_timer;
    std::stop_source m_stop;
    std::optional<core::Deferred<bool>> m_swept; ///< while a sweep is under way
};

} // namespace conversations
