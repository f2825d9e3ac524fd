// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/windows/HomePage.h"

#include "ui/models/Snippets.h"
#include "ui/windows/ConnectPanel.h"
#include "ui/windows/FactTile.h"
#include "ui/windows/RequestsPanel.h"
#include "ui/windows/SummaryRow.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>

using namespace ui;

/// Our own server, as far as the page can tell.
class OwnDoor : public ServerDoor
{
public:
    explicit OwnDoor(QUrl url)
        : m_url(std::move(url))
    {}

    State state() const override { return now; }
    QString problem() const override { return "The port is taken."; }
    QUrl url() const override { return m_url; }
    QString key() const override { return "brt_0123456789abcdef"; }
    bool isOurs() const override { return true; }
    void start() override { turn(State::Running); }
    void stop() override { turn(State::Stopped); }
    void turn(State state)
    {
        now = state;
        emit stateChanged();
    }

    State now = State::Running;

private:
    const QUrl m_url;
};

class HomeTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatNeedsAPerson();
    void showsWhatWorksAndWhatHasFinished();
    void showsTheEngineAndTheModel();
    void saysWhenThereIsNoModel();
    void copiesTheWholeKeyAndShowsItsBeginning();
    void asksBeforeItStopsAgentsAtWork();
    void saysWhyTheServerCouldNotStart();
    void forgetsWhatAnotherServerTold();
    void tellsOfTodayAndOfTheDisk();
    void showsTheLastRequestsOfOthers();

private:
    FactTile *tile(const QString &name);
    SummaryRow *row(const QString &words);
    QPushButton *button(const QString &text);

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<OwnDoor> m_door;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<HomePage> m_page;
};

void HomeTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_peer->answer("GET /llms", {{"items", QJsonArray()}});
    m_door = std::make_unique<OwnDoor>(m_peer->url());
    m_session = std::make_unique<Session>(m_peer->url(), m_door->key());
    m_page = std::make_unique<HomePage>(m_door.get());
    m_page->resize(1080, 780);
    m_page->show();
    m_page->setSession(m_session.get());
}

void HomeTest::cleanup()
{
    m_page.reset();
    m_session.reset();
    m_door.reset();
    m_peer.reset();
}

FactTile *HomeTest::tile(const QString &name)
{
    for (FactTile *one : m_page->findChildren<FactTile *>()) {
        if (one->accessibleName().startsWith(name))
            return one;
    }
    return nullptr;
}

SummaryRow *HomeTest::row(const QString &words)
{
    for (SummaryRow *one : m_page->findChildren<SummaryRow *>()) {
        if (one->isVisible() && one->accessibleName().contains(words))
            return one;
    }
    return nullptr;
}

QPushButton *HomeTest::button(const QString &text)
{
    for (QPushButton *one : m_page->findChildren<QPushButton *>()) {
        if (one->isVisible() && (one->text() == text || one->accessibleName() == text))
            return one;
    }
    return nullptr;
}

static QJsonObject conversation(const QString &id, const QString &state, int secondsAgo)
{
    return {{"id", id},
            {"title", "Title of " + id},
            {"state", state},
            {"last_line", "Line of " + id},
            {"cost", 0.42},
            {"updated_at",
             QDateTime::currentDateTimeUtc().addSecs(-secondsAgo).toString(Qt::ISODateWithMs)}};
}

void HomeTest::showsWhatNeedsAPerson()
{
    const QSignalSpy asked(m_page.get(), &HomePage::conversationAsked);
    const QSignalSpy inbox(m_page.get(), &HomePage::inboxAsked);
    const QJsonObject action{{"tool", "terminal"}, {"action", QJsonObject{{"command", "rm -r x"}}}};
    emit m_session->feed()->replaced("waiting", {QJsonObject{{"id", "q1"},
                                                             {"conversation_id", "c1"},
                                                             {"title", "Tidy up"},
                                                             {"risk", "HIGH"},
                                                             {"actions", QJsonArray{action}}},
                                                 QJsonObject{{"id", "q2"},
                                                             {"kind", "connection"},
                                                             {"host", "api.example.com"},
                                                             {"port", 443}}});
    QTRY_VERIFY(row("Tidy up"));
    QCOMPARE(row("Tidy up")->accessibleName(), "Tidy up, High risk, rm -r x, Review");
    row("Tidy up")->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), "c1");
    row("api.example.com:443")->click();
    QCOMPARE(inbox.count(), 1);
    emit m_session->feed()->changed("waiting", "answered", "q1", {});
    QTRY_VERIFY(!row("Tidy up"));
}

