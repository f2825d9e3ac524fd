// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "RunningDoor.h"
#include "TestMain.h"

#include "ui/widgets/Preferences.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/MainWindow.h"
#include "ui/windows/NewConversationDialog.h"
#include "ui/windows/Sidebar.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace ui;

/// Keys that a person presses, and what comes of them: on the server, or in the window.
class ShortcutsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void pausesAll();
    void opensEveryPage_data();
    void opensEveryPage();
    void beginsAndLooksFor();
    void changesTheLook();
    void closesAndQuits();
    void saysInTheTitleWhereOneIs();

private:
    void press(const QKeySequence &keys);
    LiveConversation *live() const { return m_window->findChild<ConversationsPage *>()->live(); }
    void ask(const QString &command);

    std::unique_ptr<test::JsonPeer> m_peer;
    QTemporaryDir m_folder;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<test::RunningDoor> m_door;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

void ShortcutsTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_preferences = std::make_unique<Preferences>(m_folder.filePath("window.ini"));
    m_door = std::make_unique<test::RunningDoor>(m_peer->url());
    m_session = std::make_unique<Session>(m_peer->url(), m_door->key());
    m_window = std::make_unique<MainWindow>(m_door.get(), m_preferences.get());
    m_window->setSession(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    emit m_session->feed()->replaced("conversations", {QJsonObject{{"id", "c1"},
                                                                   {"title", "Migrate settings"},
                                                                   {"state", "running"}}});
}

void ShortcutsTest::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_door.reset();
    m_preferences.reset();
    m_peer.reset();
    QFile::remove(m_folder.filePath("window.ini"));
}

void ShortcutsTest::press(const QKeySequence &keys)
{
    QWidget *window = QApplication::activeWindow();
    const QKeyCombination key = keys[0];
    QTest::keyClick(window->focusWidget() ? window->focusWidget() : window, key.key(),
                    key.keyboardModifiers());
}

void ShortcutsTest::ask(const QString &command)
{
    const QJsonObject action{{"id", "a1"},
                             {"tool", "terminal"},
                             {"action", QJsonObject{{"command", command}}}};
    emit m_session->feed()->replaced("waiting", {QJsonObject{{"id", "q1"},
                                                             {"conversation_id", "c1"},
                                                             {"risk", "LOW"},
                                                             {"actions", QJsonArray{action}}}});
}

void ShortcutsTest::pausesAll()
{
    m_peer->answer("POST /conversations/c1/pause", {});
    press(QKeySequence("Shift+F8"));
    QTRY_COMPARE(m_peer->count("POST /conversations/c1/pause"), 1);
    const auto tell = [this](const QString &id, const QString &state) {
        emit m_session->feed()->changed("conversations", "changed", id,
                                        {{"id", id}, {"title", id}, {"state", state}});
    };
    // What a person has paused alone stays paused.
    tell("c9", "paused");
    tell("c1", "paused");
    m_peer->answer("POST /conversations/c1/resume", {});
    press(QKeySequence("Shift+F8"));
    QTRY_COMPARE(m_peer->count("POST /conversations/c1/resume"), 1);
    tell("c1", "running");
    tell("c1", "paused");
    press(QKeySequence("Shift+F8"));
    m_peer->answer("POST /conversations/c9/pause", {});
    tell("c9", "running");
    press(QKeySequence("Shift+F8"));
    QTRY_COMPARE(m_peer->count("POST /conversations/c9/pause"), 1);
    QCOMPARE(m_peer->count("POST /conversations/c1/resume"), 1);
    QCOMPARE(m_peer->count("POST /conversations/c9/resume"), 0);
}

