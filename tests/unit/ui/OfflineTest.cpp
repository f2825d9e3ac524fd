// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Language.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/Actions.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationMenu.h"
#include "ui/windows/ConversationWindow.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/FilesWindow.h"
#include "ui/windows/MainWindow.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/OfflineBar.h"
#include "ui/windows/ServerPanel.h"
#include "ui/windows/SettingRow.h"
#include "ui/windows/Veil.h"

#include "RunningDoor.h"
#include "TestMain.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace ui;

/// Tells everything that there is to who watches it, until it goes; it comes back on its port.
class WatchedServer : public QObject
{
public:
    WatchedServer()
    {
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            m_lines.emplace_back(m_server.nextPendingConnection());
            m_lines.back()->sendTextMessage(R"({"type":"live","cursor":"1"})");
        });
        come();
    }

    QUrl url() const { return QUrl(QString("http://127.0.0.1:%1").arg(m_port)); }
    void come()
    {
        if (!m_server.listen(QHostAddress::LocalHost, m_port))
            qFatal("%s", qPrintable(m_server.errorString()));
        m_port = m_server.serverPort();
    }
    void go()
    {
        m_server.close();
        m_lines.clear();
    }

private:
    QWebSocketServer m_server{"watched", QWebSocketServer::NonSecureMode};
    std::vector<std::unique_ptr<QWebSocket>> m_lines;
    quint16 m_port = 0;
};

/// What can be done in the window while its server does not answer.
class OfflineTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void switchesOffAndBack();
    void locksTheOptionsOfTheServer();
    void keepsWhatIsSaidOfAControlMeanwhile();
    void saysWhyInAnotherLanguage();
    void asksNothingByKeys();
    void dimsWhatIsOld();
    void tellsAServerThatIsStopped();
    void leavesOnWhatNeedsNoServer();
    void saysWhyInThePalette();
    void saysWhyInTheMenuOfAConversation();
    void saysSoInWindowsOfTheirOwn();
    void saysOnHomeThatItDoesNotAnswer();

private:
    void lose();
    void findAgain();
    QStringList namesOfEnabled() const;

    QTemporaryDir m_folder;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<WatchedServer> m_server;
    std::unique_ptr<test::RunningDoor> m_door;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

static const QString silent = "The server does not answer.";

