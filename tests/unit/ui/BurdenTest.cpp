// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ConversationLog.h"

#include "TestMain.h"

#include <QWebSocketServer>

using ui::ConversationLog;
using ui::TimelineModel;
using ui::TimelineView;

static constexpr int failuresEvery = 25'000;

/// A server whose one conversation has as many events as somebody says.
class LongLog : public QObject
{
    Q_OBJECT

public:
    explicit LongLog(int events)
        : m_end(events)
        , m_server("peer", QWebSocketServer::NonSecureMode)
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QWebSocketServer::newConnection, this, &LongLog::accept);
    }

    QUrl url() const { return QUrl(QString("http://127.0.0.1:%1").arg(m_server.serverPort())); }
    int listeners() const { return int(m_next.size()); }

    void grow(int events)
    {
        m_end += events;
        for (auto socket = m_next.begin(); socket != m_next.end(); ++socket)
            tell(socket.key());
    }

    /// A piece of the event that comes next.
    void write(const QString &text, int order)
    {
        const QString piece(R"({"type":"delta","item_id":"e%1","attempt":1,"order":%2,)"
                            R"("kind":"text","content":"%3"})");
        for (auto socket = m_next.begin(); socket != m_next.end(); ++socket)
            socket.key()->sendTextMessage(piece.arg(m_end).arg(order).arg(text));
    }
    void cut()
    {
        for (QWebSocket *socket : m_next.keys())
            socket->abort();
    }

private:
    static QString frame(int seq)
    {
        const QString body =
            seq % failuresEvery == 0
                ? QString(R"("kind":"ConversationErrorEvent","detail":"Failure %1")").arg(seq)
                : QString(R"("kind":"MessageEvent","source":"agent","llm_message":{"content":)"
                          R"([{"type":"text","text":"Message %1 tells what was done."}]})")
                      .arg(seq);
        return QString(R"({"type":"durable","seq":%1,"event":{"id":"e%1",%2}})").arg(seq).arg(body);
    }

    void accept()
    {
        QWebSocket *socket = m_server.nextPendingConnection();
        const QUrlQuery query(socket->requestUrl());
        const int first = query.hasQueryItem("newest")
                              ? m_end - query.queryItemValue("newest").toInt()
                              : query.queryItemValue("after_seq").toInt() + 1;
        m_next.insert(socket, first);
        connect(socket, &QWebSocket::disconnected, this, [this, socket] {
            m_next.remove(socket);
            socket->deleteLater();
        });
        connect(socket, &QWebSocket::bytesWritten, this, [this, socket] { tell(socket); });
        socket->sendTextMessage(QString(R"({"type":"sync","through_seq":%1})").arg(m_end - 1));
        tell(socket);
    }

    /// As much as the network takes.
    void tell(QWebSocket *socket)
    {
        if (!m_next.contains(socket))
            return;
        while (m_next[socket] < m_end && socket->bytesToWrite() < (1 << 16))
            socket->sendTextMessage(frame(m_next[socket]++));
    }

    int m_end;
    QHash<QWebSocket *, int> m_next; ///< the event that each is told next
    QWebSocketServer m_server;
};

class BurdenTest : public QObject
{
    Q_OBJECT

private slots:
    void goesThroughAHundredThousandEvents();
    void staysSmallUnderABurst();
    void keepsLittleWhileNobodyLooks();
    void saysThatTheAgentWritesWhatItMissed();
};

/// A timeline that shows the log of a server.
struct Watched
{
    explicit Watched(int events)
        : server(events)
        , client(server.url(), "key")
        , view(&model)
        , log(&client, &model, &view)
    {
        view.resize(900, 700);
        view.show();
        log.open("c1");
    }

    LongLog server;
    ui::Client client;
    TimelineModel model;
    TimelineView view;
    ConversationLog log;
};

