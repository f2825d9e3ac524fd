// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Desktop.h"

#include "ui/models/PausedRuns.h"
#include "ui/tray/DBusNotifier.h"
#include "ui/tray/PortalNotifier.h"
#include "ui/windows/Ask.h"
#include "ui/windows/DemoNotice.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

using namespace desktop;
using State = ui::ServerDoor::State;

static const QString ownKey = "desktop"; // of what the program itself says

static std::unique_ptr<ui::Notifier> desktopNotifier()
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (ui::PortalNotifier::isNeeded())
        return std::make_unique<ui::PortalNotifier>(bus);
    return std::make_unique<ui::DBusNotifier>(bus);
}

Desktop::Desktop(std::unique_ptr<ui::ServerDoor> door, Show show)
    : m_door(std::move(door))
    , m_autostart(Autostart::userFolder(), QCoreApplication::applicationFilePath())
    , m_host(QDBusConnection::sessionBus())
    , m_tray(m_door.get(), &m_host, &m_preferences)
    , m_desktopNotifier(desktopNotifier())
    , m_iconNotifier(m_desktopNotifier.get(), &m_tray)
    , m_notifier(&m_iconNotifier, &m_preferences)
    , m_screenLock(QDBusConnection::sessionBus(), QDBusConnection::systemBus())
    , m_desktopLook(QDBusConnection::sessionBus())
    , m_isWindowWanted(show == Show::TrayOnly)
{
    QApplication::setQuitOnLastWindowClosed(false);
    m_preferences.apply();
    ui::TrayMenu *menu = m_tray.menu();
    menu->setStartsAtLogin(m_autostart.isOn());
    connect(&m_autostart, &ui::LoginItem::changed, menu,
            [this, menu] { menu->setStartsAtLogin(m_autostart.isOn()); });
    connect(menu, &ui::TrayMenu::openAsked, this, &Desktop::open);
    connect(menu, &ui::TrayMenu::conversationAsked, this, &Desktop::openConversation);
    connect(menu, &ui::TrayMenu::waitingAsked, this, [this] { openConversation({}); });
    connect(menu, &ui::TrayMenu::workingAsked, this, [this] {
        open();
        m_window->openWorking();
    });
    connect(menu, &ui::TrayMenu::quitAsked, this, &Desktop::quit);
    connect(menu, &ui::TrayMenu::stopAsked, this, &Desktop::stopServer);
    connect(menu, &ui::TrayMenu::loginToggled, this, &Desktop::setStartsAtLogin);
    connect(menu, &ui::TrayMenu::failed, this, &Desktop::say);
    connect(m_door.get(), &ui::ServerDoor::stateChanged, this, &Desktop::follow);
    connect(&m_notifier, &ui::Notifier::activated, this, [this](const QString &key) {
        if (key == ownKey)
            open();
    });
    connect(&m_desktopLook, &ui::DesktopLook::changed, this, [this] {
        m_preferences.setDesktopLook(m_desktopLook.scheme(), m_desktopLook.wantsContrast());
    });
    connect(&m_screenLock, &ui::ScreenLock::changed, &m_notifier, &ui::NoticeFilter::setLocked);
    m_notifier.setLocked(m_screenLock.isLocked());
    if (m_preferences.startsServer())
        m_door->start();
    else
        m_door->attach();
    follow();
    if (show == Show::Window)
        open();
    connect(&m_host, &ui::TrayHost::stateChanged, this, &Desktop::tellOfTray);
    tellOfTray();
}

Desktop::~Desktop() = default;

void Desktop::follow()
{
    const State state = m_door->state();
    if (state == State::Running && !m_session) {
        openSession();
    } else if (state == State::Running) {
        // It ended and is back, perhaps elsewhere: what is shown stays.
        m_session->client()->moveTo(m_door->url(), m_door->key());
        m_session->feed()->tryNow();
    } else if (state == State::Stopped || state == State::Failed) {
        m_notifications.reset();
        m_alertNotices.reset();
        m_tray.setSession(nullptr);
        if (m_window)
            m_window->setSession(nullptr);
        m_session.reset();
    }
    if (m_isQuitting && state != State::Running && state != State::Stopping)
        QApplication::quit();
}

