// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Actions.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/ConversationWindow.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/JsonDialog.h"
#include "ui/windows/MainWindow.h"
#include "ui/windows/ShortcutsDialog.h"
#include "ui/windows/Sidebar.h"

#include "RunningDoor.h"
#include "TestMain.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>

using namespace ui;

/// What can be done in the window, by which keys, and that it is offered wherever it is possible.
class ActionsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void knowsEveryShortcutInThePalette();
    void hasOneNameAndOneKeyForEach();
    void makesEveryActionPossibleInTheWindow();
    void saysWhyAnActionIsOff();
    void listsAllShortcuts();
    void goesFromPaneToPane();
    void goesToTheListOfASmallWindow();
    void offersWhatAFailureOffers();
    void findsInTheWholeConversation();
    void goesFromErrorToErrorAndShowsJson();
    void switchesSingleLettersOff();
    void opensAConversationInAWindow();
    void offersWhatCanBeDoneWithAConversation();
    void keepsADraftForEachConversation();
    void findsASetting();

private:
    void say(const QStringList &texts);
    void press(int key, Qt::KeyboardModifiers modifiers = {});
    LiveConversation *live();
    TimelineView *timeline() { return live()->view()->timelineView(); }
    static QSet<QString> paletteKeys(const Actions *actions);

    QTemporaryDir m_folder;
    std::unique_ptr<Preferences> m_preferences;
    test::RunningDoor m_door{test::nowhere()};
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

void ActionsTest::init()
{
    m_preferences = std::make_unique<Preferences>(m_folder.filePath("window.ini"));
    m_session = std::make_unique<Session>(m_door.url(), m_door.key());
    m_window = std::make_unique<MainWindow>(&m_door, m_preferences.get());
    m_window->setSession(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const auto item = [](const QString &id, const QString &title, const QString &state) {
        return QJsonObject{{"id", id},           {"title", title},
                           {"state", state},     {"user", "maria"},
                           {"workspace", "w-1"}, {"updated_at", "2026-11-22T14:01:00Z"}};
    };
    emit m_session->feed()->replaced("conversations",
                                     {item("c1", "Explain the scheduler", "finished"),
                                      item("c2", "Migrate settings", "running")});
}

void ActionsTest::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_preferences.reset();
    QFile::remove(m_folder.filePath("window.ini"));
}

/// Into the timeline that is shown: what the agent said, one event each.
void ActionsTest::say(const QStringList &texts)
{
    QList<QByteArray> events;
    for (const QString &text : texts) {
        const bool isError = text.startsWith("error");
        const QJsonArray content{QJsonObject{{"type", "text"}, {"text", text}}};
        QJsonObject event{{"kind", isError ? "ConversationErrorEvent" : "MessageEvent"},
                          {"source", "agent"},
                          {"detail", text},
                          {"timestamp", "2026-11-22T14:01:00"},
                          {"llm_message", QJsonObject{{"content", content}}}};
        events.append(QJsonDocument(event).toJson(QJsonDocument::Compact));
    }
    live()->view()->timeline()->append(events);
}

void ActionsTest::press(int key, Qt::KeyboardModifiers modifiers)
{
    QWidget *place = QApplication::activeWindow();
    QTest::keyClick(place->focusWidget() ? place->focusWidget() : place, Qt::Key(key), modifiers);
}

LiveConversation *ActionsTest::live()
{
    return m_window->findChild<ConversationsPage *>()->live();
}

/// Those that a row of the palette or of the list of shortcuts tells of.
QSet<QString> ActionsTest::paletteKeys(const Actions *actions)
{
    QSet<QString> keys;
    for (const ActionRow &row : Actions::table()) {
        if (!actions->isBound(row.id))
            continue;
        for (const QString &one : QString(row.keys).split(' ', Qt::SkipEmptyParts))
            keys.insert(QKeySequence(one).toString());
    }
    return keys;
}

