// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sample.h"
#include "TestMain.h"
#include "api/routes/FeedRoutes.h"

#include <QSignalSpy>
#include <QWebSocket>

using api::FeedItem;

namespace {

/// A topic whose items a test sets.
class Shelf : public api::FeedTopic
{
public:
    using FeedTopic::FeedTopic;

    void begin() override { isWatched = true; }
    void end() override { isWatched = false; }
    core::Task<QList<FeedItem>> items(api::FeedAudience) override
    {
        co_return QList<FeedItem>(books.values());
    }
    void put(const QString &user, const QString &id, const QString &text)
    {
        books.insert(id, {id, user, {{"id", id}, {"text", text}}});
        if (isWatched)
            emit changed("changed", books.value(id));
    }

    QMap<QString, FeedItem> books;
    bool isWatched = false;
};

/// A client that keeps every frame.
class Reader
{
public:
    Reader(quint16 port, const QString &query, const QByteArray &key)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) {
            frames.append(QJsonDocument::fromJson(text.toUtf8()).object());
        });
        QNetworkRequest request(QUrl(QString("ws://127.0.0.1:%1/feed%2").arg(port).arg(query)));
        request.setRawHeader("X-Session-API-Key", key);
        socket.open(request);
    }

    QList<QJsonObject> of(const QString &type) const
    {
        QList<QJsonObject> found;
        std::ranges::copy_if(frames, std::back_inserter(found),
                             [&](const QJsonObject &frame) { return frame.value("type") == type; });
        return found;
    }
    /// "id=text" of what a topic's snapshot holds.
    QStringList snapshot(const QString &topic) const
    {
        QStringList found;
        for (const QJsonObject &frame : of("snapshot")) {
            if (frame.value("topic") != topic)
                continue;
            for (const QJsonValue &item : frame.value("items").toArray())
                found.append(item["id"].toString() + '=' + item["text"].toString());
        }
        return found;
    }
    QStringList changes() const
    {
        QStringList found;
        for (const QJsonObject &frame : of("change")) {
            const QJsonObject item = frame.value("item").toObject();
            found.append(frame.value("id").toString() + '=' + item.value("text").toString());
        }
        return found;
    }
    QString cursor() const { return frames.last().value("cursor").toString(); }

    QWebSocket socket;
    QList<QJsonObject> frames;
};

std::optional<api::Principal> principalOf(const QByteArray &key)
{
    if (key == "of-ada" || key == "of-bob")
        return api::Principal{QString(key.mid(3)), key, {"read"}};
    if (key == "of-eve")
        return api::Principal{"eve", "k3", {"admin"}};
    return {};
}

} // namespace

/// The feed, as clients read it.
class FeedTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void beginsWithWhatThereIs();
    void tellsWhatChanges();
    void showsNobodyWhatIsAnothers();
    void showsTheServersOwnToAdmins();
    void showsAnAdminWhatIsAskedFor();
    void refusesOthersToWhoIsNoAdmin();
    void goesOnAfterACursor();
    void beginsAnewAfterAnUnknownCursor();
    void beginsAnewWhenTooMuchWasMissed();
    void tellsASlowReaderOnlyTheLastOfEach();
    void tellsOnDemandOnlyWhatIsSubscribed();
    void answersWhatItDoesNotUnderstand();
    void changesNothingWhenOneTopicIsRefused();
    void watchesNothingWhileNobodyReads();

private:
    std::unique_ptr<Reader> read(const QByteArray &key = "of-ada", const QString &query = {});
    std::unique_ptr<Reader> live(const QByteArray &key = "of-ada", const QString &query = {});

    std::unique_ptr<Shelf> m_shelf;
    std::unique_ptr<Shelf> m_usage;
    std::unique_ptr<api::Feed> m_feed;
    std::unique_ptr<api::FeedRoutes> m_routes;
    std::unique_ptr<api::Server> m_server;
};

void FeedTest::init()
{
    m_shelf = std::make_unique<Shelf>("books");
    m_usage = std::make_unique<Shelf>("usage", api::FeedTopic::Delivery::Subscribed);
    m_feed = std::make_unique<api::Feed>(std::chrono::milliseconds(200));
    m_feed->add(m_shelf.get());
    m_feed->add(m_usage.get());
    m_routes = std::make_unique<api::FeedRoutes>(m_feed.get());
    api::Options options;
    options.port = 0;
    m_server = std::make_unique<api::Server>(options, m_routes->table(), principalOf);
    QVERIFY(m_server->listen());
}

