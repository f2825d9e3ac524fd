// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "conversations/EventLog.h"

namespace headless {

/// Tells on the terminal, live, what an agent does.
class Narrator : public QObject
{
    Q_OBJECT

public:
    void tell(const conversations::Frame &frame);
    /// Resolves when the agent has finished or failed.
    core::Deferred<bool> ended() const { return m_ended; }

private:
    void tellAction(const model::ActionEvent &action);
    void tellObservation(const model::ObservationEvent &event);
    void say(const char *who, const QString &text, const char *colour);

    core::Deferred<bool> m_ended;
    bool m_isStreaming = false;
    bool m_wasStreamed = false;
};

} // namespace headless