void ActionsTest::knowsEveryShortcutInThePalette()
{
    // All that can be seen of the window, made.
    for (int page = 0; page <= int(MainWindow::Page::Settings); ++page)
        m_window->open(MainWindow::Page(page));
    m_window->openConversation("c1");
    QStringList titles;
    for (const Command &command : m_window->actions()->commands())
        titles.append(command.title);
    const QSet<QString> known = paletteKeys(m_window->actions());
    QCOMPARE_GE(known.size(), 30);
    int seen = 0;
    for (const QShortcut *shortcut : m_window->findChildren<QShortcut *>()) {
        if (shortcut->parent() != m_window.get())
            continue; // of a part that has the focus
        ++seen;
        QVERIFY2(known.contains(shortcut->key().toString()),
                 qPrintable(shortcut->key().toString()));
    }
    QCOMPARE_GE(seen, 30);
    for (const QAction *action : m_window->findChildren<QAction *>()) {
        // The toolkit's own, inside of a field, and choices of a button that are no key.
        const bool isChoice = qobject_cast<QMenu *>(action->parent())
                              && action->shortcut().isEmpty();
        if (isChoice || qobject_cast<QLineEdit *>(action->parent()) || action->text().isEmpty())
            continue;
        QVERIFY2(titles.contains(action->text()), qPrintable(action->text()));
    }
    for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
        const QString keys = button->shortcut().toString();
        // What a letter of the text stands for is no shortcut of the window.
        if (!keys.isEmpty() && !button->text().contains('&'))
            QVERIFY2(known.contains(keys), qPrintable(button->text() + " " + keys));
    }
}

void ActionsTest::hasOneNameAndOneKeyForEach()
{
    QSet<QString> names, keys;
    for (const ActionRow &row : Actions::table()) {
        QVERIFY2(!names.contains(row.name), row.name);
        names.insert(row.name);
        for (const QString &one : QString(row.keys).split(' ', Qt::SkipEmptyParts)) {
            const QString place = Actions::placeOf(row.where) + one;
            QVERIFY2(!QKeySequence(one).isEmpty(), qPrintable(one));
            QVERIFY2(!keys.contains(place), qPrintable(place));
            keys.insert(place);
        }
    }
}

void ActionsTest::makesEveryActionPossibleInTheWindow()
{
    for (const ActionRow &row : Actions::table()) {
        if (row.where == ActionRow::Where::Window)
            QVERIFY2(m_window->actions()->isBound(row.id), row.name);
    }
}

void ActionsTest::saysWhyAnActionIsOff()
{
    const Actions *actions = m_window->actions();
    QCOMPARE(actions->whyOff(ActionId::Rename), "no conversation is open");
    m_window->openConversation("c1");
    QCOMPARE(actions->whyOff(ActionId::Rename), "");
    QCOMPARE(actions->whyOff(ActionId::ShowJson), "no card is chosen");
    QCOMPARE(actions->whyOff(ActionId::OpenTerminal), "it has no workspace yet");
    QCOMPARE(actions->whyOff(ActionId::MoreSteps), "no limit of steps has ended its run");
    m_window->open(MainWindow::Page::Metrics);
    QCOMPARE(actions->whyOff(ActionId::FocusFilter), "this page has no filter");
    // What is off does nothing.
    press(Qt::Key_F2);
    QVERIFY(!QApplication::activeModalWidget());
}

void ActionsTest::listsAllShortcuts()
{
    press(Qt::Key_F1);
    auto *dialog = m_window->findChild<ShortcutsDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const auto *table = dialog->findChild<QTableView *>();
    const auto text = [table](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    QCOMPARE_GE(table->model()->rowCount(), 40);
    QCOMPARE(text(0, 0), "Ctrl+1");
    QTest::keyClicks(dialog->findChild<QLineEdit *>(), "next error");
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(text(0, 0), "E");
    QCOMPARE(text(0, 2), "In the timeline");
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<ShortcutsDialog *>());
}

void ActionsTest::goesFromPaneToPane()
{
    m_window->openConversation("c1");
    say({"one"});
    const auto place = [this] { return m_window->focusWidget(); };
    auto *list = m_window->findChild<QListView *>("conversations");
    list->setFocus();
    press(Qt::Key_F6);
    QCOMPARE(place(), timeline());
    press(Qt::Key_F6);
    QVERIFY(qobject_cast<QPlainTextEdit *>(place()));
    press(Qt::Key_F6);
    QVERIFY(live()->findChild<QTabWidget *>()->isAncestorOf(place())
            || place() == live()->findChild<QTabWidget *>());
    press(Qt::Key_F6);
    QVERIFY(m_window->findChild<Sidebar *>()->isAncestorOf(place()));
    press(Qt::Key_F6);
    QCOMPARE(place(), list);
    press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(m_window->findChild<Sidebar *>()->isAncestorOf(place()));
    m_window->open(MainWindow::Page::Workspaces);
    press(Qt::Key_F6);
    QVERIFY(!m_window->findChild<Sidebar *>()->isAncestorOf(place()));
}