void FeedTest::cleanup()
{
    m_server.reset();
    m_feed.reset();
}

std::unique_ptr<Reader> FeedTest::read(const QByteArray &key, const QString &query)
{
    return std::make_unique<Reader>(m_server->port(), query, key);
}

// A reader that has got all that there was.
std::unique_ptr<Reader> FeedTest::live(const QByteArray &key, const QString &query)
{
    auto reader = read(key, query);
    std::ignore = QTest::qWaitFor([&] { return !reader->of("live").isEmpty(); });
    return reader;
}

void FeedTest::beginsWithWhatThereIs()
{
    for (int number = 0; number < 120; ++number)
        m_shelf->put("ada", QString::number(number), "x");
    const auto reader = live();
    QCOMPARE(reader->snapshot("books").size(), 120);
    QCOMPARE(reader->frames.last().value("type"), "live");
    QCOMPARE(reader->frames.first().value("reset"), false);
    QCOMPARE(reader->of("snapshot").last().value("complete"), true);
    QCOMPARE(reader->of("snapshot").first().value("complete"), false);
}

void FeedTest::tellsWhatChanges()
{
    const auto reader = live();
    m_shelf->put("ada", "1", "new");
    QTRY_COMPARE(reader->changes(), QStringList("1=new"));
    const QJsonObject change = reader->frames.last();
    QCOMPARE(change.value("topic"), "books");
    QCOMPARE(change.value("kind"), "changed");
    QVERIFY(change.value("cursor") != reader->of("live").first().value("cursor"));
}

void FeedTest::showsNobodyWhatIsAnothers()
{
    m_shelf->put("ada", "1", "of ada");
    m_shelf->put({}, "2", "of all");
    const auto reader = live("of-bob");
    m_shelf->put("ada", "1", "secret");
    m_shelf->put("bob", "3", "of bob");
    QTRY_COMPARE(reader->changes(), QStringList("3=of bob"));
    QCOMPARE(reader->snapshot("books"), QStringList("2=of all"));
    // Not even how much happens to others.
    QVERIFY(reader->cursor().endsWith("-1"));
}

void FeedTest::showsTheServersOwnToAdmins()
{
    m_shelf->books.insert("1", {"1", {}, {{"id", "1"}, {"text", "of the server"}}, true});
    const auto bob = live("of-bob");
    const auto eve = live("of-eve");
    QCOMPARE(eve->snapshot("books"), QStringList("1=of the server"));
    QCOMPARE(bob->snapshot("books"), QStringList());
    emit m_shelf->changed("changed", m_shelf->books.value("1"));
    m_shelf->put({}, "2", "of all");
    QTRY_COMPARE(eve->changes(), (QStringList{"1=of the server", "2=of all"}));
    QTRY_COMPARE(bob->changes(), QStringList("2=of all"));
}

void FeedTest::showsAnAdminWhatIsAskedFor()
{
    m_shelf->put("ada", "1", "of ada");
    m_shelf->put("bob", "2", "of bob");
    QCOMPARE(live("of-eve", "?user=*")->snapshot("books"), QStringList({"1=of ada", "2=of bob"}));
    QCOMPARE(live("of-eve", "?user=bob")->snapshot("books"), QStringList("2=of bob"));
    QCOMPARE(live("of-eve")->snapshot("books"), QStringList());
}

void FeedTest::refusesOthersToWhoIsNoAdmin()
{
    for (const char *query : {"?user=*", "?user=bob"}) {
        const auto reader = read("of-ada", query);
        QSignalSpy gone(&reader->socket, &QWebSocket::disconnected);
        QVERIFY(gone.wait());
        QCOMPARE(int(reader->socket.closeCode()), 4001);
        QCOMPARE(reader->frames.size(), 0);
    }
}

