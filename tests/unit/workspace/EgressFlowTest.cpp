// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EgressPlace.h"
#include "Relay.h"

#include <sys/socket.h>

using namespace workspace;
using test::EgressPlace;
using test::Outside;
using test::Program;
using Reason = EgressReason;

namespace {

EgressOptions to(const Outside &outside)
{
    EgressOptions options;
    options.policy = EgressPolicy({outside.address()});
    return options;
}

core::Task<std::shared_ptr<QIODevice>> connectThrough(QString path)
{
    const auto socket = std::make_shared<QLocalSocket>();
    socket->setReadBufferSize(1024 * 1024);
    socket->connectToServer(path);
    if (!socket->waitForConnected(1000))
        co_return core::fail(core::Error::Kind::Unavailable, socket->errorString());
    co_return socket;
}

/// Writes to @p socket as long as it takes anything, and counts what it took.
class Source : public QObject
{
public:
    explicit Source(QTcpSocket *socket)
        : m_socket(socket)
    {
        connect(socket, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) {
            taken += bytes;
            push();
        });
        push();
    }

    qint64 taken = 0;

private:
    void push()
    {
        if (m_socket->bytesToWrite() < 256 * 1024)
            m_socket->write(QByteArray(256 * 1024, 's'));
    }

    QTcpSocket *m_socket;
};

} // namespace

/// Much, many, slow, and broken.
class EgressFlowTest : public QObject
{
    Q_OBJECT

    /// Waits until @p number has not changed for a while.
    static void settle(const std::function<qint64()> &number)
    {
        qint64 last = -1;
        QElapsedTimer unchanged;
        unchanged.start();
        (void)QTest::qWaitFor([&] {
            if (number() != last)
                unchanged.restart();
            last = number();
            return unchanged.elapsed() > 300;
        }, 10000);
    }

    /// Kernel buffers of two sockets, the credit, and what lies between.
    static constexpr qint64 mostOnItsWay = 12 << 20;

private slots:
    void closesEachDirectionByItself()
    {
        Outside outside;
        EgressPlace place(to(outside));
        place.open();
        const auto program = place.connected(outside.address());
        program->say("the question");
        // A QTcpSocket cannot end one direction.
        QTRY_COMPARE(outside.received, "the question");
        QSignalSpy ended(outside.sockets.constFirst(), &QTcpSocket::readChannelFinished);
        ::shutdown(static_cast<int>(program->socketDescriptor()), SHUT_WR);
        QTRY_COMPARE(ended.size(), 1);
    }

    void carriesAnAnswerAfterTheEndOfTheQuestion()
    {
        // As `printf ... | nc -N`: everything is said, then the answer comes.
        Outside outside;
        EgressPlace place(to(outside));
        place.open();
        QProcess asking;
        asking.start("bash",
                     {"-c", QString("exec 3<>/dev/tcp/127.0.0.1/%1; printf 'CONNECT %2 "
                                    "HTTP/1.1\\r\\n\\r\\n' >&3; read -r line <&3; echo \"$line\"; "
                                    "read -r line <&3; printf question >&3; cat <&3")
                                .arg(place.ports.http)
                                .arg(outside.address())});
        QTRY_COMPARE(outside.received, "question");
        const QByteArray answer = test::noise(2 << 20);
        outside.sockets.constFirst()->write(answer);
        outside.sockets.constFirst()->disconnectFromHost();
        QTRY_COMPARE_WITH_TIMEOUT(asking.state(), QProcess::NotRunning, 20000);
        QVERIFY(asking.readAllStandardOutput().endsWith(answer));
        QTRY_COMPARE(place.egress->tunnels(), 0);
    }

    void waitsForAProgramThatDoesNotRead()
    {
        Outside outside;
        EgressPlace place(to(outside));
        place.open();
        const auto lazy = place.connected(outside.address());
        lazy->setReadBufferSize(1024);
        QTRY_COMPARE(outside.sockets.size(), 1);
        Source source(outside.sockets.constFirst());
        settle([&source] { return source.taken; });
        QVERIFY2(source.taken > 0 && source.taken < mostOnItsWay,
                 qPrintable(QString::number(source.taken)));
        // Nobody else waits.
        outside.isEchoing = true;
        const auto other = place.connected(outside.address());
        other->say("hello");
        QVERIFY(other->hears("hello"));
        // It goes on when it reads.
        const qint64 before = source.taken;
        lazy->setReadBufferSize(0);
        QTRY_VERIFY((lazy->heard(), lazy->forget(), source.taken > before + (20 << 20)));
    }

    void waitsForATargetThatDoesNotRead()
    {
        Outside outside;
        outside.isReading = false;
        EgressPlace place(to(outside));
        place.open();
        const auto program = place.connected(outside.address());
        QTRY_COMPARE(outside.sockets.size(), 1);
        outside.sockets.constFirst()->setReadBufferSize(1024);
        Source source(program.get());
        settle([&source] { return source.taken; });
        QVERIFY2(source.taken > 0 && source.taken < mostOnItsWay,
                 qPrintable(QString::number(source.taken)));
        QVERIFY(QCoro::waitFor(place.channel->info()));
    }

