// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MainWindow.h"

#include "ui/models/HistorySearch.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/windows/AlertsPage.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/EmptyState.h"
#include "ui/windows/HomePage.h"
#include "ui/windows/InboxPage.h"
#include "ui/windows/KeysPage.h"
#include "ui/windows/LogsPage.h"
#include "ui/windows/MetricsPage.h"
#include "ui/windows/NewConversationDialog.h"
#include "ui/windows/SetUp.h"
#include "ui/windows/SettingsPage.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/TrayNotice.h"
#include "ui/windows/WorkspacesPage.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedLayout>
#include <QStackedWidget>

namespace ui {

static constexpr int fullSidebarWidth = 1100; // of the window; below there are only icons

/// Where it is said that the server does not answer.
class OfflineBar : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), theme().warnSoft);
        painter.fillRect(QRect(0, height() - 1, width(), 1), theme().warn);
        paintIcon(&painter, QRectF(26, height() / 2.0 - 8, 16, 16), "unplug", theme().warn);
    }
};

MainWindow::MainWindow(ServerDoor *door, Preferences *preferences)
    : m_door(door)
    , m_preferences(preferences)
    , m_sidebar(new Sidebar(this))
    , m_trayNotice(new TrayNotice(this))
    , m_offline(new OfflineBar(this))
    , m_offlineText(new QLabel(m_offline))
    , m_whole(new QStackedLayout(this))
    , m_pages(new QStackedWidget(this))
    , m_palette(new CommandPalette(this))
{
    setMinimumSize(640, 480);
    resize(1280, 800);
    m_offlineText->setTextFormat(Qt::PlainText);
    m_offlineText->setWordWrap(true);
    auto *tryNow = new QPushButton(tr("Try now"), m_offline);
    setKind(tryNow, ButtonKind::Quiet);
    auto *bar = new QHBoxLayout(m_offline);
    bar->setContentsMargins(52, 6, 16, 6);
    bar->addWidget(m_offlineText, 1);
    bar->addWidget(tryNow);
    m_offline->hide();
    m_trayNotice->hide();
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_trayNotice);
    column->addWidget(m_offline);
    column->addWidget(m_pages, 1);
    auto *body = new QWidget(this);
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    row->addLayout(column, 1);
    m_whole->addWidget(body);
    addPages();
    addShortcuts();

    connect(m_sidebar, &Sidebar::chosen, this, [this](int page) { open(Page(page)); });
    connect(m_sidebar, &Sidebar::searchAsked, this, [this] { openPalette(); });
    connect(m_palette, &CommandPalette::historyWanted, this, [this](const QString &text) {
        if (m_history)
            m_history->ask(text);
    });
    connect(door, &ServerDoor::stateChanged, this, &MainWindow::updateServer);
    connect(m_trayNotice, &TrayNotice::decided, this, [this](bool stays) {
        m_preferences->setStaysWhenClosed(stays);
        m_preferences->setKnowsOfNoTray();
        m_trayNotice->hide();
    });
    connect(tryNow, &QPushButton::clicked, this, [this] {
        if (m_session)
            m_session->feed()->tryNow();
    });
    m_sidebar->setCurrent(0);
    open(Page::Home);
    updateServer();
    updateBadges();
}

MainWindow::~MainWindow() = default;

void MainWindow::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    m_history.reset();
    // The pages show what the session before this one told.
    QWidget *home = m_made.take(Page::Home);
    qDeleteAll(m_made);
    m_made.clear();
    if (home)
        m_made.insert(Page::Home, home);
    if (auto *page = madePage<HomePage>(Page::Home))
        page->setSession(session);
    if (m_setUp)
        m_setUp->setSession(session);
    if (session) {
        m_history = std::make_unique<HistorySearch>(session->client());
        connect(m_history.get(), &HistorySearch::changed, this, &MainWindow::showHistory);
        connect(session->feed(), &Feed::stateChanged, this, &MainWindow::updateServer);
        for (FeedModel *model :
             std::initializer_list<FeedModel *>{session->waiting(), session->conversations(),
                                                session->workspaces()}) {
            connect(model, &FeedModel::rowsInserted, this, &MainWindow::updateBadges);
            connect(model, &FeedModel::rowsRemoved, this, &MainWindow::updateBadges);
            connect(model, &FeedModel::dataChanged, this, &MainWindow::updateBadges);
        }
    }
    open(m_page);
    updateServer();
}

