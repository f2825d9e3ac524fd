// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/Vault.h"
#include "TestMain.h"

using core::Error;
using secrets::Vault;

class VaultTest : public QObject
{
    Q_OBJECT

private:
    static Vault withPassphrase(const QByteArray &passphrase)
    {
        return *Vault::create({.dataDir = "/nonexistent", .passphrase = passphrase});
    }
    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void opensWhatItSealed_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addRow("ordinary") << QByteArray("sk-1234567890");
        QTest::addRow("empty") << QByteArray("");
        QTest::addRow("binary") << QByteArray("\0\xFF\0", 3);
        QTest::addRow("looks sealed") << QByteArray("sealed:1:AAAA");
        QTest::addRow("long") << QByteArray(100'000, 'k');
    }

    void opensWhatItSealed()
    {
        QFETCH(const QByteArray, secret);
        const Vault vault = withPassphrase("one");
        const QString sealedText = vault.seal(secret);
        QVERIFY(sealedText.startsWith("sealed:1:"));
        QVERIFY(secret.isEmpty() || !sealedText.contains(QString::fromUtf8(secret)));
        QVERIFY(sealedText != vault.seal(secret));
        QVERIFY(vault.hasSealed(sealedText));
        const core::Result<QByteArray> opened = vault.open(sealedText);
        VERIFY_RESULT(opened);
        QCOMPARE(*opened, secret);
    }

    void makesTheSameKeyOfTheSamePassphrase()
    {
        QCOMPARE(withPassphrase("one").open(withPassphrase("one").seal("secret")).value_or(""),
                 "secret");
    }

    void saysThatASecretWasSealedWithAnotherKey()
    {
        const core::Result<QByteArray> opened = withPassphrase("two").open(
            withPassphrase("one").seal("secret"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Invalid);
        QVERIFY2(opened.error().message.contains("another key"),
                 qPrintable(opened.error().message));
    }

    void noticesEveryChangedByte()
    {
        const Vault vault = withPassphrase("one");
        const QByteArray box = QByteArray::fromBase64(vault.seal("secret").sliced(9).toLatin1());
        for (qsizetype index = 0; index < box.size(); ++index) {
            QByteArray changed = box;
            changed[index] = static_cast<char>(changed[index] ^ 1);
            QVERIFY(!vault.open("sealed:1:" + QString::fromLatin1(changed.toBase64())));
            QVERIFY(!vault.open("sealed:1:" + QString::fromLatin1(box.first(index).toBase64())));
        }
    }

    void refusesWhatIsNotSealed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addRow("plain") << "sk-1";
        QTest::addRow("mark only") << "sealed:1:";
        QTest::addRow("no base64") << "sealed:1:***";
        QTest::addRow("too short") << "sealed:1:AAAA";
    }

    void refusesWhatIsNotSealed()
    {
        QFETCH(const QString, text);
        const core::Result<QByteArray> opened = withPassphrase("one").open(text);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Invalid);
    }

    void keepsANewKeyInAFileOfItsOwner()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("secret.key");
        const core::Result<Vault> first = Vault::create({.dataDir = folder.path()});
        VERIFY_RESULT(first);
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        const QString sealedText = first->seal("secret");
        const core::Result<Vault> second = Vault::create({.dataDir = folder.path()});
        VERIFY_RESULT(second);
        QCOMPARE(second->open(sealedText).value_or(""), "secret");
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("secret.key"));
    }

    void takesAKeyFileAwayFromOthers()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("secret.key");
        VERIFY_RESULT(Vault::create({.dataDir = folder.path()}));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup
                                                | QFile::ReadOther));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("Others could read"));
        VERIFY_RESULT(Vault::create({.dataDir = folder.path()}));
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void refusesADamagedKeyFileWithoutTouchingIt()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("secret.key");
        write(path, "short");
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        const core::Result<Vault> vault = Vault::create({.dataDir = folder.path()});
        QVERIFY(!vault);
        QCOMPARE(vault.error().kind, Error::Kind::Invalid);
        QCOMPARE(read(path), "short");
    }

    void saysThatAKeyCannotBeKept()
    {
        const core::Result<Vault> vault = Vault::create({.dataDir = "/nonexistent/folder"});
        QVERIFY(!vault);
        QCOMPARE(vault.error().kind, Error::Kind::Unavailable);
    }
};

BERTH_TEST(VaultTest)
#include "VaultTest.moc"
