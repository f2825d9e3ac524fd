// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MainWindow.h"
#include "FilledWindow.h"
#include "TestMain.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationFilter.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/ModelsList.h"
#include "ui/windows/ServerBadge.h"
#include "ui/windows/SettingsPage.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/TrayNotice.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QSplitter>

using ui::MainWindow;

class MainWindowTest : public QObject, protected test::FilledWindow
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(openFilled()); }
    void cleanup() { closeFilled(); }
    void showsItsPagesByKeyboard();
    void narrowsTheListOfConversations();
    void showsAllThatWork();
    void putsFirstWhatNeedsAPerson();
    void showsTheQuestionOfAConversation();
    void hidesTheKeyButCopiesIt();
    void takesLessRoomInASmallWindow();
    void namesTheUserAndTheServer();
    void laysThePanelAboveASmallTimeline();
    void runsACommandByItsName();
    void saysWhyACommandIsOff();
    void staysWhenTheServerGoes();
    void closesOrQuitsAsWanted();
    void asksOnceWhatClosingMeansWithoutATray();
};

void MainWindowTest::showsItsPagesByKeyboard()
{
    QVERIFY(m_window->windowTitle().startsWith("Home"));
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QVERIFY(m_window->windowTitle().startsWith("Conversations"));
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(qobject_cast<QLineEdit *>(m_window->focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m_window->windowTitle().startsWith("Home"));
}

void MainWindowTest::narrowsTheListOfConversations()
{
    using Facet = ui::ConversationFilter::Facet;
    m_window->open(MainWindow::Page::Conversations);
    const auto *list = m_window->findChild<QListView *>("conversations");
    auto *filter = m_window->findChild<ui::ConversationFilter *>();
    const auto *page = m_window->findChild<ui::ConversationsPage *>();
    const auto button = [page](const QString &text) {
        for (QPushButton *each : page->findChildren<QPushButton *>()) {
            if (each->text() == text && each->isVisible())
                return each;
        }
        return static_cast<QPushButton *>(nullptr);
    };

    // By keyboard: the button, the first menu (State), and its first value below "Any".
    filter->setFocus();
    QTest::keyClick(filter, Qt::Key_Space);
    QTRY_VERIFY(QApplication::activePopupWidget());
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Down, Qt::Key_Return})
        QTest::keyClick(QApplication::activePopupWidget(), key);
    QCOMPARE(filter->facets(), QList{Facet::State});
    QCOMPARE(list->model()->rowCount(), 1);
    const QString chip = filter->textOf(Facet::State);
    QVERIFY(button(chip));
    button(chip)->click();
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QTRY_VERIFY(!button(chip));

    filter->choose(Facet::Model, "anthropic/claude-sonnet-4-5");
    QCOMPARE(list->model()->rowCount(), 3);
    filter->choose(Facet::Tag, "team:web");
    QCOMPARE(list->model()->rowCount(), 0);
    QVERIFY(!list->isVisible() && button("Clear filter"));
    button("Clear filter")->click();
    QVERIFY(filter->isEmpty() && list->isVisible());
    QCOMPARE(list->model()->rowCount(), 3);

    filter->choose(Facet::Age, "1"); // they were last changed long ago
    QCOMPARE(list->model()->rowCount(), 0);
    m_window->openConversation("c1");
    QVERIFY(filter->isEmpty());
}

/// As the tray asks for it, whatever was looked at before.
void MainWindowTest::showsAllThatWork()
{
    for (const int width : {1280, 700}) { // the list shares its place in a small window
        m_window->resize(width, 800);
        m_window->openConversation("c1");
        m_window->openWorking();
        auto *list = m_window->findChild<QListView *>("conversations");
        QTRY_VERIFY(list->isVisible());
        QCOMPARE(list->model()->rowCount(), 1);
        QCOMPARE(list->model()->index(0, 0).data(ui::FeedModel::IdRole), "c2");
        QVERIFY(list->hasFocus());
    }
}

void MainWindowTest::putsFirstWhatNeedsAPerson()
{
    m_window->open(MainWindow::Page::Conversations);
    const auto *list = m_window->findChild<QListView *>("conversations");
    QCOMPARE(list->model()->index(0, 0).data(ui::FeedModel::IdRole).toString(), "c3");
    QCOMPARE(list->model()->index(1, 0).data(ui::FeedModel::IdRole).toString(), "c2");
    QVERIFY(m_window->windowTitle().contains("1 waiting for you"));
}

void MainWindowTest::showsTheQuestionOfAConversation()
{
    QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    auto *card = m_window->findChild<QWidget *>("question");
    QVERIFY(card->isVisible());
    m_window->openConversation("c2");
    QVERIFY(!card->isVisible());
    m_window->openConversation("c3");
    QVERIFY(card->isVisible());
    emit m_session->feed()->changed("waiting", "answered", "a1", {});
    QVERIFY(!card->isVisible());
}

void MainWindowTest::hidesTheKeyButCopiesIt()
{
    for (const QLineEdit *field : m_window->findChildren<QLineEdit *>())
        QVERIFY(!field->displayText().contains("brt_0123456789"));
}