void ShortcutsTest::opensEveryPage_data()
{
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("title");
    QTest::addRow("Home") << "Ctrl+1" << "Home";
    QTest::addRow("Inbox") << "Ctrl+2" << "Inbox";
    QTest::addRow("Conversations") << "Ctrl+3" << "Conversations";
    QTest::addRow("Workspaces") << "Ctrl+4" << "Workspaces";
    QTest::addRow("Logs") << "Ctrl+5" << "Logs";
    QTest::addRow("Metrics") << "Ctrl+6" << "Metrics";
    QTest::addRow("Alerts") << "Ctrl+7" << "Alerts";
    QTest::addRow("Keys") << "Ctrl+8" << "Keys and users";
    QTest::addRow("Settings") << "Ctrl+," << "Settings";
}

void ShortcutsTest::opensEveryPage()
{
    QFETCH(const QString, keys);
    QFETCH(const QString, title);
    m_window->open(title == "Home" ? MainWindow::Page::Logs : MainWindow::Page::Home);
    press(QKeySequence(keys));
    QVERIFY2(m_window->windowTitle().startsWith(title), qPrintable(m_window->windowTitle()));
}

void ShortcutsTest::beginsAndLooksFor()
{
    press(QKeySequence("Ctrl+N"));
    auto *dialog = m_window->findChild<NewConversationDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<NewConversationDialog *>());
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const auto *palette = m_window->findChild<CommandPalette *>();
    for (const char *keys : {"Ctrl+K", "Ctrl+Shift+P", "Ctrl+Shift+F"}) {
        press(QKeySequence(keys));
        QVERIFY2(palette->isVisible(), keys);
        const bool isHistory = palette->findChild<QLineEdit *>()->text().startsWith('#');
        QCOMPARE(isHistory, QString(keys) == "Ctrl+Shift+F");
        press(QKeySequence(Qt::Key_Escape));
        QVERIFY2(!palette->isVisible(), keys);
    }
}

void ShortcutsTest::changesTheLook()
{
    const auto *sidebar = m_window->findChild<Sidebar *>();
    QVERIFY(!sidebar->isRail());
    press(QKeySequence("Ctrl+B"));
    QVERIFY(sidebar->isRail());
    press(QKeySequence("Ctrl+B"));
    QVERIFY(!sidebar->isRail());
    press(QKeySequence("Ctrl++"));
    QCOMPARE(m_preferences->textScale(), 1.1);
    press(QKeySequence("Ctrl+-"));
    press(QKeySequence("Ctrl+-"));
    QCOMPARE(m_preferences->textScale(), 0.9);
    press(QKeySequence("Ctrl+0"));
    QCOMPARE(m_preferences->textScale(), 1.0);
    m_window->openConversation("c1");
    const auto *panel = live()->findChild<ConversationPanel *>();
    const bool wasShown = panel->isVisible();
    press(QKeySequence("Ctrl+Alt+B"));
    QCOMPARE(panel->isVisible(), !wasShown);
}

void ShortcutsTest::closesAndQuits()
{
    QSignalSpy quit(m_window.get(), &MainWindow::quitAsked);
    press(QKeySequence("Ctrl+Q"));
    QCOMPARE(quit.size(), 1);
    press(QKeySequence("Ctrl+W"));
    QVERIFY(!m_window->isVisible());
    QCOMPARE(quit.size(), 1);
}

void ShortcutsTest::saysInTheTitleWhereOneIs()
{
    m_window->openConversation("c1");
    QCOMPARE(m_window->windowTitle(), "Conversations · Migrate settings – Berth");
    ask("npm test");
    QCOMPARE(m_window->windowTitle(),
             "Conversations · Migrate settings · 1 waiting for you – Berth");
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    {{"id", "c1"}, {"title", "Renamed"}, {"state", "running"}});
    QCOMPARE(m_window->windowTitle(), "Conversations · Renamed · 1 waiting for you – Berth");
    press(QKeySequence("Ctrl+1"));
    QCOMPARE(m_window->windowTitle(), "Home · 1 waiting for you – Berth");
}

BERTH_TEST(ShortcutsTest)
#include "ShortcutsTest.moc"
