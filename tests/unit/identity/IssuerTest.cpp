// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "core/Json.h"
#include "fakes/FakeLlm.h"
#include "identity/Issuer.h"

#include <QCoroTask>

using core::Error;
using fakes::Answer;
using identity::Token;

namespace {

/// A time that passes only when it is told to.
class StillClock : public core::Clock
{
public:
    std::chrono::nanoseconds monotonic() const override { return time; }
    std::chrono::nanoseconds time = std::chrono::hours(1000);
};

/// An issuer whose documents are played one after the other.
struct Login
{
    Login()
        : issuer(peer.url(), &outbound, &clock)
    {}

    void publish(const QStringList &names)
    {
        QJsonArray keys;
        for (const QString &name : names)
            keys.append(QJsonObject{{"kid", name},
                                    {"kty", "OKP"},
                                    {"crv", "Ed25519"},
                                    {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}});
        play({{"issuer", peer.url()}, {"jwks_uri", peer.url() + "/keys"}});
        play({{"keys", keys}});
    }
    void play(const QJsonObject &document)
    {
        Answer answer;
        answer.body = json::text(document);
        peer.play(answer);
    }
    /// Whether a key of this name is among those that the issuer has.
    core::Result<bool> knows(const QString &name)
    {
        const Token token{{}, {}, "EdDSA", name, {}};
        const auto keys = QCoro::waitFor(issuer.keysFor(token));
        return keys.transform([&token](const auto &each) { return each->fits(token); });
    }

    fakes::FakeLlm peer;
    net::Outbound outbound;
    StillClock clock;
    identity::Issuer issuer;
};

} // namespace

class IssuerTest : public QObject
{
    Q_OBJECT

private slots:
    void asksForANewKeyButNotInEveryMoment()
    {
        Login login;
        login.publish({"one"});
        QVERIFY(*login.knows("one"));
        QVERIFY(!*login.knows("two"));
        QCOMPARE(login.peer.requests().size(), 2);
        login.clock.time += std::chrono::seconds(10);
        login.publish({"one", "two"});
        QVERIFY(*login.knows("two"));
        QCOMPARE(login.peer.requests().size(), 4);
    }

    void keepsKeysForADayWhileTheIssuerIsAway()
    {
        Login login;
        login.publish({"one"});
        QVERIFY(*login.knows("one"));
        login.clock.time += std::chrono::hours(2);
        QVERIFY2(*login.knows("one"), "the issuer answers 500 by now");
        QCOMPARE(login.peer.requests().size(), 3);
        login.clock.time += std::chrono::hours(23);
        QCOMPARE(login.knows("one").error().kind, Error::Kind::Unavailable);
        login.clock.time += std::chrono::seconds(10);
        login.publish({"two"});
        QVERIFY2(!*login.knows("one"), "a key that was withdrawn is none");
    }

    void asksOnceForAllWhoComeTogether()
    {
        Login login;
        login.publish({"one"});
        const Token token{{}, {}, "EdDSA", "one", {}};
        auto first = login.issuer.keysFor(token);
        auto second = login.issuer.keysFor(token);
        VERIFY_RESULT(QCoro::waitFor(std::move(first)));
        VERIFY_RESULT(QCoro::waitFor(std::move(second)));
        QCOMPARE(login.peer.requests().size(), 2);
    }
};

BERTH_TEST(IssuerTest)

#include "IssuerTest.moc"
