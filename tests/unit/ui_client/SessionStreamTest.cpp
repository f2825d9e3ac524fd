// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/SessionStream.h"
#include "TestMain.h"

#include <QSignalSpy>
#include <QWebSocketServer>

using ui::SessionStream;

/// The log of a conversation as a window follows it.
class SessionStreamTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void takesEventsInTheirOrder();
    void goesOnAfterALoss();
    void beginsAnewWhereThereIsAGap();
    void leavesOutWhatItKnows();
    void keepsPiecesBetweenEvents();
    void givesUpOnWhatIsUnknown();
    void beginsWithTheNewest();
    void asksAServerThatDoesNotKnowOfTheNewest();
    void endsWhereItShall();
    void leavesToTheServerWhatNobodyTakes();

private:
    void begin(ui::LogPart part);
    void accept();
    void store(qint64 from, qint64 through);
    QList<qint64> seqs() const;

    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QWebSocket> m_peer;
    QString m_asked; ///< path and query of the last handshake
    std::unique_ptr<ui::Client> m_client;
    std::unique_ptr<SessionStream> m_stream;
    QList<ui::StoredEvent> m_events;
    QStringList m_story;
};

void SessionStreamTest::init()
{
    m_events.clear();
    m_story.clear();
    m_server = std::make_unique<QWebSocketServer>("peer", QWebSocketServer::NonSecureMode);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_client = std::make_unique<ui::Client>(
        QUrl(QString("http://127.0.0.1:%1").arg(m_server->serverPort())), "key");
    begin({});
}

void SessionStreamTest::begin(ui::LogPart part)
{
    m_stream = std::make_unique<SessionStream>(m_client.get(), "c1", part);
    connect(m_stream.get(), &SessionStream::eventsStored, this,
            [this](const QList<ui::StoredEvent> &events) {
        m_events += events;
        for (const ui::StoredEvent &event : events)
            m_story.append(QString::number(event.seq));
    });
    connect(m_stream.get(), &SessionStream::pieceWritten, this,
            [this](const SessionStream::Piece &piece) { m_story.append(piece.content); });
    m_stream->start();
    accept();
    QTRY_VERIFY(m_stream->state() == SessionStream::State::Live);
}

void SessionStreamTest::cleanup()
{
    m_stream.reset();
    m_peer.reset();
    m_server.reset();
}

void SessionStreamTest::accept()
{
    QTRY_VERIFY(m_server->hasPendingConnections());
    m_peer.reset(m_server->nextPendingConnection());
    m_asked = m_peer->requestUrl().path() + '?' + m_peer->requestUrl().query();
}

void SessionStreamTest::store(qint64 from, qint64 through)
{
    for (qint64 seq = from; seq <= through; ++seq)
        m_peer->sendTextMessage(
            QString(R"({"type":"durable","seq":%1,"event":{"id":"e%1"}})").arg(seq));
}

QList<qint64> SessionStreamTest::seqs() const
{
    QList<qint64> list;
    for (const ui::StoredEvent &event : m_events)
        list.append(event.seq);
    return list;
}

void SessionStreamTest::takesEventsInTheirOrder()
{
    QCOMPARE(m_asked, "/sockets/session/c1?after_seq=-1");
    QSignalSpy batches(m_stream.get(), &SessionStream::eventsStored);
    m_peer->sendTextMessage(R"({"type":"sync","from_seq":-1,"through_seq":499})");
    store(0, 499);
    QTRY_COMPARE(m_events.size(), 500);
    QCOMPARE(m_events.last().event.value("id"), "e499");
    QVERIFY(m_stream->isCaughtUp());
    QVERIFY(batches.size() < 100);
}

void SessionStreamTest::goesOnAfterALoss()
{
    store(0, 2);
    QTRY_COMPARE(m_events.size(), 3);
    m_peer->abort();
    accept();
    QCOMPARE(m_asked, "/sockets/session/c1?after_seq=2");
    store(3, 4);
    QTRY_COMPARE(seqs(), QList<qint64>({0, 1, 2, 3, 4}));
}

