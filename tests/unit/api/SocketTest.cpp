// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"

#include <QCoroTask>
#include <QSignalSpy>
#include <QWebSocket>

using test::keyField;

/// WebSockets, from the handshake to the last close code.
class SocketTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void admitsAKeyInTheHandshake_data();
    void admitsAKeyInTheHandshake();
    void refusesBadHandshakes_data();
    void refusesBadHandshakes();
    void asksForTheKeyInTheFirstFrame_data();
    void asksForTheKeyInTheFirstFrame();
    void doesNotWaitForeverForTheKey();
    void asksForAScope_data();
    void asksForAScope();
    void ignoresLaterAuthFrames();
    void ignoresAuthFramesWithoutAuthentication();
    void passesValuesAndTexts();
    void sendsTextsOfAnySizeInOrder();
    void refusesMessagesThatAreTooLarge();
    void dropsASlowReaderOnly();
    void cutsOffAPeerThatDoesNotAnswerPings();
    void saysGoodbyeWhenTheServerStops();
    void survivesUseAfterTheClientLeft();

private:
    std::unique_ptr<QWebSocket> open(const QString &path, const QByteArray &key = {},
                                     const QByteArray &origin = {});
    std::unique_ptr<QWebSocket> opened();

    std::unique_ptr<test::Sample> m_sample;
    std::unique_ptr<api::Server> m_server;
};

void SocketTest::init()
{
    m_sample = std::make_unique<test::Sample>();
    api::Options options;
    options.limits.socketAuthTime = std::chrono::milliseconds(500);
    options.limits.socketQueueBytes = 1024 * 1024;
    m_server = test::serve(*m_sample, options);
}

void SocketTest::cleanup()
{
    m_server.reset();
}

std::unique_ptr<QWebSocket> SocketTest::open(const QString &path, const QByteArray &key,
                                             const QByteArray &origin)
{
    auto client = std::make_unique<QWebSocket>(QString::fromLatin1(origin));
    QNetworkRequest request(QUrl(QString("ws://127.0.0.1:%1%2").arg(m_server->port()).arg(path)));
    if (!key.isEmpty())
        request.setRawHeader("X-Session-API-Key", key);
    client->open(request);
    return client;
}

// An open socket that has received its greeting.
std::unique_ptr<QWebSocket> SocketTest::opened()
{
    const qsizetype before = m_sample->sockets.size();
    auto client = open("/sockets/7", "the-right-key");
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    std::ignore = QTest::qWaitFor(
        [&] { return m_sample->sockets.size() > before && texts.size() == 1; });
    return client;
}

void SocketTest::admitsAKeyInTheHandshake_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("key");
    QTest::addRow("query") << "/sockets/7?session_api_key=the-right-key" << QByteArray();
    QTest::addRow("header") << "/sockets/7" << QByteArray("the-right-key");
}

void SocketTest::admitsAKeyInTheHandshake()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, key);
    const auto client = open(path, key);
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    QTRY_COMPARE(texts.size(), 1);
    QCOMPARE(texts.first().first(), "hello 7 0");
    QCOMPARE(m_sample->socketUser, "ada");
}

void SocketTest::refusesBadHandshakes_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    const QByteArray good =
        upgrade + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    const auto row = [](const char *name, const char *line, const QByteArray &fields, int status) {
        QTest::addRow("%s", name) << QByteArray(line) << fields << status;
    };
    row("wrong key", "GET /sockets/7?session_api_key=wrong", good, 403);
    row("wrong key in the header", "GET /sockets/7", good + "X-Session-API-Key: wrong\r\n", 403);
    row("unknown path", "GET /nowhere", good, 404);
    row("foreign page", "GET /sockets/7", good + keyField + "Origin: https://evil.example\r\n",
        403);
    row("bad query", "GET /sockets/7?limit=x", good + keyField, 403);
    row("old version", "GET /sockets/7", upgrade + keyField + "Sec-WebSocket-Version: 8\r\n", 426);
    row("no nonce", "GET /sockets/7", upgrade + keyField + "Sec-WebSocket-Version: 13\r\n", 400);
    row("no upgrade", "GET /sockets/7", keyField, 426);
    row("no upgrade, no key", "GET /sockets/7", {}, 401);
    row("posted", "POST /sockets/7", good + keyField, 405);
}

void SocketTest::refusesBadHandshakes()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    test::Peer peer(m_server->port());
    peer.request(line, fields);
    const test::Answer answer = peer.answer();
    QCOMPARE(answer.status, status);
    QVERIFY(answer.json().contains("detail"));
    QVERIFY(!m_sample->socket);
}

