// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EgressPlace.h"

using namespace workspace;
using test::EgressPlace;
using test::Outside;
using test::Program;

namespace {

core::Task<QList<QHostAddress>> everyNameIsHere(QString, std::stop_token)
{
    co_return QList<QHostAddress>(1, QHostAddress(QHostAddress::LocalHost));
}

} // namespace

/// What the helper's proxies take and answer.
class ProxyTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Outside> m_outside;
    std::unique_ptr<EgressPlace> m_place;

    QByteArray port() const { return QByteArray::number(m_outside->serverPort()); }
    std::unique_ptr<Program> socks() const
    {
        return std::make_unique<Program>(m_place->ports.socks);
    }
    QByteArray portBytes(int number = 0) const
    {
        const int port = number > 0 ? number : m_outside->serverPort();
        return QByteArray(1, static_cast<char>(port >> 8)) + QByteArray(1, static_cast<char>(port));
    }
    static QByteArray greeting() { return QByteArray("\x05\x01\x00", 3); }
    static QByteArray named(const QByteArray &name)
    {
        return QByteArray("\x05\x01\x00\x03", 4) + QByteArray(1, static_cast<char>(name.size()))
               + name;
    }

private slots:
    void initTestCase()
    {
        m_outside = std::make_unique<Outside>();
        EgressOptions options;
        options.policy = EgressPolicy({m_outside->address(), "name.example:" + port(),
                                       "127.0.0.1:1", "127.0.0.1:80", "[::1]:" + port()});
        options.lookup = everyNameIsHere;
        m_place = std::make_unique<EgressPlace>(options);
        m_place->open();
    }

    void cleanupTestCase()
    {
        m_place.reset();
        m_outside.reset();
    }

    void init()
    {
        m_outside->received.clear();
        m_outside->sockets.clear();
    }

    void listensOnTheLoopbackAddressOnly()
    {
        for (const quint16 number : {m_place->ports.http, m_place->ports.socks}) {
            QVERIFY(number > 0);
            QTcpSocket elsewhere;
            elsewhere.connectToHost("127.0.0.2", number);
            QVERIFY(!elsewhere.waitForConnected(1000));
        }
        const auto again = QCoro::waitFor(
            m_place->channel->offerNetwork(m_place->egress, EgressPorts()));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, core::Error::Kind::Conflict);
    }

    void asksForAPageOnBehalfOfAProgram_data()
    {
        QTest::addColumn<QByteArray>("request"); ///< HOST is that of a listener here
        QTest::addColumn<QByteArray>("sent");
        QTest::addRow("a page")
            << QByteArray("GET http://HOST/a?b=c#d HTTP/1.1\r\nHost: other.example\r\nAccept: "
                          "x\r\n\r\n")
            << QByteArray("GET /a?b=c HTTP/1.1\r\nHost: HOST\r\nAccept: x\r\nConnection: "
                          "close\r\n\r\n");
        QTest::addRow("no path") << QByteArray("GET http://HOST HTTP/1.0\r\n\r\n")
                                 << QByteArray("GET / HTTP/1.0\r\nHost: HOST\r\nConnection: "
                                               "close\r\n\r\n");
        QTest::addRow("a question only")
            << QByteArray("GET HTTP://HOST?q HTTP/1.1\r\n\r\n")
            << QByteArray("GET /?q HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
        QTest::addRow("what is for the proxy")
            << QByteArray("GET http://HOST/ HTTP/1.1\r\nProxy-Authorization: Basic x\r\n"
                          "proxy-connection: keep-alive\r\nConnection: keep-alive\r\nKeep-Alive: "
                          "5\r\nX: y\r\n\r\n")
            << QByteArray("GET / HTTP/1.1\r\nHost: HOST\r\nX: y\r\nConnection: close\r\n\r\n");
        QTest::addRow("a body")
            << QByteArray("POST http://HOST/ HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody")
            << QByteArray("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nConnection: "
                          "close\r\n\r\nbody");
    }

    void asksForAPageOnBehalfOfAProgram()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, sent);
        const QByteArray host = "name.example:" + port();
        const auto program = m_place->program();
        request.replace("HOST", host);
        // Byte by byte, as a hostile or slow program would.
        for (const char byte : std::as_const(request))
            program->say(QByteArray(1, byte));
        QTRY_COMPARE(m_outside->received, sent.replace("HOST", host));
        m_outside->sockets.constFirst()->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        m_outside->sockets.constFirst()->disconnectFromHost();
        QVERIFY(program->isEnded());
        QCOMPARE(program->heard(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    void answersWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *title, const QByteArray &request, const char *status) {
            QTest::addRow("%s", title) << request << QByteArray(status);
        };
        row("nonsense", "nonsense\r\n\r\n", "400");
        row("an empty line", "\r\n\r\n", "400");
        row("a page of the proxy", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
        row("https", "GET https://a/ HTTP/1.1\r\n\r\n", "400");
        row("another scheme", "GET ftp://a/ HTTP/1.1\r\n\r\n", "400");
        row("another version", "GET http://a/ HTTP/2.0\r\n\r\n", "400");
        row("a name with a password", "GET http://u:p@a/ HTTP/1.1\r\n\r\n", "400");
        row("no host", "GET http:///a HTTP/1.1\r\n\r\n", "400");
        row("a host in UTF-8", "GET http://b\xc3\xbc.example/ HTTP/1.1\r\n\r\n", "400");
        row("a host with a zero", QByteArray("CONNECT a\0b:443 HTTP/1.1\r\n\r\n", 29), "400");
        row("a long host", "CONNECT " + QByteArray(300, 'a') + ":443 HTTP/1.1\r\n\r\n", "400");
        row("CONNECT without a port", "CONNECT a HTTP/1.1\r\n\r\n", "400");
        row("CONNECT to port 0", "CONNECT a:0 HTTP/1.1\r\n\r\n", "400");
        row("CONNECT to a large port", "CONNECT a:65536 HTTP/1.1\r\n\r\n", "400");
        row("CONNECT to two ports", "CONNECT a:1:2 HTTP/1.1\r\n\r\n", "400");
        row("an open bracket", "CONNECT [::1:443 HTTP/1.1\r\n\r\n", "400");
        row("a broken field", "GET http://a/ HTTP/1.1\r\nno colon\r\n\r\n", "400");
        row("a folded field", "GET http://a/ HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "400");
        row("a field with a space", "GET http://a/ HTTP/1.1\r\nA : b\r\n\r\n", "400");
        row("a long head", "GET http://a/ HTTP/1.1\r\nA: " + QByteArray(20000, 'a'), "431");
        row("what is not listed", "GET http://other.example/ HTTP/1.1\r\n\r\n", "403");
        row("where nobody listens", "CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n", "502");
    }

    void answersWhatItDoesNotUnderstand()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const QByteArray, status);
        const auto program = m_place->program();
        program->say(request);
        QCOMPARE(program->status(), status);
        QVERIFY(program->isEnded());
        QVERIFY(program->heard().endsWith("\n"));
        QVERIFY(m_place->channel->isOpen());
    }

    void speaksSocks_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("reply");
        const auto row = [](const char *title, const QByteArray &request, int reply) {
            QTest::addRow("%s", title) << request << reply;
        };
        const QByteArray address4("\x05\x01\x00\x01\x7f\x00\x00\x01", 8);
        const QByteArray metadata("\x05\x01\x00\x01\xa9\xfe\xa9\xfe", 8);
        const QByteArray address6 = QByteArray("\x05\x01\x00\x04", 4) + QByteArray(15, '\0') + '\1';
        row("a name", named("name.example") + portBytes(), 0);
        row("an address", address4 + portBytes(), 0);
        row("an IPv6 address where nobody listens", address6 + portBytes(), 5);
        row("a name that is not listed", named("other.example") + portBytes(), 2);
        row("the metadata service", metadata + portBytes(80), 2);
        row("an address where nobody listens", address4 + portBytes(1), 5);
        row("an empty name", named("") + portBytes(), 1);
        row("a name that is no text", named("b\xfc") + portBytes(), 1);
        row("port 0", address4 + QByteArray(2, '\0'), 1);
        row("a listener", QByteArray("\x05\x02\x00\x01\x7f\x00\x00\x01", 8) + portBytes(), 7);
        row("datagrams", QByteArray("\x05\x03\x00\x01\x7f\x00\x00\x01", 8) + portBytes(), 7);
        row("another address", QByteArray("\x05\x01\x00\x02\x7f\x00\x00\x01", 8) + portBytes(), 8);
    }

    void speaksSocks()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const int, reply);
        const auto program = socks();
        for (const char byte : greeting() + request)
            program->say(QByteArray(1, byte));
        QTRY_COMPARE(program->heard().size(), 2 + 10);
        QCOMPARE(program->heard().first(3), QByteArray("\x05\x00\x05", 3));
        QCOMPARE(int(program->heard().at(3)), reply);
        if (reply != 0) {
            QVERIFY(program->isEnded());
            return;
        }
        program->forget();
        program->say("hello");
        QTRY_COMPARE(m_outside->received, "hello");
        m_outside->sockets.constFirst()->write("good day");
        QVERIFY(program->hears("good day"));
    }

    void endsOtherVersionsOfSocks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("answer");
        QTest::addRow("SOCKS 4") << QByteArray("\x04\x01\x00\x50\x7f\x00\x00\x01\x00", 9)
                                 << QByteArray();
        QTest::addRow("HTTP") << QByteArray("GET / HTTP/1.1\r\n\r\n") << QByteArray();
        QTest::addRow("with a password only")
            << QByteArray("\x05\x01\x02", 3) << QByteArray("\x05\xff", 2);
    }

    void endsOtherVersionsOfSocks()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, answer);
        const auto program = socks();
        program->say(bytes);
        QVERIFY(program->isEnded());
        QVERIFY(answer.isEmpty() || program->heard() == answer);
    }

    void takesWhatComesWithTheRequest()
    {
        const auto program = socks();
        program->say(greeting() + named("name.example") + portBytes() + "early");
        QTRY_COMPARE(m_outside->received, "early");
        const auto other = m_place->program();
        m_outside->received.clear();
        other->say("CONNECT name.example:" + port() + " HTTP/1.1\r\n\r\nearly");
        QTRY_COMPARE(m_outside->received, "early");
    }

    void endsWithTheSession()
    {
        EgressPlace place({.policy = EgressPolicy({m_outside->address()})});
        place.open();
        const auto program = place.connected(m_outside->address());
        place.channel->close();
        QVERIFY(program->isEnded());
        QTRY_VERIFY(m_outside->sockets.constFirst()->state() == QAbstractSocket::UnconnectedState);
        QCOMPARE(place.egress->tunnels(), 0);
        QTcpSocket late;
        QTRY_VERIFY((late.abort(), late.connectToHost("127.0.0.1", place.ports.http),
                     !late.waitForConnected(500)));
    }
};

BERTH_TEST(ProxyTest)
#include "ProxyTest.moc"
