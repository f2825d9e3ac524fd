// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FeedServer.h"
#include "TestMain.h"
#include "ui/models/Models.h"

#include <QCoroTask>
#include <QSignalSpy>

using ui::Line;

/// What the window knows of a server that comes and goes.
class FeedModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void showsWhatThereIs();
    void patchesRowsInPlace();
    void keepsRowsWhileTheServerIsAway();
    void isLostUntilItAnswersAgain();
    void forgetsWhatIsNoMore();
    void subscribesAgainBesideATopicThatIsRefused();
    void tellsThatItIsOffline();
    void sortsWhoNeedsSomebodyFirst();
    void allowsOnlyWhatIsSeenWhole_data();
    void allowsOnlyWhatIsSeenWhole();
    void readsErrors_data();
    void readsErrors();
    void asksOverHttp();

private:
    QStringList texts() const;

    std::unique_ptr<test::FeedServer> m_server;
    std::unique_ptr<ui::Client> m_client;
    std::unique_ptr<ui::Feed> m_feed;
    std::unique_ptr<ui::ConversationsModel> m_model;
};

void FeedModelTest::init()
{
    m_model.reset();
    m_feed.reset();
    m_server = std::make_unique<test::FeedServer>();
    m_client = std::make_unique<ui::Client>(m_server->url(), "the-right-key");
    m_feed = std::make_unique<ui::Feed>(m_client.get());
    m_model = std::make_unique<ui::ConversationsModel>(m_feed.get());
    m_server->shelf.put("1", "One");
    m_server->shelf.put("2", "Two");
    m_feed->start();
    QTRY_VERIFY(m_feed->state() == Line::State::Live);
}

QStringList FeedModelTest::texts() const
{
    QStringList list;
    for (int row = 0; row < m_model->rowCount(); ++row)
        list.append(ui::ConversationsModel::titleOf(m_model->item(row)));
    return list;
}

void FeedModelTest::showsWhatThereIs()
{
    QVERIFY(m_model->isKnown());
    QCOMPARE(texts(), QStringList({"One", "Two"}));
}