    void boundsHowManyThereAre()
    {
        Outside outside;
        outside.isEchoing = true;
        EgressPlace place(to(outside));
        place.open();
        std::vector<std::unique_ptr<Program>> programs;
        for (int number = 0; number < 200; ++number)
            programs.push_back(place.asking(outside.address()));
        int connected = 0;
        int refused = 0;
        for (const auto &program : programs) {
            connected += program->status() == "200";
            refused += program->status() == "503";
        }
        QCOMPARE(connected, 128);
        QCOMPARE(refused, 72);
        QCOMPARE(place.egress->tunnels(), 128);
        for (const auto &program : programs) {
            if (program->status() == "200")
                program->say("one of many");
        }
        QTRY_COMPARE_WITH_TIMEOUT(outside.received.count("one of many"), 128, 10000);
        programs.clear();
        QTRY_COMPARE(place.egress->tunnels(), 0);
        const auto next = place.connected(outside.address());
        next->say("next");
        QVERIFY(next->hears("next"));
    }

    void survivesProgramsThatComeAndGo()
    {
        Outside outside;
        EgressPlace place(to(outside));
        place.open();
        for (int number = 0; number < 300; ++number) {
            const auto hasty = place.asking(outside.address());
            if (number % 3 == 0)
                hasty->abort();
        }
        QTRY_COMPARE(place.asking(outside.address())->status(), "200");
        QTRY_COMPARE(place.egress->tunnels(), 0);
        QVERIFY(QCoro::waitFor(place.channel->info()));
    }

    void boundsTheRate()
    {
        Outside outside;
        EgressOptions options = to(outside);
        options.bytesPerSecond = 1 << 20;
        EgressPlace place(options);
        place.open();
        const auto program = place.connected(outside.address());
        QElapsedTimer timer;
        timer.start();
        program->write(QByteArray(3 << 20, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(outside.received.size(), 3 << 20, 20000);
        // What a second brings is there at the start.
        QVERIFY2(timer.elapsed() > 1500, qPrintable(QString::number(timer.elapsed())));
    }

    void boundsTheWhole()
    {
        Outside outside;
        EgressOptions options = to(outside);
        options.bytes = 1 << 20;
        EgressPlace place(options);
        place.open();
        const auto program = place.connected(outside.address());
        program->write(QByteArray(3 << 20, 'x'));
        QVERIFY(program->isEnded());
        QVERIFY(outside.received.size() <= 1 << 20);
        QTRY_COMPARE(place.egress->tunnels(), 0);
        QCOMPARE(place.asking(outside.address())->status(), "403");
        QCOMPARE(place.egress->record().count(Reason::Quota), 1);
    }

    void goesOnAfterItsConnectionBroke_data()
    {
        QTest::addColumn<qint64>("budget");
        for (const qint64 budget : {400'000, 3'000'000})
            QTest::addRow("after about %lld bytes", budget) << budget;
    }

    void goesOnAfterItsConnectionBroke()
    {
        QFETCH(const qint64, budget);
        Outside outside;
        outside.isEchoing = true;
        EgressPlace place(to(outside));
        QRandomGenerator random(4711);
        bool breaks = false;
        Relay relay(place.path("relay.sock"), place.socketPath(), [&] {
            // Enough for the largest frame, or nothing would ever move.
            return breaks ? random.bounded(budget) + 150'000 : std::numeric_limits<qint64>::max();
        });
        WireOptions options;
        options.reopen = [path = place.path("relay.sock")] { return connectThrough(path); };
        const auto device = QCoro::waitFor(options.reopen());
        VERIFY_RESULT(device);
        const auto opened = QCoro::waitFor(WireChannel::open(*device, options));
        VERIFY_RESULT(opened);
        place.offer(*opened);
        breaks = true;
        relay.breakAll();
        const QByteArray bytes = test::noise(budget * 4);
        const auto program = place.connected(outside.address());
        const auto later = place.asking(outside.address());
        program->write(bytes);
        QTRY_COMPARE_WITH_TIMEOUT(program->heard().size(), bytes.size(), 60000);
        QCOMPARE(program->heard(), bytes);
        QCOMPARE(outside.received, bytes);
        QCOMPARE(later->status(), "200");
        QVERIFY(relay.connections > 2);
    }

    void resetsEverythingWhenTheWayBackIsClosed()
    {
        Outside outside;
        EgressPlace place(to(outside));
        Relay relay(place.path("relay.sock"), place.socketPath(),
                    [] { return std::numeric_limits<qint64>::max(); });
        WireOptions options;
        options.reopen = [path = place.path("relay.sock")] { return connectThrough(path); };
        options.grace = std::chrono::milliseconds(300);
        const auto device = QCoro::waitFor(options.reopen());
        VERIFY_RESULT(device);
        const auto opened = QCoro::waitFor(WireChannel::open(*device, options));
        VERIFY_RESULT(opened);
        place.offer(*opened);
        const auto program = place.connected(outside.address());
        QTRY_COMPARE(outside.sockets.size(), 1);
        relay.isClosed = true;
        relay.breakAll();
        QTRY_COMPARE(place.egress->tunnels(), 0);
        QTRY_COMPARE(outside.sockets.constFirst()->state(), QAbstractSocket::UnconnectedState);
        // The helper ends its side when a new peer takes the place, or after a while.
        place.open();
        QVERIFY(program->isEnded());
        QCOMPARE(place.connected(outside.address())->state(), QAbstractSocket::ConnectedState);
    }
};

BERTH_TEST(EgressFlowTest)
#include "EgressFlowTest.moc"
