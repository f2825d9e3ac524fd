// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MainWindow.h"

#include "ui/widgets/Panes.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/Actions.h"
#include "ui/windows/AlertsPage.h"
#include "ui/windows/Announcer.h"
#include "ui/windows/ConnectServerDialog.h"
#include "ui/windows/ConversationMenu.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/HomePage.h"
#include "ui/windows/InboxPage.h"
#include "ui/windows/KeysPage.h"
#include "ui/windows/LogsPage.h"
#include "ui/windows/MetricsPage.h"
#include "ui/windows/NewConversationDialog.h"
#include "ui/windows/NoServer.h"
#include "ui/windows/OfflineBar.h"
#include "ui/windows/SetUp.h"
#include "ui/windows/SettingsPage.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/StateBar.h"
#include "ui/windows/TrayNotice.h"
#include "ui/windows/Veil.h"
#include "ui/windows/WindowPalette.h"
#include "ui/windows/WindowStatus.h"
#include "ui/windows/WorkspacesPage.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QPixmapCache>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QTimer>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ui {

static constexpr int fullSidebarWidth = 1100; // of the window; below there are only icons

MainWindow::MainWindow(ServerDoor *door, Preferences *preferences)
    : m_door(door)
    , m_preferences(preferences)
    , m_sidebar(new Sidebar(this))
    , m_column(new QVBoxLayout)
    , m_trayNotice(new TrayNotice(this))
    , m_offline(new OfflineBar(this))
    , m_engineGone(new StateBar("box", this))
    , m_whole(new QStackedLayout(this))
    , m_pages(new QStackedWidget(this))
    , m_actions(new Actions(this))
    , m_palette(new WindowPalette(this, m_actions))
    , m_status(new WindowStatus(door, {this, m_sidebar, m_offline, m_engineGone}))
{
    setMinimumSize(640, 480);
    resize(1280, 800);
    m_offline->hide();
    m_engineGone->hide();
    m_trayNotice->hide();
    layOut();
    addPages();
    bindActions();
    connectParts();
    m_sidebar->setCurrent(0);
    open(Page::Home);
    m_status->update();
}

MainWindow::~MainWindow()
{
    closeWindows();
    // What is written here is kept while they go.
    qDeleteAll(m_made);
}

void MainWindow::layOut()
{
    m_column->setSpacing(0);
    m_column->addWidget(m_trayNotice);
    m_column->addWidget(m_offline);
    m_column->addWidget(m_engineGone);
    m_column->addWidget(m_pages, 1);
    auto *body = new QWidget(this);
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    row->addLayout(m_column, 1);
    m_whole->addWidget(body);
    m_status->setVeil(new Veil(m_pages));
}

void MainWindow::connectParts()
{
    connect(m_sidebar, &Sidebar::chosen, this, [this](int page) { open(Page(page)); });
    connect(m_sidebar, &Sidebar::serverAsked, this, &MainWindow::connectServer);
    m_sidebar->setKnownServers(m_preferences->servers());
    connect(m_sidebar, &Sidebar::searchAsked, this, [this] { m_palette->open(); });
    connect(m_palette, &WindowPalette::conversationAsked, this, &MainWindow::openConversation);
    connect(m_palette, &WindowPalette::windowAsked, this, &MainWindow::openConversationWindow);
    connect(m_palette, &WindowPalette::eventAsked, this, &MainWindow::openEvent);
    connect(m_palette, &WindowPalette::workspaceAsked, this, &MainWindow::openWorkspace);
    connect(m_palette, &WindowPalette::settingAsked, this, &MainWindow::openSetting);
    connect(m_trayNotice, &TrayNotice::decided, this, [this](bool stays) {
        m_preferences->setStaysWhenClosed(stays);
        m_preferences->setKnowsOfNoTray();
        m_trayNotice->hide();
    });
    connect(m_status, &WindowStatus::userChanged, this, [this](const QString &user) {
        if (auto *inbox = madePage<InboxPage>(Page::Inbox))
            inbox->setUser(user);
    });
}

void MainWindow::connectServer(const QString &address)
{
    auto *dialog = new ConnectServerDialog(address, this);
    connect(dialog, &ConnectServerDialog::found, this,
            [this](const QUrl &server, const QString &key) {
        m_preferences->addServer(server.toString());
        m_sidebar->setKnownServers(m_preferences->servers());
        startWindowAt(server, key);
    });
    dialog->open();
}

void MainWindow::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    // The pages show what the session before this one told.
    closeWindows();
    forgetPages(false);
    m_menu.reset();
    m_announcer.reset();
    m_palette->setSession(session);
    if (auto *page = madePage<HomePage>(Page::Home))
        page->setSession(session);
    if (m_setUp)
        m_setUp->setSession(session);
    if (session) {
        m_menu = std::make_unique<ConversationMenu>(session, this);
        connect(m_menu.get(), &ConversationMenu::made, this, &MainWindow::openConversation);
        connect(m_menu.get(), &ConversationMenu::windowAsked, this,
                &MainWindow::openConversationWindow);
        connect(m_menu.get(), &ConversationMenu::told, this,
                [this](const QString &text, bool done) {
            if (auto *page = madePage<ConversationsPage>(Page::Conversations))
                page->tell(text, done);
        });
        m_announcer = std::make_unique<Announcer>(session, this);
    }
    m_status->setSession(session);
    open(m_page);
}

