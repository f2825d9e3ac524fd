// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"

using test::Answer;
using test::keyField;
using test::Peer;

/// What bytes on a connection lead to.
class ConnectionTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void refusesRequestsWithTwoReadings_data();
    void refusesRequestsWithTwoReadings();
    void refusesHeadsThatAreTooLarge_data();
    void refusesHeadsThatAreTooLarge();
    void refusesABodyOverTheCapBeforeItArrives();
    void refusesAChunkedBodyOverTheCap();
    void acceptsAChunkedBody();
    void acceptsARequestByteByByte();
    void continuesWhenAskedTo();
    void refusesBeforeContinuing();
    void honoursConnectionClose();
    void keepsAnHttp10ConnectionOnlyOnDemand();
    void answersRequestsInTheOrderTheyCame();
    void keepsTheConnectionAfterARefusalWithASmallBody();
    void timesOutASlowHead();
    void timesOutASlowBody();
    void closesAnIdleConnection();
    void turnsAwayConnectionsOverTheCap();
    void cancelsTheHandlerOfAClientThatLeft();
    void ignoresARequestForAnotherProtocol();

private:
    std::unique_ptr<test::Sample> m_sample;
    std::unique_ptr<api::Server> m_server;
};

static api::Options shortOptions()
{
    api::Options options;
    options.limits.headTime = std::chrono::milliseconds(300);
    options.limits.bodyProgressTime = std::chrono::milliseconds(300);
    options.limits.idleTime = std::chrono::milliseconds(300);
    return options;
}

void ConnectionTest::init()
{
    m_sample = std::make_unique<test::Sample>();
    m_server = test::serve(*m_sample);
}

void ConnectionTest::cleanup()
{
    m_server.reset();
}