void SocketTest::asksForTheKeyInTheFirstFrame_data()
{
    QTest::addColumn<QString>("frame");
    QTest::addColumn<bool>("admitted");
    QTest::addRow("right") << R"({"type":"auth","session_api_key":"the-right-key"})" << true;
    QTest::addRow("wrong key") << R"({"type":"auth","session_api_key":"wrong"})" << false;
    QTest::addRow("no key") << R"({"type":"auth"})" << false;
    QTest::addRow("wrong type") << R"({"type":"x","session_api_key":"the-right-key"})" << false;
    QTest::addRow("no object") << R"(["auth"])" << false;
    QTest::addRow("no JSON") << R"({"auth")" << false;
}

void SocketTest::asksForTheKeyInTheFirstFrame()
{
    QFETCH(QString, frame);
    QFETCH(bool, admitted);
    const auto client = open("/sockets/7");
    QSignalSpy connected(client.get(), &QWebSocket::connected);
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    QTRY_COMPARE(connected.size(), 1);
    QVERIFY(!m_sample->socket);
    client->sendTextMessage(frame);
    if (admitted) {
        QTRY_COMPARE(texts.size(), 1);
        QCOMPARE(m_sample->socketUser, "ada");
        return;
    }
    QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(static_cast<int>(client->closeCode()), 4001);
    QCOMPARE(client->closeReason(), "Authentication failed");
    QVERIFY(!m_sample->socket);
}

void SocketTest::asksForAScope_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("scope");
    QTest::addColumn<bool>("opens");
    QTest::addColumn<bool>("mayWrite");
    QTest::addRow("watched") << "/sockets/7" << QByteArray("read") << true << false;
    QTest::addRow("used") << "/sockets/7" << QByteArray("write") << true << true;
    QTest::addRow("for metrics") << "/sockets/7" << QByteArray("metrics") << false << false;
    QTest::addRow("commands, watched") << "/commands/7" << QByteArray("read") << false << false;
    QTest::addRow("commands, used") << "/commands/7" << QByteArray("write") << true << true;
}

void SocketTest::asksForAScope()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, scope);
    QFETCH(bool, opens);
    QFETCH(bool, mayWrite);
    const auto early = open(path, "scope " + scope);
    QSignalSpy greeted(early.get(), &QWebSocket::textMessageReceived);
    QSignalSpy refused(early.get(), &QWebSocket::errorOccurred);
    QTRY_COMPARE(opens ? greeted.size() : refused.size(), 1);

    const auto late = open(path);
    QSignalSpy connected(late.get(), &QWebSocket::connected);
    QSignalSpy opened(late.get(), &QWebSocket::textMessageReceived);
    QTRY_COMPARE(connected.size(), 1);
    late->sendTextMessage(R"({"type": "auth", "session_api_key": "scope )"
                          + QString::fromUtf8(scope) + "\"}");
    if (opens)
        QTRY_COMPARE(opened.size(), 1);
    else
        QTRY_COMPARE(int(late->closeCode()), 4001);
    QCOMPARE(late->closeReason().startsWith("The key lacks the scope"), !opens);
    QCOMPARE(m_sample->mayWrite, mayWrite);
}

void SocketTest::doesNotWaitForeverForTheKey()
{
    const auto client = open("/sockets/7");
    QSignalSpy closed(client.get(), &QWebSocket::disconnected);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(static_cast<int>(client->closeCode()), 4001);
}

void SocketTest::ignoresLaterAuthFrames()
{
    const auto client = opened();
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    client->sendTextMessage(R"({"type":"auth","session_api_key":"anything"})");
    client->sendTextMessage(R"({"type":"auth","more":1})");
    QTRY_COMPARE(texts.size(), 1);
    QCOMPARE(texts.first().first(), R"(echo {"type":"auth","more":1})");
}

void SocketTest::ignoresAuthFramesWithoutAuthentication()
{
    api::Options options;
    options.port = 0;
    const auto anyone = [](const QByteArray &) {
        return std::optional(api::Principal{"me", {}, {"write"}});
    };
    m_server = std::make_unique<api::Server>(options, m_sample->table(), anyone);
    VERIFY_RESULT(m_server->listen());
    const auto client = open("/sockets/7");
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    QTRY_COMPARE(texts.size(), 1);
    client->sendTextMessage(R"({"type":"auth","session_api_key":"anything"})");
    client->sendTextMessage("x");
    QTRY_COMPARE(texts.size(), 2);
    QCOMPARE(texts.last().first(), "echo x");
    QCOMPARE(m_sample->socketUser, "me");
}

