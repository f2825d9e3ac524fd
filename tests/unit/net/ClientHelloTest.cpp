// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/ClientHello.h"

#include "TestMain.h"

#include <QSslSocket>
#include <QTcpServer>

using State = net::ClientHello::State;

class ClientHelloTest : public QObject
{
    Q_OBJECT

    static QByteArray number(qsizetype value, int width)
    {
        QByteArray bytes;
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
            bytes.append(static_cast<char>(value >> shift));
        return bytes;
    }
    static QByteArray vector(const QByteArray &content, int width)
    {
        return number(content.size(), width) + content;
    }
    static QByteArray extension(int type, const QByteArray &content)
    {
        return number(type, 2) + vector(content, 2);
    }
    static QByteArray hostName(const QByteArray &name, int type = 0)
    {
        return number(type, 1) + vector(name, 2);
    }
    static QByteArray serverName(const QByteArray &name)
    {
        return extension(0, vector(hostName(name), 2));
    }
    static QByteArray body(const QByteArray &extensions)
    {
        return "\x03\x03" + QByteArray(32, 'r') + vector("session", 1)
               + vector(QByteArray("\x13\x01", 2), 2) + vector(QByteArray(1, '\0'), 1)
               + vector(extensions, 2);
    }
    static QByteArray message(const QByteArray &body, int type = 1)
    {
        return number(type, 1) + vector(body, 3);
    }
    static QByteArray record(const QByteArray &fragment, int type = 22)
    {
        return number(type, 1) + "\x03\x01" + vector(fragment, 2);
    }
    static QByteArray records(const QByteArray &message, qsizetype length)
    {
        QByteArray all;
        for (qsizetype at = 0; at < message.size(); at += length)
            all += record(message.mid(at, length));
        return all;
    }
    static QByteArray padding(qsizetype length) { return extension(21, QByteArray(length, '\0')); }

    static State feed(net::ClientHello &hello, const QByteArray &bytes)
    {
        return hello.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
    }

    /// What Qt's TLS sends first.
    static QByteArray realHello(const QString &name)
    {
        QTcpServer server;
        if (!server.listen(QHostAddress::LocalHost))
            return {};
        QSslSocket client;
        client.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (!name.isEmpty())
            client.setPeerVerifyName(name);
        client.connectToHostEncrypted("127.0.0.1", server.serverPort());
        QByteArray sent;
        std::unique_ptr<QTcpSocket> peer;
        (void)QTest::qWaitFor([&] {
            if (!peer && server.hasPendingConnections())
                peer.reset(server.nextPendingConnection());
            if (peer)
                sent += peer->readAll();
            return sent.size() > 5 && sent.size() >= 5 + quint8(sent[3]) * 256 + quint8(sent[4]);
        });
        return sent;
    }

private slots:
    void readsTheNameHoweverItArrives_data()
    {
        QTest::addColumn<qsizetype>("fragment");
        QTest::addColumn<qsizetype>("segment");
        for (const qsizetype fragment : {1, 2, 3, 5, 40, 16384}) {
            for (const qsizetype segment : {1, 2, 7, 1460, 100000})
                QTest::addRow("records of %lld in segments of %lld", qlonglong(fragment),
                              qlonglong(segment))
                    << fragment << segment;
        }
    }

    void readsTheNameHoweverItArrives()
    {
        QFETCH(const qsizetype, fragment);
        QFETCH(const qsizetype, segment);
        const QByteArray bytes =
            records(message(body(padding(100) + serverName("PyPI.org") + extension(10, "xx"))),
                    fragment);
        net::ClientHello hello;
        for (qsizetype at = 0; at < bytes.size(); at += segment) {
            const State state = feed(hello, bytes.mid(at, segment));
            QCOMPARE(state, at + segment < bytes.size() ? State::Incomplete : State::Read);
        }
        QCOMPARE(hello.serverName(), "pypi.org");
        QCOMPARE(feed(hello, "anything"), State::Read);
    }

    void readsWhatQtSends_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addRow("with a name") << "files.example.org";
        QTest::addRow("without one") << QString();
    }

    void readsWhatQtSends()
    {
        QFETCH(const QString, name);
        const QByteArray bytes = realHello(name);
        QVERIFY(bytes.size() > 100);
        net::ClientHello hello;
        QCOMPARE(feed(hello, bytes.chopped(1)), State::Incomplete);
        QCOMPARE(feed(hello, bytes.last(1)), State::Read);
        QCOMPARE(hello.serverName(), name.toStdString());
    }

    void takesAMessageWithoutExtensions()
    {
        const QByteArray whole = body({});
        for (const QByteArray &each : {whole, whole.chopped(2)}) {
            net::ClientHello hello;
            QCOMPARE(feed(hello, record(message(each))), State::Read);
            QCOMPARE(hello.serverName(), "");
        }
    }

    void refusesWhatIsBroken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray name = hostName("a.example");
        const auto row = [](const char *title, const QByteArray &bytes) {
            QTest::addRow("%s", title) << bytes;
        };
        const auto hello = [](const QByteArray &extensions) {
            return record(message(body(extensions)));
        };
        row("HTTP", "GET / HTTP/1.1\r\n");
        row("one other byte", "G");
        row("SSL 2", QByteArray("\x80\x2e\x01\x03\x01", 5));
        row("an alert", record("\x02\x28", 21));
        row("another version", "\x16\x02" + QByteArray(10, '\0'));
        row("an empty record", record({}));
        row("a long record", QByteArray("\x16\x03\x01\x40\x01", 5));
        row("another message", record(message(body({}), 2)));
        row("another message's first byte", record("\x02"));
        row("a long message", record(QByteArray("\x01\x00\x80\x00", 4)));
        row("a short message", record(message("\x03\x03")));
        row("bytes after the extensions", record(message(body(serverName("a.example")) + "x")));
        row("an extension that is cut", hello(serverName("a.example").chopped(1)));
        row("two extensions with names", hello(serverName("a.example") + serverName("b.example")));
        row("an extension twice", hello(extension(10, "a") + extension(10, "a")));
        row("two names", hello(extension(0, vector(name + hostName("b.example"), 2))));
        row("a name of another type", hello(extension(0, vector(hostName("a.example", 1), 2))));
        row("an empty name", hello(extension(0, vector(hostName({}), 2))));
        row("no name", hello(extension(0, {})));
        row("an empty list", hello(extension(0, vector({}, 2))));
        row("bytes after the list", hello(extension(0, vector(name, 2) + "x")));
        row("a name that is cut", hello(extension(0, vector(name.chopped(1), 2))));
    }

    void refusesWhatIsBroken()
    {
        QFETCH(const QByteArray, bytes);
        net::ClientHello hello;
        QCOMPARE(feed(hello, bytes), State::Broken);
        QCOMPARE(feed(hello, record(message(body(serverName("a.example"))))), State::Broken);
    }

    void keepsNoMoreThanItsLimit()
    {
        // A message that would be fine, were it shorter.
        const QByteArray bytes = records(message(body(padding(40000) + serverName("a.example"))),
                                         16000);
        net::ClientHello hello;
        QCOMPARE(feed(hello, bytes), State::Broken);
        net::ClientHello largest;
        QCOMPARE(feed(largest,
                      records(message(body(padding(30000) + serverName("a.example"))), 16000)),
                 State::Read);
        QCOMPARE(largest.serverName(), "a.example");
    }
};

BERTH_TEST(ClientHelloTest)
#include "ClientHelloTest.moc"
