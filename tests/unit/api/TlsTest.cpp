// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sample.h"
#include "TestMain.h"

#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QWebSocket>

/// The same port, encrypted.
class TlsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void answersOverTls();
    void opensWebSocketsOverTls();
    void hangsUpOnPlainText();
    void saysThatTheCertificateIsUnreadable();

private:
    std::unique_ptr<test::Sample> m_sample;
    std::unique_ptr<api::Server> m_server;
};

static const QString folder = BERTH_SOURCE_DIR "/tests/data/tls/";

void TlsTest::init()
{
    m_sample = std::make_unique<test::Sample>();
    api::Options options;
    options.tls = api::Tls{folder + "certificate.pem", folder + "key.pem"};
    m_server = test::serve(*m_sample, options);
}

void TlsTest::answersOverTls()
{
    QCOMPARE(m_server->url().scheme(), "https");
    QSslSocket client;
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted("127.0.0.1", m_server->port());
    client.write("GET /download HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                 + test::keyField + "\r\n");
    qint64 received = 0;
    QTRY_VERIFY_WITH_TIMEOUT((received += client.readAll().size(), received > 64 * 1024 * 1024),
                             30000);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

void TlsTest::opensWebSocketsOverTls()
{
    QWebSocket client;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.setSslConfiguration(configuration);
    QSignalSpy texts(&client, &QWebSocket::textMessageReceived);
    client.open(QUrl(QString("wss://127.0.0.1:%1/sockets/7?session_api_key=the-right-key")
                         .arg(m_server->port())));
    QTRY_COMPARE(texts.size(), 1);
    client.sendTextMessage("x");
    QTRY_COMPARE(texts.size(), 2);
}

void TlsTest::hangsUpOnPlainText()
{
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, m_server->port());
    client.write("GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(m_server->connectionCount(), 0);
}

void TlsTest::saysThatTheCertificateIsUnreadable()
{
    api::Options options;
    options.port = 0;
    options.tls = api::Tls{folder + "nothing.pem", folder + "key.pem"};
    api::Server server(options, {}, test::principalOf);
    const core::Result<> listening = server.listen();
    QVERIFY(!listening);
    QCOMPARE(listening.error().kind, core::Error::Kind::Invalid);
}

BERTH_TEST(TlsTest)
#include "TlsTest.moc"