void ConnectionTest::refusesRequestsWithTwoReadings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray post = "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + keyField;
    const auto row = [](const char *name, const QByteArray &bytes, int status = 400) {
        QTest::addRow("%s", name) << bytes << status;
    };
    row("length and chunks",
        post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("chunks and length",
        post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
    row("two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello");
    row("the same length twice", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    row("a list of lengths", post + "Content-Length: 5, 5\r\n\r\nhello");
    row("space before the colon", post + "Content-Length : 5\r\n\r\nhello");
    row("length of 2^64-1", post + "Content-Length: 18446744073709551615\r\n\r\n");
    row("length of 2^64+5", post + "Content-Length: 18446744073709551621\r\n\r\nhello");
    row("negative length", post + "Content-Length: -5\r\n\r\n");
    row("signed length", post + "Content-Length: +5\r\n\r\nhello");
    row("hexadecimal length", post + "Content-Length: 0x5\r\n\r\nhello");
    row("empty length", post + "Content-Length: \r\n\r\n");
    row("chunk size garbage", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n");
    row("chunk size too large",
        post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n");
    row("chunk size with a prefix",
        post + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n");
    row("chunk longer than it says",
        post + "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n");
    row("two codings",
        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("hidden coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 0);
    row("coding after chunked", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n");
    row("chunks in HTTP/1.0",
        "POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("folded field", post + "X-A: b\r\n c\r\n\r\n");
    row("bare line feeds", "GET /alive HTTP/1.1\nHost: localhost\n\n");
    row("bare line feed in the fields", "GET /alive HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n");
    row("bare carriage return", "GET /alive HTTP/1.1\r\nHost: localhost\rX-A: b\r\n\r\n");
    row("nul in a value",
        "GET /alive HTTP/1.1\r\nHost: localhost\r\nX-A: " + QByteArray(1, '\0') + "\r\n\r\n");
    row("field without a name", "GET /alive HTTP/1.1\r\nHost: localhost\r\n: b\r\n\r\n");
    row("no host", "GET /alive HTTP/1.1\r\n\r\n");
    row("two hosts", "GET /alive HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
    row("foreign host", "GET /alive HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421);
    row("user in the host", "GET /alive HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 421);
    row("absolute target", "GET http://evil.example/alive HTTP/1.1\r\nHost: localhost\r\n\r\n");
    row("no path", "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n");
    row("no protocol", "GET /alive\r\n\r\n", 0);
    row("unknown method", "BREW /alive HTTP/1.1\r\nHost: localhost\r\n\r\n", 501);
    row("tunnel", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501);
    row("version 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0);
    row("version 9", "GET /alive HTTP/9.9\r\nHost: localhost\r\n\r\n", 505);
    row("not HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 0);
    row("encoded parent", "GET /page/%2e%2e/secret HTTP/1.1\r\nHost: localhost\r\n\r\n");
    row("unknown expectation", post + "Expect: tea\r\nContent-Length: 1\r\n\r\nx", 417);
}

// A second request stands behind each: it must never be run. Status 0 stands for any refusal.
void ConnectionTest::refusesRequestsWithTwoReadings()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    Peer peer(m_server->port());
    peer.send(bytes + "POST /run HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Content-Length: 0\r\n\r\n");
    const Answer answer = peer.answer();
    QVERIFY2(status ? answer.status == status : answer.status >= 400,
             qPrintable("status " + QString::number(answer.status)));
    QVERIFY(answer.json().contains("detail"));
    if (answer.headers.value("connection") == "close") {
        QVERIFY(peer.isClosed());
        QVERIFY2(m_sample->steps.isEmpty(), "a smuggled request was run");
    }
}

void ConnectionTest::refusesHeadsThatAreTooLarge_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray head = "GET /alive HTTP/1.1\r\nHost: localhost\r\n";
    QByteArray fields;
    for (int index = 0; index < 120; ++index)
        fields += "X-" + QByteArray::number(index) + ": y\r\n";
    QTest::addRow("long target") << "GET /" + QByteArray(9000, 'a')
                                        + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                 << 414;
    QTest::addRow("one large field") << head + "X-A: " + QByteArray(40'000, 'a') + "\r\n\r\n"
                                     << 431;
    QTest::addRow("many fields") << head + fields + "\r\n" << 431;
    QTest::addRow("flood") << head + "X-A: " + QByteArray(20'000'000, 'a') << 431;
    QTest::addRow("flood of spaces") << head + "X-A: " + QByteArray(20'000'000, ' ') << 431;
    QTest::addRow("flood of names") << head + QByteArray(20'000'000, 'a') << 431;
    QTest::addRow("flood of line ends") << QByteArray("\r\n").repeated(1'000'000) << 431;
}

void ConnectionTest::refusesHeadsThatAreTooLarge()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    Peer peer(m_server->port());
    peer.send(bytes);
    const Answer answer = peer.answer();
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.headers.value("connection"), "close");
    QVERIFY(!answer.headers.value("x-request-id").isEmpty());
}

void ConnectionTest::refusesABodyOverTheCapBeforeItArrives()
{
    Peer peer(m_server->port());
    peer.send("POST /orders HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Content-Length: 1000000\r\n\r\n");
    QCOMPARE(peer.answer().status, 413);
}

void ConnectionTest::refusesAChunkedBodyOverTheCap()
{
    Peer peer(m_server->port());
    peer.send("POST /orders HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Transfer-Encoding: chunked\r\n\r\n");
    for (int index = 0; index < 100; ++index)
        peer.send("400\r\n" + QByteArray(1024, 'x') + "\r\n");
    QCOMPARE(peer.answer().status, 413);
    QVERIFY(peer.isClosed());
}

void ConnectionTest::acceptsAChunkedBody()
{
    Peer peer(m_server->port());
    peer.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: "
                "z\r\n\r\n");
    QCOMPARE(peer.answer().body, "\"hello world\"");
    peer.request("GET /alive");
    QCOMPARE(peer.answer().status, 200);
}

void ConnectionTest::acceptsARequestByteByByte()
{
    Peer peer(m_server->port());
    const QByteArray bytes = "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + keyField
                             + "Content-Length: 5\r\n\r\nhello";
    for (const char byte : bytes) {
        peer.send(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }
    QCOMPARE(peer.answer().body, "\"hello\"");
}

void ConnectionTest::continuesWhenAskedTo()
{
    Peer peer(m_server->port());
    peer.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(peer.answer().status, 100);
    peer.send("hello");
    QCOMPARE(peer.answer().body, "\"hello\"");
}

void ConnectionTest::refusesBeforeContinuing()
{
    Peer peer(m_server->port());
    peer.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: "
              "100-continue\r\n\r\n");
    QCOMPARE(peer.answer().status, 401);
    QVERIFY(peer.isClosed());
}

void ConnectionTest::honoursConnectionClose()
{
    Peer peer(m_server->port());
    peer.request("GET /alive", "Connection: close\r\n");
    const Answer answer = peer.answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.value("connection"), "close");
    QVERIFY(peer.isClosed());
}

void ConnectionTest::keepsAnHttp10ConnectionOnlyOnDemand()
{
    Peer kept(m_server->port());
    kept.send("GET /alive HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    QCOMPARE(kept.answer().headers.value("connection"), "keep-alive");
    kept.send("GET /alive HTTP/1.0\r\nHost: localhost\r\n\r\n");
    QCOMPARE(kept.answer().headers.value("connection"), "close");
    QVERIFY(kept.isClosed());
}

void ConnectionTest::answersRequestsInTheOrderTheyCame()
{
    Peer peer(m_server->port());
    peer.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "\r\nGET /items/2 HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "\r\nPOST /echo HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Content-Length: 1\r\n\r\n3");
    QTRY_COMPARE(m_sample->started, 1);
    QVERIFY(peer.buffer().isEmpty());
    m_sample->release.resolve(true);
    QCOMPARE(peer.answer().body, "\"waited\"");
    QCOMPARE(peer.answer().json()["id"], "2");
    QCOMPARE(peer.answer().body, "\"3\"");
}

void ConnectionTest::keepsTheConnectionAfterARefusalWithASmallBody()
{
    Peer peer(m_server->port());
    peer.request("POST /echo", {}, "hello");
    QCOMPARE(peer.answer().status, 401);
    peer.request("GET /alive");
    QCOMPARE(peer.answer().status, 200);
}

void ConnectionTest::timesOutASlowHead()
{
    m_server = test::serve(*m_sample, shortOptions());
    Peer peer(m_server->port());
    peer.send("GET /alive HTTP/1.1\r\n");
    QCOMPARE(peer.answer().status, 408);
    QVERIFY(peer.isClosed());
}

void ConnectionTest::timesOutASlowBody()
{
    m_server = test::serve(*m_sample, shortOptions());
    Peer peer(m_server->port());
    peer.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Content-Length: 5\r\n\r\nhe");
    QCOMPARE(peer.answer().status, 408);
}

void ConnectionTest::closesAnIdleConnection()
{
    m_server = test::serve(*m_sample, shortOptions());
    Peer peer(m_server->port());
    peer.request("GET /alive");
    QCOMPARE(peer.answer().status, 200);
    QVERIFY(peer.isClosed());
    QVERIFY(peer.buffer().isEmpty());
}

void ConnectionTest::turnsAwayConnectionsOverTheCap()
{
    api::Options options;
    options.limits.connections = 2;
    m_server = test::serve(*m_sample, options);
    auto first = std::make_unique<Peer>(m_server->port());
    Peer second(m_server->port());
    QTRY_COMPARE(m_server->connectionCount(), 2);
    Peer third(m_server->port());
    QCOMPARE(third.answer().status, 503);
    QVERIFY(third.isClosed());
    first.reset();
    QTRY_COMPARE(m_server->connectionCount(), 1);
    Peer fourth(m_server->port());
    fourth.request("GET /alive");
    QCOMPARE(fourth.answer().status, 200);
}

void ConnectionTest::cancelsTheHandlerOfAClientThatLeft()
{
    auto peer = std::make_unique<Peer>(m_server->port());
    peer->request("GET /wait", keyField);
    QTRY_COMPARE(m_sample->started, 1);
    QVERIFY(!m_sample->lastStop.stop_requested());
    peer.reset();
    QTRY_VERIFY(m_sample->lastStop.stop_requested());
    QTRY_COMPARE(m_server->connectionCount(), 0);
    m_sample->release.resolve(true);
    QTRY_COMPARE(m_sample->completed, 1);
}

void ConnectionTest::ignoresARequestForAnotherProtocol()
{
    Peer peer(m_server->port());
    peer.request("GET /alive",
                 "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n");
    QCOMPARE(peer.answer().status, 200);
    peer.request("GET /alive", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
    QCOMPARE(peer.answer().status, 200);
}

BERTH_TEST(ConnectionTest)
#include "ConnectionTest.moc"