/// All that were made, but Home, which outlives a server.
void MainWindow::forgetPages(bool keepConversations)
{
    for (const Page page : m_made.keys()) {
        if (page == Page::Home || (keepConversations && page == Page::Conversations))
            continue;
        delete m_made.take(page);
    }
}

/// The windows of conversations, terminals and files.
void MainWindow::closeWindows()
{
    m_windows.closeAll();
    for (QObject *child : QObjectList(children())) {
        auto *window = qobject_cast<QWidget *>(child);
        if (window && window->isWindow())
            delete window;
    }
}

/// What the sidebar shows of a page.
struct PageLook
{
    MainWindow::Page page;
    const char *icon;
    QString name;
    ActionId action;
};

static QList<PageLook> pageLooks()
{
    using enum MainWindow::Page;
    return {{Home, "house", MainWindow::tr("Home"), ActionId::OpenHome},
            {Inbox, "inbox", MainWindow::tr("Inbox"), ActionId::OpenInbox},
            {Conversations, "messages-square", MainWindow::tr("Conversations"),
             ActionId::OpenConversations},
            {Workspaces, "box", MainWindow::tr("Workspaces"), ActionId::OpenWorkspaces},
            {Logs, "scroll-text", MainWindow::tr("Logs"), ActionId::OpenLogs},
            {Metrics, "chart-line", MainWindow::tr("Metrics"), ActionId::OpenMetrics},
            {Alerts, "bell", MainWindow::tr("Alerts"), ActionId::OpenAlerts},
            {Keys, "key-round", MainWindow::tr("Keys and users"), ActionId::OpenKeys},
            {Settings, "settings", MainWindow::tr("Settings"), ActionId::OpenSettings}};
}

static QString nameOf(MainWindow::Page page)
{
    return pageLooks()[int(page)].name;
}

void MainWindow::addPages()
{
    for (const PageLook &look : pageLooks()) {
        if (look.page == Page::Logs)
            m_sidebar->addGroup(tr("Watch"));
        if (look.page == Page::Keys)
            m_sidebar->addGroup(tr("Manage"));
        m_sidebar->addPage(int(look.page), look.icon, look.name,
                           QKeySequence(Actions::rowOf(look.action).keys));
    }
}

/// Those of the conversations speak the new language themselves: what is read there stays where it
/// is. The others are made anew.
void MainWindow::retranslate()
{
    const QWidget *place = focusWidget();
    const QString name = place ? place->objectName() : QString();
    m_sidebar->clear();
    addPages();
    m_sidebar->retranslate();
    const QPointer<QWidget> shown = m_made.value(m_page); // another may get its address
    delete m_made.take(Page::Home);
    forgetPages(true);
    open(m_page);
    m_status->update();
    if (shown || isHidden())
        return;
    auto *again = name.isEmpty() ? nullptr : m_made.value(m_page)->findChild<QWidget *>(name);
    (again ? again : m_made.value(m_page))->setFocus(Qt::OtherFocusReason);
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

/// Icons only where there is little room, unless somebody wants it otherwise.
void MainWindow::updateSidebar()
{
    m_sidebar->setRail(m_wantsRail.value_or(width() < fullSidebarWidth));
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateSidebar();
}

void MainWindow::tellOfTray(bool isMissing)
{
    m_trayNotice->setVisible(isMissing && !m_preferences->knowsOfNoTray());
}

/// While nobody looks, what can be made again is given back.
void MainWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    QTimer::singleShot(0, this, [this] {
        if (isVisible())
            return;
        QPixmapCache::clear();
#ifdef __GLIBC__
        malloc_trim(0);
#endif
    });
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_preferences->staysWhenClosed() && !m_quitsWhenClosed)
        return;
    event->ignore();
    emit quitAsked();
}

QWidget *MainWindow::makeHome()
{
    auto *home = new HomePage(m_door);
    connect(home, &HomePage::conversationAsked, this, &MainWindow::openConversation);
    connect(home, &HomePage::newAsked, this, &MainWindow::startConversation);
    connect(home, &HomePage::inboxAsked, this, [this] { open(Page::Inbox); });
    connect(home, &HomePage::workspacesAsked, this, [this] { open(Page::Workspaces); });
    connect(home, &HomePage::alertsAsked, this, [this] { open(Page::Alerts); });
    connect(home, &HomePage::metricsAsked, this, [this] { open(Page::Metrics); });
    connect(home, &HomePage::requestsAsked, this, [this] {
        open(Page::Logs);
        if (auto *logs = madePage<LogsPage>(Page::Logs))
            logs->openRequests();
    });
    connect(home, &HomePage::settingsAsked, this, [this] { open(Page::Settings); });
    connect(home, &HomePage::setUpAsked, this, &MainWindow::openSetUp);
    connect(home, &HomePage::pauseAllAsked, this, &MainWindow::pauseAll);
    home->setSession(m_session);
    return home;
}

