// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ServerDoor.h"

namespace ui {

/// A server elsewhere, which is watched only: it always runs.
class RemoteServer : public ServerDoor
{
    Q_OBJECT

public:
    RemoteServer(QUrl url, QString key)
        : m_url(std::move(url))
        , m_key(std::move(key))
    {}

    State state() const override { return State::Running; }
    QString problem() const override { return {}; }
    QUrl url() const override { return m_url; }
    QString key() const override { return m_key; }
    bool isOurs() const override { return false; }

    void start() override {}
    void stop() override {}

private:
    const QUrl m_url;
    const QString m_key;
};

} // namespace ui
