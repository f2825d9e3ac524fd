// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/NoServer.h"
#include "TestMain.h"
#include "ui/models/ServerDoor.h"

#include <QPushButton>

using ui::NoServer;
using State = ui::ServerDoor::State;

/// A server that is whatever a test says.
class FickleDoor : public ui::ServerDoor
{
public:
    State now = State::Stopped;
    bool isOwn = true;
    int starts = 0;

    void become(State state)
    {
        now = state;
        emit stateChanged();
    }
    State state() const override { return now; }
    QString problem() const override { return "The data directory cannot be written."; }
    QUrl url() const override { return {}; }
    QString key() const override { return {}; }
    bool isOurs() const override { return isOwn; }
    void start() override { ++starts; }
    void stop() override {}
};

class NoServerTest : public QObject
{
    Q_OBJECT

private slots:
    void saysHowItIs_data();
    void saysHowItIs();
    void startsIt();
    void startsNoneOfSomebodyElse();
};

void NoServerTest::saysHowItIs_data()
{
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("starts");
    QTest::addRow("stopped") << State::Stopped
                             << "The server is stopped. What is kept there is shown while it runs."
                             << true;
    QTest::addRow("starting") << State::Starting
                              << "The server starts. This page comes as soon as it answers."
                              << false;
    QTest::addRow("stopping") << State::Stopping
                              << "The server stops. What agents have done is kept." << false;
    QTest::addRow("failed") << State::Failed
                            << "The server could not start. The data directory cannot be written."
                            << true;
}

void NoServerTest::saysHowItIs()
{
    QFETCH(const State, state);
    QFETCH(const QString, words);
    QFETCH(const bool, starts);
    FickleDoor door;
    door.now = state == State::Stopped ? State::Failed : State::Stopped;
    const NoServer page(&door);
    door.become(state);
    QCOMPARE(page.accessibleName(), words);
    QCOMPARE(page.findChild<QPushButton *>()->isVisibleTo(&page), starts);
}

void NoServerTest::startsIt()
{
    FickleDoor door;
    NoServer page(&door);
    page.resize(600, 400);
    page.show();
    auto *button = page.findChild<QPushButton *>();
    QCOMPARE(button->text(), "Start server");
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(door.starts, 1);
}

void NoServerTest::startsNoneOfSomebodyElse()
{
    FickleDoor door;
    door.isOwn = false;
    const NoServer page(&door);
    QVERIFY(!page.findChild<QPushButton *>()->isVisibleTo(&page));
}

BERTH_TEST(NoServerTest)

#include "NoServerTest.moc"
