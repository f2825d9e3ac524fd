// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/SecretRegistry.h"
#include "fakes/FakeLlm.h"

#include <QCoroTask>

using conversations::SecretRegistry;

static QJsonObject fixed(const QString &value)
{
    return {{"kind", "StaticSecret"}, {"value", value}, {"description", "d"}};
}

class SecretRegistryTest : public QObject
{
    Q_OBJECT

private slots:
    void resolvesOnlyWhatACommandMentions()
    {
        net::Outbound outbound;
        SecretRegistry registry(&outbound);
        registry.setSources({{"TOKEN", fixed("one")}, {"OTHER", fixed("two")}});
        const auto values = QCoro::waitFor(registry.referencedBy("echo $token"));
        VERIFY_RESULT(values);
        QCOMPARE(*values, (QMap<QString, QString>{{"TOKEN", "one"}}));
        QCOMPARE(registry.names().size(), 2);
        QCOMPARE(registry.names().first().description, "d");
    }

    void hidesEveryKnownValue()
    {
        net::Outbound outbound;
        SecretRegistry registry(&outbound);
        registry.setSources({{"A", fixed("alpha")}, {"EMPTY", fixed("")}});
        QCOMPARE(registry.mask("x alpha y alpha"), "x <secret-hidden> y <secret-hidden>");
        QCOMPARE(registry.mask("nothing"), "nothing");
    }

    void looksNothingUpOnThisMachineForAGuest()
    {
        fakes::FakeLlm peer;
        net::Outbound outbound;
        SecretRegistry registry(&outbound, net::Reach::PublicOnly);
        registry.setSources(
            {{"T", QJsonObject{{"kind", "LookupSecret"}, {"url", peer.url() + "/secret"}}}});
        const auto values = QCoro::waitFor(registry.referencedBy("echo $T"));
        VERIFY_RESULT(values);
        QVERIFY(values->isEmpty());
        QVERIFY(peer.requests().isEmpty());
    }

    void looksUpAValueAndHidesItFromThenOn()
    {
        fakes::FakeLlm peer;
        fakes::Answer answer;
        answer.body = "looked-up-value";
        answer.contentType = "text/plain";
        peer.play(answer);
        net::Outbound outbound;
        SecretRegistry registry(&outbound);
        registry.setSources({{"T", QJsonObject{{"kind", "LookupSecret"},
                                               {"url", peer.url() + "/secret"},
                                               {"headers", QJsonObject{{"X-Key", "k"}}}}}});
        const auto values = QCoro::waitFor(registry.referencedBy("echo $T"));
        VERIFY_RESULT(values);
        QCOMPARE(values->value("T"), "looked-up-value");
        QCOMPARE(peer.requests().first().headers.value("x-key"), QByteArray("k"));
        QCOMPARE(registry.mask("looked-up-value"), "<secret-hidden>");
    }

    void leavesOutALookupThatFails()
    {
        fakes::FakeLlm peer;
        peer.play(fakes::FakeLlm::error(404, "no"));
        net::Outbound outbound;
        SecretRegistry registry(&outbound);
        registry.setSources({{"T", QJsonObject{{"kind", "LookupSecret"}, {"url", peer.url()}}},
                             {"T2", fixed("two")}});
        const auto values = QCoro::waitFor(registry.referencedBy("echo $T $T2"));
        VERIFY_RESULT(values);
        QCOMPARE(values->keys(), QStringList{"T2"});
    }
};

BERTH_TEST(SecretRegistryTest)

#include "SecretRegistryTest.moc"
