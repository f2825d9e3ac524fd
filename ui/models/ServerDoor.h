// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUrl>

namespace ui {

/// The one thing about a server that goes past its API: whether it runs at all.
class ServerDoor : public QObject
{
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Running, Stopping, Failed };

    using QObject::QObject;

    virtual State state() const = 0;
    /// Why it failed, in one sentence.
    virtual QString problem() const = 0;
    virtual QUrl url() const = 0;
    /// The key of this computer's own server; empty when it is not known.
    virtual QString key() const = 0;
    /// Whether start() and stop() do something: not for a server that somebody else runs.
    virtual bool isOurs() const = 0;

    virtual void start() = 0;
    /// Uses the server if it runs already; starts none.
    virtual void attach() {}
    /// Where what the program keeps for this server lies; empty for a server elsewhere.
    virtual QString folder() const { return {}; }
    virtual void stop() = 0;

signals:
    void stateChanged();
};

} // namespace ui
