// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressPolicy.h"

#include "TestMain.h"

using namespace workspace;
using Verdict = EgressPolicy::Verdict;

class EgressPolicyTest : public QObject
{
    Q_OBJECT

private slots:
    void spellsNamesInOneWay_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("canonical");
        const auto row = [](const QString &name, const QString &canonical) {
            QTest::addRow("%s (%d)", qPrintable(name.left(40)), int(name.size()))
                << name << canonical;
        };
        row("PyPI.org", "pypi.org");
        row("pypi.org.", "pypi.org");
        row("localhost", "localhost");
        row("a_b.example", "a_b.example");
        row(QString::fromUtf8("bücher.example"), "xn--bcher-kva.example");
        row("XN--BCHER-KVA.example", "xn--bcher-kva.example");
        // Dots of other scripts.
        row(QString::fromUtf8("pypi。org"), "pypi.org");
        // No names.
        for (const char *text :
             {"",          ".",          "..",         "a..b",         ".a",
              "a..",       "-a.example", "a-.example", "a b",          "a\nb",
              "a/b",       "a@b",        "a:80",       "*.a",          "1.2.3.4",
              "127.1",     "0x7f.0.0.1", "0x7f000001", "0177.0.0.1",   "2130706433",
              "1.2.3.0x4", "a.1",        "a.0x",       "１２７.0.0.1", "１２７。１"})
            row(QString::fromUtf8(text), "");
        row("a" + QString(63, 'a') + ".example", "");
        row(QString("a.").repeated(126) + "b", QString("a.").repeated(126) + "b");
        row(QString("a.").repeated(127) + "b", "");
    }

    void spellsNamesInOneWay()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, canonical);
        QCOMPARE(canonicalHostName(name), canonical);
    }

    void readsRules_data()
    {
        QTest::addColumn<bool>("isRule");
        for (const char *rule :
             {"pypi.org", "*.pypi.org", "pypi.org:8443", "*.pypi.org:8443", "localhost",
              "127.0.0.1", "127.0.0.1:8080", "[::1]", "[fd00::1]:8080", "[::ffff:10.0.0.7]"})
            QTest::addRow("%s", rule) << true;
        for (const char *rule : {"",           "*",           "*.",        "a.*",
                                 "*a.example", "*.*.a",       "http://a",  "a/b",
                                 "a b",        "a:",          "a:0",       "a:65536",
                                 "a:x",        "*.127.0.0.1", "*.[::1]",   "::1",
                                 "[::1",       "[127.0.0.1]", "[a]",       "[fe80::1%eth0]",
                                 "127.1",      "0x7f.0.0.1",  "10.0.0.0/8"})
            QTest::addRow("%s", rule) << false;
    }

    void readsRules()
    {
        QFETCH(const bool, isRule);
        QCOMPARE(HostRule::from(QString::fromUtf8(QTest::currentDataTag())).has_value(), isRule);
    }

    void findsWhatIsListed_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("isListed");
        const auto row = [](const char *rule, const char *host, int port, bool isListed) {
            QTest::addRow("%s lists %s:%d", rule, host, port)
                << QString::fromUtf8(rule) << QString::fromUtf8(host) << port << isListed;
        };
        row("pypi.org", "pypi.org", 443, true);
        row("pypi.org", "pypi.org", 80, true);
        row("pypi.org", "pypi.org", 22, false);
        row("pypi.org", "PYPI.ORG.", 443, true);
        row("PyPI.org.", "pypi.org", 443, true);
        row("pypi.org", "www.pypi.org", 443, false);
        row("pypi.org", "pypi.org.evil.example", 443, false);
        row("pypi.org", "xpypi.org", 443, false);
        row("pypi.org:22", "pypi.org", 22, true);
        row("pypi.org:22", "pypi.org", 443, false);
        row("*.pypi.org", "www.pypi.org", 443, true);
        row("*.pypi.org", "a.b.pypi.org", 443, true);
        row("*.pypi.org", "pypi.org", 443, false);
        row("*.pypi.org", "xpypi.org", 443, false);
        row("*.pypi.org:8443", "a.pypi.org", 8443, true);
        row("bücher.example", "xn--bcher-kva.example", 443, true);
        row("xn--bcher-kva.example", "BÜCHER.example", 443, true);
        row("127.0.0.1", "127.0.0.1", 80, true);
        row("127.0.0.1:8080", "127.0.0.1", 8080, true);
        row("127.0.0.1:8080", "127.0.0.2", 8080, false);
        row("[fd00::1]", "fd00:0::1", 443, true);
        row("[fd00::1]", "[fd00::1]", 443, true);
        row("10.0.0.7", "::ffff:10.0.0.7", 443, false);
        row("localhost", "127.0.0.1", 80, false);
        row("127.0.0.1", "localhost", 80, false);
    }

    void findsWhatIsListed()
    {
        QFETCH(const QString, rule);
        QFETCH(const QString, host);
        QFETCH(const int, port);
        QFETCH(const bool, isListed);
        const auto target = EgressTarget::from(host, port);
        QVERIFY(target);
        QCOMPARE(EgressPolicy({rule}).lists(*target), isListed);
        QVERIFY(!EgressPolicy().lists(*target));
    }

    void takesNothingElseForATarget_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        for (const char *host :
             {"", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0x7f000001", "2130706433", "127.1",
              "127.0.1", "127.0.0.1.", "127.000.000.001", "[127.0.0.1]", "fe80::1%lo", "[::1",
              "a\r\nb", "user@pypi.org", "１２７.０.０.１"})
            QTest::addRow("%s", host) << QString::fromUtf8(host) << 443;
        QTest::addRow("port 0") << "pypi.org" << 0;
        QTest::addRow("port 65536") << "pypi.org" << 65536;
        QTest::addRow("port -1") << "pypi.org" << -1;
    }

    void takesNothingElseForATarget()
    {
        QFETCH(const QString, host);
        QFETCH(const int, port);
        QVERIFY(!EgressTarget::from(host, port));
    }

    void judgesAddresses_data()
    {
        QTest::addColumn<Verdict>("verdict");
        for (const char *address : {"8.8.8.8", "172.32.0.1", "2606:4700::1111"})
            QTest::addRow("%s", address) << Verdict::Allowed;
        for (const char *address : {"127.0.0.1",
                                    "127.8.8.8",
                                    "10.1.2.3",
                                    "172.16.0.1",
                                    "192.168.1.1",
                                    "169.254.169.254",
                                    "100.64.0.1",
                                    "100.100.100.200",
                                    "224.0.0.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "0.0.0.0",
                                    "0.1.2.3",
                                    "198.18.0.1",
                                    "::",
                                    "::1",
                                    "fe80::1",
                                    "fd00::1",
                                    "fc00::1",
                                    "fd00:ec2::254",
                                    "ff02::1",
                                    "::ffff:8.8.8.8",
                                    "::ffff:169.254.169.254",
                                    "::127.0.0.1",
                                    "64:ff9b::7f00:1",
                                    "64:ff9b::a9fe:a9fe",
                                    "64:ff9b:1::7f00:1",
                                    "2002:7f00:1::",
                                    "2002:a9fe:a9fe::1",
                                    "2001:0:7f00:1::",
                                    "2001::1",
                                    "fec0::1"})
            QTest::addRow("%s", address) << Verdict::NotPublic;
        // Listed as addresses.
        for (const char *address : {"10.0.0.7", "fd00::7", "::ffff:10.0.0.8"})
            QTest::addRow("%s", address) << Verdict::Allowed;
    }

    void judgesAddresses()
    {
        QFETCH(const Verdict, verdict);
        const EgressPolicy policy({"10.0.0.7", "[fd00::7]", "[::ffff:10.0.0.8]", "name.example"});
        const QHostAddress address(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(!address.isNull());
        QCOMPARE(policy.judge(address, 443), verdict);
        // A public address needs no entry of its own: its name was listed with the port.
        const bool isPublic = verdict == Verdict::Allowed && !policy.lists({{}, address, 443});
        QCOMPARE(policy.judge(address, 22), isPublic ? Verdict::Allowed : Verdict::NotPublic);
    }

    void refusesItsOwnListenersWhateverIsListed()
    {
        const QHostAddress elsewhere("192.0.2.7");
        const EgressPolicy policy({"127.0.0.1:8000", "[::1]:8000", "[::ffff:127.0.0.1]:8000",
                                   "0.0.0.0:8000", "192.0.2.7:8001", "127.0.0.1:8001"},
                                  [elsewhere] {
            return QList<std::pair<QHostAddress, quint16>>{{QHostAddress(QHostAddress::LocalHost),
                                                            8000},
                                                           {elsewhere, 8001}};
        });
        for (const char *address :
             {"127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "0.0.0.0", "::"})
            QCOMPARE(policy.judge(QHostAddress(QString::fromLatin1(address)), 8000), Verdict::Own);
        QCOMPARE(policy.judge(elsewhere, 8001), Verdict::Own);
        QCOMPARE(policy.judge(QHostAddress("::ffff:192.0.2.7"), 8001), Verdict::Own);
        QCOMPARE(policy.judge(elsewhere, 8002), Verdict::NotPublic);
        QCOMPARE(policy.judge(QHostAddress(QHostAddress::LocalHost), 8002), Verdict::NotPublic);
    }
};

BERTH_TEST(EgressPolicyTest)
#include "EgressPolicyTest.moc"
