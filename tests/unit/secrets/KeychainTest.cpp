// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/SystemKeychain.h"

#include "TestMain.h"
#include "fakes/FakeWallet.h"

#include <QDBusConnection>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

using core::Error;
using secrets::Vault;

/// A desktop session: a real message bus with a wallet daemon on it, in the environment of the
/// test.
class Session
{
public:
    Session()
    {
        m_bus.start("dbus-daemon", {"--session", "--nofork", "--print-address"});
        m_bus.waitForReadyRead(10000);
        m_address = m_bus.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address);
        qputenv("XDG_CURRENT_DESKTOP", "KDE");
        qputenv("KDE_SESSION_VERSION", "6");
        m_thread.start();
        m_wallet.moveToThread(&m_thread);
        QMetaObject::invokeMethod(&m_wallet, [this] { publish(); }, Qt::BlockingQueuedConnection);
    }

    ~Session()
    {
        QDBusConnection::disconnectFromBus("wallet");
        m_thread.quit();
        m_thread.wait();
        m_bus.terminate();
        m_bus.waitForFinished();
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    }

    bool isThere() const { return m_isThere; }

    /// Runs @p action where the daemon lives, between its answers.
    void withWallet(const std::function<void(fakes::FakeWallet &)> &action)
    {
        QMetaObject::invokeMethod(&m_wallet, [&] { action(m_wallet); },
                                  Qt::BlockingQueuedConnection);
    }

private:
    void publish()
    {
        QDBusConnection bus = QDBusConnection::connectToBus(QString::fromLatin1(m_address),
                                                            "wallet");
        m_isThere = bus.registerObject(fakes::FakeWallet::path, &m_wallet,
                                       QDBusConnection::ExportAllSlots)
                    && bus.registerService(fakes::FakeWallet::service);
    }

    QProcess m_bus;
    QByteArray m_address;
    QThread m_thread;
    fakes::FakeWallet m_wallet;
    bool m_isThere = false;
};

class KeychainTest : public QObject
{
    Q_OBJECT

    Session m_session;

    core::Result<Vault> open(const QString &dataDir)
    {
        return QCoro::waitFor(
            Vault::create({.dataDir = dataDir}, secrets::systemKeychain().value()));
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_session.isThere());
        QVERIFY(secrets::systemKeychain().has_value());
    }

    void init()
    {
        m_session.withWallet([](fakes::FakeWallet &wallet) {
            wallet.clear();
            wallet.setLocked(false);
        });
    }

    void keepsTheMasterKeyOfADataDirectory()
    {
        QTemporaryDir folder;
        const core::Result<Vault> first = open(folder.path());
        VERIFY_RESULT(first);
        QVERIFY(!QFile::exists(folder.filePath("secret.key")));
        qsizetype kept = 0;
        m_session.withWallet(
            [&kept](fakes::FakeWallet &wallet) { kept = wallet.entries().size(); });
        QCOMPARE(kept, 1);
        const core::Result<Vault> second = open(folder.path());
        VERIFY_RESULT(second);
        QVERIFY(second->hasSealed(first->seal("secret")));
    }

    void takesTwoDirectoriesForTwoKeys()
    {
        QTemporaryDir one;
        QTemporaryDir other;
        const core::Result<Vault> first = open(one.path());
        const core::Result<Vault> second = open(other.path());
        VERIFY_RESULT(first);
        VERIFY_RESULT(second);
        QVERIFY(!second->hasSealed(first->seal("secret")));
    }

    void usesAFileWhenANewKeyIsNotTaken()
    {
        QTemporaryDir folder;
        m_session.withWallet([](fakes::FakeWallet &wallet) { wallet.setLocked(true); });
        VERIFY_RESULT(open(folder.path()));
        QVERIFY(QFile::exists(folder.filePath("secret.key")));
        QVERIFY(!QFile::exists(folder.filePath("keychain.name")));
    }

    void makesNoNewKeyInPlaceOfOneThatItCannotRead_data()
    {
        QTest::addColumn<bool>("isLocked");
        QTest::addRow("locked") << true;
        QTest::addRow("emptied") << false;
    }

    void makesNoNewKeyInPlaceOfOneThatItCannotRead()
    {
        QFETCH(const bool, isLocked);
        QTemporaryDir folder;
        VERIFY_RESULT(open(folder.path()));
        m_session.withWallet([isLocked](fakes::FakeWallet &wallet) {
            wallet.setLocked(isLocked);
            if (!isLocked)
                wallet.clear();
        });
        const core::Result<Vault> again = open(folder.path());
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::Unavailable);
        QVERIFY(!QFile::exists(folder.filePath("secret.key")));
    }

    void saysWhereTheKeyIsOutsideTheSession()
    {
        QTemporaryDir folder;
        VERIFY_RESULT(open(folder.path()));
        const core::Result<Vault> outside = Vault::create({.dataDir = folder.path()});
        QVERIFY(!outside);
        QVERIFY(outside.error().message.contains("OH_SECRET_KEY"));
    }

    void findsNoneWithoutASession()
    {
        const QByteArray address = qgetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        const bool found = secrets::systemKeychain().has_value();
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        QVERIFY(!found);
    }
};

BERTH_TEST(KeychainTest)
#include "KeychainTest.moc"
