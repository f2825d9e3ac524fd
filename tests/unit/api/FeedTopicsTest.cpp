// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "MemoryDecisions.h"
#include "TestMain.h"
#include "api/feed/EgressTopic.h"
#include "api/feed/ImagesTopic.h"
#include "api/feed/RequestsTopic.h"
#include "api/feed/ServerTopic.h"

#include <QCoroTask>
#include <QSignalSpy>

using api::FeedItem;
using api::FeedTopic;

/// What single topics of the feed tell.
class FeedTopicsTest : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhatWasDecidedAboutHosts()
    {
        MemoryDecisions decisions;
        workspace::EgressControl control(nullptr, &decisions, {});
        control.journal().add(entry("ann", "one.example"));
        api::EgressTopic topic(&control);
        topic.begin();
        QCOMPARE(hosts(topic, {.userId = "ann"}), QStringList("one.example"));
        QCOMPARE(hosts(topic, {.userId = "ben"}), QStringList());
        QSignalSpy changed(&topic, &FeedTopic::changed);
        control.journal().add(entry("ben", "two.example"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0), "decided");
        const auto item = changed.first().at(1).value<FeedItem>();
        QCOMPARE(item.userId, "ben");
        QCOMPARE(item.item.value("kind"), "decision");
        QCOMPARE(item.item.value("host"), "two.example");
        QVERIFY(item.item.value("id").isString());
        topic.end();
        control.journal().add(entry("ben", "three.example"));
        QCOMPARE(changed.size(), 1);
    }

    void tellsWhatAWorkspaceAsks()
    {
        MemoryDecisions decisions;
        workspace::EgressControl control(nullptr, &decisions, {});
        api::EgressTopic topic(&control);
        topic.begin();
        QSignalSpy changed(&topic, &FeedTopic::changed);
        std::stop_source gone;
        workspace::EgressTarget target;
        target.name = "one.example";
        target.port = 443;
        auto asking = control.questions().ask("ann", "w1", target, std::chrono::hours(1),
                                              gone.get_token());
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0), "asked");
        QCOMPARE(changed.first().at(1).value<FeedItem>().item.value("kind"), "question");
        QCOMPARE(hosts(topic, {.userId = "ann"}), QStringList("one.example"));
        QCOMPARE(hosts(topic, {.userId = "eve", .isEverybody = true, .isAdmin = true}),
                 QStringList("one.example"));
        gone.request_stop();
        QVERIFY(!QCoro::waitFor(std::move(asking)).value_or(true));
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(changed.last().at(0), "expired");
    }

    void tellsAdminsWhatBecameOfAnImage()
    {
        workspace::Images images(nullptr, nullptr, {});
        api::ImagesTopic topic(&images);
        QVERIFY(topic.isFor({.userId = "ann", .isAdmin = true}));
        QVERIFY(!topic.isFor({.userId = "ann"}));
        QSignalSpy changed(&topic, &FeedTopic::changed);
        workspace::ImageView image;
        image.id = "work";
        image.stage = workspace::ImageStage::Cancelled;
        emit images.changed(image);
        QCOMPARE(changed.size(), 0);
        topic.begin();
        emit images.changed(image);
        QCOMPARE(changed.last().at(0), "changed");
        auto item = changed.last().at(1).value<FeedItem>();
        QVERIFY(item.isForAdmins);
        QCOMPARE(item.item.value("state"), "cancelled");
        emit images.removed("work");
        QCOMPARE(changed.last().at(0), "removed");
        QCOMPARE(changed.last().at(1).value<FeedItem>().id, "work");
        topic.end();
        emit images.changed(image);
        QCOMPARE(changed.size(), 2);
    }

    void tellsOfRequestsOnlyWhileSomebodyHears()
    {
        telemetry::RequestLog log;
        api::RequestsTopic topic(&log);
        QSignalSpy changed(&topic, &FeedTopic::changed);
        topic.tell(log.add({.method = "GET", .route = "/things", .status = 200}));
        QCOMPARE(changed.size(), 0);
        topic.begin();
        topic.tell(log.add({.method = "PUT", .route = "/things", .status = 200, .userId = "ann"}));
        QCOMPARE(changed.size(), 1);
        const auto item = changed.first().at(1).value<FeedItem>();
        QVERIFY(item.isForAdmins);
        QCOMPARE(item.item.value("method"), "PUT");
        QVERIFY(!topic.isFor({.userId = "ann"}));
        QVERIFY(topic.isFor({.userId = "eve", .isAdmin = true}));
    }

    void tellsOfTheServerOnlyWhatIsNew()
    {
        QString engine = "connected";
        api::ServerTopic topic([&engine] { return QJsonObject{{"engine", engine}}; });
        topic.begin();
        QSignalSpy changed(&topic, &FeedTopic::changed);
        topic.touch();
        QCOMPARE(changed.size(), 0);
        engine = "unavailable";
        topic.touch();
        topic.touch();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(1).value<FeedItem>().item.value("engine"), "unavailable");
    }

private:
    static workspace::EgressEntry entry(const QString &userId, const QString &host)
    {
        workspace::EgressEntry entry;
        entry.userId = userId;
        entry.workspaceId = userId;
        entry.decision.host = host;
        entry.decision.port = 443;
        return entry;
    }
    static QStringList hosts(FeedTopic &topic, const api::FeedAudience &audience)
    {
        const core::Result<QList<FeedItem>> items = QCoro::waitFor(topic.items(audience));
        QStringList found;
        for (const FeedItem &item : items.value_or(QList<FeedItem>()))
            found.append(item.item.value("host").toString());
        return found;
    }
};

BERTH_TEST(FeedTopicsTest)
#include "FeedTopicsTest.moc"