void MainWindow::addPage(Page page, const QString &icon, const QString &name, const QString &keys)
{
    m_looks.insert(page, {icon, name, keys});
    m_sidebar->addPage(int(page), icon, name, QKeySequence(keys));
    connect(new QShortcut(QKeySequence(keys), this), &QShortcut::activated, this, [this, page] {
        open(page);
        m_made.value(page)->setFocus(Qt::ShortcutFocusReason);
    });
}

void MainWindow::addPages()
{
    addPage(Page::Home, "house", tr("Home"), "Ctrl+1");
    addPage(Page::Inbox, "inbox", tr("Inbox"), "Ctrl+2");
    addPage(Page::Conversations, "messages-square", tr("Conversations"), "Ctrl+3");
    addPage(Page::Workspaces, "box", tr("Workspaces"), "Ctrl+4");
    m_sidebar->addGroup(tr("Watch"));
    addPage(Page::Logs, "scroll-text", tr("Logs"), "Ctrl+5");
    addPage(Page::Metrics, "chart-line", tr("Metrics"), "Ctrl+6");
    addPage(Page::Alerts, "bell", tr("Alerts"), "Ctrl+7");
    m_sidebar->addGroup(tr("Manage"));
    addPage(Page::Keys, "key-round", tr("Keys and users"), "Ctrl+8");
    addPage(Page::Settings, "settings", tr("Settings"), "Ctrl+,");
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

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_preferences->staysWhenClosed())
        return;
    event->ignore();
    emit quitAsked();
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const char *keys, auto action) {
        connect(new QShortcut(QKeySequence(keys), this), &QShortcut::activated, this, action);
    };
    add("Ctrl+W", [this] { close(); });
    add("Ctrl+Q", [this] { emit quitAsked(); });
    add("Ctrl+B", [this] {
        m_wantsRail = !m_sidebar->isRail();
        updateSidebar();
    });
    for (const char *keys : {"Ctrl+K", "Ctrl+Shift+P"})
        add(keys, [this] { openPalette(); });
    add("Ctrl+Shift+F", [this] { openPalette("# "); });
    add("Ctrl+Alt+B", [this] { togglePanel(); });
    add("Shift+F8", [this] { pauseAll(); });
    add("Ctrl+L", [this] { focusFilter(); });
    add("Ctrl+N", [this] { startConversation(); });
    add("Ctrl+Shift+A", [this] { showNextQuestion(); });
    for (const char *keys : {"Ctrl++", "Ctrl+="})
        add(keys, [this] { scaleText(m_preferences->textScale() + 0.1); });
    add("Ctrl+-", [this] { scaleText(m_preferences->textScale() - 0.1); });
    add("Ctrl+0", [this] { scaleText(1); });
}