void ActionsTest::goesToTheListOfASmallWindow()
{
    m_window->resize(800, 600);
    QTRY_VERIFY(m_window->findChild<Sidebar *>()->isRail());
    press(Qt::Key_3, Qt::ControlModifier);
    const auto *list = m_window->findChild<QListView *>("conversations");
    QCOMPARE(m_window->focusWidget(), list);
    // Going through the rows opens none, for it would take the place of the list.
    press(Qt::Key_Home);
    press(Qt::Key_Down);
    QVERIFY(list->isVisible());
    QCOMPARE(live()->id(), "");
    press(Qt::Key_Return);
    QCOMPARE(live()->id(), "c1");
    QVERIFY(!list->isVisible());
    QCOMPARE(m_window->focusWidget(), timeline());
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_window->focusWidget(), list);
    QCOMPARE(live()->id(), "");
    // What goes away gives the list its place back.
    m_window->openConversation("c2");
    QVERIFY(!list->isVisible());
    emit m_session->feed()->changed("conversations", "removed", "c2", {});
    QVERIFY(list->isVisible());
}

void ActionsTest::offersWhatAFailureOffers()
{
    const Actions *actions = m_window->actions();
    QCOMPARE(actions->whyOff(ActionId::CopyDetails), "no conversation is open");
    m_window->openConversation("c1");
    say({"Hello"});
    QCOMPARE(actions->whyOff(ActionId::RunAgain), "no failure has ended its run");
    say({"error of the model"});
    QCOMPARE(actions->whyOff(ActionId::CopyDetails), "");
    for (const Command &command : actions->commands())
        if (command.title == "Copy details")
            command.run();
    QVERIFY(QApplication::clipboard()->text().contains("error of the model"));
}

void ActionsTest::findsInTheWholeConversation()
{
    m_window->openConversation("c1");
    QStringList texts;
    for (int i = 0; i < 3000; ++i)
        texts.append(i % 1000 == 7 ? QString("The \"Needle\" number %1").arg(i) : "hay");
    say(texts);
    timeline()->setFocus();
    press(Qt::Key_F, Qt::ControlModifier);
    auto *field = qobject_cast<QLineEdit *>(m_window->focusWidget());
    QVERIFY(field);
    QTest::keyClicks(field, "\"needle\"");
    QTRY_COMPARE(field->accessibleDescription(), "3 found");
    const auto marked = [this] {
        const QImage seen = timeline()->viewport()->grab().toImage();
        int count = 0;
        for (int y = 0; y < seen.height(); ++y) {
            for (int x = 0; x < seen.width(); ++x)
                count += seen.pixelColor(x, y) == theme().warnSoft;
        }
        return count;
    };
    press(Qt::Key_Return);
    QVERIFY(marked() > 50);
    QCOMPARE(timeline()->currentIndex().row(), 7);
    QCOMPARE(field->accessibleDescription(), "1 of 3");
    press(Qt::Key_F3);
    QCOMPARE(timeline()->currentIndex().row(), 1007);
    press(Qt::Key_F3, Qt::ShiftModifier);
    press(Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(timeline()->currentIndex().row(), 2007);
    // What comes while somebody looks is found too.
    say({"one more \"needle\""});
    QTRY_COMPARE(field->accessibleDescription(), "3 of 4");
    field->setText("nowhere");
    QTRY_COMPARE(field->accessibleDescription(), "Nothing found");
    press(Qt::Key_Escape);
    QVERIFY(!field->isVisible());
    QCOMPARE(m_window->focusWidget(), timeline());
    QCOMPARE(marked(), 0);
}

void ActionsTest::goesFromErrorToErrorAndShowsJson()
{
    m_window->openConversation("c1");
    say({"one", "error 1", "two", "error 2", "three"});
    timeline()->setFocus();
    press(Qt::Key_Home);
    press(Qt::Key_E);
    QCOMPARE(timeline()->currentIndex().row(), 1);
    press(Qt::Key_E);
    QCOMPARE(timeline()->currentIndex().row(), 3);
    press(Qt::Key_E, Qt::ShiftModifier);
    QCOMPARE(timeline()->currentIndex().row(), 1);
    press(Qt::Key_J);
    auto *dialog = live()->findChild<JsonDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(
        dialog->findChild<QPlainTextEdit *>()->toPlainText().contains("\"detail\": \"error 1\""));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!live()->findChild<JsonDialog *>());
}

