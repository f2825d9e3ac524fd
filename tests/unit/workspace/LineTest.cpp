// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"
#include "wire/Frame.h"
#include "wire/Message.h"
#include "workspace/WireChannel.h"

#include <QCoroTask>
#include <QLocalServer>
#include <QLocalSocket>

#include <array>

#include <sys/socket.h>

using namespace workspace;
using Kind = core::Error::Kind;

namespace {

/// The other end of a line: answers the greeting when told to and remembers what else arrives.
class Peer : public QObject
{
public:
    enum class Greeting { Answer, Ignore };

    explicit Peer(Greeting greeting)
        : m_greeting(greeting)
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            qFatal("socketpair");
        m_socket.setSocketDescriptor(ends[0]);
        const auto other = std::make_shared<QLocalSocket>();
        other->setSocketDescriptor(ends[1]);
        device = other;
        connect(&m_socket, &QLocalSocket::readyRead, this, &Peer::read);
        send(QByteArray::fromStdString(std::string(wire::magic)));
    }

    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    void send(const wire::Frame &frame) { send(QByteArray::fromStdString(wire::encode(frame))); }
    void hangUp() { m_socket.close(); }
    qsizetype count(wire::FrameType type) const
    {
        return std::ranges::count(frames, type, &wire::Frame::type);
    }
    quint32 lastRequest() const { return frames.isEmpty() ? 0 : frames.last().stream; }

    std::shared_ptr<QIODevice> device;
    QList<wire::Frame> frames;
    bool answersPings = true;

private:
    void read()
    {
        const QByteArray bytes = m_socket.readAll();
        m_reader.feed({bytes.data(), static_cast<size_t>(bytes.size())});
        for (auto frame = m_reader.next(); frame && *frame; frame = m_reader.next())
            receive(**frame);
    }

    void receive(const wire::Frame &frame)
    {
        if (frame.type == wire::FrameType::Ping && answersPings)
            send(wire::pongFrame(frame.payload));
        if (frame.type == wire::FrameType::Hello && m_greeting == Greeting::Answer) {
            wire::Frame welcome;
            welcome.type = wire::FrameType::Welcome;
            welcome.payload = wire::Welcome().encode();
            send(welcome);
        } else {
            frames.append(frame);
        }
    }

    Greeting m_greeting;
    QLocalSocket m_socket;
    wire::FrameReader m_reader;
};

WireOptions hasty()
{
    WireOptions options;
    options.handshake = std::chrono::milliseconds(100);
    options.beat = std::chrono::milliseconds(50);
    options.silence = std::chrono::milliseconds(300);
    options.patience = std::chrono::milliseconds(100);
    return options;
}

std::shared_ptr<WireChannel> openChannel(const Peer &peer, const WireOptions &options)
{
    const auto channel = QCoro::waitFor(WireChannel::open(peer.device, options));
    return channel.value_or(nullptr);
}

wire::Frame frameOf(wire::FrameType type, quint32 stream, const std::string &payload)
{
    wire::Frame frame;
    frame.type = type;
    frame.stream = stream;
    frame.payload = payload;
    return frame;
}

} // namespace

class LineTest : public QObject
{
    Q_OBJECT

private slots:
    void refusesAPeerThatDoesNotGreet()
    {
        const Peer peer(Peer::Greeting::Ignore);
        const auto channel = QCoro::waitFor(WireChannel::open(peer.device, hasty()));
        QVERIFY(!channel);
        QCOMPARE(channel.error().kind, Kind::Unavailable);
    }

    void refusesAPeerThatGreetsWrongly()
    {
        Peer peer(Peer::Greeting::Ignore);
        peer.send(frameOf(wire::FrameType::Event, 0, wire::Value::map().encode()));
        const auto channel = QCoro::waitFor(WireChannel::open(peer.device, {}));
        QVERIFY(!channel);
        QCOMPARE(channel.error().kind, Kind::Unavailable);
    }

    void skipsNoiseBeforeTheGreeting()
    {
        Peer peer(Peer::Greeting::Answer);
        QVERIFY(openChannel(peer, {}));
    }