void Desktop::openSession()
{
    m_session = std::make_unique<ui::Session>(m_door->url(), m_door->key());
    m_notifications = std::make_unique<ui::Notifications>(m_session.get(), &m_notifier,
                                                          &m_preferences,
                                                          [this] { return isWindowInFront(); });
    connect(m_notifications.get(), &ui::Notifications::conversationAsked, this,
            &Desktop::openConversation);
    connect(m_notifications.get(), &ui::Notifications::failed, this, &Desktop::say);
    m_alertNotices = std::make_unique<ui::AlertNotices>(m_session.get(), &m_notifier,
                                                        [this] { return isWindowInFront(); });
    connect(m_alertNotices.get(), &ui::AlertNotices::alertsAsked, this, [this] {
        open();
        m_window->open(ui::MainWindow::Page::Alerts);
    });
    connect(m_alertNotices.get(), &ui::AlertNotices::capsAsked, this, [this] {
        open();
        m_window->open(ui::MainWindow::Page::Keys);
    });
    // It comes before those who show it, or they would say for a moment that nobody answers.
    m_session->feed()->start();
    m_tray.setSession(m_session.get());
    if (m_window)
        m_window->setSession(m_session.get());
    // From then on the server answers for its conversations.
    if (!m_isDemo)
        connect(m_session->conversations(), &ui::FeedModel::known, this, &Desktop::goOn,
                Qt::SingleShotConnection);
    if (const auto request = std::exchange(m_request, std::nullopt))
        core::spawn(converse(this, *request), "beginning a conversation");
}

void Desktop::beginDemo(QJsonObject request)
{
    m_isDemo = true;
    m_door->start(); // whatever the settings say
    if (m_window) {
        addDemoNotice();
        tellOfTray();
    }
    if (m_session)
        core::spawn(converse(this, std::move(request)), "beginning a conversation");
    else
        m_request = std::move(request);
}

core::Task<> Desktop::converse(QPointer<Desktop> desktop, QJsonObject request)
{
    const core::Result<QJsonValue> made =
        co_await desktop->m_session->client()->post("/conversations", std::move(request));
    if (!made)
        co_return std::unexpected(made.error());
    if (desktop && desktop->m_window)
        desktop->openConversation((*made)["id"].toString());
    co_return {};
}

bool Desktop::isWindowInFront() const
{
    return QApplication::activeWindow() && !m_screenLock.isLocked();
}