void OfflineTest::init()
{
    applyLanguage("en");
    m_preferences = std::make_unique<Preferences>(m_folder.filePath("window.ini"));
    m_server = std::make_unique<WatchedServer>();
    m_door = std::make_unique<test::RunningDoor>(m_server->url(), test::RunningDoor::Whose::Ours);
    m_session = std::make_unique<Session>(m_door->url(), m_door->key());
    m_session->feed()->start();
    QTRY_COMPARE(m_session->feed()->state(), Feed::State::Live);
    m_window = std::make_unique<MainWindow>(m_door.get(), m_preferences.get());
    m_window->setSession(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const auto item = [](const QString &id, const QString &state) {
        return QJsonObject{{"id", id},
                           {"title", "Title of " + id},
                           {"state", state},
                           {"updated_at", "2026-11-22T14:01:00Z"}};
    };
    emit m_session->feed()->replaced("conversations", {item("c1", "running")});
    emit m_session->feed()->replaced(
        "workspaces",
        {QJsonObject{{"id", "w1"}, {"name", "lab"}, {"user_id", "ann"}, {"state", "ready"}}});
}

void OfflineTest::cleanup()
{
    applyLanguage("en");
    m_window.reset();
    m_session.reset();
    m_door.reset();
    m_server.reset();
}

void OfflineTest::lose()
{
    m_server->go();
    QTRY_VERIFY(m_session->feed()->isLost());
}

void OfflineTest::findAgain()
{
    m_server->come();
    QTRY_VERIFY(m_session->feed()->state() == Feed::State::Offline
                || m_session->feed()->state() == Feed::State::Live);
    m_session->feed()->tryNow();
    QTRY_VERIFY(!m_session->feed()->isLost());
}

void OfflineTest::switchesOffAndBack()
{
    QPushButton on;
    QPushButton off;
    on.setToolTip("Makes one");
    on.setAccessibleDescription("One more");
    NeedsServer needs(m_session->feed(), this);
    needs.add({&on});
    needs.allow(&off, false);
    QVERIFY(on.isEnabled());
    lose();
    QVERIFY(!on.isEnabled());
    QCOMPARE(on.toolTip(), silent);
    QCOMPARE(on.accessibleDescription(), silent);
    findAgain();
    QVERIFY(on.isEnabled());
    QCOMPARE(on.toolTip(), "Makes one");
    QCOMPARE(on.accessibleDescription(), "One more");
    QVERIFY(!off.isEnabled());
}

void OfflineTest::locksTheOptionsOfTheServer()
{
    const QJsonObject port{{"name", "port"},
                           {"value", "8000"},
                           {"default", "8000"},
                           {"next", QJsonValue::Null}};
    SettingRow row(port, m_session->feed());
    const auto *field = row.findChild<QLineEdit *>();
    QVERIFY(field->isEnabled());
    lose();
    QVERIFY(!field->isEnabled());
    QCOMPARE(field->accessibleDescription(), silent);
    findAgain();
    QVERIFY(field->isEnabled());
    QVERIFY(field->accessibleDescription().startsWith("Default"));
}

void OfflineTest::keepsWhatIsSaidOfAControlMeanwhile()
{
    QPushButton button;
    NeedsServer needs(this);
    needs.allow(&button, false);
    needs.setWhyOff("Gone.");
    needs.allow(&button, true);
    button.setToolTip("Makes another");
    QVERIFY(!button.isEnabled());
    QCOMPARE(button.toolTip(), "Gone.");
    needs.setWhyOff({});
    QVERIFY(button.isEnabled());
    QCOMPARE(button.toolTip(), "Makes another");
    QCOMPARE(button.accessibleDescription(), "");
}

void OfflineTest::tellsAServerThatIsStopped()
{
    QPushButton button;
    NeedsServer needs(m_session->feed(), this);
    needs.add({&button});
    needs.follow(nullptr);
    QVERIFY(!button.isEnabled());
    QCOMPARE(button.toolTip(), "The server is stopped.");
    m_window->setSession(nullptr);
    QCOMPARE(m_window->actions()->whyOff(ActionId::NewConversation), "the server is stopped");
}

/// Of all pages, seen or not.
QStringList OfflineTest::namesOfEnabled() const
{
    QSet<QString> names;
    for (int page = 0; page <= int(MainWindow::Page::Settings); ++page) {
        m_window->open(MainWindow::Page(page));
        for (const QTabWidget *tabs : m_window->findChildren<QTabWidget *>())
            for (int tab = 0; tab < tabs->count(); ++tab)
                const_cast<QTabWidget *>(tabs)->setCurrentIndex(tab);
        for (const QAbstractButton *one : m_window->findChildren<QAbstractButton *>()) {
            const QString name = one->text().isEmpty() ? one->accessibleName() : one->text();
            if (one->isEnabled() && !name.isEmpty())
                names.insert(name);
        }
    }
    return names.values();
}

/// A button that is new belongs in this list, or to a NeedsServer.
void OfflineTest::leavesOnWhatNeedsNoServer()
{
    m_window->openConversation("c1");
    const QStringList before = namesOfEnabled();
    const QStringList needing{
        "New conversation", "New workspace",         "New key...",  "New user...",
        "Free up space...", "Fetch image...",        "New rule...", "New model...",
        "Pause all",        "Open API docs",         "Stop now",    "Allow once",
        "Stop workspace",   "Change when to ask...", "Read again"};
    for (const QString &name : needing)
        QVERIFY2(before.contains(name), qPrintable(name));
    lose();
    const QStringList names = namesOfEnabled();
    static const QSet<QString> local{"Alerts",
                                     "All 1",
                                     "Allow high-risk actions from notifications",
                                     "Attach images or files",
                                     "Back to the conversations",
                                     "Choose a model...",
                                     "Clear filter",
                                     "Close the workspace",
                                     "Columns and order",
                                     "Copy API key",
                                     "Copy server address",
                                     "Copy snippet",
                                     "Disk: –. 1 workspace running",
                                     "End the search",
                                     "Engine: –. Not known yet",
                                     "Everything",
                                     "Export...",
                                     "Filter conversations",
                                     "Find in this conversation",
                                     "Following",
                                     "Health: –. Not known yet",
                                     "Keep running when the window closes",
                                     "Keep running without it",
                                     "Long runs that are finished",
                                     "Model: –. Not known yet",
                                     "More about this conversation",
                                     "Needs you 0",
                                     "Only failed",
                                     "Only mine",
                                     "Only refused",
                                     "Open conversation",
                                     "Open diff",
                                     "Open the set-up...",
                                     "Open workspace",
                                     "Pause",
                                     "Paused 0",
                                     "Put this notice away",
                                     "Questions and connections",
                                     "Quit on close",
                                     "Raise limit...",
                                     "Running 1",
                                     "Runs that failed or are stuck",
                                     "Scroll Right",
                                     "Search or run...",
                                     "Set a webhook...",
                                     "Show API key",
                                     "Show all",
                                     "Show as table",
                                     "Single letters act in the timeline and on questions",
                                     "Stop server",
                                     "Title of c1, Working",
                                     "Today: –. Not known yet",
                                     "Trouble 0",
                                     "Try again",
                                     "Try now",
                                     "Working 1",
                                     "You at This computer, change server"};
    const QSet<QString> needs = QSet<QString>(names.begin(), names.end()) - local;
    QVERIFY2(needs.isEmpty(), qPrintable(needs.values().join(" | ")));
    findAgain();
    const QStringList again = namesOfEnabled();
    for (const QString &name : needing)
        QVERIFY2(again.contains(name), qPrintable(name));
}

void OfflineTest::saysWhyInThePalette()
{
    const Actions *actions = m_window->actions();
    m_window->openConversation("c1");
    QCOMPARE(actions->whyOff(ActionId::NewConversation), "");
    lose();
    for (const Command &command : actions->commands()) {
        const auto row = std::ranges::find(Actions::table(), command.title,
                                           [](const ActionRow &one) {
            return Actions::nameOf(one.id);
        });
        QVERIFY(row != Actions::table().end());
        QVERIFY2(!row->needsServer || command.whyOff == "the server does not answer", row->name);
    }
    QCOMPARE(actions->whyOff(ActionId::NewConversation), "the server does not answer");
    QCOMPARE(actions->whyOff(ActionId::OpenInWindow), "");
    QCOMPARE(actions->whyOff(ActionId::DarkTheme), "");
}

void OfflineTest::saysWhyInTheMenuOfAConversation()
{
    ConversationMenu menu(m_session.get(), m_window.get());
    lose();
    menu.show({{"id", "c1"}, {"title", "Title"}}, {});
    auto *shown = m_window->findChild<QMenu *>();
    QVERIFY(shown);
    for (const QAction *action : shown->actions()) {
        if (action->isSeparator())
            continue;
        const bool isLocal = action->text().startsWith("Open in a window");
        QCOMPARE(action->isEnabled(), isLocal);
        if (!isLocal)
            QCOMPARE(action->toolTip(), silent);
    }
    shown->close();
}

void OfflineTest::saysWhyInAnotherLanguage()
{
    m_window->openConversation("c1");
    lose();
    const auto tips = [this] {
        QStringList told;
        for (const QAbstractButton *one :
             m_window->findChild<ConversationsPage *>()->findChildren<QAbstractButton *>())
            if (!one->isEnabled())
                told.append(one->toolTip());
        return told;
    };
    QVERIFY(tips().count(silent) >= 4); // a new one, pause, stop and send
    applyLanguage("de");
    const QString german = NeedsServer::silent();
    QVERIFY(german != silent);
    QTRY_VERIFY(tips().count(german) >= 4);
    QVERIFY(!tips().contains(silent));
}

void OfflineTest::asksNothingByKeys()
{
    m_window->openWorkspace("w1");
    auto *view = m_window->findChild<TableView *>("workspaces");
    view->setFocus();
    const auto asks = [&](int key) {
        QTest::keyClick(view, Qt::Key(key));
        QWidget *asked = QApplication::activeModalWidget();
        delete asked;
        return asked != nullptr;
    };
    QVERIFY(asks(Qt::Key_F2));
    QVERIFY(asks(Qt::Key_Delete));
    lose();
    QVERIFY(!asks(Qt::Key_F2));
    QVERIFY(!asks(Qt::Key_Delete));
}

void OfflineTest::dimsWhatIsOld()
{
    const auto *veil = m_window->findChild<Veil *>();
    QVERIFY(!veil->isVisible());
    lose();
    QVERIFY(veil->isVisible());
    const QPoint middle = veil->rect().center();
    QVERIFY(m_window->childAt(veil->mapTo(m_window.get(), middle)) != veil);
    findAgain();
    QVERIFY(!veil->isVisible());
}

void OfflineTest::saysSoInWindowsOfTheirOwn()
{
    m_window->openConversationWindow("c1");
    const auto *conversation = []() -> QWidget * {
        for (QWidget *one : QApplication::topLevelWidgets())
            if (qobject_cast<ConversationWindow *>(one))
                return one;
        return nullptr;
    }();
    QVERIFY(conversation);
    const FilesWindow files(m_session.get(), "w1", "lab", nullptr);
    const QList<const QWidget *> windows{conversation, &files};
    const auto isToldIn = [](const QWidget *window) {
        return !window->findChild<OfflineBar *>()->isHidden()
               && !window->findChild<Veil *>()->isHidden();
    };
    QVERIFY(std::ranges::none_of(windows, isToldIn));
    lose();
    QVERIFY(std::ranges::all_of(windows, isToldIn));
    findAgain();
    QVERIFY(std::ranges::none_of(windows, isToldIn));
}

void OfflineTest::saysOnHomeThatItDoesNotAnswer()
{
    const auto says = [this](const QString &text) {
        const auto labels = m_window->findChild<ServerPanel *>()->findChildren<QLabel *>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel *one) { return one->text().contains(text); });
    };
    QVERIFY(says("Berth is running"));
    lose();
    QTRY_VERIFY(says("The server does not answer"));
    const QDateTime since = m_session->feed()->since().toLocalTime();
    const auto words = m_window->findChild<ServerPanel *>()->findChildren<QWidget *>();
    QVERIFY(std::ranges::any_of(words, [&](const QWidget *one) {
        return one->accessibleName().contains(since.toString("HH:mm:ss"))
               || one->property("text").toString().contains(since.toString("HH:mm:ss"));
    }));
    findAgain();
    QTRY_VERIFY(says("Berth is running"));
}

BERTH_TEST(OfflineTest)
#include "OfflineTest.moc"