/// The oldest question, ready for an answer by a key.
void MainWindow::showNextQuestion()
{
    if (!m_session || m_session->waiting()->rowCount() == 0)
        return;
    const QString id = m_session->waiting()->item(0)["conversation_id"].toString();
    // What a workspace asks for belongs to no conversation.
    if (id.isEmpty()) {
        open(Page::Inbox);
        m_made.value(Page::Inbox)->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    openConversation(id);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->focusQuestion();
}

void MainWindow::scaleText(double factor)
{
    m_preferences->setTextScale(factor);
}

void MainWindow::startConversation()
{
    if (!m_session)
        return;
    auto *dialog = new NewConversationDialog(m_session, this);
    connect(dialog, &NewConversationDialog::made, this, &MainWindow::openConversation);
    dialog->open();
}

QWidget *MainWindow::makeHome()
{
    auto *home = new HomePage(m_door);
    connect(home, &HomePage::conversationAsked, this, &MainWindow::openConversation);
    connect(home, &HomePage::inboxAsked, this, [this] { open(Page::Inbox); });
    connect(home, &HomePage::workspacesAsked, this, [this] { open(Page::Workspaces); });
    connect(home, &HomePage::alertsAsked, this, [this] { open(Page::Alerts); });
    connect(home, &HomePage::settingsAsked, this, [this] { open(Page::Settings); });
    connect(home, &HomePage::setUpAsked, this, &MainWindow::openSetUp);
    connect(home, &HomePage::pauseAllAsked, this, &MainWindow::pauseAll);
    home->setSession(m_session);
    return home;
}

QWidget *MainWindow::make(Page page)
{
    if (page == Page::Home)
        return makeHome();
    if (!m_session)
        return new EmptyState(tr("The server is stopped"), tr("Start it on the page Home."));
    switch (page) {
    case Page::Inbox: {
        auto *inbox = new InboxPage(m_session);
        connect(inbox, &InboxPage::conversationAsked, this, &MainWindow::openConversation);
        return inbox;
    }
    case Page::Workspaces: return new WorkspacesPage(m_session);
    case Page::Logs: return new LogsPage(m_session);
    case Page::Metrics: return new MetricsPage(m_session);
    case Page::Alerts: {
        auto *alerts = new AlertsPage(m_session);
        connect(alerts, &AlertsPage::conversationAsked, this, &MainWindow::openConversation);
        connect(alerts, &AlertsPage::workspaceAsked, this, &MainWindow::openWorkspace);
        return alerts;
    }
    case Page::Keys: return new KeysPage(m_session);
    case Page::Settings: {
        auto *settings = new SettingsPage(m_session, m_preferences, m_loginItem);
        connect(settings, &SettingsPage::setUpAsked, this, &MainWindow::openSetUp);
        return settings;
    }
    default: {
        auto *conversations = new ConversationsPage(m_session);
        connect(conversations, &ConversationsPage::newAsked, this, &MainWindow::startConversation);
        return conversations;
    }
    }
}

template<typename T>
T *MainWindow::madePage(Page page)
{
    return qobject_cast<T *>(m_made.value(page));
}

void MainWindow::focusFilter()
{
    if (auto *conversations = madePage<ConversationsPage>(m_page))
        conversations->focusFilter();
    else if (auto *workspaces = madePage<WorkspacesPage>(m_page))
        workspaces->focusFilter();
    else if (auto *logs = madePage<LogsPage>(m_page))
        logs->focusFilter();
    else if (auto *settings = madePage<SettingsPage>(m_page))
        settings->focusFilter();
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
    updateBadges();
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
    updateBadges();
}

void MainWindow::endSetUp()
{
    m_whole->setCurrentIndex(0);
    std::exchange(m_setUp, nullptr)->deleteLater();
    updateBadges();
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::openConversation(const QString &conversationId)
{
    open(Page::Conversations);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->open(conversationId);
}

void MainWindow::openEvent(const QString &conversationId, const QString &eventId)
{
    open(Page::Conversations);
    if (auto *page = madePage<ConversationsPage>(Page::Conversations))
        page->openEvent(conversationId, eventId);
}

void MainWindow::openWorkspace(const QString &workspaceId)
{
    open(Page::Workspaces);
    if (auto *page = madePage<WorkspacesPage>(Page::Workspaces))
        page->open(workspaceId);
}

void MainWindow::updateServer()
{
    const bool isRunning = m_door->state() == ServerDoor::State::Running;
    const bool isLive = m_session && m_session->feed()->state() == Feed::State::Live;
    m_sidebar->setServer(isLive      ? tr("Running")
                         : isRunning ? tr("Connecting")
                                     : tr("Stopped"),
                         m_door->url().authority());
    const bool isLost = isRunning && m_session
                        && m_session->feed()->state() == Feed::State::Offline;
    m_offline->setVisible(isLost);
    if (isLost)
        m_offlineText->setText(
            tr("The server does not answer. Trying again. You see data until %1.")
                .arg(QLocale().toString(m_session->feed()->since().toLocalTime().time(),
                                        "HH:mm:ss")));
}

static int countOf(const FeedModel *model, const QString &state);

void MainWindow::pauseAll()
{
    for (int row = 0; m_session && row < m_session->conversations()->rowCount(); ++row) {
        const QJsonObject item = m_session->conversations()->item(row);
        if (item["state"] == "running")
            core::spawn(m_session->commands()->pause(item["id"].toString()), "pausing an agent");
    }
}

/// What can be done from everywhere.
QList<Command> MainWindow::actions()
{
    QList<Command> list;
    for (const Page page : {Page::Home, Page::Inbox, Page::Conversations, Page::Workspaces,
                            Page::Logs, Page::Metrics, Page::Alerts, Page::Keys, Page::Settings}) {
        const PageLook look = m_looks.value(page);
        list.append({.icon = look.icon,
                     .title = tr("Open %1").arg(look.name),
                     .shortcut = QKeySequence(look.keys).toString(QKeySequence::NativeText),
                     .run = [this, page] { open(page); }});
    }
    const QString noServer = m_session ? QString() : tr("the server is stopped");
    list.append({.icon = "plus",
                 .title = tr("New conversation"),
                 .shortcut = "Ctrl+N",
                 .whyOff = noServer,
                 .run = [this] { startConversation(); }});
    const bool isAsked = m_session && m_session->waiting()->rowCount() > 0;
    list.append({.icon = "hand",
                 .title = tr("Show the next question"),
                 .shortcut = "Ctrl+Shift+A",
                 .whyOff = isAsked ? QString() : tr("nothing needs you"),
                 .run = [this] { showNextQuestion(); }});
    list.append({.icon = "search",
                 .title = tr("Search all history"),
                 .shortcut = "Ctrl+Shift+F",
                 .whyOff = noServer,
                 .run = [this] { openPalette("# "); }});
    const int working = m_session ? countOf(m_session->conversations(), "running") : 0;
    list.append({.icon = "circle-pause",
                 .title = tr("Pause all agents"),
                 .detail = tr("%n working", nullptr, working),
                 .shortcut = "Shift+F8",
                 .whyOff = working ? QString() : tr("nothing is working"),
                 .run = [this] { pauseAll(); }});
    list.append({.icon = "panel-left",
                 .title = tr("Show or hide the sidebar"),
                 .shortcut = "Ctrl+B",
                 .run = [this] {
        m_wantsRail = !m_sidebar->isRail();
        updateSidebar();
    }});
    list.append(
        {.icon = "panel-right",
         .title = tr("Show or hide the side panel"),
         .shortcut = "Ctrl+Alt+B",
         .whyOff = m_page == Page::Conversations ? QString() : tr("no conversation is open"),
         .run = [this] { togglePanel(); }});
    list.append({.icon = "log-out", .title = tr("Quit Berth"), .shortcut = "Ctrl+Q", .run = [this] {
        emit quitAsked();
    }});
    list.append({.icon = "sparkles", .title = tr("Set up engine, model and safety"), .run = [this] {
        openSetUp();
    }});
    list.append({.icon = "plus", .title = tr("Larger text"), .shortcut = "Ctrl++", .run = [this] {
        scaleText(m_preferences->textScale() + 0.1);
    }});
    list.append(
        {.icon = "circle", .title = tr("Smaller text"), .shortcut = "Ctrl+-", .run = [this] {
        scaleText(m_preferences->textScale() - 0.1);
    }});
    const QList<std::pair<QString, Preferences::Look>> looks{
        {tr("Use the light theme"), Preferences::Look::Light},
        {tr("Use the dark theme"), Preferences::Look::Dark},
        {tr("Use the theme of the desktop"), Preferences::Look::System}};
    for (const auto &[title, look] : looks)
        list.append({.icon = look == Preferences::Look::Dark ? "moon" : "sun",
                     .title = title,
                     .run = [this, look] { m_preferences->setLook(look); }});
    return list;
}

/// The items of a model in the order in which a view shows them.
static QList<QJsonObject> inOrder(const FeedModel *model)
{
    QList<std::pair<QVariant, QJsonObject>> sorted;
    for (int row = 0; row < model->rowCount(); ++row)
        sorted.append({model->index(row).data(FeedModel::SortRole), model->item(row)});
    std::ranges::stable_sort(sorted, [](const auto &one, const auto &other) {
        return QVariant::compare(one.first, other.first) == QPartialOrdering::Less;
    });
    QList<QJsonObject> items;
    for (const auto &[order, item] : std::as_const(sorted))
        items.append(item);
    return items;
}

/// Conversations and workspaces by their names.
QList<Command> MainWindow::places()
{
    QList<Command> list;
    for (const QJsonObject &item : inOrder(m_session->conversations())) {
        list.append({.group = Command::Group::Conversations,
                     .icon = "messages-square",
                     .title = visibleLine(ConversationsModel::titleOf(item)),
                     .detail = stateWord(item["state"].toString()) + " · "
                               + visibleLine(item["user"].toString()),
                     .run = [this, id = item["id"].toString()] { openConversation(id); }});
    }
    for (const QJsonObject &item : inOrder(m_session->workspaces())) {
        list.append({.group = Command::Group::Workspaces,
                     .icon = "box",
                     .title = visibleLine(item["name"].toString()),
                     .detail = lookOfWorkspace(item, {}).word,
                     .run = [this, id = item["id"].toString()] { openWorkspace(id); }});
    }
    return list;
}

void MainWindow::togglePanel()
{
    if (auto *page = madePage<ConversationsPage>(m_page))
        page->togglePanel();
}

void MainWindow::openPalette(const QString &text)
{
    m_palette->open(actions() + (m_session ? places() : QList<Command>()), text);
}

/// What the palette says of the search in all history.
void MainWindow::showHistory()
{
    using enum HistorySearch::State;
    if (m_history->state() == Nothing)
        return;
    QList<Command> hits;
    for (const HistoryHit &hit : m_history->hits()) {
        const QString title = visibleLine(hit.title);
        hits.append({.group = Command::Group::History,
                     .icon = hit.icon,
                     .title = visibleLine(hit.line),
                     .detail = (title.isEmpty() ? tr("New conversation") : title) + " · "
                               + QLocale().toString(hit.time, QLocale::ShortFormat),
                     .match = visibleLine(hit.match),
                     .run = [this, hit] { openEvent(hit.conversationId, hit.eventId); }});
    }
    QString note;
    if (m_history->state() == Asking)
        note = tr("Searching...");
    else if (m_history->state() == Failed)
        note = m_history->problem();
    else if (!m_history->isComplete())
        note = tr("The server still reads older history. Look again in a moment.");
    else if (hits.isEmpty())
        note = tr("Nothing of that was ever said or done.");
    m_palette->setHistory(hits, note);
}

static int countOf(const FeedModel *model, const QString &state)
{
    int count = 0;
    for (int row = 0; row < model->rowCount(); ++row)
        count += model->item(row)["state"] == state;
    return count;
}

void MainWindow::updateBadges()
{
    const int waiting = m_session ? m_session->waiting()->rowCount() : 0;
    const QString words = tr("%n waiting for you", nullptr, waiting);
    m_sidebar->setBadge(int(Page::Inbox), waiting, words, Sidebar::Badge::Waiting);
    const int working = m_session ? countOf(m_session->conversations(), "running") : 0;
    m_sidebar->setBadge(int(Page::Conversations), working, tr("%n working", nullptr, working));
    const int firing = m_session ? countOf(m_session->alerts(), "firing") : 0;
    m_sidebar->setBadge(int(Page::Alerts), firing, tr("%n firing", nullptr, firing));
    const int running = m_session ? countOf(m_session->workspaces(), "ready") : 0;
    m_sidebar->setBadge(int(Page::Workspaces), running, tr("%n running", nullptr, running));
    const QString page = m_setUp ? tr("Set-up") : m_looks.value(m_page).name;
    setWindowTitle(waiting ? page + " · " + words + " – Berth" : page + " – Berth");
}

} // namespace ui
