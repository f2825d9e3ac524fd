// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "BerthdProgram.h"
#include "TestMain.h"
#include "fakes/FakeLlm.h"
#include "ui/windows/MainWindow.h"

#include "ui/models/RemoteServer.h"
#include "ui/widgets/Preferences.h"

#include <QAccessible>
#include <QApplication>
#include <QFile>
#include <QWindow>

using namespace ui;

static constexpr int storyPatience = 30000; // milliseconds

/// The whole story in the real window, by keyboard alone, without a screen: with a real server and
/// a model that plays a script.
class StoryTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_server.isListening()); }
    void goesFromTheFirstStartToAFinishedConversation();

private:
    test::BerthdProgram m_server;
    fakes::FakeLlm m_model;
    QTemporaryDir m_folder;
};

/// As a keyboard does: to the window that hears it.
static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(QGuiApplication::focusWindow(), key, modifiers);
}

static void typeText(const QString &text)
{
    for (const QChar letter : text)
        QTest::keyClick(QGuiApplication::focusWindow(), letter.toLatin1());
}

static QString nameOf(QWidget *widget)
{
    QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
    return seen ? seen->text(QAccessible::Name) : QString();
}

/// What has the focus, as a screen reader says it.
static QString focusedName()
{
    return nameOf(QApplication::focusWidget());
}

/// Whether a window whose title begins so hears the keyboard.
static bool isInFront(const QString &title)
{
    // When one is closed, the one that is left comes to the front, as window managers have it.
    if (!QGuiApplication::focusWindow()) {
        for (QWindow *left : QGuiApplication::topLevelWindows()) {
            if (left->isVisible())
                left->requestActivate();
        }
    }
    const QWindow *window = QGuiApplication::focusWindow();
    return window && window->title().startsWith(title);
}

static QAccessibleInterface *findShown(QAccessibleInterface *place, const QString &words)
{
    if (!place || place->state().invisible)
        return nullptr;
    if (place->text(QAccessible::Name).contains(words))
        return place;
    for (int number = 0; number < place->childCount(); ++number) {
        if (QAccessibleInterface *found = findShown(place->child(number), words))
            return found;
    }
    return nullptr;
}

/// What a reader of the screen would find first that has these words in its name; null for nothing.
static QAccessibleInterface *shown(const QString &words)
{
    return findShown(QAccessible::queryAccessibleInterface(QApplication::activeWindow()), words);
}

static bool isAwake(const QString &name)
{
    QAccessibleInterface *found = shown(name);
    return found && !found->state().disabled;
}

/// Presses Tab until something of this name has the focus.
static bool tabTo(const QString &name)
{
    for (int presses = 0; presses < 200 && focusedName() != name; ++presses)
        press(Qt::Key_Tab);
    return focusedName() == name;
}

void StoryTest::goesFromTheFirstStartToAFinishedConversation()
{
    const QString made = m_folder.filePath("made");
    const QByteArray command = "echo done > " + made.toUtf8();
    m_model.answerAside(fakes::FakeLlm::completion("A file"));
    m_model.play(fakes::FakeLlm::completion(
        {}, {{"terminal", R"({"command":")" + command + R"(","security_risk":"LOW"})"}}));
    m_model.play(
        fakes::FakeLlm::completion({}, {{"finish", R"({"message":"The file is there."})"}}));

    // Somebody new is led, and wants to look around alone.
    Preferences preferences(m_folder.filePath("window.ini"));
    RemoteServer door(m_server.url(), m_server.key());
    Session session(door.url(), door.key());
    MainWindow window(&door, &preferences);
    session.feed()->start();
    window.setSession(&session);
    window.resize(1280, 800);
    window.show();
    QVERIFY(!preferences.isSetUp());
    window.openSetUp();
    QTRY_VERIFY_WITH_TIMEOUT(isInFront("Set-up"), storyPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY(isInFront("Home"));
    QVERIFY(preferences.isSetUp());

    press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(isInFront("Settings"));
    QTRY_VERIFY_WITH_TIMEOUT(tabTo("New model..."), storyPatience);
    press(Qt::Key_Space);
    QTRY_VERIFY(isInFront("New model"));
    for (const QString &text :
         {QString("paper"), QString("openai/paper"), QString("sk-story"), m_model.url()}) {
        typeText(text);
        press(Qt::Key_Tab);
    }
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(isInFront("Settings"), storyPatience);

    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(isInFront("New conversation"));
    typeText("Make a file.");
    QVERIFY(tabTo("At high risk"));
    press(Qt::Key_Down);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isInFront("Conversations"), storyPatience);

    QTRY_VERIFY_WITH_TIMEOUT(isInFront("Conversations · ")
                                 && QGuiApplication::focusWindow()->title().contains(
                                     " · 1 waiting for you"),
                             storyPatience);
    QVERIFY(!QFile::exists(made));
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(focusedName().startsWith("Question, "));
    QVERIFY(focusedName().contains(command));
    QTRY_VERIFY(isAwake("Allow once")); // once somebody can have read the question
    press(Qt::Key_A);
    QTRY_VERIFY_WITH_TIMEOUT(shown("Finished"), storyPatience);

    QTRY_VERIFY(shown("Agent: The file is there."));
    QVERIFY(shown("Make a file."));
    QVERIFY(shown("Command " + command));
    QFile file(made);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "done\n");
}

BERTH_TEST(StoryTest)
#include "StoryTest.moc"
