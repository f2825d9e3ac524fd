// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/History.h"

#include <QTimer>

#include <chrono>
#include <stop_token>

namespace conversations {

/// Has the history follow the logs: a moment after something was written, and for what an older
/// program left, in small steps between which everybody else is served.
class HistoryIndex : public QObject
{
    Q_OBJECT

public:
    struct Pace
    {
        std::chrono::milliseconds after{300}; ///< an event, so that a step finds several
        std::chrono::milliseconds between{25}; ///< two steps
        std::chrono::milliseconds tidying{std::chrono::hours(1)}; ///< between two
    };

    /// @p history outlives it.
    HistoryIndex(store::History *history, Pace pace);
    explicit HistoryIndex(store::History *history)
        : HistoryIndex(history, Pace())
    {}

    /// Takes what waits since the last time the server ran.
    void start();
    /// Something was written.
    void follow();
    /// Ends what is under way after its next step.
    core::Task<> stop();

    /// Whether everything was taken once since the start.
    bool isComplete() const { return m_isComplete; }

private:
    core::Task<> step();
    core::Task<> tidy();

    store::History *m_history;
    const Pace m_pace;
    QTimer m_timer;
    QTimer m_tidying;
    std::stop_source m_stop;
    bool m_isComplete = false;
    bool m_isMoreWritten = false; ///< since the step that is under way began
    std::optional<core::Deferred<bool>> m_stepping;
    std::optional<core::Deferred<bool>> m_tidied;
};

} // namespace conversations
