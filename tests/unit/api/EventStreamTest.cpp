// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "api/Tagged.h"
#include "api/routes/EventStream.h"

using api::EventStream;
using namespace std::chrono_literals;

class EventStreamTest : public QObject
{
    Q_OBJECT

private slots:
    void framesEventsWithTheirNumbers()
    {
        EventStream stream{std::stop_token()};
        QCOMPARE(stream.readAll(), "retry: 1000\n\n");
        QSignalSpy news(&stream, &QIODevice::readyRead);
        stream.tell({12, R"({"type":"message"})"});
        stream.tell({-1, R"({"type":"delta"})"});
        QCOMPARE(news.size(), 2);
        QCOMPARE(stream.bytesAvailable(), stream.queuedBytes());
        QCOMPARE(stream.readAll(),
                 "id: 12\ndata: {\"type\":\"message\"}\n\ndata: {\"type\":\"delta\"}\n\n");
        QVERIFY(stream.readAll().isEmpty());
    }

    void beatsWhileThereIsNothingToSay()
    {
        EventStream stream(std::stop_token(), {.heartbeat = 5ms});
        QCOMPARE(stream.readAll(), "retry: 1000\n\n");
        QTRY_COMPARE(stream.queuedBytes(), 3);
        QCOMPARE(stream.readAll(), ":\n\n");
    }

    void cutsOffWhoReadsTooSlowly()
    {
        EventStream stream(std::stop_token(), {.queueLimit = 100});
        QSignalSpy closing(&stream, &QIODevice::aboutToClose);
        stream.tell({0, QByteArray(40, 'x')});
        QVERIFY(stream.isListening());
        stream.tell({1, QByteArray(60, 'x')});
        QVERIFY(!stream.isListening());
        QCOMPARE(closing.size(), 1);
        stream.tell({2, "x"});
        QVERIFY(stream.queuedBytes() <= 100);
    }

    void endsAfterWhatWaitsToBeRead()
    {
        EventStream stream{std::stop_token()};
        QSignalSpy finished(&stream, &QIODevice::readChannelFinished);
        stream.tell({0, "{}"});
        stream.end("closed");
        stream.end("closed");
        stream.tell({1, "{}"});
        QCOMPARE(finished.size(), 1);
        QVERIFY(stream.readAll().endsWith("id: 0\ndata: {}\n\n"));
    }

    void hearsNothingWhenTheClientHasLeft()
    {
        std::stop_source left;
        EventStream stream(left.get_token());
        stream.readAll();
        left.request_stop();
        stream.tell({0, "{}"});
        QVERIFY(!stream.isListening());
        QCOMPARE(stream.queuedBytes(), 0);
    }

    void findsATagInWhatAClientHas_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("matches");
        QTest::addRow("the same") << QByteArray(R"("a")") << true;
        QTest::addRow("one of several") << QByteArray(R"("b", W/"a")") << true;
        QTest::addRow("any") << QByteArray("*") << true;
        QTest::addRow("another") << QByteArray(R"("ab")") << false;
        QTest::addRow("none") << QByteArray() << false;
    }
    void findsATagInWhatAClientHas()
    {
        QFETCH(const QByteArray, header);
        QTEST(api::matches(header, R"("a")"), "matches");
    }
};

BERTH_TEST(EventStreamTest)
#include "EventStreamTest.moc"
