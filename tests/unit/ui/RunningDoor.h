// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"

namespace test {

/// To a server that runs, as far as this computer knows: this window's own, or somebody else's.
class RunningDoor : public ui::ServerDoor
{
public:
    enum class Whose { Ours, Theirs };

    explicit RunningDoor(QUrl url, Whose whose = Whose::Theirs)
        : m_url(std::move(url))
        , m_whose(whose)
    {}

    State state() const override { return State::Running; }
    QString problem() const override { return {}; }
    QUrl url() const override { return m_url; }
    QString key() const override { return "brt_0123456789"; }
    bool isOurs() const override { return m_whose == Whose::Ours; }
    void start() override {}
    void stop() override {}

private:
    const QUrl m_url;
    const Whose m_whose;
};

/// Where nobody listens.
inline QUrl nowhere()
{
    return QUrl("http://127.0.0.1:9");
}

} // namespace test
