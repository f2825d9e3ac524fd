// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "core/Json.h"
#include "identity/JsonWebKeys.h"

#include <QJsonArray>

using core::Error;
using identity::JsonWebKeys;
using identity::Token;
using std::chrono::seconds;

namespace {

// The examples of RFC 7515 (A.3) and RFC 8037 (A.4).
const QByteArray curveToken =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvb"
    "S9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKT"
    "UJqPP3-Kg6NU1Q";
const QByteArray edwardsText = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const QByteArray edwardsSignature =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

QJsonObject curveKey()
{
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
            {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}};
}

QJsonObject edwardsKey()
{
    return {{"kty", "OKP"},
            {"crv", "Ed25519"},
            {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}};
}

JsonWebKeys keys(const QJsonArray &list)
{
    return JsonWebKeys::read({{"keys", list}});
}

QJsonObject with(QJsonObject object, const QString &name, const QJsonValue &value)
{
    object.insert(name, value);
    return object;
}

} // namespace

class TokenTest : public QObject
{
    Q_OBJECT

private slots:
    void knowsTheSignaturesOfTheStandards()
    {
        const core::Result<Token> token = identity::readToken(curveToken);
        VERIFY_RESULT(token);
        QCOMPARE(token->claims.value("iss").toString(), "joe");
        QVERIFY(keys({curveKey(), edwardsKey()}).hasSigned(*token));
        const Token other{edwardsText,
                          QByteArray::fromBase64(edwardsSignature, QByteArray::Base64UrlEncoding),
                          "EdDSA",
                          {},
                          {}};
        QVERIFY(keys({curveKey(), edwardsKey()}).hasSigned(other));
    }

    void takesNoSignatureThatIsAnother()
    {
        Token token = *identity::readToken(curveToken);
        const JsonWebKeys known = keys({curveKey()});
        for (qsizetype index = 0; index < token.signature.size(); ++index) {
            Token changed = token;
            changed.signature[index] ^= 1;
            QVERIFY(!known.hasSigned(changed));
        }
        Token empty = token;
        empty.signature = QByteArray(64, '\0');
        QVERIFY(!known.hasSigned(empty));
        empty.signature.clear();
        QVERIFY(!known.hasSigned(empty));
        token.signedText.append('x');
        QVERIFY(!known.hasSigned(token));
    }

    void leavesOutKeysThatAreOfNoUse_data()
    {
        QTest::addColumn<QJsonObject>("key");
        QTest::addRow("for encryption") << with(curveKey(), "use", "enc");
        QTest::addRow("for another algorithm") << with(curveKey(), "alg", "ES512");
        QTest::addRow("of another curve") << with(curveKey(), "crv", "P-521");
        QTest::addRow("not on the curve") << with(curveKey(), "x", curveKey().value("y"));
        QTest::addRow("too short") << with(curveKey(), "x", "f83O");
        QTest::addRow("a secret") << QJsonObject{{"kty", "oct"}, {"k", "c2VjcmV0"}};
        QTest::addRow("a small number")
            << QJsonObject{{"kty", "RSA"},
                           {"e", "AQAB"},
                           {"n", QString::fromLatin1(QByteArray(128, '\xc7').toBase64())}};
        QTest::addRow("nothing") << QJsonObject();
    }

    void leavesOutKeysThatAreOfNoUse()
    {
        QFETCH(const QJsonObject, key);
        QVERIFY(keys({key}).isEmpty());
    }

    void findsTheKeyThatATokenNames()
    {
        Token token = *identity::readToken(curveToken);
        const QJsonObject named = with(curveKey(), "kid", "one");
        QVERIFY(keys({named, edwardsKey()}).fits(token));
        QVERIFY2(!keys({named, with(curveKey(), "kid", "two")}).fits(token), "either may be it");
        token.keyId = "two";
        QVERIFY(!keys({named}).fits(token));
        token.keyId = "one";
        QVERIFY(keys({named, with(curveKey(), "kid", "two")}).hasSigned(token));
        token.algorithm = "EdDSA";
        QVERIFY2(!keys({named}).fits(token), "the algorithm is the key's");
    }

    void readsClaims_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("refusal");
        const auto row = [](const char *name, const char *claim, const QJsonValue &value,
                            const char *refusal = "") {
            QTest::addRow("%s", name) << QString(claim) << value << QString(refusal);
        };
        row("good", "sub", "ann");
        row("among several", "aud", QJsonArray{"x", "berth"});
        row("a moment ago", "exp", 999'941);
        row("in a moment", "nbf", 1'000'060);
        row("too late", "exp", 999'940, "The token has expired.");
        row("too early", "nbf", 1'000'061, "The token is not valid yet.");
        row("from tomorrow", "iat", 1'086'400, "The token is not valid yet.");
        row("in words", "nbf", "now", "The token is not valid yet.");
        row("for ever", "exp", QJsonValue(), "The token does not say when it expires.");
        row("too far", "exp", 1e300, "The token does not say when it expires.");
        row("below nothing", "exp", -1, "The token does not say when it expires.");
        row("of another", "iss", "https://evil", "The token was made by another issuer.");
        row("of several", "iss", QJsonArray{"https://login"},
            "The token was made by another issuer.");
        row("for another", "aud", "berth2", "The token was made for another audience.");
        row("for nobody", "aud", QJsonArray(), "The token was made for another audience.");
    }

    void readsClaims()
    {
        QFETCH(const QString, claim);
        QFETCH(const QJsonValue, value);
        QFETCH(const QString, refusal);
        const QJsonObject claims{{"iss", "https://login"}, {"aud", "berth"}, {"exp", 1'000'600}};
        const core::Result<> checked = identity::checkClaims(with(claims, claim, value),
                                                             {"https://login", "berth"},
                                                             seconds(1'000'000));
        QCOMPARE(checked.has_value(), refusal.isEmpty());
        if (!checked) {
            QCOMPARE(checked.error().kind, Error::Kind::Unauthorized);
            QCOMPARE(checked.error().message, refusal);
        }
    }
};

BERTH_TEST(TokenTest)

#include "TokenTest.moc"
