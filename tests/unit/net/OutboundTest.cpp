// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/Outbound.h"
#include "TestMain.h"
#include "fakes/FakeLlm.h"

using fakes::Answer;
using fakes::FakeLlm;
using Kind = core::Error::Kind;

static Answer redirectTo(const QString &url)
{
    Answer answer;
    answer.status = 302;
    answer.headers = {{"Location", url.toUtf8()}};
    return answer;
}

static Answer says(const QByteArray &body)
{
    Answer answer;
    answer.body = body;
    return answer;
}

static net::Request get(const QString &url)
{
    net::Request request;
    request.url = QUrl(url);
    return request;
}

static core::Task<QList<QHostAddress>> answered(QString addresses)
{
    QList<QHostAddress> list;
    for (const QString &address : addresses.split(' '))
        list.append(QHostAddress(address));
    co_return list;
}

class OutboundTest : public QObject
{
    Q_OBJECT

private:
    net::Outbound m_outbound;

    core::Result<net::Response> send(net::Request request, net::ChunkSink sink = {},
                                     std::stop_token stop = {})
    {
        return QCoro::waitFor(
            m_outbound.send(std::move(request), std::move(sink), std::move(stop)));
    }

private slots:
    void cleanup() { m_outbound.setAllowed({}); }

    void sendsWhatItWasGiven()
    {
        FakeLlm peer;
        peer.play(says("done"));
        net::Request request = get(peer.url() + "/x?q=1");
        request.method = "PATCH";
        request.headers.append("X-Own", "1");
        request.headers.append("Content-Type", "text/plain");
        request.body = "body";
        const core::Result<net::Response> response = send(request);
        VERIFY_RESULT(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(response->body, "done");
        QCOMPARE(response->header("content-type"), "application/json");
        const FakeLlm::Received &received = peer.requests().first();
        QCOMPARE(received.method + ' ' + received.path + ' ' + received.body,
                 "PATCH /v1/x?q=1 body");
        QCOMPARE(received.headers.value("x-own"), "1");
        QVERIFY(received.headers.value("user-agent").startsWith("berth/"));
    }

    void treatsEveryStatusAsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {201, 304, 400, 401, 404, 409, 418, 429, 500, 503, 599})
            QTest::addRow("%d", status) << status;
    }
    void treatsEveryStatusAsAnAnswer()
    {
        QFETCH(int, status);
        FakeLlm peer;
        Answer answer;
        answer.status = status;
        peer.play(answer);
        const core::Result<net::Response> response = send(get(peer.url()));
        VERIFY_RESULT(response);
        QCOMPARE(response->status, status);
    }

    void keepsTheBodyOfAFailedStream()
    {
        FakeLlm peer;
        peer.play(FakeLlm::error(429, "slow down"));
        bool heard = false;
        const core::Result<net::Response> response = send(get(peer.url()), [&](const QByteArray &) {
            heard = true;
        });
        VERIFY_RESULT(response);
        QVERIFY(!heard);
        QVERIFY(response->body.contains("slow down"));
    }

    void noticesABrokenBody()
    {
        FakeLlm peer;
        Answer broken = says("0123456789");
        broken.cutAfter = 5;
        peer.play(broken);
        const core::Result<net::Response> response = send(get(peer.url()));
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Unavailable);
        QVERIFY(response.error().message.contains("127.0.0.1"));
    }

    void saysThatAConnectionWasRefused()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString url = "http://127.0.0.1:" + QString::number(server.serverPort());
        server.close();
        const core::Result<net::Response> response = send(get(url));
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Unavailable);
        QVERIFY(response.error().message.contains("refused"));
    }

    void limitsTheBody()
    {
        FakeLlm peer;
        peer.play(says(QByteArray(5000, 'x')));
        net::Request request = get(peer.url());
        request.maxBodyBytes = 4999;
        const core::Result<net::Response> response = send(request);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::TooLarge);
    }

    void limitsTheTime()
    {
        FakeLlm peer;
        Answer silent;
        silent.staysSilent = true;
        peer.play(silent);
        net::Request request = get(peer.url());
        request.timeout = std::chrono::milliseconds(50);
        const core::Result<net::Response> response = send(request);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Timeout);
    }

    void stopsAtOnce()
    {
        FakeLlm peer;
        Answer silent;
        silent.staysSilent = true;
        peer.play(silent);
        std::stop_source source;
        QElapsedTimer timer;
        connect(&peer, &FakeLlm::requested, this, [&] {
            timer.start();
            source.request_stop();
        });
        const core::Result<net::Response> response = send(get(peer.url()), {}, source.get_token());
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Cancelled);
        QVERIFY(timer.elapsed() < 100);
        QTRY_COMPARE(peer.hangUps(), 1);
    }

    void doesNotStartWhatIsStoppedAlready()
    {
        FakeLlm peer;
        std::stop_source source;
        source.request_stop();
        const core::Result<net::Response> response = send(get(peer.url()), {}, source.get_token());
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Cancelled);
        QVERIFY(peer.requests().isEmpty());
    }

    void followsRedirectsOfPlainRequests()
    {
        FakeLlm peer;
        peer.play(redirectTo(peer.url() + "/there"));
        peer.play(says("found"));
        const core::Result<net::Response> response = send(get(peer.url() + "/here"));
        VERIFY_RESULT(response);
        QCOMPARE(response->body, "found");
        QCOMPARE(peer.requests().last().path, "/v1/there");
    }

    void takesNoSecretAlongARedirect_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("header");
        QTest::addRow("a key") << QByteArray("GET") << QByteArray("Authorization");
        QTest::addRow("a header of unknown meaning") << QByteArray("GET") << QByteArray("X-Mine");
        QTest::addRow("a body") << QByteArray("POST") << QByteArray("Accept");
    }
    void takesNoSecretAlongARedirect()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, header);
        FakeLlm peer;
        peer.play(redirectTo(peer.url() + "/there"));
        net::Request request = get(peer.url());
        request.method = method;
        request.headers.append(header, "secret");
        const core::Result<net::Response> response = send(request);
        VERIFY_RESULT(response);
        QCOMPARE(response->status, 302);
        QCOMPARE(peer.requests().size(), 1);
    }

    void endsACircleOfRedirects()
    {
        FakeLlm peer;
        for (int hop = 0; hop < 10; ++hop)
            peer.play(redirectTo(peer.url()));
        const core::Result<net::Response> response = send(get(peer.url()));
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Upstream);
        QCOMPARE(peer.requests().size(), 6);
    }

    void keepsPublicRequestsOffThisMachine_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addRow("by address") << "127.0.0.1";
        QTest::addRow("by name") << "localhost";
        QTest::addRow("in another notation") << "0x7f000001";
    }
    void keepsPublicRequestsOffThisMachine()
    {
        QFETCH(QString, host);
        FakeLlm peer;
        net::Request request = get(peer.url().replace("127.0.0.1", host));
        request.reach = net::Reach::PublicOnly;
        const core::Result<net::Response> response = send(request);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Forbidden);
        QVERIFY(peer.requests().isEmpty());
    }

    void checksTheAddressAgainOnARedirect()
    {
        FakeLlm allowed;
        FakeLlm hidden;
        allowed.play(redirectTo(hidden.url()));
        m_outbound.setAllowed(net::AllowList({allowed.url().section('/', 2, 2)}));
        net::Request request = get(allowed.url());
        request.reach = net::Reach::PublicOnly;
        const core::Result<net::Response> response = send(request);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Forbidden);
        QCOMPARE(allowed.requests().size(), 1);
        QVERIFY(hidden.requests().isEmpty());
    }

    void dialsTheCheckedAddressUnderItsOwnName()
    {
        FakeLlm peer;
        peer.play(says("ok"));
        m_outbound.setAllowed(net::AllowList({"127.0.0.0/8", "::1"}));
        const QString url = peer.url().replace("127.0.0.1", "localhost");
        net::Request request = get(url);
        request.reach = net::Reach::PublicOnly;
        VERIFY_RESULT(send(request));
        QCOMPARE(peer.requests().first().headers.value("host"), url.section('/', 2, 2).toUtf8());
    }

    void asksForAnAddressOnce()
    {
        // A name that leads to an allowed address when it is checked, and to this peer afterwards.
        FakeLlm peer;
        net::Outbound outbound;
        int questions = 0;
        outbound.setAllowed(net::AllowList({"127.0.0.2"}));
        outbound.setResolver([&questions](const QString &, std::stop_token) {
            return answered(questions++ == 0 ? "127.0.0.2" : "127.0.0.1");
        });
        net::Request request = get(peer.url().replace("127.0.0.1", "rebound.example"));
        request.reach = net::Reach::PublicOnly;
        QVERIFY(!QCoro::waitFor(outbound.send(request, {})));
        QCOMPARE(questions, 1);
        const core::Result<net::Response> second = QCoro::waitFor(outbound.send(request, {}));
        QVERIFY(!second);
        QCOMPARE(second.error().kind, Kind::Forbidden);
        QVERIFY(peer.requests().isEmpty());
    }

    void refusesANameWithOnePrivateAddress()
    {
        FakeLlm peer;
        net::Outbound outbound;
        outbound.setResolver(
            [](const QString &, std::stop_token) { return answered("93.184.215.14 127.0.0.1"); });
        net::Request request = get(peer.url().replace("127.0.0.1", "two.example"));
        request.reach = net::Reach::PublicOnly;
        const core::Result<net::Response> response = QCoro::waitFor(outbound.send(request, {}));
        QVERIFY(!response);
        QCOMPARE(response.error().kind, Kind::Forbidden);
    }

    void refusesWhatIsNotHttp()
    {
        for (const char *url : {"file:///etc/passwd", "ftp://a/b", "", "http://"}) {
            const core::Result<net::Response> response = send(get(url));
            QVERIFY(!response);
            QCOMPARE(response.error().kind, Kind::Invalid);
        }
    }

    void forgetsCookies()
    {
        FakeLlm peer;
        Answer first = says("ok");
        first.headers = {{"Set-Cookie", "a=b"}};
        peer.play(first);
        peer.play(says("ok"));
        VERIFY_RESULT(send(get(peer.url())));
        VERIFY_RESULT(send(get(peer.url())));
        QVERIFY(!peer.requests().last().headers.contains("cookie"));
    }
};

BERTH_TEST(OutboundTest)
#include "OutboundTest.moc"
