// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WindowStatus.h"

#include "ui/widgets/PlainText.h"
#include "ui/windows/MainWindow.h"
#include "ui/windows/OfflineBar.h"
#include "ui/windows/ServerBadge.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/StateBar.h"

#include <QHostAddress>

namespace ui {

WindowStatus::WindowStatus(ServerDoor *door, const Places &places)
    : QObject(places.window)
    , m_door(door)
    , m_places(places)
{
    connect(door, &ServerDoor::stateChanged, this, &WindowStatus::updateServer);
    connect(places.offline, &OfflineBar::tryNowAsked, this, [this] {
        if (m_session)
            m_session->feed()->tryNow();
    });
}

void WindowStatus::setSession(Session *session)
{
    m_session = session;
    if (session) {
        connect(session->feed(), &Feed::stateChanged, this, &WindowStatus::updateServer);
        connect(session->server(), &FeedModel::rowsInserted, this, &WindowStatus::updateServer);
        connect(session->server(), &FeedModel::dataChanged, this, &WindowStatus::updateServer);
        // What one's own key has spent bears the name of its user.
        connect(session->feed(), &Feed::replaced, this,
                [this](const QString &topic, const QList<QJsonObject> &items) {
            if (topic != "spending" || items.size() != 1)
                return;
            m_user = visibleLine(items.first()["id"].toString());
            emit userChanged(m_user);
            updateServer();
        });
        for (FeedModel *model :
             std::initializer_list<FeedModel *>{session->waiting(), session->conversations(),
                                                session->workspaces(), session->alerts()}) {
            connect(model, &FeedModel::rowsInserted, this, &WindowStatus::updateBadges);
            connect(model, &FeedModel::rowsRemoved, this, &WindowStatus::updateBadges);
            connect(model, &FeedModel::dataChanged, this, &WindowStatus::updateBadges);
        }
    }
    update();
}

void WindowStatus::setPlace(const QStringList &place)
{
    m_place = place;
    updateBadges();
}

void WindowStatus::update()
{
    updateServer();
    updateBadges();
}

void WindowStatus::updateServer()
{
    const bool isRunning = m_door->state() == ServerDoor::State::Running;
    const bool isLive = m_session && m_session->feed()->state() == Feed::State::Live;
    const bool isSilent = isRunning && m_session && m_session->feed()->isLost();
    const bool isLost = isSilent && m_session->feed()->state() != Feed::State::Refused;
    m_places.sidebar->setServer(isLive      ? tr("Running · port %1").arg(m_door->url().port())
                                : isLost    ? tr("No answer")
                                : isSilent  ? tr("Key refused")
                                : isRunning ? tr("Connecting")
                                            : tr("Stopped"),
                                isLive      ? Tone::Ok
                                : isRunning ? Tone::Warn
                                            : Tone::Muted);
    const QUrl url = m_door->url();
    const bool isHere = url.host().isEmpty() || url.host() == "localhost"
                        || QHostAddress(url.host()).isLoopback();
    m_places.sidebar->badge()->setServer(m_user, url.authority(),
                                         isHere ? ServerBadge::Where::Here
                                                : ServerBadge::Where::Elsewhere);
    m_places.offline->setVisible(isLost);
    if (m_veil)
        m_veil->setVisible(isLost);
    if (isLost)
        m_places.offline->tell(m_session->feed()->since());
    m_places.engineGone->setText(
        tr("The container engine does not answer. Agents cannot run anything until "
           "it is back; then they can go on. Everything else works."));
    m_places.engineGone->setVisible(isRunning && !isLost && m_session
                                    && m_session->server()->facts()["engine"] == "unavailable");
}

void WindowStatus::updateBadges()
{
    using Page = MainWindow::Page;
    Sidebar *sidebar = m_places.sidebar;
    const int waiting = m_session ? m_session->waiting()->rowCount() : 0;
    const QString words = tr("%n waiting for you", nullptr, waiting);
    sidebar->setBadge(int(Page::Inbox), waiting, words, Sidebar::Badge::Waiting);
    const int working = m_session ? m_session->conversations()->count("running") : 0;
    sidebar->setBadge(int(Page::Conversations), working, tr("%n working", nullptr, working));
    const int firing = m_session ? m_session->alerts()->count("firing") : 0;
    sidebar->setBadge(int(Page::Alerts), firing, tr("%n firing", nullptr, firing));
    const int running = m_session ? m_session->workspaces()->count("ready") : 0;
    sidebar->setBadge(int(Page::Workspaces), running, tr("%n running", nullptr, running));
    const QStringList title = waiting ? m_place + QStringList{words} : m_place;
    m_places.window->setWindowTitle(title.join(" · ") + " – Berth");
}

} // namespace ui
