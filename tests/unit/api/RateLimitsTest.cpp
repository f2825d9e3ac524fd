// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"

#include "api/RateLimits.h"
#include "api/Redirect.h"

using namespace std::chrono_literals;
using api::RateLimits;
using test::Peer;

/// How many requests come through, and where those go that came to the wrong port.
class RateLimitsTest : public QObject
{
    Q_OBJECT

private slots:
    void letsABurstThroughAtOnce()
    {
        RateLimits limits({10, 20});
        for (int number = 0; number < 20; ++number)
            QCOMPARE(limits.take("ada", 0ns).wait, 0ms);
        QCOMPARE(limits.remaining("ada", 0ns), 0);
        QCOMPARE(limits.remaining("ada", 1s), 10);
        QCOMPARE(limits.remaining("bob", 0ns), 20);
    }

    void keepsTheExcessWaitingBeforeItRefuses()
    {
        RateLimits limits({10, 20, 1s});
        for (int number = 0; number < 20; ++number)
            limits.take("ada", 0ns);
        QCOMPARE(limits.take("ada", 0ns).wait, 100ms);
        for (int number = 0; number < 9; ++number)
            QVERIFY(!limits.take("ada", 0ns).isRefused);
        QVERIFY(limits.take("ada", 0ns).isRefused);
        QVERIFY(!limits.take("bob", 0ns).isRefused);
        // What was refused does not count against those that come later.
        QCOMPARE(limits.take("ada", 1s).wait, 100ms);
    }

    void forgetsTheNameThatWasUnusedForLongest()
    {
        RateLimits limits({10, 20}, 2);
        for (const char *name : {"ada", "bob", "ada", "eve"})
            limits.take(name, 0ns);
        QCOMPARE(limits.remaining("ada", 0ns), 18);
        QCOMPARE(limits.remaining("bob", 0ns), 20);
    }

    void answersWithTheHeadersOfTheDraft()
    {
        const auto server = limited({500, 1000});
        Peer peer(server->port());
        peer.request("GET /items/7", test::keyField);
        const test::Answer answer = peer.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("ratelimit-policy"), "\"key\";q=1000;w=2");
        QCOMPARE(answer.headers.value("ratelimit"), "\"key\";r=999;t=1");
    }

    void refusesWhatWouldWaitForTooLong()
    {
        const auto server = limited({0.1, 1, 1s});
        Peer peer(server->port());
        peer.request("GET /items/7", test::keyField);
        QCOMPARE(peer.answer().status, 200);
        peer.request("GET /items/7", test::keyField);
        const test::Answer answer = peer.answer();
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.headers.value("retry-after"), "1");
        QVERIFY(answer.json().contains("detail"));
        peer.request("GET /alive");
        QCOMPARE(peer.answer().status, 200);
    }

    void answersWhatHadToWait()
    {
        const auto server = limited({20, 1, 1s});
        Peer peer(server->port());
        for (int number = 0; number < 4; ++number)
            peer.request("GET /items/7", test::keyField);
        for (int number = 0; number < 4; ++number)
            QCOMPARE(peer.answer().status, 200);
    }

    void boundsTheSocketsOfAUser()
    {
        test::Sample sample;
        api::Options options;
        options.limits.socketsPerUser = 0;
        const auto server = test::serve(sample, options);
        Peer peer(server->port());
        peer.request("GET /sockets/7", handshake());
        QCOMPARE(peer.answer().status, 429);
    }

    void opensSocketsThatHadToWait()
    {
        const auto server = limited({10, 1, 100ms});
        std::vector<std::unique_ptr<Peer>> peers;
        for (int number = 0; number < 8; ++number) {
            peers.push_back(std::make_unique<Peer>(server->port()));
            peers.back()->request("GET /sockets/7", handshake());
            QCOMPARE(peers.back()->answer().status, 101);
        }
    }

    void forgetsASocketThatDidNotWait()
    {
        const auto server = limited({4, 1, 1s});
        Peer first(server->port());
        first.request("GET /sockets/7", handshake());
        QCOMPARE(first.answer().status, 101);
        {
            Peer impatient(server->port());
            impatient.request("GET /sockets/7", handshake());
        }
        Peer last(server->port());
        last.request("GET /sockets/7", handshake());
        QCOMPARE(last.answer().status, 101);
        QTRY_COMPARE(server->socketCount(), 2);
    }

    void leadsFromPlainHttpToTls()
    {
        api::Redirect redirect({}, 0, 8443);
        VERIFY_RESULT(redirect.listen());
        Peer peer(redirect.port());
        peer.request("GET /items/7?a=b");
        const test::Answer answer = peer.answer();
        QCOMPARE(answer.status, 308);
        QCOMPARE(answer.headers.value("location"), "https://localhost:8443/items/7?a=b");
    }

    void leadsNobodyToAForeignName()
    {
        api::Redirect redirect({}, 0, 8443);
        VERIFY_RESULT(redirect.listen());
        Peer peer(redirect.port());
        peer.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        const test::Answer answer = peer.answer();
        QCOMPARE(answer.status, 421);
        QVERIFY(!answer.headers.contains("location"));
    }

private:
    static QByteArray handshake()
    {
        return test::keyField
               + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
                 "13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n";
    }

    std::unique_ptr<api::Server> limited(api::Rate rate)
    {
        api::Options options;
        options.limits.perKey = rate;
        return test::serve(m_sample, options);
    }

    test::Sample m_sample;
};

BERTH_TEST(RateLimitsTest)
#include "RateLimitsTest.moc"