void ActionsTest::switchesSingleLettersOff()
{
    m_window->openConversation("c1");
    say({"one", "error 1"});
    timeline()->setFocus();
    press(Qt::Key_Home);
    m_preferences->setSingleKeys(false);
    press(Qt::Key_E);
    QCOMPARE(timeline()->currentIndex().row(), 0);
    m_preferences->setSingleKeys(true);
    press(Qt::Key_E);
    QCOMPARE(timeline()->currentIndex().row(), 1);
}

void ActionsTest::opensAConversationInAWindow()
{
    press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "scheduler");
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_window->conversationWindows().all().size(), 1);
    ConversationWindow *window = m_window->conversationWindows().all().first();
    QCOMPARE(window->id(), "c1");
    QCOMPARE(window->windowTitle(), "Explain the scheduler – Berth");
    QVERIFY(QTest::qWaitForWindowActive(window));
    // It stays at the page that it was on.
    QVERIFY(m_window->windowTitle().startsWith("Home"));
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    {{"id", "c1"}, {"title", "Renamed"}, {"state", "running"}});
    QCOMPARE(window->windowTitle(), "Renamed – Berth");
    // The same one is not opened twice.
    m_window->openConversationWindow("c1");
    QCOMPARE(m_window->conversationWindows().all().size(), 1);
    const QSet<QString> known = paletteKeys(window->actions());
    for (const QShortcut *shortcut : window->findChildren<QShortcut *>(Qt::FindDirectChildrenOnly))
        QVERIFY2(known.contains(shortcut->key().toString()),
                 qPrintable(shortcut->key().toString()));
    QTest::keyClick(window, Qt::Key_W, Qt::ControlModifier);
    QTRY_VERIFY(m_window->conversationWindows().all().isEmpty());
    // One that goes takes its window along.
    m_window->openConversationWindow("c2");
    emit m_session->feed()->changed("conversations", "removed", "c2", {});
    QTRY_VERIFY(m_window->conversationWindows().all().isEmpty());
}

void ActionsTest::offersWhatCanBeDoneWithAConversation()
{
    m_window->open(MainWindow::Page::Conversations);
    auto *list = m_window->findChild<QListView *>("conversations");
    list->setFocus();
    press(Qt::Key_Down);
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, list->rect().center(),
                            list->mapToGlobal(list->rect().center()));
    QApplication::sendEvent(list, &asked);
    const auto *menu = m_window->findChild<QMenu *>();
    QVERIFY(menu && menu->isVisible());
    QStringList names;
    for (const QAction *action : menu->actions())
        if (!action->isSeparator())
            names.append(action->text().section('\t', 0, 0));
    QCOMPARE(names, QStringList({"Open in a window", "Rename...", "Fork", "Condense",
                                 "Change the model...", "Change when to ask...", "Export...",
                                 "Delete..."}));
    menu->actions().first()->trigger();
    QCOMPARE(m_window->conversationWindows().all().size(), 1);
    delete m_window->findChild<QMenu *>();
}

void ActionsTest::keepsADraftForEachConversation()
{
    m_window->openConversation("c1");
    const auto draft = [this] { return live()->view()->draft().text; };
    live()->view()->setDraft({"half a thought", {}});
    m_window->openConversation("c2");
    QCOMPARE(draft(), "");
    m_window->openConversation("c1");
    QCOMPARE(draft(), "half a thought");
    // Also when the server goes and another one comes.
    m_window->setSession(nullptr);
    m_window->setSession(m_session.get());
    m_window->openConversation("c1");
    QCOMPARE(draft(), "half a thought");
}

void ActionsTest::findsASetting()
{
    press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "tray ic");
    press(Qt::Key_Return);
    QVERIFY(m_window->windowTitle().startsWith("Settings"));
    QCOMPARE(qobject_cast<QLineEdit *>(m_window->focusWidget())->text(), "Tray icon");
}

BERTH_TEST(ActionsTest)
#include "ActionsTest.moc"
