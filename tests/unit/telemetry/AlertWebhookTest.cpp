// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/AlertWebhook.h"
#include "TestMain.h"

#include "fakes/FakeLlm.h"

#include <QMessageAuthenticationCode>

using namespace std::chrono_literals;
using namespace telemetry;

/// An operator's own program that is told of alerts.
class AlertWebhookTest : public QObject
{
    Q_OBJECT

private slots:
    /// What is on its way ends before who sends it does.
    void cleanup() { QCoreApplication::processEvents(); }

    void postsASignedAlert()
    {
        fakes::FakeLlm peer;
        peer.play(answer(204));
        AlertWebhook webhook(options(peer), &m_outbound);
        webhook.send(alert("1"));
        QTRY_COMPARE(peer.requests().size(), 1);
        const fakes::FakeLlm::Received request = peer.requests().first();
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        QCOMPARE(body.value("type"), "alert");
        QCOMPARE(body.value("id"), "1");
        QCOMPARE(body.value("server"), "here");
        const QByteArray stamp = request.headers.value("x-berth-timestamp");
        const QByteArray code = QMessageAuthenticationCode::hash(stamp + '.' + request.body,
                                                                 "secret",
                                                                 QCryptographicHash::Sha256);
        QCOMPARE(request.headers.value("x-berth-signature"), "sha256=" + code.toHex());
    }

    void triesAgainAndKeepsTheOrder()
    {
        fakes::FakeLlm peer;
        peer.play(answer(500));
        peer.play(answer(503));
        peer.play(answer(200));
        peer.play(answer(200));
        AlertWebhook webhook(options(peer), &m_outbound);
        webhook.send(alert("1"));
        webhook.send(alert("2"));
        QTRY_COMPARE(ids(peer), (QStringList{"1", "1", "1", "2"}));
    }

    void givesUpAndGoesOn()
    {
        fakes::FakeLlm peer;
        for (int number = 0; number < 3; ++number)
            peer.play(answer(500));
        peer.play(answer(200));
        AlertWebhook webhook(options(peer), &m_outbound);
        webhook.send(alert("1"));
        webhook.send(alert("2"));
        QTRY_COMPARE(ids(peer), (QStringList{"1", "1", "1", "2"}));
    }

    void dropsTheOldestOfTooMany()
    {
        fakes::FakeLlm peer;
        AlertWebhook::Options few = options(peer);
        few.mostWaiting = 3;
        few.firstWait = 1h;
        AlertWebhook webhook(few, &m_outbound);
        peer.play(answer(500));
        for (int number = 0; number < 10; ++number)
            webhook.send(alert(QString::number(number)));
        QCOMPARE(webhook.waiting(), 3);
    }

private:
    static fakes::Answer answer(int status)
    {
        fakes::Answer answer;
        answer.status = status;
        return answer;
    }
    static AlertWebhook::Options options(const fakes::FakeLlm &peer)
    {
        AlertWebhook::Options options;
        options.url = QUrl(peer.url());
        options.secret = "secret";
        options.server = "here";
        options.attempts = 3;
        options.firstWait = 5ms;
        return options;
    }
    static Alert alert(const QString &id)
    {
        Alert alert;
        alert.id = id;
        alert.rule = "engine_lost";
        alert.text = "It is away.";
        return alert;
    }
    static QStringList ids(const fakes::FakeLlm &peer)
    {
        QStringList list;
        for (const fakes::FakeLlm::Received &request : peer.requests())
            list.append(QJsonDocument::fromJson(request.body).object().value("id").toString());
        return list;
    }

    net::Outbound m_outbound;
};

BERTH_TEST(AlertWebhookTest)
#include "AlertWebhookTest.moc"
