// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "core/Logging.h"
#include "telemetry/LogFiles.h"
#include "telemetry/LogRing.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <thread>

using namespace telemetry;

/// The log that people look at: the newest lines in memory, the older ones in files.
class LogRingTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheNewestAndCountsWhatIsGone()
    {
        LogRing ring({.lines = 3, .bytes = 1'000'000});
        for (int number = 0; number < 10; ++number)
            ring.add(line(QString::number(number)));
        QCOMPARE(messages(ring.find({})), (QStringList{"7", "8", "9"}));
        const LogPage page = ring.find({.after = 4, .limit = 2});
        QCOMPARE(messages(page), (QStringList{"7", "8"}));
        QCOMPARE(page.lost, 2);
        QCOMPARE(page.last, 8);
        QCOMPARE(messages(ring.find({.after = 8})), QStringList{"9"});
    }

    void isBoundedInBytes()
    {
        LogRing ring({.lines = 1000, .bytes = 100'000});
        for (int number = 0; number < 100; ++number)
            ring.add(line(QString(5000, 'x')));
        QVERIFY(ring.find({}).items.size() < 10);
    }

    void findsByLevelRoomUserAndText()
    {
        LogRing ring;
        ring.add(line("Something failed", "warning", "server.store"));
        ring.add(line("Something went well", "info", "server.api", {{"user", "ada"}}));
        QCOMPARE(ring.find({.level = "warning"}).items.size(), 1);
        QCOMPARE(ring.find({.room = "api"}).items.size(), 1);
        QCOMPARE(ring.find({.userId = "ada"}).items.size(), 1);
        QCOMPARE(ring.find({.text = "SOMETHING"}).items.size(), 2);
        QCOMPARE(ring.find({.text = "nothing"}).items.size(), 0);
    }

    void knowsWhatALineIsAbout()
    {
        const QString id = "01234567-89ab-4cde-8f01-23456789abcd";
        LogRing ring;
        ring.add(line("A run ended", "info", "server.conversations",
                      {{"user", "ada"}, {"conversation", id}}));
        ring.add(line("It is gone", "info", "server.workspace", {{"workspace", "w1"}}));
        // What only looks as if it were about something is not.
        ring.add(line("Somebody wrote " + id, "info", "server.conversations"));
        QCOMPARE(ring.find({}).items.at(0).conversation, id);
        QCOMPARE(ring.find({}).items.at(1).workspace, "w1");
        QCOMPARE(ring.find({.conversation = id}).items.size(), 1);
        QCOMPARE(ring.find({.workspace = "w1"}).items.size(), 1);
        QCOMPARE(ring.find({}).items.at(2).conversation, "");
    }

    void takesLinesOfEveryThreadAndTellsOnce()
    {
        LogRing ring;
        QSignalSpy grown(&ring, &LogRing::grown);
        std::vector<std::thread> threads;
        for (int number = 0; number < 4; ++number)
            threads.emplace_back([&ring] {
                for (int each = 0; each < 100; ++each)
                    ring.add(line("x"));
            });
        for (std::thread &thread : threads)
            thread.join();
        QTRY_COMPARE(grown.size(), 1);
        QCOMPARE(ring.last(), 399);
    }

    void hearsTheServersMessagesWithTheirScope()
    {
        LogRing ring;
        core::installLogging(core::LogFormat::Json);
        core::setLogSink([&ring](const core::LogLine &each) { ring.add(each); });
        core::registerLogSecret("a-long-secret");
        {
            const core::LogScope scope({{"user", "ada"}, {"request_id", "7"}});
            qCWarning(lcStore).noquote() << "Found a-long-secret";
        }
        qCWarning(lcStore).noquote() << "Later";
        core::setLogSink({});
        qInstallMessageHandler(nullptr);
        const QList<LogEntry> entries = ring.find({}).items;
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.at(0).message, "Found **********");
        QCOMPARE(entries.at(0).userId, "ada");
        QCOMPARE(entries.at(0).requestId, "7");
        QCOMPARE(entries.at(0).room, "store");
        QCOMPARE(entries.at(1).userId, "");
    }

    void writesWhatSomebodyMadeUpOnOneLine()
    {
        QCOMPARE(core::onOneLine("plain text"), "plain text");
        QCOMPARE(core::onOneLine("a\nb"), "a\\nb");
        QCOMPARE(core::onOneLine(QString("a\x1b[31mb\u202e") + QChar(0x2028)),
                 "a\\u001b[31mb\\u202e\\u2028");
    }

    void rotatesItsFiles()
    {
        QTemporaryDir folder;
        LogFiles files(folder.filePath("logs"), {.files = 3, .bytes = 1000});
        VERIFY_RESULT(files.open());
        for (int number = 0; number < 100; ++number)
            files.write(line("line " + QString::number(number) + "\nforged"));
        const QStringList names = QDir(folder.filePath("logs")).entryList(QDir::Files);
        QCOMPARE(names, (QStringList{"berth.log", "berth.log.1", "berth.log.2"}));
        QFile file(folder.filePath("logs/berth.log"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.size() <= 1000);
        for (const QByteArray &text : file.readAll().trimmed().split('\n'))
            QVERIFY(!QJsonDocument::fromJson(text).object().isEmpty());
    }

private:
    static core::LogLine line(const QString &message, const QString &level = "info",
                              const QString &category = "server.api",
                              const QMap<QString, QString> &context = {})
    {
        return {"2026-01-01T00:00:00.000000Z", level, category, message, context};
    }
    static QStringList messages(const LogPage &page)
    {
        QStringList list;
        for (const LogEntry &entry : page.items)
            list.append(entry.message);
        return list;
    }
};

BERTH_TEST(LogRingTest)
#include "LogRingTest.moc"
