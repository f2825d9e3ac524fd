// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/NoServer.h"

#include "ui/models/ServerDoor.h"

namespace ui {

NoServer::NoServer(ServerDoor *door, QWidget *parent)
    : EmptyState({}, {}, parent)
    , m_door(door)
{
    connect(door, &ServerDoor::stateChanged, this, &NoServer::follow);
    connect(this, &EmptyState::answered, door, &ServerDoor::start);
    follow();
}

void NoServer::follow()
{
    const QString verb = m_door->isOurs() ? tr("Start server") : QString();
    switch (m_door->state()) {
    case ServerDoor::State::Starting:
        return setWords(tr("The server starts"), tr("This page comes as soon as it answers."));
    case ServerDoor::State::Stopping:
        return setWords(tr("The server stops"), tr("What agents have done is kept."));
    case ServerDoor::State::Failed:
        return setWords(tr("The server could not start"), m_door->problem(), verb);
    default:
        return setWords(tr("The server is stopped"),
                        tr("What is kept there is shown while it runs."), verb);
    }
}

} // namespace ui
