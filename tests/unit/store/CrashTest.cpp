// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Opened.h"
#include "TestMain.h"
#include "store/Events.h"

#include <QProcess>

using namespace store;

class CrashTest : public QObject
{
    Q_OBJECT

private slots:
    void everyAcknowledgedEventSurvivesAKill()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("berth.db");
        QProcess writer;
        writer.start(BERTH_BIN_DIR "/store_writer", {file});
        QByteArray printed;
        QTRY_VERIFY_WITH_TIMEOUT((printed += writer.readAllStandardOutput()).count('\n') >= 200,
                                 30'000);
        writer.kill();
        QVERIFY(writer.waitForFinished());
        printed += writer.readAllStandardOutput();
        // The last line may be cut short; the one before it was acknowledged in full.
        const qint64 acknowledged = printed.count('\n') - 1;

        const auto database = *Database::open(file);
        Events events(database.get());
        QList<EventRow> log;
        for (QList<EventRow> piece = valueOf(events.range("c", 0, 500)); !piece.isEmpty();
             piece = valueOf(events.range("c", log.size(), 500)))
            log += piece;
        QVERIFY2(log.size() > acknowledged,
                 qPrintable(
                     QString("%1 of %2 events are left").arg(log.size()).arg(acknowledged + 1)));
        for (qint64 seq = 0; seq < log.size(); ++seq)
            QCOMPARE(log[seq].seq, seq);
        const QList<EventRow> next{{.seq = log.size(), .id = "next", .kind = "PauseEvent"}};
        VERIFY_RESULT(QCoro::waitFor(events.append("c", next)));
    }
};

BERTH_TEST(CrashTest)
#include "CrashTest.moc"
