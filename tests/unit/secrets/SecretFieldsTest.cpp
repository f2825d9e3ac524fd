// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/SecretFields.h"
#include "TestMain.h"
#include "core/Json.h"
#include "secrets/Vault.h"

using namespace secrets;

namespace {

QJsonValue parsed(const QByteArray &text)
{
    return json::parse(text).value_or(QJsonValue());
}

/// JSON whose secrets are "S1", "S2", ...; nothing else in it begins with an S and a digit.
QJsonValue everything()
{
    QFile file(BERTH_SOURCE_DIR "/tests/data/secrets/everything.json");
    return file.open(QIODevice::ReadOnly) ? parsed(file.readAll()) : QJsonValue();
}

QStringList numbered(int count)
{
    QStringList list;
    for (int number = 1; number <= count; ++number)
        list.append(QString("S%1").arg(number));
    return list;
}

Vault vault(const QByteArray &passphrase = "one")
{
    return *Vault::create({.dataDir = "/nonexistent", .passphrase = passphrase});
}

} // namespace

class SecretFieldsTest : public QObject
{
    Q_OBJECT

private slots:
    void findsEverySecretAndNothingElse()
    {
        QStringList found = collect(everything());
        QStringList expected = numbered(24);
        found.sort();
        expected.sort();
        QCOMPARE(found, expected);
    }

    void changesNothingButSecrets()
    {
        const QJsonValue json = everything();
        QCOMPARE(mapSecrets(json, [](const QString &secret) { return QJsonValue(secret); }), json);
    }

    void leavesListsOfFileSecretNames()
    {
        const QJsonValue json = parsed(
            R"({"acp_file_secrets": [{"secret_name": "N", "filename": "f"}]})");
        QVERIFY(collect(json).isEmpty());
    }

    void sealsAndOpensEverything()
    {
        const Vault sealing = vault();
        const QJsonValue json = everything();
        const QJsonValue stored = sealAll(json, sealing);
        const QString text = QString::fromUtf8(json::text(stored));
        QVERIFY2(!text.contains(QRegularExpression("\"S[0-9]+\"")), qPrintable(text));
        QCOMPARE(openAll(stored, sealing), json);
    }

    void sealsNothingTwice()
    {
        const Vault sealing = vault();
        const QJsonValue stored = sealAll(everything(), sealing);
        QCOMPARE(sealAll(stored, sealing), stored);
    }

    void keepsSecretsThatOnlyLookSealed_data()
    {
        QTest::addColumn<QString>("secret");
        QTest::addRow("mark") << "sealed:1:";
        QTest::addRow("mark and text") << "sealed:1:hello";
        QTest::addRow("of another vault") << vault("two").seal("x");
        QTest::addRow("letters") << QString("\u00e9\U0001F511");
        QTest::addRow("empty") << "";
    }

    void keepsSecretsThatOnlyLookSealed()
    {
        QFETCH(const QString, secret);
        const Vault sealing = vault();
        const QJsonObject json{{"api_key", secret}};
        QCOMPARE(openAll(sealAll(json, sealing), sealing), QJsonValue(json));
    }

    void opensToNullWhatItCannotOpen()
    {
        const QJsonValue stored =
            sealAll(parsed(R"({"a": {"api_key": "x"}, "password": "y", "b": 1})"), vault("two"));
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression("Could not open 2 stored secrets: .*another key"));
        QCOMPARE(openAll(stored, vault()),
                 parsed(R"({"a": {"api_key": null}, "password": null, "b": 1})"));
    }

    void hidesSecrets()
    {
        const QJsonValue json = parsed(
            R"({"api_key": "x", "password": "", "client_secret": null, "model": "m"})");
        QCOMPARE(
            maskAll(json),
            parsed(
                R"({"api_key": "**********", "password": "", "client_secret": null, "model": "m"})"));
        QCOMPARE(
            nullAll(json),
            parsed(R"({"api_key": null, "password": null, "client_secret": null, "model": "m"})"));
    }

    void readsBlanksAndMasksAsNoSecret()
    {
        const QJsonValue json = parsed(
            R"({"api_key": "**********", "password": " \t", "client_secret": "x",
                                           "title": " "})");
        QCOMPARE(cleaned(json),
                 parsed(
                     R"({"api_key": null, "password": null, "client_secret": "x", "title": " "})"));
        QCOMPARE(collect(json), QStringList("x"));
    }

    void knowsTheNamesOfSecrets_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isSecret");
        QTest::addRow("authorization") << "Proxy-Authorization" << true;
        QTest::addRow("cookie") << "Cookie" << true;
        QTest::addRow("credential") << "aws_credentials" << true;
        QTest::addRow("key") << "x-api-key" << true;
        QTest::addRow("password") << "DbPassword" << true;
        QTest::addRow("secret") << "my_secret" << true;
        QTest::addRow("session") << "X-Session" << true;
        QTest::addRow("token") << "GITHUB_TOKEN" << true;
        QTest::addRow("accept") << "Accept" << false;
        QTest::addRow("agent") << "User-Agent" << false;
    }

    void knowsTheNamesOfSecrets()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, isSecret);
        QCOMPARE(isSecretName(name), isSecret);
    }
};

BERTH_TEST(SecretFieldsTest)
#include "SecretFieldsTest.moc"
