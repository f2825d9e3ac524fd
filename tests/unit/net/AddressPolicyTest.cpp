// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/AddressPolicy.h"
#include "TestMain.h"

#include <QNetworkInterface>

class AddressPolicyTest : public QObject
{
    Q_OBJECT

private slots:
    void tellsPublicAddressesFromOthers_data()
    {
        QTest::addColumn<bool>("expected");
        for (const char *address :
             {"8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"})
            QTest::addRow("%s", address) << true;
        for (const char *address : {"0.0.0.0",
                                    "127.0.0.1",
                                    "127.9.9.9",
                                    "10.1.2.3",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.168.1.1",
                                    "169.254.169.254",
                                    "100.64.0.1",
                                    "192.0.2.1",
                                    "198.18.0.1",
                                    "224.0.0.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "fe80::1",
                                    "fc00::1",
                                    "fd12::1",
                                    "ff02::1",
                                    "::ffff:8.8.8.8",
                                    "::ffff:127.0.0.1",
                                    "64:ff9b::7f00:1",
                                    "64:ff9b:1::1",
                                    "2001::1",
                                    "2001:db8::1",
                                    "2002:7f00:1::",
                                    "fec0::1",
                                    "not an address"})
            QTest::addRow("%s", address) << false;
    }
    void tellsPublicAddressesFromOthers()
    {
        QFETCH(bool, expected);
        QCOMPARE(net::isPublic(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))),
                 expected);
    }

    void seesThroughAddressesInOthers_data()
    {
        QTest::addColumn<QString>("plain");
        QTest::addRow("::ffff:10.0.0.7") << "10.0.0.7";
        QTest::addRow("::10.0.0.7") << "10.0.0.7";
        QTest::addRow("10.0.0.7") << "10.0.0.7";
        QTest::addRow("::1") << "::1";
        QTest::addRow("::") << "0.0.0.0";
        QTest::addRow("fd00::a00:7") << "fd00::a00:7";
    }
    void seesThroughAddressesInOthers()
    {
        QFETCH(const QString, plain);
        QCOMPARE(net::unmapped(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))),
                 QHostAddress(plain));
    }

    void knowsAddressesOfThisMachine()
    {
        for (const char *own : {"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0",
                                "::", "::ffff:127.0.0.1", "::127.0.0.1", "::ffff:0.0.0.0"})
            QVERIFY2(net::isOfThisMachine(QHostAddress(own)), own);
        for (const QHostAddress &own : QNetworkInterface::allAddresses())
            QVERIFY(net::isOfThisMachine(own));
        QVERIFY(!net::isOfThisMachine(QHostAddress("192.0.2.77")));
        QVERIFY(!net::isOfThisMachine(QHostAddress("2001:db8::77")));
    }

    void allowsWhatTheListNames()
    {
        const net::AllowList list(
            {"Wiki.lan", "build.lan:8080", "10.0.0.7", "192.168.0.0/16", "fd00::/8"});
        QVERIFY(list.containsHost("wiki.LAN", 80));
        QVERIFY(list.containsHost("build.lan", 8080));
        QVERIFY(!list.containsHost("build.lan", 80));
        QVERIFY(!list.containsHost("other.lan", 80));
        QVERIFY(list.containsAddress(QHostAddress("10.0.0.7")));
        QVERIFY(!list.containsAddress(QHostAddress("10.0.0.8")));
        QVERIFY(list.containsAddress(QHostAddress("192.168.7.7")));
        QVERIFY(list.containsAddress(QHostAddress("fd00::7")));
        QVERIFY(!net::AllowList().containsAddress(QHostAddress("127.0.0.1")));
    }
};

BERTH_TEST(AddressPolicyTest)
#include "AddressPolicyTest.moc"
