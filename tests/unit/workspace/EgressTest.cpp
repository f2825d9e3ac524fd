// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EgressPlace.h"

#include <QRandomGenerator>
#include <QSslSocket>

using namespace workspace;
using test::EgressPlace;
using test::Outside;
using test::Program;
using Reason = EgressReason;

namespace {

QHash<QString, QStringList> &names()
{
    static QHash<QString, QStringList> list;
    return list;
}

/// Plays the resolver of the machine.
core::Task<QList<QHostAddress>> lookUpNames(QString host, std::stop_token stop)
{
    if (host == "slow.example") {
        const core::Result<> slept = co_await core::sleepFor(std::chrono::minutes(1), stop);
        if (!slept)
            co_return std::unexpected(slept.error());
    }
    QList<QHostAddress> addresses;
    for (const QString &address : names().value(host))
        addresses.append(QHostAddress(address));
    if (addresses.isEmpty())
        co_return core::fail(core::Error::Kind::Unavailable, "There is no such host.");
    co_return addresses;
}

core::Task<bool> sayYes(QString host, quint16, std::stop_token)
{
    co_return host.startsWith("127.");
}

core::Task<bool> sayNothing(QString, quint16, std::stop_token stop)
{
    (void)co_await core::sleepFor(std::chrono::milliseconds(100), stop);
    co_return false;
}

core::Task<bool> askForEver(std::shared_ptr<bool> hasEnded, std::stop_token stop)
{
    *hasEnded = false;
    (void)co_await core::sleepFor(std::chrono::hours(1), stop);
    *hasEnded = true;
    co_return false;
}

EgressOptions allowing(const QStringList &hosts)
{
    EgressOptions options;
    options.policy = EgressPolicy(hosts);
    options.lookup = lookUpNames;
    return options;
}

} // namespace

