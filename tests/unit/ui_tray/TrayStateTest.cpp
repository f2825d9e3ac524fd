// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayState.h"
#include "TestMain.h"

#include <QFile>
#include <QImage>

using namespace ui;
using Server = ServerDoor::State;
using Ink = Preferences::TrayInk;

class TrayStateTest : public QObject
{
    Q_OBJECT

private slots:
    void theFirstThatHolds_data();
    void theFirstThatHolds();
    void eachNameIsInstalled();
    void everyStateLooksDifferent_data();
    void everyStateLooksDifferent();
    void theInkIsAsChosen();
};

static TrayFacts running(int waiting = 0, int working = 0)
{
    return {.server = Server::Running, .waiting = waiting, .working = working};
}

static TrayFacts with(TrayFacts facts, bool isLost, bool hasAlarm)
{
    facts.isLost = isLost;
    facts.hasAlarm = hasAlarm;
    return facts;
}

void TrayStateTest::theFirstThatHolds_data()
{
    QTest::addColumn<TrayFacts>("facts");
    QTest::addColumn<TrayState>("state");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("tooltip");
    const auto row = [](const char *tag, const TrayFacts &facts, TrayState state,
                        const QString &name, const QString &tooltip) {
        QTest::newRow(tag) << facts << state << name << tooltip;
    };
    row("stopped", {}, TrayState::Stopped, "stopped", "Berth: the server is stopped");
    row("starting", {.server = Server::Starting}, TrayState::Starting, "starting",
        "Berth: the server starts");
    row("stopping", {.server = Server::Stopping}, TrayState::Starting, "starting",
        "Berth: the server stops");
    row("failed", {.server = Server::Failed}, TrayState::Trouble, "trouble",
        "Berth: the server failed");
    row("lost", with(running(2, 1), true, false), TrayState::Trouble, "trouble",
        "Berth: the server does not answer");
    row("alarm", with(running(2, 1), false, true), TrayState::Trouble, "trouble",
        "Berth: an alert needs you");
    row("an alarm of a server that is gone", with({}, false, true), TrayState::Stopped, "stopped",
        "Berth: the server is stopped");
    row("waiting before working", running(2, 3), TrayState::Waiting, "waiting-2", {});
    row("nine", running(9), TrayState::Waiting, "waiting-9", {});
    row("more", running(10), TrayState::Waiting, "waiting-more", {});
    row("working", running(0, 3), TrayState::Working, "working", {});
    TrayFacts costly = running(2, 2);
    costly.cost = 6.84;
    row("cost of today", costly, TrayState::Waiting, "waiting-2",
        "Berth: 2 waiting for you, 2 working, $6.84 today");
    row("idle", running(), TrayState::Idle, "idle", "Berth: nothing to do");
}

void TrayStateTest::theFirstThatHolds()
{
    QFETCH(const TrayFacts, facts);
    QFETCH(const TrayState, state);
    QFETCH(const QString, name);
    QFETCH(const QString, tooltip);
    QCOMPARE(trayStateOf(facts), state);
    QCOMPARE(trayIconName(facts), "berth-" + name + "-symbolic");
    if (!tooltip.isEmpty())
        QCOMPARE(trayTooltip(facts), tooltip);
}

/// A name that panels do not find would be an empty place.
void TrayStateTest::eachNameIsInstalled()
{
    QList<TrayFacts> all{
        {}, {.server = Server::Starting}, {.server = Server::Failed}, running(0, 1), running()};
    for (int waiting = 1; waiting <= 10; ++waiting)
        all.append(running(waiting));
    for (const TrayFacts &facts : std::as_const(all)) {
        const QString path = BERTH_SOURCE_DIR "/installer/linux/status/" + trayIconName(facts)
                             + ".svg";
        QVERIFY2(QFile::exists(path), qPrintable(path));
    }
}

static QImage imageOf(const TrayFacts &facts, int size, Ink ink = Ink::Dark)
{
    return trayIcon(facts, ink, false).pixmap(QSize(size, size), 1.0).toImage();
}

void TrayStateTest::everyStateLooksDifferent_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {16, 22, 24, 32, 44, 48, 64})
        QTest::addRow("%d", size) << size;
}

void TrayStateTest::everyStateLooksDifferent()
{
    QFETCH(const int, size);
    const QList<TrayFacts> states{{},
                                  {.server = Server::Starting},
                                  {.server = Server::Failed},
                                  running(1),
                                  running(10),
                                  running(0, 1),
                                  running()};
    for (qsizetype one = 0; one < states.size(); ++one) {
        const QImage image = imageOf(states[one], size);
        QCOMPARE(image.size(), QSize(size, size));
        for (qsizetype other = one + 1; other < states.size(); ++other)
            QVERIFY2(image != imageOf(states[other], size),
                     qPrintable(trayIconName(states[one]) + ' ' + trayIconName(states[other])));
    }
}

/// The strongest pixel of an icon.
static QColor strongest(const QImage &image)
{
    QColor found(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y).alpha() > found.alpha())
                found = image.pixelColor(x, y);
    return found;
}

void TrayStateTest::theInkIsAsChosen()
{
    QVERIFY(strongest(imageOf(running(), 22, Ink::Light)).lightness() > 180);
    QVERIFY(strongest(imageOf(running(), 22, Ink::Dark)).lightness() < 80);
    QCOMPARE(strongest(imageOf(running(), 64, Ink::Coloured)), Theme::of(ThemeKind::Light).accent);
}

BERTH_TEST(TrayStateTest)

#include "TrayStateTest.moc"
