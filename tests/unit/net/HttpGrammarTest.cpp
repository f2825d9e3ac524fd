// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/HttpGrammar.h"
#include "TestMain.h"

using net::HttpGrammar;
using Stop = net::HttpGrammar::Stop;

/// Messages, fed in pieces.
class HttpGrammarTest : public QObject
{
    Q_OBJECT

private slots:
    void stopsAtHeadAndEnd();
    void readsAMessageByteByByte();
    void readsMessagesOneAfterAnother();
    void decodesChunks();
    void declinesAnUpgrade();
    void stopsAtAnUpgrade();
    void readsAResponseUntilTheEnd();
    void readsAResponseThatSwitchesProtocols();
    void namesTheFailure_data();
    void namesTheFailure();
};

void HttpGrammarTest::stopsAtHeadAndEnd()
{
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    const QByteArray head =
        "POST /a?b HTTP/1.1\r\nHost: x\r\nX-A:  b \r\nContent-Length: 3\r\n\r\n";
    const QByteArray bytes = head + "abcGET";
    HttpGrammar::Step step = grammar.feed(bytes);
    QCOMPARE(step.stop, Stop::HeadComplete);
    QVERIFY(step.consumed <= head.size());
    QCOMPARE(grammar.head().method, "POST");
    QCOMPARE(grammar.head().target, "/a?b");
    QCOMPARE(grammar.head().headers.value("x-a"), "b");
    QCOMPARE(grammar.head().minorVersion, 1);
    QVERIFY(grammar.head().keepsAlive);
    const qsizetype consumed = step.consumed;
    step = grammar.feed(bytes.sliced(consumed));
    QCOMPARE(step.stop, Stop::MessageComplete);
    QCOMPARE(consumed + step.consumed, bytes.size() - 3);
    QCOMPARE(grammar.takeBody(), "abc");
    QCOMPARE(grammar.takeBody(), "");
}

void HttpGrammarTest::readsAMessageByteByByte()
{
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    const QByteArray bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    QList<Stop> stops;
    for (const char &byte : bytes) {
        const HttpGrammar::Step step = grammar.feed(QByteArrayView(&byte, 1));
        if (step.stop != Stop::NeedsMore)
            stops.append(step.stop);
    }
    stops.append(grammar.feed({}).stop);
    QCOMPARE(stops, (QList{Stop::HeadComplete, Stop::MessageComplete}));
    QCOMPARE(grammar.head().headers.value("host"), "x");
}

void HttpGrammarTest::readsMessagesOneAfterAnother()
{
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    QByteArray bytes = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: y\r\n\r\n";
    QByteArrayList targets;
    for (int index = 0; index < 4; ++index) {
        const HttpGrammar::Step step = grammar.feed(bytes);
        bytes = bytes.sliced(step.consumed);
        if (step.stop == Stop::MessageComplete)
            targets.append(grammar.head().target
                           + grammar.head().headers.value("host").toByteArray());
    }
    QCOMPARE(targets, (QByteArrayList{"/1x", "/2y"}));
}

void HttpGrammarTest::decodesChunks()
{
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    QByteArray bytes = "POST / HTTP/1.1\r\nTransfer-Encoding: "
                       "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: u\r\n\r\n";
    bytes = bytes.sliced(grammar.feed(bytes).consumed);
    QCOMPARE(grammar.feed(bytes).stop, Stop::MessageComplete);
    QCOMPARE(grammar.takeBody(), "abcde");
    QVERIFY(!grammar.head().headers.contains("t"));
}

static const QByteArray upgradeHead =
    "GET /s HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

void HttpGrammarTest::declinesAnUpgrade()
{
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    QCOMPARE(grammar.feed(upgradeHead).stop, Stop::HeadComplete);
    QVERIFY(grammar.head().upgrades);
    grammar.declineUpgrade();
    QCOMPARE(grammar.feed({}).stop, Stop::MessageComplete);
}

void HttpGrammarTest::stopsAtAnUpgrade()
{
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    const qsizetype consumed = grammar.feed(upgradeHead + "frame").consumed;
    const HttpGrammar::Step step = grammar.feed((upgradeHead + "frame").sliced(consumed));
    QCOMPARE(consumed + step.consumed, upgradeHead.size());
    QVERIFY(step.stop == Stop::Upgraded || step.stop == Stop::MessageComplete);
}

void HttpGrammarTest::readsAResponseUntilTheEnd()
{
    HttpGrammar grammar(HttpGrammar::Mode::Response);
    QByteArray bytes = "HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\nhello";
    HttpGrammar::Step step = grammar.feed(bytes);
    QCOMPARE(step.stop, Stop::HeadComplete);
    QCOMPARE(grammar.head().status, 200);
    QCOMPARE(grammar.feed(bytes.sliced(step.consumed)).stop, Stop::NeedsMore);
    QCOMPARE(grammar.finish(), Stop::MessageComplete);
    QCOMPARE(grammar.takeBody(), "hello");
}

void HttpGrammarTest::readsAResponseThatSwitchesProtocols()
{
    HttpGrammar grammar(HttpGrammar::Mode::Response);
    QByteArray bytes = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nraw";
    HttpGrammar::Step step = grammar.feed(bytes);
    QCOMPARE(grammar.head().status, 101);
    const qsizetype consumed = step.consumed;
    step = grammar.feed(bytes.sliced(consumed));
    QCOMPARE(bytes.sliced(consumed + step.consumed), "raw");
}

void HttpGrammarTest::namesTheFailure_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<HttpGrammar::Failure>("failure");
    using enum HttpGrammar::Failure;
    QTest::addRow("method") << QByteArray("BREW / HTTP/1.1\r\n") << UnknownMethod;
    QTest::addRow("version") << QByteArray("GET / HTTP/7.7\r\n") << UnknownVersion;
    QTest::addRow("target") << "GET /" + QByteArray(9000, 'x') << TargetTooLong;
    QTest::addRow("field") << "GET / HTTP/1.1\r\nA: " + QByteArray(40'000, 'x') << HeadTooLarge;
    QTest::addRow("name") << "GET / HTTP/1.1\r\n" + QByteArray(40'000, 'x') << HeadTooLarge;
    QTest::addRow("fields") << "GET / HTTP/1.1\r\n" + QByteArray("a: b\r\n").repeated(102)
                            << HeadTooLarge;
    QTest::addRow("line feed") << QByteArray("GET / HTTP/1.1\nA: b\n\n") << Malformed;
    QTest::addRow("space") << QByteArray("GET / HTTP/1.1\r\nA : b\r\n") << Malformed;
}

void HttpGrammarTest::namesTheFailure()
{
    QFETCH(QByteArray, bytes);
    QFETCH(HttpGrammar::Failure, failure);
    HttpGrammar grammar(HttpGrammar::Mode::Request);
    QCOMPARE(grammar.feed(bytes).stop, Stop::Failed);
    QCOMPARE(grammar.failure(), failure);
    QVERIFY(!grammar.reason().isEmpty());
    QCOMPARE(grammar.feed("GET / HTTP/1.1\r\n\r\n").stop, Stop::Failed);
}

BERTH_TEST(HttpGrammarTest)
#include "HttpGrammarTest.moc"