/// Real programs' sockets, a real helper, real listeners of this machine: only the resolver is
/// played.
class EgressTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { names() = {{"name.example", {"127.0.0.1"}}}; }

    void carriesBytesBothWays()
    {
        Outside outside;
        outside.isEchoing = true;
        EgressPlace place(allowing({outside.address()}));
        place.open();
        const auto program = place.connected(outside.address());
        const QByteArray bytes = test::noise(3 << 20);
        program->write(bytes);
        QTRY_COMPARE_WITH_TIMEOUT(program->heard().size(), bytes.size(), 20000);
        QCOMPARE(program->heard(), bytes);
        QCOMPARE(outside.received, bytes);
        program->close();
        QTRY_COMPARE(place.egress->tunnels(), 0);
        const EgressDecision decision = place.egress->record().newest().back();
        QVERIFY(decision.allowed);
        QCOMPARE(decision.reason, Reason::Listed);
        QCOMPARE(decision.address, "127.0.0.1");
        QCOMPARE(decision.port, int(outside.serverPort()));
        QCOMPARE(decision.bytesUp, bytes.size());
        QCOMPARE(decision.bytesDown, bytes.size());
        QCOMPARE(place.egress->record().bytesUp(), bytes.size());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("target"); ///< PORT is that of a listener here
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<Reason>("reason");
        const auto row = [](const char *title, const char *target, const char *status,
                            Reason reason) {
            QTest::addRow("%s", title) << QString(target) << QByteArray(status) << reason;
        };
        row("a name that is not listed", "other.example:443", "403", Reason::NotListed);
        row("a port that is not listed", "name.example:22", "403", Reason::NotListed);
        row("an address that is not listed", "8.8.8.8:443", "403", Reason::NotListed);
        row("the metadata service", "169.254.169.254:80", "403", Reason::NotPublic);
        row("the metadata service in IPv6", "[fd00:ec2::254]:80", "403", Reason::NotPublic);
        row("the metadata service mapped", "[::ffff:169.254.169.254]:80", "403", Reason::NotPublic);
        row("another loopback address", "127.0.0.2:PORT", "403", Reason::NotPublic);
        row("the loopback address in IPv6", "[::1]:PORT", "403", Reason::NotPublic);
        row("a listed address mapped", "[::ffff:127.0.0.1]:PORT", "403", Reason::NotPublic);
        row("a hexadecimal address", "0x7f000001:PORT", "403", Reason::BadTarget);
        row("an octal address", "0177.0.0.1:PORT", "403", Reason::BadTarget);
        row("an address as one number", "2130706433:PORT", "403", Reason::BadTarget);
        row("a short address", "127.1:PORT", "403", Reason::BadTarget);
        row("a name that leads to a private address", "private.example:443", "403",
            Reason::NotPublic);
        row("a name that leads to the metadata service", "metadata.example:80", "403",
            Reason::NotPublic);
        row("a name with one private address", "mixed.example:443", "403", Reason::NotPublic);
        row("a name that is translated", "nat64.example:443", "403", Reason::NotPublic);
        row("a name that leads to a loopback address", "name.example:80", "403", Reason::NotPublic);
        row("our own listener", "127.0.0.1:8000", "403", Reason::OwnListener);
        row("our own listener by a name", "own.example:8000", "403", Reason::OwnListener);
        row("our own listener in IPv6", "[::1]:8000", "403", Reason::OwnListener);
        row("a name without addresses", "nothing.example:443", "502", Reason::NoSuchHost);
        row("a name that takes long", "slow.example:443", "504", Reason::TimedOut);
        row("an address where nobody listens", "127.0.0.1:1", "502", Reason::Unreachable);
    }

    void refuses()
    {
        QFETCH(QString, target);
        QFETCH(const QByteArray, status);
        QFETCH(const Reason, reason);
        names() = {{"name.example", {"127.0.0.1"}},
                   {"private.example", {"10.0.0.7"}},
                   {"metadata.example", {"169.254.169.254"}},
                   {"mixed.example", {"8.8.8.8", "10.0.0.7"}},
                   {"nat64.example", {"64:ff9b::7f00:1"}},
                   {"own.example", {"127.0.0.1"}}};
        Outside outside;
        EgressOptions options = allowing({});
        options.policy = EgressPolicy({outside.address(), "name.example", "private.example",
                                       "metadata.example", "mixed.example", "nat64.example",
                                       "nothing.example", "slow.example", "127.0.0.1:1",
                                       "127.0.0.1:8000", "[::1]:8000", "own.example:8000"},
                                      [] {
            return QList<std::pair<QHostAddress, quint16>>{
                {QHostAddress(QHostAddress::LocalHost), 8000}};
        });
        options.limits.connect = std::chrono::milliseconds(200);
        EgressPlace place(options);
        place.open();
        QSignalSpy decided(place.egress.get(), &Egress::decided);
        const auto program = place.asking(
            target.replace("PORT", QString::number(outside.serverPort())));
        QCOMPARE(program->status(), status);
        QVERIFY(program->isEnded());
        QVERIFY(program->heard().trimmed().endsWith('.')
                || program->heard().contains("allowed_hosts"));
        QCOMPARE(decided.size(), 1);
        const EgressDecision decision = place.egress->record().newest().back();
        QVERIFY(!decision.allowed);
        QCOMPARE(decision.reason, reason);
        QCOMPARE(place.egress->record().count(reason), 1);
        QCOMPARE(outside.sockets.size(), 0);
        QCOMPARE(place.egress->tunnels(), 0);
        QVERIFY(place.channel->isOpen());
    }

    void dialsTheAddressThatWasChecked()
    {
        // The name leads elsewhere with every question.
        Outside outside(QHostAddress("127.0.0.44"));
        EgressOptions options = allowing(
            {"name.example:" + QString::number(outside.serverPort()), outside.address()});
        names() = {{"name.example", {"127.0.0.44"}}};
        EgressPlace place(options);
        place.open();
        const auto program = place.connected("name.example:"
                                             + QString::number(outside.serverPort()));
        names() = {{"name.example", {"127.0.0.1"}}};
        program->say("hello");
        QTRY_COMPARE(outside.received, "hello");
        QCOMPARE(place.egress->record().newest().back().address, "127.0.0.44");
        const auto again = place.asking("name.example:" + QString::number(outside.serverPort()));
        QCOMPARE(again->status(), "403");
    }

    void checksTheNameThatTlsAsksFor_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isAllowed");
        QTest::addRow("the same") << "name.example" << "name.example" << true;
        QTest::addRow("the same in capitals") << "NAME.example" << "name.EXAMPLE" << true;
        QTest::addRow("another") << "name.example" << "other.example" << false;
        QTest::addRow("none for a name") << "name.example" << "" << false;
        QTest::addRow("none for an address") << "127.0.0.1" << "" << true;
        QTest::addRow("one for an address") << "127.0.0.1" << "name.example" << false;
        QTest::addRow("no TLS") << "name.example" << "GET / HTTP/1.1" << false;
    }

    void checksTheNameThatTlsAsksFor()
    {
        QFETCH(const QString, target);
        QFETCH(const QString, name);
        QFETCH(const bool, isAllowed);
        Outside outside;
        const QString port = QString::number(outside.serverPort());
        EgressOptions options = allowing({outside.address(), "name.example:" + port});
        options.limits.tlsPort = outside.serverPort();
        EgressPlace place(options);
        place.open();
        const auto program = place.connected(target + ':' + port);
        QByteArray hello = name.toUtf8();
        if (!name.contains(' '))
            hello = helloOf(name);
        for (const char byte : std::as_const(hello))
            program->say(QByteArray(1, byte));
        if (isAllowed) {
            QTRY_COMPARE(outside.received, hello);
            QCOMPARE(place.egress->tunnels(), 1);
            return;
        }
        QVERIFY(program->isEnded());
        QCOMPARE(outside.received, "");
        QCOMPARE(place.egress->tunnels(), 0);
        QCOMPARE(place.egress->record().count(Reason::ServerName), 1);
    }

    void waitsForTlsNoLongerThanItMay()
    {
        Outside outside;
        EgressOptions options = allowing({outside.address()});
        options.limits.tlsPort = outside.serverPort();
        options.limits.hello = std::chrono::milliseconds(100);
        EgressPlace place(options);
        place.open();
        const auto program = place.connected(outside.address());
        program->say("\x16\x03");
        QVERIFY(program->isEnded());
        QCOMPARE(outside.received, "");
    }

    void endsWhatIsIdle()
    {
        Outside outside;
        EgressOptions options = allowing({outside.address()});
        options.limits.idle = std::chrono::milliseconds(100);
        EgressPlace place(options);
        place.open();
        const auto program = place.connected(outside.address());
        QVERIFY(program->isEnded());
        QTRY_COMPARE(place.egress->tunnels(), 0);
    }

    void asksSomebodyForWhatIsNotListed_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QByteArray>("status");
        QTest::addRow("yes") << "yes" << QByteArray("200");
        QTest::addRow("no answer") << "nothing" << QByteArray("403");
        QTest::addRow("nobody") << "nobody" << QByteArray("403");
    }

    void asksSomebodyForWhatIsNotListed()
    {
        QFETCH(const QString, answer);
        QFETCH(const QByteArray, status);
        // The address is listed; the name that leads to it is not.
        Outside outside(QHostAddress("127.0.0.44"));
        names() = {{"127.example", {"127.0.0.44"}}};
        EgressOptions options = allowing({outside.address()});
        if (answer != "nobody")
            options.ask = answer == "yes" ? AskForHost(sayYes) : AskForHost(sayNothing);
        EgressPlace place(options);
        place.open();
        const QString port = QString::number(outside.serverPort());
        const auto program = place.asking("127.example:" + port);
        QCOMPARE(program->status(), status);
        QCOMPARE(place.egress->record().newest().back().reason,
                 status == "200" ? Reason::Confirmed : Reason::NotListed);
        // What nobody may allow is not asked for.
        QCOMPARE(place.asking("127.0.0.1:" + port)->status(), "403");
        QCOMPARE(place.egress->record().newest().back().reason, Reason::NotPublic);
    }

    void asksNoLongerThanSomebodyWaits()
    {
        EgressOptions options = allowing({});
        const auto hasEnded = std::make_shared<bool>(false);
        int asked = 0;
        options.ask = [&asked, hasEnded](const QString &, quint16, std::stop_token stop) {
            ++asked;
            return askForEver(hasEnded, std::move(stop));
        };
        options.unwaited = std::chrono::milliseconds(50);
        EgressPlace place(options);
        place.open();
        auto first = place.asking("one.example:443");
        auto second = place.asking("one.example:443");
        QTRY_COMPARE(place.egress->tunnels(), 2);
        QTRY_COMPARE(asked, 1);
        first->breakOff();
        QTRY_COMPARE(place.egress->tunnels(), 1);
        QVERIFY(!*hasEnded); // the other one waits
        second->breakOff();
        QTRY_VERIFY(*hasEnded);
        // What is asked for again is asked again.
        first = place.asking("one.example:443");
        QTRY_COMPARE(asked, 2);
        QVERIFY(!*hasEnded);
        first->breakOff();
        QTRY_VERIFY(*hasEnded);
    }

    void remembersOnlyTheNewestDecisions()
    {
        EgressRecord record;
        for (int number = 1; number <= 1000; ++number) {
            EgressDecision decision;
            decision.host = QString("host%1").arg(number);
            record.add(decision);
        }
        QCOMPARE(record.newest().size(), EgressRecord::most);
        QCOMPARE(record.newest().front().host, "host501");
        QCOMPARE(record.newest().back().id, 1000);
        QCOMPARE(record.count(Reason::NotListed), 1000);
        record.setBytes(1, 5, 6);
        record.setBytes(1000, 7, 8);
        QCOMPARE(record.bytesUp(), 12);
        QCOMPARE(record.newest().back().bytesDown, 8);
        EgressDecision hostile;
        hostile.host = "a\n\x1b[31mb" + QString(1000, 'x');
        QVERIFY(!record.add(hostile).host.contains('\n'));
        QVERIFY(record.newest().back().host.size() < 300);
    }

private:
    /// What Qt's TLS sends first when it asks for @p name.
    static QByteArray helloOf(const QString &name)
    {
        Outside listener;
        QSslSocket client;
        client.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (!name.isEmpty())
            client.setPeerVerifyName(name);
        client.connectToHostEncrypted("127.0.0.1", listener.serverPort());
        (void)QTest::qWaitFor([&] {
            const QByteArray &sent = listener.received;
            return sent.size() > 5 && sent.size() >= 5 + quint8(sent[3]) * 256 + quint8(sent[4]);
        });
        return listener.received;
    }
};

BERTH_TEST(EgressTest)
#include "EgressTest.moc"
