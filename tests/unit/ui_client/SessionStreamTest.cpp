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

private:
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
    m_stream = std::make_unique<SessionStream>(m_client.get(), "c1");
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
    QTRY_VERIFY(m_stream->state() == SessionStream::State::Live);
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
    QTRY_VERIFY(m_stream->state() == SessionStream::State::Refused);
    QCOMPARE(m_stream->reason(), "Conversation not found");
}

BERTH_TEST(SessionStreamTest)
#include "SessionStreamTest.moc"