void HomeTest::showsWhatWorksAndWhatHasFinished()
{
    const QSignalSpy paused(m_page.get(), &HomePage::pauseAllAsked);
    QVERIFY(!button("Pause all"));
    QList<QJsonObject> all{conversation("c1", "running", 5), conversation("c2", "finished", 0),
                           conversation("c3", "error", 0), conversation("c4", "finished", 90000),
                           conversation("c5", "idle", 0)};
    for (int i = 0; i < 4; ++i)
        all.append(conversation(QString("w%1").arg(i), "running", 10 + i));
    emit m_session->feed()->replaced("conversations", all);
    QTRY_VERIFY(row("Title of c1, Line of c1, $0.42"));
    QVERIFY(row("Title of w1") && !row("Title of w2"));
    QVERIFY(row("Title of c2, Line of c2"));
    QVERIFY(row("Title of c3, Failed · Line of c3"));
    QVERIFY(!row("Title of c4") && !row("Title of c5"));
    const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->isVisible() && label->text() == "2 more";
    }));
    // The focus stays at its row while others change.
    row("Title of c1")->setFocus();
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    conversation("c1", "running", 1));
    QTRY_VERIFY(row("Title of c1")->hasFocus());
    button("Pause all")->click();
    QCOMPARE(paused.count(), 1);
}

void HomeTest::showsTheEngineAndTheModel()
{
    m_peer->answer("GET /engine", {{"runtime", "auto"}, {"engine", "Docker"}, {"version", "26.1"}});
    m_peer->answer("GET /llms",
                   {{"items",
                     QJsonArray{QJsonObject{
                         {"name", "main"},
                         {"default", true},
                         {"api_key_set", true},
                         {"config", QJsonObject{{"model", "anthropic/claude-sonnet-4-5"}}}}}}});
    m_page->setSession(m_session.get());
    QTRY_COMPARE(tile("Engine")->accessibleName(), "Engine: Docker 26.1. Connected");
    QTRY_COMPARE(tile("Model")->accessibleName(),
                 "Model: claude-sonnet-4-5. anthropic · key stored");
    QCOMPARE(m_page->findChild<ConnectPanel *>()->model(), "main");
    emit m_session->feed()->replaced("server",
                                     {QJsonObject{{"id", "server"},
                                                  {"engine", "unavailable"},
                                                  {"version", "0.1.0"},
                                                  {"reasons", QJsonArray{"It is gone."}}}});
    QTRY_COMPARE(tile("Engine")->accessibleName(), "Engine: Docker. It does not answer");
    QCOMPARE(tile("Health")->accessibleName(), "Health: Needs a look. It is gone.");
    // What was well when the server was last heard need not be well now.
    emit m_session->feed()->replaced("server", {QJsonObject{{"id", "server"},
                                                            {"engine", "unavailable"},
                                                            {"version", "0.1.0"},
                                                            {"reasons", QJsonArray{}}}});
    QTRY_COMPARE(tile("Health")->accessibleName(), "Health: –. The server does not answer");
}

void HomeTest::saysWhenThereIsNoModel()
{
    const QSignalSpy asked(m_page.get(), &HomePage::setUpAsked);
    QTRY_COMPARE(tile("Model")->accessibleName(),
                 "Model: No model yet. Choose one, or watch the demo");
    tile("Model")->click();
    button("Choose a model...")->click();
    QCOMPARE(asked.count(), 2);
    QVERIFY(m_page->findChild<QPlainTextEdit *>()->toPlainText().contains("demo/berth"));
}

void HomeTest::copiesTheWholeKeyAndShowsItsBeginning()
{
    const QString shown = m_page->findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY(shown.contains("brt_0123…") && !shown.contains("456789"));
    QVERIFY(shown.contains(m_peer->url().toString()));
    for (const QLineEdit *field : m_page->findChildren<QLineEdit *>())
        QVERIFY(!field->displayText().contains("456789"));
    button("Copy snippet")->click();
    const QMimeData *copied = QApplication::clipboard()->mimeData();
    QVERIFY(copied->text().contains(m_door->key()));
    QCOMPARE(copied->data("x-kde-passwordManagerHint"), "secret");
    button("Show API key")->click();
    QVERIFY(button("Hide API key"));
    for (const Snippet &snippet : Snippet::all())
        QVERIFY2(!snippet.text(m_peer->url(), "k", "m").contains("{{"), qPrintable(snippet.name));
}

void HomeTest::asksBeforeItStopsAgentsAtWork()
{
    emit m_session->feed()->replaced("conversations", {conversation("c1", "running", 5)});
    QTRY_VERIFY(row("Title of c1"));
    button("Stop server")->click();
    QCOMPARE(m_door->now, ServerDoor::State::Running);
    auto *question = m_page->findChild<QMessageBox *>();
    QVERIFY(question);
    for (QAbstractButton *answer : question->buttons()) {
        if (answer->text() == "Stop server")
            answer->click();
    }
    QCOMPARE(m_door->now, ServerDoor::State::Stopped);
    button("Start server")->click();
    QCOMPARE(m_door->now, ServerDoor::State::Running);
    emit m_session->feed()->replaced("conversations", {});
    QTRY_VERIFY(!row("Title of c1"));
    button("Stop server")->click();
    QCOMPARE(m_door->now, ServerDoor::State::Stopped);
}