QWidget *MainWindow::makeConversations()
{
    auto *page = new ConversationsPage({m_session, m_preferences, &m_drafts});
    connect(page, &ConversationsPage::newAsked, this, &MainWindow::startConversation);
    connect(page, &ConversationsPage::menuAsked, m_menu.get(), &ConversationMenu::show);
    connect(page, &ConversationsPage::forkAsked, m_menu.get(), &ConversationMenu::fork);
    connect(page->live(), &LiveConversation::settingsAsked, this, [this] { open(Page::Settings); });
    connect(page->live(), &LiveConversation::agentHeard, m_announcer.get(), &Announcer::noteHeard);
    connect(page->live(), &LiveConversation::summaryChanged, this, &MainWindow::tellPlace);
    return page;
}

QWidget *MainWindow::make(Page page)
{
    if (page == Page::Home)
        return makeHome();
    if (!m_session && page != Page::Settings)
        return new NoServer(m_door);
    switch (page) {
    case Page::Inbox: {
        auto *inbox = new InboxPage(m_session, m_preferences);
        inbox->setUser(m_status->user());
        connect(inbox, &InboxPage::conversationAsked, this, &MainWindow::openConversation);
        connect(inbox, &InboxPage::alertsAsked, this, [this] { open(Page::Alerts); });
        return inbox;
    }
    case Page::Workspaces: {
        auto *workspaces = new WorkspacesPage(m_session);
        workspaces->keepTable(m_preferences);
        return workspaces;
    }
    case Page::Logs: return new LogsPage(m_session);
    case Page::Metrics: {
        auto *metrics = new MetricsPage(m_session);
        connect(metrics, &MetricsPage::conversationAsked, this, &MainWindow::openConversation);
        return metrics;
    }
    case Page::Alerts: {
        auto *alerts = new AlertsPage(m_session);
        connect(alerts, &AlertsPage::conversationAsked, this, &MainWindow::openConversation);
        connect(alerts, &AlertsPage::workspaceAsked, this, &MainWindow::openWorkspace);
        connect(alerts, &AlertsPage::settingAsked, this, &MainWindow::openSetting);
        return alerts;
    }
    case Page::Keys: return new KeysPage(m_session);
    case Page::Settings: {
        auto *settings = new SettingsPage(m_session, m_preferences, m_loginItem);
        connect(settings, &SettingsPage::setUpAsked, this, &MainWindow::openSetUp);
        return settings;
    }
    default: return makeConversations();
    }
}

void MainWindow::open(Page page)
{
    m_page = page;
    QWidget *&made = m_made[page];
    if (!made) {
        made = make(page);
        m_pages->addWidget(made);
    }
    m_pages->setCurrentWidget(made);
    m_sidebar->setCurrent(int(page));
    tellPlace();
}

void MainWindow::tellPlace()
{
    QStringList place{m_setUp ? tr("Set-up") : nameOf(m_page)};
    if (const LiveConversation *live = m_setUp ? nullptr : shownConversation())
        place.append(visibleLine(ConversationsModel::titleOf(live->item())));
    m_status->setPlace(place);
}

void MainWindow::openSetUp()
{
    if (m_setUp)
        return;
    m_setUp = new SetUp(m_preferences);
    m_setUp->setSession(m_session);
    connect(m_setUp, &SetUp::ended, this, &MainWindow::endSetUp);
    connect(m_setUp, &SetUp::conversationAsked, this, &MainWindow::openConversation);
    m_whole->addWidget(m_setUp);
    m_whole->setCurrentWidget(m_setUp);
    m_palette->raise();
    tellPlace();
}

void MainWindow::endSetUp()
{
    m_whole->setCurrentIndex(0);
    std::exchange(m_setUp, nullptr)->deleteLater();
    tellPlace();
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::openConversation(const QString &conversationId)
{
    open(Page::Conversations);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->open(conversationId);
}

void MainWindow::openWorking()
{
    open(Page::Conversations);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->showWorking();
}

/// For another window.
void MainWindow::showSettings()
{
    open(Page::Settings);
    show();
    raise();
    activateWindow();
}

/// In another window.
void MainWindow::noteHeard(const QString &conversationId, const QString &text)
{
    if (m_announcer)
        m_announcer->noteHeard(conversationId, text);
}

void MainWindow::openConversationWindow(const QString &conversationId)
{
    if (m_session)
        m_windows.open({m_session, m_preferences, &m_drafts}, conversationId);
}

void MainWindow::openEvent(const QString &conversationId, const QString &eventId)
{
    open(Page::Conversations);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->openEvent(conversationId, eventId);
}

void MainWindow::openSetting(const QString &name)
{
    open(Page::Settings);
    if (auto *page = madePage<SettingsPage>(Page::Settings))
        page->find(name);
}

void MainWindow::openWorkspace(const QString &workspaceId)
{
    open(Page::Workspaces);
    if (auto *page = madePage<WorkspacesPage>(Page::Workspaces))
        page->open(workspaceId);
}

} // namespace ui
