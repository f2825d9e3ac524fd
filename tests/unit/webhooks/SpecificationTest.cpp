// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "webhooks/Specification.h"

using webhooks::Specification;

class SpecificationTest : public QObject
{
    Q_OBJECT

private slots:
    void hasTheDefaultsOfTheProtocol()
    {
        const auto read = webhooks::specificationFromJson(
            QJsonObject{{"base_url", "https://example.org/hooks/"}});
        VERIFY_RESULT(read);
        QCOMPARE(read->eventBufferSize, 5);
        QCOMPARE(read->flushDelay, 30.0);
        QCOMPARE(read->retries, 3);
        QCOMPARE(read->retryDelay, 5.0);
        QCOMPARE(read->maxQueueSize, 1000);
        QCOMPARE(read->maxBatchBytes, 5 * 1024 * 1024);
        QCOMPARE(read->maxQueueBytes, 50 * 1024 * 1024);
        QCOMPARE(webhooks::address(*read, "events/12").toString(),
                 "https://example.org/hooks/events/12");
    }

    void keepsTheQueryOfItsAddressAndShowsNoneOfIt()
    {
        const auto read = webhooks::specificationFromJson(
            QJsonObject{{"base_url", "http://user:word@localhost:81?token=hidden"}});
        VERIFY_RESULT(read);
        QCOMPARE(webhooks::address(*read, "conversations").toString(),
                 "http://user:word@localhost:81/conversations?token=hidden");
        QCOMPARE(webhooks::shownName(*read), "localhost:81");
    }

    void refusesWhatCannotBeUsed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addRow("no address") << "base_url" << QJsonValue("example.org");
        QTest::addRow("another scheme") << "base_url" << QJsonValue("ftp://example.org");
        QTest::addRow("no text as address") << "base_url" << QJsonValue(7);
        QTest::addRow("no buffer") << "event_buffer_size" << QJsonValue(0);
        QTest::addRow("no delay") << "flush_delay" << QJsonValue(0);
        QTest::addRow("an endless delay") << "flush_delay" << QJsonValue(1e12);
        QTest::addRow("retries below zero") << "num_retries" << QJsonValue(-1);
        QTest::addRow("a delay below zero") << "retry_delay" << QJsonValue(-1);
        QTest::addRow("no queue") << "max_queue_size" << QJsonValue(0);
        QTest::addRow("no bytes in a batch") << "max_batch_bytes" << QJsonValue(0);
        QTest::addRow("no bytes in the queue") << "max_queue_bytes" << QJsonValue(0);
        QTest::addRow("half a number") << "num_retries" << QJsonValue(1.5);
        QTest::addRow("a line break in a header")
            << "headers" << QJsonValue(QJsonObject{{"X-A", "b\r\nX-C: d"}});
        QTest::addRow("a header without a name") << "headers" << QJsonValue(QJsonObject{{"", "b"}});
    }

    void refusesWhatCannotBeUsed()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject object{{"base_url", "http://localhost"}};
        object.insert(field, value);
        const auto read = webhooks::specificationFromJson(object);
        QVERIFY(!read);
        QVERIFY2(read.error().message.startsWith(field), qPrintable(read.error().message));
    }
};

BERTH_TEST(SpecificationTest)

#include "SpecificationTest.moc"