    void failsAnOperationThatIsNotAnswered()
    {
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, hasty());
        QVERIFY(channel);
        const auto info = QCoro::waitFor(channel->stat("/file"));
        QVERIFY(!info);
        QCOMPARE(info.error().kind, Kind::Timeout);
        QTRY_COMPARE(peer.count(wire::FrameType::Cancel), 1);
        QVERIFY(channel->isOpen());
    }

    void staysAliveWhileOnlyPingsAreAnswered()
    {
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, hasty());
        QVERIFY(channel);
        QTRY_VERIFY(peer.count(wire::FrameType::Ping) > 10);
        QVERIFY(channel->isOpen());
    }

    void isLostWhenThePeerFallsSilent()
    {
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, hasty());
        QVERIFY(channel);
        peer.answersPings = false;
        QSignalSpy lost(channel.get(), &Channel::lost);
        QTRY_COMPARE(lost.size(), 1);
        QVERIFY(!channel->isOpen());
    }

    void failsEverythingOnceWhenThePeerBreaksTheLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("garbage") << QByteArray(64, '\xee');
        QTest::addRow("credit that overflows") << QByteArray::fromStdString(
            wire::encode(wire::windowFrame(1, wire::Channel::File, 0xffffffff)));
        QTest::addRow("goodbye") << QByteArray::fromStdString(
            wire::encode(frameOf(wire::FrameType::GoAway, 0,
                                 wire::Value::map({{"reason", "shutdown"}}).encode())));
        QTest::addRow("more than was granted") << QByteArray::fromStdString(
            wire::encode(frameOf(wire::FrameType::Data, 1, std::string(1 << 20, 'x')))
            + wire::encode(frameOf(wire::FrameType::Data, 1, "x")));
        const auto open = [](quint32 stream) {
            return wire::encode(frameOf(wire::FrameType::Open, stream,
                                        wire::Open{.host = "a.example", .port = 443}.encode()));
        };
        QTest::addRow("a stream with our number") << QByteArray::fromStdString(open(5));
        QTest::addRow("a stream twice") << QByteArray::fromStdString(open(2) + open(2));
        QTest::addRow("a stream to nothing") << QByteArray::fromStdString(
            wire::encode(frameOf(wire::FrameType::Open, 2, wire::Value::map().encode())));
        QTest::addRow("a request that is cancelled by who answers it")
            << QByteArray::fromStdString(wire::encode(wire::cancelFrame(1, wire::CancelMode::Now)));
    }

    void failsEverythingOnceWhenThePeerBreaksTheLine()
    {
        QFETCH(QByteArray, bytes);
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, {});
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        auto file = channel->openRead("/file", {});
        auto info = channel->info();
        QTRY_COMPARE(peer.count(wire::FrameType::Request), 2);
        peer.send(bytes);
        const auto opened = QCoro::waitFor(file);
        const auto answer = QCoro::waitFor(info);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(answer.error().kind, Kind::Unavailable);
        const auto late = QCoro::waitFor(channel->stat("/file"));
        QCOMPARE(late.error().kind, Kind::Unavailable);
        QCOMPARE(lost.size(), 1);
        // A reader that had begun breaks off instead of ending.
        QVERIFY(opened ? !(*opened)->isOpen() : opened.error().kind == Kind::Unavailable);
    }

    void refusesStreamsThatNobodyTakes()
    {
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, {});
        QVERIFY(channel);
        peer.send(frameOf(wire::FrameType::Open, 2,
                          wire::Open{.host = "a.example", .port = 443}.encode()));
        QTRY_COMPARE(peer.count(wire::FrameType::Response), 1);
        QCOMPARE(peer.frames.last().stream, 2u);
        const auto response = wire::Response::decode(peer.frames.last().payload);
        QCOMPARE(response->result.error().code, std::string(wire::code::unimplemented));
        // What crosses with the refusal is no offence.
        peer.send(wire::cancelFrame(2, wire::CancelMode::Now));
        peer.send(frameOf(wire::FrameType::Data, 2, "late"));
        peer.send(frameOf(wire::FrameType::Open, 4,
                          wire::Open{.host = "b.example", .port = 443}.encode()));
        QTRY_COMPARE(peer.count(wire::FrameType::Response), 2);
        QVERIFY(channel->isOpen());
    }

    void keepsTheSystemsWords_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<Kind>("kind");
        QTest::addRow("not_found") << "not_found" << Kind::NotFound;
        QTest::addRow("permission") << "permission" << Kind::Forbidden;
        QTest::addRow("exists") << "exists" << Kind::Conflict;
        QTest::addRow("invalid") << "invalid" << Kind::Invalid;
        QTest::addRow("limit") << "limit" << Kind::RateLimited;
        QTest::addRow("no_space") << "no_space" << Kind::Internal;
    }

    void keepsTheSystemsWords()
    {
        QFETCH(QString, code);
        QFETCH(Kind, kind);
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, {});
        QVERIFY(channel);
        auto task = channel->stat("/file");
        QTRY_COMPARE(peer.count(wire::FrameType::Request), 1);
        wire::Response response;
        response.result = std::unexpected(wire::Failure{code.toStdString(), 2, "The words."});
        peer.send(frameOf(wire::FrameType::Response, peer.lastRequest(), response.encode()));
        const auto answer = QCoro::waitFor(task);
        QCOMPARE(answer.error().kind, kind);
        QCOMPARE(answer.error().message, "The words.");
    }

    void sendsNoMoreOfAFileThanIsGranted()
    {
        Peer peer(Peer::Greeting::Answer);
        const auto channel = openChannel(peer, {});
        QVERIFY(channel);
        auto task = channel->write("/file", QByteArray(3 << 20, 'x'), {});
        const auto sent = [&peer] {
            qsizetype total = 0;
            for (const wire::Frame &frame : std::as_const(peer.frames))
                total += frame.type == wire::FrameType::Data
                             ? static_cast<qsizetype>(frame.payload.size())
                             : 0;
            return total;
        };
        QTRY_COMPARE(sent(), 1 << 20);
        peer.send(wire::windowFrame(peer.lastRequest(), wire::Channel::File, 1000));
        QTRY_COMPARE(sent(), (1 << 20) + 1000);
        QCOMPARE(peer.count(wire::FrameType::Eof), 0);
        peer.hangUp();
        const auto written = QCoro::waitFor(task);
        QCOMPARE(written.error().kind, Kind::Unavailable);
    }
};

BERTH_TEST(LineTest)
#include "LineTest.moc"