void SessionStreamTest::beginsAnewWhereThereIsAGap()
{
    store(0, 1);
    store(3, 3);
    accept();
    QCOMPARE(m_asked, "/sockets/session/c1?after_seq=1");
    store(2, 3);
    QTRY_COMPARE(seqs(), QList<qint64>({0, 1, 2, 3}));
}

void SessionStreamTest::leavesOutWhatItKnows()
{
    store(0, 2);
    store(1, 3);
    QTRY_COMPARE(seqs(), QList<qint64>({0, 1, 2, 3}));
}

void SessionStreamTest::keepsPiecesBetweenEvents()
{
    const QString piece =
        R"({"type":"delta","item_id":"i","attempt":1,"kind":"text","content":"%1"})";
    store(0, 0);
    m_peer->sendTextMessage(piece.arg("a"));
    m_peer->sendTextMessage(piece.arg("b"));
    store(1, 1);
    // Pieces of one answer may be told together.
    QTRY_COMPARE(m_story.join(QString()), "0ab1");
}

void SessionStreamTest::givesUpOnWhatIsUnknown()
{
    m_peer->close(QWebSocketProtocol::CloseCode(4004), "Conversation not found");
    QTRY_COMPARE(m_stream->state(), SessionStream::State::Refused);
    QCOMPARE(m_stream->reason(), "Conversation not found");
}

void SessionStreamTest::beginsWithTheNewest()
{
    begin({.newest = 3});
    QCOMPARE(m_asked, "/sockets/session/c1?newest=3");
    QSignalSpy began(m_stream.get(), &SessionStream::began);
    QVERIFY(!m_stream->isCaughtUp());
    m_peer->sendTextMessage(R"({"type":"sync","through_seq":9})");
    store(7, 9);
    QTRY_COMPARE(seqs(), QList<qint64>({7, 8, 9}));
    QCOMPARE(began.first().first().toLongLong(), 7);
    QVERIFY(m_stream->isCaughtUp());
    m_peer->abort();
    accept();
    QCOMPARE(m_asked, "/sockets/session/c1?after_seq=9");
}

void SessionStreamTest::asksAServerThatDoesNotKnowOfTheNewest()
{
    begin({.newest = 3});
    m_peer->sendTextMessage(R"({"type":"sync","through_seq":9})");
    store(10, 10);
    accept();
    QCOMPARE(m_asked, "/sockets/session/c1?after_seq=6");
    store(7, 10);
    QTRY_COMPARE(seqs(), QList<qint64>({7, 8, 9, 10}));
}

void SessionStreamTest::endsWhereItShall()
{
    begin({.afterSeq = 1, .lastSeq = 3});
    QSignalSpy ended(m_stream.get(), &SessionStream::ended);
    store(2, 5);
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(seqs(), QList<qint64>({2, 3}));
    QTRY_COMPARE(m_stream->state(), SessionStream::State::Offline);
}

void SessionStreamTest::leavesToTheServerWhatNobodyTakes()
{
    // A reader whose events nobody takes, in this thread.
    ui::SessionReader reader([this](const QUrlQuery &query) {
        return m_client->socketRequest("/sockets/session/c1", query);
    }, {});
    m_stream->stop();
    const QString large(4 << 20, 'x');
    reader.start();
    QTRY_VERIFY(m_server->hasPendingConnections());
    m_peer.reset(m_server->nextPendingConnection());
    for (int seq = 0; seq < 8; ++seq)
        m_peer->sendTextMessage(
            QString(R"({"type":"durable","seq":%1,"event":{"id":"%2"}})").arg(seq).arg(large));
    QSignalSpy gone(m_peer.get(), &QWebSocket::disconnected);
    QTRY_COMPARE(gone.size(), 1);
    const std::deque<ui::SessionReader::Item> taken = reader.take(100);
    QVERIFY(taken.size() >= 2 && taken.size() < 8);
    accept();
    QCOMPARE(m_asked, QString("/sockets/session/c1?after_seq=%1").arg(taken.size() - 1));
}

BERTH_TEST(SessionStreamTest)
#include "SessionStreamTest.moc"