void FeedModelTest::patchesRowsInPlace()
{
    QSignalSpy data(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_server->shelf.put("1", "First");
    m_server->shelf.put("3", "Three");
    QTRY_COMPARE(texts(), QStringList({"First", "Two", "Three"}));
    QCOMPARE(data.size(), 1);
    m_server->shelf.take("2");
    QTRY_COMPARE(texts(), QStringList({"First", "Three"}));
    QCOMPARE(m_model->rowOf("3"), 1);
    QCOMPARE(resets.size(), 0);
}

void FeedModelTest::keepsRowsWhileTheServerIsAway()
{
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_server->stop();
    QTRY_VERIFY(m_feed->state() != Line::State::Live);
    QCOMPARE(texts(), QStringList({"One", "Two"}));
    m_server->shelf.books.insert("3", {"3", {}, {{"id", "3"}, {"title", "Three"}}});
    m_server->start();
    QTRY_COMPARE(texts(), QStringList({"One", "Two", "Three"}));
    QCOMPARE(removed.size(), 0);
}

void FeedModelTest::isLostUntilItAnswersAgain()
{
    QVERIFY(!ui::Feed(m_client.get()).isLost()); // nobody has looked yet
    QVERIFY(!m_feed->isLost());
    m_server->stop();
    QTRY_VERIFY(m_feed->state() == Line::State::Offline);
    QVERIFY(m_feed->isLost());
    const QDateTime since = m_feed->since();
    // Also while it tries, and it is as old as before when that fails.
    m_feed->tryNow();
    QVERIFY(m_feed->state() == Line::State::Connecting);
    QVERIFY(m_feed->isLost());
    QTRY_VERIFY(m_feed->state() == Line::State::Offline);
    QCOMPARE(m_feed->since(), since);
    m_server->start();
    QTRY_VERIFY(m_feed->state() == Line::State::Live);
    QVERIFY(!m_feed->isLost());
    m_server->stop();
    QTRY_VERIFY(m_feed->isLost());
    m_feed->stop();
    QVERIFY(!m_feed->isLost());
}

void FeedModelTest::forgetsWhatIsNoMore()
{
    m_server->stop();
    m_server->shelf.books.remove("1");
    m_server->start();
    QTRY_COMPARE(texts(), QStringList("Two"));
}

void FeedModelTest::subscribesAgainBesideATopicThatIsRefused()
{
    int seen = 0;
    QObject watcher;
    connect(m_feed.get(), &ui::Feed::replaced, &watcher,
            [&seen](const QString &topic) { seen += topic == "usage"; });
    m_server->usage.put("1", "One");
    m_feed->subscribe("nothing");
    m_feed->subscribe("usage");
    QTRY_COMPARE(seen, 1);
    m_server->stop();
    QTRY_VERIFY(m_feed->state() == Line::State::Offline);
    m_server->start();
    m_feed->tryNow();
    QTRY_COMPARE(seen, 2);
}

void FeedModelTest::tellsThatItIsOffline()
{
    std::optional<std::chrono::milliseconds> wait;
    QObject watcher;
    connect(m_feed.get(), &ui::Feed::stateChanged, &watcher, [this, &wait] {
        if (m_feed->state() == Line::State::Offline && !wait)
            wait = m_feed->untilNextTry();
    });
    const QDateTime before = QDateTime::currentDateTimeUtc();
    m_server->stop();
    QTRY_VERIFY(m_feed->state() == Line::State::Offline);
    QVERIFY(m_feed->since() >= before);
    const std::chrono::milliseconds shortest(500);
    const auto coarse = shortest
                        / 20; // so much may Qt move a timer that nobody asked to be precise
    QCOMPARE_GT(*wait, std::chrono::milliseconds(0));
    QCOMPARE_LE(*wait, shortest + coarse);
    m_server->start();
    m_feed->tryNow();
    QTRY_VERIFY(m_feed->state() == Line::State::Live);
}

void FeedModelTest::sortsWhoNeedsSomebodyFirst()
{
    const auto put = [this](const QString &id, const QString &state, const QString &at) {
        m_server->shelf.books.insert(
            id, {id, {}, {{"id", id}, {"title", id}, {"state", state}, {"updated_at", at}}});
    };
    m_server->stop();
    m_server->shelf.books.clear();
    put("old", "finished", "2026-01-01T00:00:00Z");
    put("new", "finished", "2026-02-01T00:00:00Z");
    put("works", "running", "2025-01-01T00:00:00Z");
    put("waits", "waiting_for_confirmation", "2024-01-01T00:00:00Z");
    m_server->start();
    QTRY_COMPARE(m_model->rowCount(), 4);
    QTRY_COMPARE(m_model->rowOf("old") >= 0, true);
    QMap<double, QString> sorted;
    for (int row = 0; row < 4; ++row) {
        const QModelIndex index = m_model->index(row);
        sorted.insert(index.data(ui::FeedModel::SortRole).toDouble(),
                      index.data(ui::FeedModel::IdRole).toString());
    }
    QCOMPARE(QStringList(sorted.values()), QStringList({"waits", "works", "new", "old"}));
}

void FeedModelTest::allowsOnlyWhatIsSeenWhole_data()
{
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<bool>("isWhole");
    const auto row = [](const char *name, const char *question, bool isWhole) {
        QTest::addRow("%s", name) << QByteArray(question) << isWhole;
    };
    row("a command",
        R"({"risk":"LOW","actions":[{"tool":"terminal","action":{"command":"git push"}}]})", true);
    row("high risk",
        R"({"risk":"HIGH","actions":[{"tool":"terminal","action":{"command":"git push"}}]})", true);
    row("two lines",
        R"({"risk":"LOW","actions":[{"tool":"terminal","action":{"command":"a\nb"}}]})", false);
    row("too long",
        R"({"risk":"LOW","actions":[{"tool":"terminal","action":{"command":"123456789012"}}]})",
        false);
    row("two actions",
        R"({"risk":"LOW","actions":[{"tool":"terminal","action":{"command":"a"}},{}]})", false);
    row("a file",
        R"({"risk":"LOW","actions":[{"tool":"file_editor","action":{"command":"create","path":"a"}}]})",
        false);
    row("a connection", R"({"kind":"connection","host":"a.org","port":443})", true);
}

void FeedModelTest::allowsOnlyWhatIsSeenWhole()
{
    QFETCH(QByteArray, question);
    QFETCH(bool, isWhole);
    const QJsonObject object = QJsonDocument::fromJson(question).object();
    QCOMPARE(ui::WaitingModel::isWhole(object, 10), isWhole);
}

void FeedModelTest::readsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::addRow("plain") << 404 << QByteArray(R"({"detail":"Not Found"})") << "Not Found";
    QTest::addRow("list")
        << 422
        << QByteArray(
               R"({"detail":[{"loc":["body","limits",0,"size"],"msg":"is too large","type":"x"}]})")
        << "limits.0.size: is too large";
    QTest::addRow("no JSON") << 502 << QByteArray("<html>") << "The server answered 502.";
}

void FeedModelTest::readsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, message);
    QCOMPARE(ui::errorOf(status, body).message, message);
}

void FeedModelTest::asksOverHttp()
{
    const auto unknown = QCoro::waitFor(m_client->get("/nothing"));
    QVERIFY(!unknown);
    QVERIFY(unknown.error().kind == core::Error::Kind::NotFound);
    m_server->stop();
    const auto nobody = QCoro::waitFor(m_client->get("/nothing"));
    QVERIFY(!nobody);
    QVERIFY(nobody.error().kind == core::Error::Kind::Unavailable);
}

BERTH_TEST(FeedModelTest)
#include "FeedModelTest.moc"