void FeedTest::goesOnAfterACursor()
{
    auto first = live();
    m_shelf->put("ada", "1", "seen");
    QTRY_COMPARE(first->changes(), QStringList("1=seen"));
    const QString cursor = first->cursor();
    first.reset();
    QTRY_COMPARE(m_feed->readerCount(), 0);
    m_shelf->put("ada", "2", "missed");
    const auto second = live("of-ada", "?after=" + cursor);
    QCOMPARE(second->changes(), QStringList("2=missed"));
    QCOMPARE(second->of("snapshot").size(), 0);
}

void FeedTest::beginsAnewAfterAnUnknownCursor()
{
    m_shelf->put("ada", "1", "x");
    const auto reader = live("of-ada", "?after=elsewhere-7");
    QCOMPARE(reader->snapshot("books"), QStringList("1=x"));
    QCOMPARE(reader->of("snapshot").first().value("reset"), true);
}

void FeedTest::beginsAnewWhenTooMuchWasMissed()
{
    auto first = live();
    const QString cursor = first->cursor();
    first.reset();
    QTRY_COMPARE(m_feed->readerCount(), 0);
    for (int number = 0; number < 1500; ++number)
        m_shelf->put("ada", QString::number(number % 10), QString::number(number));
    const auto second = live("of-ada", "?after=" + cursor);
    QCOMPARE(second->snapshot("books").size(), 10);
    QCOMPARE(second->of("snapshot").first().value("reset"), true);
}

void FeedTest::tellsASlowReaderOnlyTheLastOfEach()
{
    const auto reader = live();
    // All of it happens before the socket can take any.
    const QString much(400'000, 'x');
    m_shelf->put("ada", "big", much);
    for (int number = 0; number < 500; ++number)
        m_shelf->put("ada", "small", QString::number(number));
    m_shelf->put("ada", "end", "end");
    QTRY_VERIFY(reader->changes().contains("end=end"));
    QVERIFY(reader->changes().contains("small=499"));
    QVERIFY(reader->changes().size() < 100);
}

void FeedTest::tellsOnDemandOnlyWhatIsSubscribed()
{
    m_usage->put("ada", "w", "0");
    const auto reader = live();
    QVERIFY(!m_usage->isWatched);
    reader->socket.sendTextMessage(R"({"subscribe":["usage"]})");
    QTRY_COMPARE(reader->snapshot("usage"), QStringList("w=0"));
    QVERIFY(m_usage->isWatched);
    m_usage->put("ada", "w", "1");
    QTRY_COMPARE(reader->changes(), QStringList("w=1"));
    reader->socket.sendTextMessage(R"({"unsubscribe":["usage"]})");
    QTRY_VERIFY(!m_usage->isWatched);
}

void FeedTest::answersWhatItDoesNotUnderstand()
{
    const auto reader = live();
    for (const char *text : {"no JSON", R"({"subscribe":["nothing"]})", R"({"subscribes":[]})"})
        reader->socket.sendTextMessage(text);
    QTRY_COMPARE(reader->of("error").size(), 3);
    QVERIFY(reader->of("error").last().value("detail").toString().contains("subscribes"));
    QVERIFY(reader->socket.isValid());
}

void FeedTest::changesNothingWhenOneTopicIsRefused()
{
    m_usage->put("ada", "w", "0");
    const auto reader = live();
    reader->socket.sendTextMessage(R"({"subscribe":["usage","nothing"]})");
    QTRY_COMPARE(reader->of("error").size(), 1);
    QVERIFY(!m_usage->isWatched);
    reader->socket.sendTextMessage(R"({"subscribe":["usage"]})");
    QTRY_COMPARE(reader->snapshot("usage"), QStringList("w=0"));
    reader->socket.sendTextMessage(R"({"unsubscribe":["usage"],"subscribe":["nothing"]})");
    QTRY_COMPARE(reader->of("error").size(), 2);
    QVERIFY(m_usage->isWatched);
}

void FeedTest::watchesNothingWhileNobodyReads()
{
    QVERIFY(!m_shelf->isWatched);
    auto reader = live();
    reader->socket.sendTextMessage(R"({"subscribe":["usage"]})");
    QTRY_VERIFY(m_usage->isWatched);
    QVERIFY(m_shelf->isWatched);
    reader.reset();
    QTRY_VERIFY(!m_usage->isWatched);
    QVERIFY(m_shelf->isWatched);
    QTRY_VERIFY(!m_shelf->isWatched);
}

BERTH_TEST(FeedTest)
#include "FeedTest.moc"