void MainWindowTest::takesLessRoomInASmallWindow()
{
    const auto *sidebar = m_window->findChild<ui::Sidebar *>();
    QVERIFY(!sidebar->isRail());
    m_window->openConversation("c3");
    const auto *list = m_window->findChild<QListView *>("conversations");
    QVERIFY(list->isVisible());
    m_window->resize(800, 600);
    QTRY_VERIFY(sidebar->isRail());
    QTRY_VERIFY(!list->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(list->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
    QVERIFY(!sidebar->isRail());
}

void MainWindowTest::namesTheUserAndTheServer()
{
    auto *badge = m_window->findChild<ui::ServerBadge *>();
    QCOMPARE(badge->accessibleName(), "You at This computer, change server");
    emit m_session->feed()->replaced("spending", {QJsonObject{{"id", "maria"}}});
    QCOMPARE(badge->accessibleName(), "maria at This computer, change server");
    badge->setServer("maria", "berth.example.com", ui::ServerBadge::Where::Elsewhere);
    QCOMPARE(badge->accessibleName(), "maria at berth.example.com, change server");
    auto *sidebar = m_window->findChild<ui::Sidebar *>();
    sidebar->setKnownServers({"https://berth.example.com:8000"});
    QSignalSpy asked(sidebar, &ui::Sidebar::serverAsked);
    badge->click();
    const QList<QAction *> actions = sidebar->findChild<QMenu *>()->actions();
    QCOMPARE(actions.size(), 3);
    disconnect(sidebar, &ui::Sidebar::serverAsked, m_window.get(), nullptr);
    actions.first()->trigger();
    QCOMPARE(asked.first().first().toString(), "https://berth.example.com:8000");
}

void MainWindowTest::laysThePanelAboveASmallTimeline()
{
    m_window->openConversation("c3");
    const auto *page = m_window->findChild<ui::ConversationsPage *>();
    auto *panel = page->live()->panel();
    QTRY_VERIFY(panel->isVisible());
    m_window->resize(900, 600);
    QTRY_VERIFY(!panel->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(panel->isVisible());
    const QRect place(panel->mapTo(page, QPoint()), panel->size());
    QVERIFY(page->rect().contains(place));
    QCOMPARE(place.right(), page->rect().right());
    QVERIFY(panel->isAncestorOf(m_window->focusWidget()) || m_window->focusWidget() == panel);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::AltModifier);
    m_window->resize(1280, 800);
    QTRY_VERIFY(panel->isVisible());
    QVERIFY(qobject_cast<QSplitter *>(panel->parentWidget()));
}

void MainWindowTest::runsACommandByItsName()
{
    m_window->open(MainWindow::Page::Workspaces);
    QWidget *before = m_window->focusWidget();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    const auto *palette = m_window->findChild<ui::CommandPalette *>();
    QVERIFY(palette->isVisible());
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QCOMPARE(m_window->focusWidget(), before);

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "flaky");
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(m_window->windowTitle().startsWith("Conversations"));

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "> sett");
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QVERIFY(m_window->windowTitle().startsWith("Settings"));
}

void MainWindowTest::saysWhyACommandIsOff()
{
    emit m_session->feed()->replaced("conversations", {});
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    const auto *palette = m_window->findChild<ui::CommandPalette *>();
    QTest::keyClicks(m_window->focusWidget(), "pause all");
    const auto *list = palette->findChild<QListWidget *>();
    QCOMPARE(list->currentItem()->data(Qt::AccessibleTextRole).toString(),
             "Pause or resume all agents, nothing is working");
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QVERIFY(palette->isVisible());
}

void MainWindowTest::staysWhenTheServerGoes()
{
    m_window->openConversation("c3");
    m_window->setSession(nullptr);
    m_session.reset();
    QVERIFY(m_window->isVisible());
    QVERIFY(!m_window->findChild<QListView *>("conversations"));
    QVERIFY(!m_window->windowTitle().contains("waiting"));
    // What the window keeps itself can be changed all the same.
    m_window->open(MainWindow::Page::Settings);
    const auto *page = m_window->findChild<ui::SettingsPage *>();
    QVERIFY(page && page->isVisible());
    QStringList seen;
    for (const QCheckBox *box : page->findChildren<QCheckBox *>()) {
        if (box->isVisible())
            seen.append(box->text());
    }
    QVERIFY2(seen.contains("Keep running when the window closes"), qPrintable(seen.join('|')));
    QVERIFY(!page->findChild<ui::ModelsList *>());
}

void MainWindowTest::closesOrQuitsAsWanted()
{
    QSignalSpy quits(m_window.get(), &MainWindow::quitAsked);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!m_window->isVisible());
    QCOMPARE(quits.size(), 0);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(quits.size(), 1);
    m_preferences.setStaysWhenClosed(false);
    m_window->close();
    QCOMPARE(quits.size(), 2);
    // It is for others to quit, who may ask first.
    QVERIFY(m_window->isVisible());
    m_preferences.setStaysWhenClosed(true);
}

void MainWindowTest::asksOnceWhatClosingMeansWithoutATray()
{
    auto *notice = m_window->findChild<ui::TrayNotice *>();
    QVERIFY(!notice->isVisible());
    m_window->tellOfTray(true);
    QVERIFY(notice->isVisible());
    // The panel has come.
    m_window->tellOfTray(false);
    QVERIFY(!notice->isVisible());
    m_window->tellOfTray(true);
    QTest::mouseClick(notice->findChildren<QPushButton *>().last(), Qt::LeftButton);
    QVERIFY(!notice->isVisible());
    QVERIFY(!m_preferences.staysWhenClosed());
    m_window->tellOfTray(true);
    QVERIFY(!notice->isVisible());
    const ui::Preferences later(m_folder.filePath("window.ini"));
    QVERIFY(later.knowsOfNoTray());
    QVERIFY(!later.staysWhenClosed());
    m_preferences.setStaysWhenClosed(true);
}

BERTH_TEST(MainWindowTest)
#include "MainWindowTest.moc"
