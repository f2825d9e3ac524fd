// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/Tray.h"

#include <QGuiApplication>
#include <QStyleHints>

using namespace ui;

/// Panels do not like an icon that flickers.
static constexpr std::chrono::milliseconds iconPeriod{1000};

Tray::Tray(ServerDoor *door, TrayHost *host, Preferences *preferences, QObject *parent)
    : QObject(parent)
    , m_door(door)
    , m_host(host)
    , m_preferences(preferences)
    , m_menu(std::make_unique<TrayMenu>(door))
{
    m_update.setSingleShot(true);
    connect(&m_update, &QTimer::timeout, this, &Tray::update);
    connect(door, &ServerDoor::stateChanged, this, &Tray::schedule);
    connect(host, &TrayHost::stateChanged, this, &Tray::settle);
    connect(preferences, &Preferences::changed, this, &Tray::paint);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Tray::paint);
    update();
    settle();
}

/// An icon is made where there is a place for it. Once made it stays: a panel that is started anew
/// is told of it by Qt.
void Tray::settle()
{
    if (m_icon || m_host->state() != TrayHost::State::There)
        return;
    m_icon = std::make_unique<QSystemTrayIcon>();
    connect(m_icon.get(), &QSystemTrayIcon::activated, m_menu.get(),
            [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::MiddleClick || reason == QSystemTrayIcon::DoubleClick)
            emit m_menu->openAsked();
    });
    connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &Tray::messageClicked);
    m_icon->setContextMenu(m_menu.get());
    paint();
    m_icon->show();
}

Tray::~Tray() = default;

void Tray::setSession(Session *session)
{
    m_session = session;
    m_menu->setSession(session);
    m_spent.reset();
    if (session) {
        m_spent = std::make_unique<SpentToday>(session->feed());
        m_spent->watch(true);
        connect(m_spent.get(), &SpentToday::changed, this, &Tray::schedule);
        connect(session->feed(), &Feed::stateChanged, this, &Tray::schedule);
        for (FeedModel *model : {static_cast<FeedModel *>(session->conversations()),
                                 static_cast<FeedModel *>(session->waiting()),
                                 static_cast<FeedModel *>(session->alerts())}) {
            connect(model, &QAbstractItemModel::dataChanged, this, &Tray::schedule);
            connect(model, &QAbstractItemModel::rowsInserted, this, &Tray::schedule);
            connect(model, &QAbstractItemModel::rowsRemoved, this, &Tray::schedule);
        }
    }
    schedule();
}

/// At once where the last change is old enough.
void Tray::schedule()
{
    if (m_update.isActive())
        return;
    const auto now = std::chrono::steady_clock::now();
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(m_lastChange + iconPeriod - now);
    m_update.start(std::clamp(rest, std::chrono::milliseconds(0), iconPeriod));
}

static bool hasAlarm(const AlertsModel *alerts)
{
    for (int row = 0; row < alerts->rowCount(); ++row) {
        const QJsonObject alert = alerts->item(row);
        if (alert.value("state") == "firing" && alert.value("severity") == "critical")
            return true;
    }
    return false;
}

void Tray::update()
{
    TrayFacts facts{.server = m_door->state()};
    if (m_session) {
        facts.isLost = m_session->feed()->state() == Line::State::Offline
                       || m_session->feed()->state() == Line::State::Refused;
        facts.waiting = m_session->waiting()->rowCount();
        for (int row = 0; row < m_session->conversations()->rowCount(); ++row)
            facts.working += m_session->conversations()->item(row).value("state") == "running";
        facts.hasAlarm = hasAlarm(m_session->alerts());
        facts.cost = m_spent->cost();
    }
    const bool isNew = m_facts != facts;
    m_facts = facts;
    if (!isNew)
        return;
    m_lastChange = std::chrono::steady_clock::now();
    paint();
}

void Tray::paint()
{
    if (!m_icon)
        return;
    m_icon->setIcon(trayIcon(m_facts, m_preferences->trayInk(), m_host->isOnBus()));
    m_icon->setToolTip(trayTooltip(m_facts));
}

void Tray::showMessage(const QString &title, const QString &body)
{
    if (m_icon)
        m_icon->showMessage(title, body);
}

#include "moc_Tray.cpp"