void Desktop::open()
{
    if (!m_window) {
        m_window = std::make_unique<ui::MainWindow>(m_door.get(), &m_preferences);
        m_window->setLoginItem(&m_autostart);
        m_window->setSession(m_session.get());
        connect(m_window.get(), &ui::MainWindow::quitAsked, this, &Desktop::quit);
        if (m_isDemo)
            addDemoNotice();
        tellOfTray();
        if (m_isWelcoming)
            welcome();
    }
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void Desktop::openFor(const QByteArray &message)
{
    if (const QByteArray token = message.split(' ').value(1); !token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token);
    open();
}

void Desktop::welcome()
{
    m_isWelcoming = true;
    if (m_window && !m_preferences.isSetUp())
        m_window->openSetUp();
}

void Desktop::addDemoNotice()
{
    auto *notice = new ui::DemoNotice;
    connect(notice, &ui::DemoNotice::ownStartAsked, this, &Desktop::startOwn);
    m_window->addBanner(notice);
    m_window->setQuitsWhenClosed();
}

void Desktop::startOwn()
{
    m_isOwnStartAsked = true;
    m_preferences.setSetUp(false);
    quitNow();
}

void Desktop::openConversation(const QString &id)
{
    open();
    if (id.isEmpty())
        m_window->open(ui::MainWindow::Page::Inbox);
    else
        m_window->openConversation(id);
}

/// Without a place in a panel it is a program like others.
void Desktop::tellOfTray()
{
    const bool isMissing = m_host.state() == ui::TrayHost::State::Missing;
    if (isMissing && std::exchange(m_isWindowWanted, false))
        open();
    if (m_window)
        m_window->tellOfTray(isMissing && !m_isDemo);
}

void Desktop::setStartsAtLogin(bool starts)
{
    const core::Result<> done = m_autostart.set(starts);
    if (!done)
        say(done.error().message);
}

void Desktop::say(const QString &text)
{
    m_notifier.show({.key = ownKey,
                     .title = tr("Berth"),
                     .body = text,
                     .actions = {},
                     .isUrgent = false,
                     .kind = {}});
}

int Desktop::countOf(const QString &state) const
{
    int count = 0;
    for (int row = 0; m_session && row < m_session->conversations()->rowCount(); ++row)
        count += m_session->conversations()->item(row).value("state") == state;
    return count;
}

void Desktop::quit()
{
    const int working = countOf("running");
    const int waiting = m_session ? m_session->waiting()->rowCount() : 0;
    if (working + waiting == 0 || !m_door->isOurs() || m_isDemo) {
        quitNow();
        return;
    }
    // The icon and its menu are there while it is asked.
    if (m_quitQuestion)
        return m_quitQuestion->activateWindow();
    QStringList busy;
    if (working)
        busy.append(tr("%n agent(s) are working.", nullptr, working));
    if (waiting)
        busy.append(tr("%n question(s) wait for you.", nullptr, waiting));
    QMessageBox question(QMessageBox::NoIcon, tr("Quit Berth"), busy.join(' '));
    m_quitQuestion = &question;
    question.setInformativeText(
        working ? tr("Quitting pauses them; they go on when Berth starts again.")
                : tr("What waits for you is kept until Berth starts again."));
    QPushButton *quit = question.addButton(working ? tr("Pause and quit") : tr("Quit"),
                                           QMessageBox::AcceptRole);
    // Without a place in a panel nothing would be left to see of it.
    const bool canStay = m_window && m_host.state() != ui::TrayHost::State::Missing;
    QPushButton *stay = canStay ? question.addButton(tr("Keep running"), QMessageBox::ActionRole)
                                : nullptr;
    question.setDefaultButton(question.addButton(tr("Cancel"), QMessageBox::RejectRole));
    question.exec();
    if (question.clickedButton() == quit)
        pauseAndQuit();
    else if (stay && question.clickedButton() == stay)
        m_window->hide();
}

/// From the menu it is one click away, so it asks as the window does.
void Desktop::stopServer()
{
    const int working = countOf("running");
    if (working == 0)
        return m_door->stop();
    if (QWidget *asked = QApplication::activeModalWidget())
        return asked->raise();
    const bool isSeen = m_window && m_window->isVisible();
    ui::askFirst(isSeen ? m_window.get() : nullptr, tr("Stop the server?"),
                 tr("%n agent(s) are working. What they have done is kept, and they can go on "
                    "later.",
                    nullptr, working),
                 tr("Stop server"), [door = m_door.get()] { door->stop(); });
}

/// A server that does not answer keeps nobody from quitting.
void Desktop::pauseAndQuit()
{
    static constexpr std::chrono::seconds longestPausing{5};
    QStringList ids;
    for (int row = 0; m_session && row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject one = m_session->conversations()->item(row);
        if (one["state"] == "running")
            ids.append(one["id"].toString());
    }
    if (ids.isEmpty())
        return quitNow();
    const auto quitOnce = [this] {
        if (!m_isQuitting)
            quitNow();
    };
    QTimer::singleShot(longestPausing, this, quitOnce);
    const ui::PausedRuns runs(m_door->folder());
    QCoro::connect(ui::pauseRuns(m_session->client(), runs, ids), this,
                   [quitOnce](const core::Result<> &done) {
        if (!done)
            qWarning().noquote() << "Not all agents go on by themselves:" << done.error().message;
        quitOnce();
    });
}

/// What was paused because somebody quit.
void Desktop::goOn()
{
    const ui::PausedRuns runs(m_door->folder());
    QCoro::connect(ui::resumeRuns(m_session->client(), runs), this,
                   [this](const core::Result<int> &resumed) {
        if (resumed && *resumed > 0)
            say(tr("%n agent(s) that were paused when Berth quit go on now.", nullptr, *resumed));
    });
}

void Desktop::quitNow()
{
    m_isQuitting = true;
    if (m_door->isOurs() && m_door->state() == State::Running)
        m_door->stop();
    else
        QApplication::quit();
}

#include "moc_Desktop.cpp"