void HomeTest::saysWhyTheServerCouldNotStart()
{
    m_page->setSession(nullptr);
    m_door->turn(ServerDoor::State::Failed);
    const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->isVisible() && label->text() == "The port is taken.";
    }));
    QVERIFY(!button("Copy snippet")->isEnabled());
    QCOMPARE(tile("Model")->accessibleName(), "Model: –. The server is stopped");
}

void HomeTest::forgetsWhatAnotherServerTold()
{
    emit m_session->feed()->replaced("conversations", {conversation("c1", "running", 5)});
    QTRY_VERIFY(row("Title of c1"));
    m_page->setSession(nullptr);
    QVERIFY(!row("Title of c1"));
    m_session.reset();
    m_session = std::make_unique<Session>(m_peer->url(), m_door->key());
    m_page->setSession(m_session.get());
    emit m_session->feed()->replaced("conversations", {conversation("c9", "running", 5)});
    QTRY_VERIFY(row("Title of c9"));
}

void HomeTest::tellsOfTodayAndOfTheDisk()
{
    m_peer->answer("GET /engine", {{"runtime", "local"},
                                   {"disk_bytes", qint64(60'000'000'000)},
                                   {"disk_free_bytes", qint64(41'800'000'000)}});
    m_page->setSession(m_session.get());
    QCOMPARE(tile("Today")->accessibleName(), "Today: –. Not known yet");
    emit m_session->feed()->replaced("conversations", {conversation("c2", "finished", 0)});
    emit m_session->feed()->replaced(
        "spending", {QJsonObject{{"id", "maria"},
                                 {"today", QJsonObject{{"cost", 6.84}, {"tokens", 2'100'000}}}}});
    QCOMPARE(tile("Today")->accessibleName(), "Today: $6.84. 1 finished · 2.1 M tokens");
    emit m_session->feed()->changed("spending", "changed", "maria",
                                    {{"id", "maria"},
                                     {"today", QJsonObject{{"cost", 7.0}, {"tokens", 2'200'000}}}});
    QCOMPARE(tile("Today")->accessibleName(), "Today: $7.00. 1 finished · 2.2 M tokens");
    QTRY_COMPARE(tile("Disk")->accessibleName(),
                 "Disk: 18.2 GB of 60.0 GB. 0 workspace(s) running");
    emit m_session->feed()->replaced("workspaces",
                                     {QJsonObject{{"id", "w1"}, {"state", "failed"}}});
    QTRY_COMPARE(tile("Disk")->accessibleName(), "Disk: 18.2 GB of 60.0 GB. 1 workspace(s) failed");
    const QSignalSpy asked(m_page.get(), &HomePage::metricsAsked);
    tile("Today")->click();
    QCOMPARE(asked.count(), 1);
}

void HomeTest::showsTheLastRequestsOfOthers()
{
    const auto request = [](int seq, const QString &agent, int status) {
        return QJsonObject{{"seq", seq},
                           {"method", "POST"},
                           {"path", QString("/conversations/%1").arg(seq)},
                           {"status", status},
                           {"ms", 11},
                           {"headers", QJsonObject{{"user-agent", agent}}}};
    };
    m_peer->answer("GET /requests",
                   {{"items",
                     QJsonArray{request(1, "curl/8.14.1", 201), request(2, "BerthWindow", 200),
                                request(3, "Python-SDK/1.58.0 (linux)", 401)}}});
    m_page->setSession(m_session.get());
    const auto rows = [this] {
        QStringList names;
        for (const QWidget *row : m_page->findChild<RequestsPanel *>()->findChildren<QWidget *>()) {
            if (row->isVisible() && row->accessibleName().startsWith("POST"))
                names.append(row->accessibleName());
        }
        return names;
    };
    QTRY_COMPARE(rows(), QStringList({"POST, /conversations/3, Python-SDK 1.58, 401, 11 ms",
                                      "POST, /conversations/1, curl 8.14, 201, 11 ms"}));
    for (int seq = 4; seq < 7; ++seq)
        emit m_session->feed()->changed("requests", "answered", QString::number(seq),
                                        request(seq, "curl/8.14.1", 200));
    QCOMPARE(rows().size(), 3);
    QVERIFY(rows().first().startsWith("POST, /conversations/6, "));
    const QSignalSpy asked(m_page.get(), &HomePage::requestsAsked);
    button("Show all requests")->click();
    QCOMPARE(asked.count(), 1);
}

BERTH_TEST(HomeTest)
#include "HomeTest.moc"