void BurdenTest::goesThroughAHundredThousandEvents()
{
    Watched watched(100'000);
    TimelineModel &model = watched.model;
    TimelineView &view = watched.view;
    QTRY_VERIFY(model.rowCount() > 1);
    QVERIFY(!model.isWhole());
    QVERIFY(view.isFollowing());
    QTRY_VERIFY_WITH_TIMEOUT(watched.log.isWhole(), 30'000);
    QCOMPARE(model.rowCount(), 100'000);
    // They are far less than their texts.
    QTRY_VERIFY2(model.textBytes() < 4'000'000, qPrintable(QString::number(model.textBytes())));
    QVERIFY(view.isFollowing());
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(view.currentIndex().row(), 0);
    QVERIFY(view.viewport()->rect().intersects(view.visualRect(view.currentIndex())));
    QVERIFY(model.isError(0));
    QTest::keyClick(&view, Qt::Key_E);
    QCOMPARE(view.currentIndex().row(), failuresEvery);
    QVERIFY(view.viewport()->rect().contains(view.visualRect(view.currentIndex()).center()));
    view.goTo(model.rowOf("e60000"));
    QCOMPARE(view.currentIndex().row(), 60'000);
    QTest::keyClick(&view, Qt::Key_E, Qt::ShiftModifier);
    QCOMPARE(view.currentIndex().row(), 2 * failuresEvery);
    QTest::keyClick(&view, Qt::Key_End);
    QCOMPARE(view.currentIndex().row(), 99'999);
    QVERIFY(view.isFollowing());
    QCOMPARE(model.card(99'999).text, "Message 99999 tells what was done.");
}

void BurdenTest::staysSmallUnderABurst()
{
    Watched watched(1000);
    QTRY_VERIFY(watched.log.isWhole());
    qsizetype largest = 0;
    connect(&watched.model, &QAbstractItemModel::rowsInserted, &watched.view,
            [&](const QModelIndex &, int first, int last) {
        largest = qMax<qsizetype>(largest, last - first + 1);
    });
    watched.server.grow(20'000);
    QTRY_COMPARE_WITH_TIMEOUT(watched.model.rowCount(), 21'000, 20'000);
    QVERIFY2(largest <= 500, qPrintable(QString::number(largest)));
    QVERIFY(watched.view.isFollowing());
    QTRY_VERIFY2(watched.model.textBytes() < 1'500'000,
                 qPrintable(QString::number(watched.model.textBytes())));
}

void BurdenTest::keepsLittleWhileNobodyLooks()
{
    Watched watched(10'000);
    TimelineModel &model = watched.model;
    TimelineView &view = watched.view;
    QTRY_VERIFY(watched.log.isWhole());
    view.goTo(model.rowOf("e5000"));
    view.grab();
    const auto place = [&] { return view.visualRect(model.index(model.rowOf("e5000"))); };
    const QRect before = place();
    watched.log.rest();
    QCOMPARE(model.rowCount(), 201);
    QVERIFY(model.textBytes() < 100'000);
    QTRY_COMPARE(watched.server.listeners(), 0);
    QCOMPARE(place(), before);
    watched.server.grow(10);
    watched.log.wake();
    QTRY_VERIFY(watched.log.isWhole());
    QCOMPARE(model.rowCount(), 10'010);
    view.grab();
    QCOMPARE(place(), before);
    QCOMPARE(view.unseen(), 10);
}

void BurdenTest::saysThatTheAgentWritesWhatItMissed()
{
    Watched watched(3);
    const TimelineModel &model = watched.model;
    QTRY_VERIFY(watched.log.isWhole());
    watched.server.write("One", 0);
    watched.server.write(" two", 1);
    QTRY_COMPARE(model.rowCount(), 4);
    QTRY_COMPARE(model.card(3).text, "One two");
    watched.server.cut();
    QTRY_COMPARE(watched.server.listeners(), 0);
    QTRY_COMPARE(watched.server.listeners(), 1);
    // What was said meanwhile is not known.
    watched.server.write("four", 3);
    QTRY_COMPARE(model.card(3).text, "The agent is writing");
    QCOMPARE(model.rowCount(), 4);
    watched.server.grow(1);
    QTRY_COMPARE(model.card(3).text, "Message 3 tells what was done.");
    QCOMPARE(model.rowCount(), 4);
}

BERTH_TEST(BurdenTest)
#include "BurdenTest.moc"
