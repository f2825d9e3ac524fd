// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "fakes/FakeLlm.h"
#include "webhooks/Mailbox.h"
#include "webhooks/Receiver.h"

#include <QCoroTask>
#include <QElapsedTimer>

using namespace std::chrono_literals;
using fakes::Answer;
using fakes::FakeLlm;
using webhooks::Receiver;
using webhooks::Specification;

namespace {

const QString s_conversation = "01234567-89ab-4cde-8f01-23456789abcd";

QStringList s_lines;

void keepLine(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    if (QByteArray(context.category) == "server.webhooks")
        s_lines.append(message);
}

QByteArray eventText(int number)
{
    return "{\"id\":" + QByteArray::number(number) + '}';
}

Answer answer(int status)
{
    Answer answer;
    answer.status = status;
    return answer;
}

/// The other side, and a receiver that is quick in everything.
struct Line
{
    explicit Line(const std::function<void(Specification &)> &change = [](Specification &) {})
    {
        s_lines.clear();
        Specification specification;
        specification.baseUrl = peer.url();
        specification.flushDelay = 0.02;
        specification.retryDelay = 0.02;
        specification.retries = 2;
        change(specification);
        receiver = std::make_unique<Receiver>(specification, "key-of-a-session", &outbound);
    }
    ~Line() { stop(5s); }

    void play(int status, int times = 1)
    {
        for (int index = 0; index < times; ++index)
            peer.play(answer(status));
    }
    void add(int first, int last)
    {
        for (int number = first; number <= last; ++number)
            receiver->addEvent(s_conversation, eventText(number));
    }
    void stop(std::chrono::milliseconds limit)
    {
        const core::Result<> stopped = QCoro::waitFor(receiver->stop(limit));
        QVERIFY(stopped);
    }
    QList<QByteArray> bodies() const
    {
        QList<QByteArray> list;
        for (const FakeLlm::Received &request : peer.requests())
            list.append(request.body);
        return list;
    }

    FakeLlm peer;
    net::Outbound outbound;
    std::unique_ptr<Receiver> receiver;
};

} // namespace

class ReceiverTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_before = qInstallMessageHandler(keepLine); }
    void cleanupTestCase() { qInstallMessageHandler(m_before); }

    void sendsABatchWhenEnoughWaits()
    {
        Line line([](Specification &specification) {
            specification.flushDelay = 3600;
            specification.eventBufferSize = 3;
            specification.headers.insert("X-Own", "mine");
        });
        line.play(200);
        line.add(1, 2);
        line.add(3, 3);
        QTRY_COMPARE(line.bodies(), QList<QByteArray>{"[{\"id\":1},{\"id\":2},{\"id\":3}]"});
        const FakeLlm::Received request = line.peer.requests().constFirst();
        QCOMPARE(request.method, "POST");
        QCOMPARE(request.path, "/v1/events/0123456789ab4cde8f0123456789abcd");
        QCOMPARE(request.headers.value("content-type"), "application/json");
        QCOMPARE(request.headers.value("x-own"), "mine");
        QCOMPARE(request.headers.value("x-session-api-key"), "key-of-a-session");
    }

    void sendsWhatWaitsAfterTheDelay()
    {
        Line line;
        line.play(200);
        line.add(1, 2);
        QTRY_COMPARE(line.bodies(), QList<QByteArray>{"[{\"id\":1},{\"id\":2}]"});
    }

    void keepsARequestBelowItsBytes()
    {
        Line line([](Specification &specification) { specification.maxBatchBytes = 15; });
        line.play(200, 3);
        line.add(1, 2);
        line.receiver->addEvent(s_conversation, "{\"id\":\"longer than a whole batch\"}");
        QTRY_COMPARE(line.bodies().size(), 3);
        QCOMPARE(line.bodies().at(0), "[{\"id\":1}]");
        QCOMPARE(line.bodies().at(2), "[{\"id\":\"longer than a whole batch\"}]");
    }

    void triesAgainAndKeepsTheOrder()
    {
        Line line;
        line.play(503, 2);
        line.play(200, 2);
        line.add(1, 1);
        QTRY_COMPARE(line.bodies().size(), 1);
        line.add(2, 2);
        QTRY_COMPARE(line.bodies().size(), 4);
        QCOMPARE(line.bodies().first(3), QList<QByteArray>(3, "[{\"id\":1}]"));
        QCOMPARE(line.bodies().constLast(), "[{\"id\":2}]");
    }

    void keepsWhatFailedAndSaysSoOnce()
    {
        Line line([](Specification &specification) { specification.retries = 0; });
        line.play(500, 3);
        line.play(200);
        line.add(1, 2);
        QTRY_COMPARE(line.bodies().size(), 4);
        QCOMPARE(line.bodies(), QList<QByteArray>(4, "[{\"id\":1},{\"id\":2}]"));
        QTRY_COMPARE(s_lines.size(), 2);
        QVERIFY(s_lines.at(0).contains("does not take"));
        QVERIFY(s_lines.at(1).contains("again; 0 things"));
    }

    void dropsTheOldestAndSaysHowManyOnce()
    {
        Line line([](Specification &specification) {
            specification.retries = 0;
            specification.maxQueueSize = 4;
            specification.eventBufferSize = 4;
            specification.flushDelay = 0.1;
        });
        line.play(500);
        line.play(200);
        line.add(1, 300);
        QTRY_COMPARE(line.bodies().size(), 2);
        QCOMPARE(line.bodies().at(0), "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4}]");
        QCOMPARE(line.bodies().at(1), "[{\"id\":297},{\"id\":298},{\"id\":299},{\"id\":300}]");
        QTRY_COMPARE(s_lines.size(), 2);
        QVERIFY2(s_lines.at(1).contains("296 things"), qPrintable(s_lines.at(1)));
    }

    void boundsTheBytesOfAllConversationsTogether()
    {
        Line line([](Specification &specification) {
            specification.flushDelay = 3600;
            specification.eventBufferSize = 1000;
            specification.maxQueueBytes = 100;
        });
        line.play(200, 60);
        for (int number = 100; number < 150; ++number)
            line.receiver->addEvent(QString::number(number), eventText(number));
        line.stop(5s);
        QCOMPARE(line.bodies().size(), 10); // of 10 bytes each
        QVERIFY(line.bodies().contains("[{\"id\":149}]"));
        QVERIFY(!line.bodies().contains("[{\"id\":100}]"));
    }

    void sendsAConversationAtOnceAndGivesItUpAfterItsAttempts()
    {
        Line line([](Specification &specification) { specification.flushDelay = 3600; });
        line.play(500, 3);
        line.play(200);
        line.receiver->addConversation("{\"a\":1}");
        line.receiver->addConversation("{\"a\":2}");
        QTRY_COMPARE(line.bodies().size(), 4);
        QCOMPARE(line.bodies().first(3), QList<QByteArray>(3, "{\"a\":1}"));
        QCOMPARE(line.bodies().at(3), "{\"a\":2}");
        QCOMPARE(line.peer.requests().constLast().path, "/v1/conversations");
        QTRY_COMPARE(s_lines.size(), 2);
        QVERIFY2(s_lines.at(1).contains("1 things"), qPrintable(s_lines.at(1)));
    }

    void deliversAtTheEndWhatStillWaits()
    {
        Line line([](Specification &specification) { specification.flushDelay = 3600; });
        line.play(200, 4);
        line.add(1, 12);
        line.receiver->addEvent("another", eventText(13));
        line.stop(5s);
        QByteArray all;
        for (const QByteArray &body : line.bodies())
            all += body;
        for (int number = 1; number <= 13; ++number)
            QVERIFY(all.contains(eventText(number)));
        QCOMPARE(s_lines, QStringList());
    }

    void triesOnceMoreAtTheEndInsteadOfWaiting()
    {
        Line line([](Specification &specification) { specification.retryDelay = 3600; });
        line.play(500);
        line.play(200);
        line.add(1, 1);
        QTRY_COMPARE(s_lines.size(), 1);
        line.stop(5s);
        QCOMPARE(line.bodies(), QList<QByteArray>(2, "[{\"id\":1}]"));
    }

    void leavesASilentReceiverAtTheEnd()
    {
        Line line;
        Answer silence;
        silence.staysSilent = true;
        line.peer.play(silence);
        line.add(1, 7);
        line.receiver->addConversation("{}");
        QTRY_VERIFY(!line.bodies().isEmpty());
        QElapsedTimer timer;
        timer.start();
        line.stop(200ms);
        QVERIFY(timer.elapsed() >= 100);
        QVERIFY2(timer.elapsed() < 5000, "a silent receiver held up the end");
        QVERIFY2(s_lines.constLast().contains("never got"), qPrintable(s_lines.join('|')));
    }

private:
    QtMessageHandler m_before = nullptr;
};

BERTH_TEST(ReceiverTest)

#include "ReceiverTest.moc"
