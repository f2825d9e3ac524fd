// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"

#include <QCryptographicHash>
#include <QFile>

using test::keyField;
using test::Peer;

/// Bodies that do not fit in memory.
class TransferTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void takesALargeUploadWithFlatMemory();
    void givesALargeDownloadWithBackPressure();
    void answersHeadToADownload();
    void followsAStreamUntilItEnds();
    void cutsAStreamThatBreaksOff();
    void givesAsMuchOfAStreamAsItPromised();
    void cutsAStreamThatEndsTooSoon();

private:
    std::unique_ptr<test::Sample> m_sample;
    std::unique_ptr<api::Server> m_server;
};

static constexpr qint64 uploadBytes = 50 * 1024 * 1024;
static constexpr qint64 downloadBytes = 64 * 1024 * 1024;
#ifdef __SANITIZE_ADDRESS__
static constexpr qint64 allowedKilobytes = 512 * 1024; // it keeps freed memory for a while
#else
static constexpr qint64 allowedKilobytes = 24 * 1024;
#endif

// Kilobytes of memory that are resident, as the system counts them.
static qint64 residentKilobytes()
{
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toLongLong();
    }
    return 0;
}

void TransferTest::init()
{
    m_sample = std::make_unique<test::Sample>();
    m_server = test::serve(*m_sample);
}

void TransferTest::cleanup()
{
    m_server.reset();
}

void TransferTest::takesALargeUploadWithFlatMemory()
{
    const QByteArray front = "--b\r\nContent-Disposition: form-data; "
                             "name=\"note\"\r\n\r\nn\r\n--b\r\nContent-Disposition: "
                             "form-data; name=\"file\"; filename=\"big.bin\"\r\n\r\n";
    const QByteArray back = "\r\n--b--\r\n";
    const QByteArray piece(256 * 1024, 'x');
    QCryptographicHash hash(QCryptographicHash::Sha256);
    Peer peer(m_server->port());
    const qint64 before = residentKilobytes();
    qint64 highest = before;
    peer.send("POST /upload HTTP/1.1\r\nHost: localhost\r\n" + keyField
              + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
              + QByteArray::number(front.size() + uploadBytes + back.size()) + "\r\n\r\n" + front);
    for (qint64 sent = 0; sent < uploadBytes; sent += piece.size()) {
        hash.addData(piece);
        peer.send(piece);
        QVERIFY(QTest::qWaitFor([&] { return peer.socket().bytesToWrite() == 0; }));
        highest = qMax(highest, residentKilobytes());
    }
    peer.send(back);
    QCOMPARE(peer.answer().body, "\"big.bin n\"");
    QCOMPARE(m_sample->uploadedBytes, uploadBytes);
    QCOMPARE(m_sample->uploadedHash, hash.result());
    QVERIFY2(highest - before < allowedKilobytes,
             qPrintable(QString::number(highest - before) + " kB"));
}

void TransferTest::givesALargeDownloadWithBackPressure()
{
    Peer peer(m_server->port());
    peer.socket().disconnect();
    peer.socket().setReadBufferSize(64 * 1024);
    const qint64 before = residentKilobytes();
    peer.request("GET /download", keyField);
    QTRY_VERIFY(peer.socket().bytesAvailable() >= 64 * 1024);
    qint64 received = 0;
    qint64 highest = before;
    QByteArray head;
    while (received < downloadBytes + head.size()) {
        QVERIFY(QTest::qWaitFor([&] { return peer.socket().bytesAvailable() > 0; }));
        const QByteArray piece = peer.socket().readAll();
        if (received == 0)
            head = piece.first(piece.indexOf("\r\n\r\n") + 4);
        received += piece.size();
        highest = qMax(highest, residentKilobytes());
    }
    QCOMPARE(received, downloadBytes + head.size());
    QVERIFY(head.contains("content-length: " + QByteArray::number(downloadBytes)));
    QVERIFY2(highest - before < allowedKilobytes,
             qPrintable(QString::number(highest - before) + " kB"));
}

void TransferTest::answersHeadToADownload()
{
    Peer peer(m_server->port());
    peer.request("HEAD /download", keyField);
    QCOMPARE(peer.answer(true).headers.value("content-length"), QByteArray::number(downloadBytes));
    peer.request("GET /alive");
    QCOMPARE(peer.answer().body, "\"yes\"");
}

void TransferTest::followsAStreamUntilItEnds()
{
    Peer peer(m_server->port());
    peer.request("GET /follow", keyField);
    QTRY_VERIFY(peer.buffer().contains("transfer-encoding: chunked"));
    m_sample->pipe->put("one");
    QTRY_VERIFY(peer.buffer().endsWith("\r\n\r\n3\r\none\r\n"));
    m_sample->pipe->put("two");
    m_sample->pipe->end();
    QTRY_VERIFY(peer.buffer().endsWith("one\r\n3\r\ntwo\r\n0\r\n\r\n"));
    QCOMPARE(peer.socket().state(), QAbstractSocket::ConnectedState);
}

void TransferTest::cutsAStreamThatBreaksOff()
{
    Peer peer(m_server->port());
    peer.request("GET /follow", keyField);
    QTRY_VERIFY(peer.buffer().contains("transfer-encoding: chunked"));
    m_sample->pipe->put("one");
    m_sample->pipe->close();
    QVERIFY(peer.isClosed());
    QVERIFY(!peer.buffer().endsWith("0\r\n\r\n"));
}

void TransferTest::givesAsMuchOfAStreamAsItPromised()
{
    Peer peer(m_server->port());
    peer.request("GET /follow-five", keyField);
    QTRY_VERIFY(peer.buffer().contains("content-length: 5\r\n"));
    QVERIFY(!peer.buffer().contains("chunked"));
    m_sample->pipe->put("one");
    QTRY_VERIFY(peer.buffer().endsWith("\r\n\r\none"));
    m_sample->pipe->put("twoandmore");
    QTRY_VERIFY(peer.buffer().endsWith("\r\n\r\nonetw"));
    Peer another(m_server->port());
    another.request("HEAD /follow-five", keyField);
    QCOMPARE(another.answer(true).headers.value("content-length"), "5");
}

void TransferTest::cutsAStreamThatEndsTooSoon()
{
    Peer peer(m_server->port());
    peer.request("GET /follow-five", keyField);
    QTRY_VERIFY(peer.buffer().contains("content-length: 5\r\n"));
    m_sample->pipe->put("one");
    QTRY_VERIFY(peer.buffer().endsWith("\r\n\r\none"));
    m_sample->pipe->end();
    QVERIFY(peer.isClosed());
    QVERIFY(peer.buffer().endsWith("\r\n\r\none"));
}

BERTH_TEST(TransferTest)
#include "TransferTest.moc"
