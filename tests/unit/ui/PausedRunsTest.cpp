// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"

#include "ui/models/PausedRuns.h"

#include <QTemporaryDir>

using ui::PausedRuns;

class PausedRunsTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsWhatWasPaused();
    void resumesWhatStillIsPausedAndOnlyOnce();
    void keepsNothingOfAServerElsewhere();

private:
    QTemporaryDir m_folder;
    PausedRuns m_runs{m_folder.path()};
};

void PausedRunsTest::keepsWhatWasPaused()
{
    test::JsonPeer peer;
    peer.answer("POST /conversations/c1/pause", {});
    peer.answer("POST /conversations/c2/pause", {{"detail", "It is over."}}, 409);
    ui::Client client(peer.url(), "brt_key");
    QVERIFY(QCoro::waitFor(ui::pauseRuns(&client, m_runs, {"c1", "c2"})));
    QCOMPARE(m_runs.take(), QStringList{"c1"});
    QCOMPARE(m_runs.take(), QStringList());
}

void PausedRunsTest::resumesWhatStillIsPausedAndOnlyOnce()
{
    test::JsonPeer peer;
    peer.answer("GET /conversations/c1", {{"state", "paused"}});
    peer.answer("GET /conversations/c2", {{"state", "finished"}}); // somebody else let it go on
    peer.answer("POST /conversations/c1/resume", {});
    peer.answer("POST /conversations/c2/resume", {});
    ui::Client client(peer.url(), "brt_key");
    QVERIFY(m_runs.keep({"c1", "c2", "gone"}));
    const core::Result<int> resumed = QCoro::waitFor(ui::resumeRuns(&client, m_runs));
    QVERIFY(resumed);
    QCOMPARE(*resumed, 1);
    QCOMPARE(peer.count("POST /conversations/c1/resume"), 1);
    QCOMPARE(peer.count("POST /conversations/c2/resume"), 0);
    const core::Result<int> again = QCoro::waitFor(ui::resumeRuns(&client, m_runs));
    QVERIFY(again);
    QCOMPARE(*again, 0);
    QCOMPARE(peer.count("POST /conversations/c1/resume"), 1);
}

void PausedRunsTest::keepsNothingOfAServerElsewhere()
{
    const PausedRuns none{QString()};
    QVERIFY(none.keep({"c1"}));
    QCOMPARE(none.take(), QStringList());
}

BERTH_TEST(PausedRunsTest)
#include "PausedRunsTest.moc"