void SocketTest::passesValuesAndTexts()
{
    const auto client = open("/sockets/a%2Fb?limit=9", "the-right-key", "http://localhost:1");
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    QTRY_COMPARE(texts.size(), 1);
    QCOMPARE(texts.first().first(), "hello a/b 9");
    client->sendTextMessage("\u00e9");
    QTRY_COMPARE(texts.size(), 2);
    QCOMPARE(texts.last().first(), "echo \u00e9");
}

void SocketTest::sendsTextsOfAnySizeInOrder()
{
    const auto client = opened();
    QSignalSpy texts(client.get(), &QWebSocket::textMessageReceived);
    const QList<qsizetype> sizes{0, 1, 125, 126, 65535, 65536, 200'000};
    for (const qsizetype size : sizes)
        m_sample->socket->sendText(QByteArray(size, 'x'));
    QTRY_COMPARE(texts.size(), sizes.size());
    for (qsizetype index = 0; index < sizes.size(); ++index)
        QCOMPARE(texts.at(index).first().toString().size(), sizes.at(index));
}

void SocketTest::refusesMessagesThatAreTooLarge()
{
    const auto client = opened();
    client->setOutgoingFrameSize(8 * 1024 * 1024);
    QSignalSpy closed(client.get(), &QWebSocket::disconnected);
    client->sendTextMessage(QString(2 * 1024 * 1024, 'x'));
    QTRY_COMPARE(closed.size(), 1);
    QTRY_VERIFY(!m_sample->socket->isOpen());
}

void SocketTest::dropsASlowReaderOnly()
{
    const auto fast = opened();
    test::Peer slow(m_server->port());
    slow.request("GET /sockets/8",
                 keyField
                     + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
    QTRY_COMPARE(m_sample->sockets.size(), 2);
    QTRY_VERIFY(slow.buffer().contains("hello"));
    slow.socket().disconnect();
    slow.socket().setReadBufferSize(1);
    QSignalSpy texts(fast.get(), &QWebSocket::textMessageReceived);
    const QByteArray text(100 * 1024, 'x');
    int sent = 0;
    QByteArray received;
    while (m_sample->sockets.last()->queuedBytes() + text.size() <= 1024 * 1024 && sent < 1000) {
        for (const auto &socket : std::as_const(m_sample->sockets))
            socket->sendText(text);
        ++sent;
        QTRY_COMPARE(texts.size(), sent);
    }
    m_sample->sockets.last()->sendText(text);
    QVERIFY(m_sample->sockets.first()->isOpen());
    // What was queued still arrives, and behind it the reason.
    slow.socket().setReadBufferSize(0);
    QTRY_VERIFY(
        (received += slow.socket().readAll(), received.contains("resume from your cursor")));
    QVERIFY(received.contains(QByteArray("\x03\xf5", 2)));
    slow.socket().abort();
    QTRY_VERIFY(!m_sample->sockets.last()->isOpen());
    fast->sendTextMessage("still here");
    QTRY_COMPARE(texts.size(), sent + 1);
}

void SocketTest::cutsOffAPeerThatDoesNotAnswerPings()
{
    api::Options options;
    options.limits.socketBeat = std::chrono::milliseconds(200);
    m_server = test::serve(*m_sample, options);
    const auto alive = opened();
    test::Peer dead(m_server->port());
    dead.request("GET /sockets/8",
                 keyField
                     + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
    QVERIFY(dead.isClosed());
    QVERIFY(!m_sample->sockets.last()->isOpen());
    QVERIFY(m_sample->sockets.first()->isOpen());
}

void SocketTest::saysGoodbyeWhenTheServerStops()
{
    const auto client = opened();
    QSignalSpy closed(client.get(), &QWebSocket::disconnected);
    VERIFY_RESULT(QCoro::waitFor(m_server->stop()));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(static_cast<int>(client->closeCode()), 1001);
    QCOMPARE(m_server->connectionCount(), 0);
}

void SocketTest::survivesUseAfterTheClientLeft()
{
    auto client = opened();
    QSignalSpy closed(m_sample->socket.get(), &api::Socket::closed);
    client->abort();
    QTRY_COMPARE(closed.size(), 1);
    m_sample->socket->sendText("into the void");
    m_sample->socket->close(api::CloseCode::Normal);
    m_sample->socket->abort();
    QCOMPARE(closed.size(), 1);
    QTRY_COMPARE(m_server->connectionCount(), 0);
}

BERTH_TEST(SocketTest)
#include "SocketTest.moc"
