// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/HistorySearch.h"
#include "JsonPeer.h"
#include "RunningDoor.h"
#include "TestMain.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/EventLink.h"
#include "ui/windows/MainWindow.h"

#include <QLineEdit>
#include <QListWidget>
#include <QTemporaryDir>

using namespace ui;

namespace {

QJsonObject hit(const QString &conversation, const QString &before, const QString &match)
{
    return {{"conversation", conversation},
            {"title", "Upload"},
            {"seq", 7},
            {"event", "event-7"},
            {"kind", "MessageEvent"},
            {"source", "user"},
            {"timestamp", "2026-11-22T14:01:00.000000"},
            {"snippet", QJsonArray{QJsonObject{{"text", before}, {"match", false}},
                                   QJsonObject{{"text", match}, {"match", true}}}}};
}

} // namespace

class HistorySearchTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void asksOnceForWhatIsTyped();
    void saysWhyItFailed();
    void forgetsWhatIsNoLongerWanted();
    void opensWhatIsFoundByKeyboard();
    void showsTheHistoryBelowEverythingElse();
    void opensWhatALinkLeadsTo();
    void looksNowhereElseWhenAskedTo();
    void listsWhatWasSaidBesideTheConversations();

private:
    QStringList rows() const;
    void press(int key) { QTest::keyClick(m_window->focusWidget(), Qt::Key(key)); }

    QTemporaryDir m_folder;
    Preferences m_preferences{m_folder.filePath("window.ini")};
    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<test::RunningDoor> m_door;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
    CommandPalette *m_palette = nullptr;
};

void HistorySearchTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_peer->answer("GET /search", {{"items", QJsonArray{hit("old", "It is ", "flaky")}},
                                   {"next", QJsonValue::Null},
                                   {"complete", true}});
    m_door = std::make_unique<test::RunningDoor>(m_peer->url());
    m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
    m_window = std::make_unique<MainWindow>(m_door.get(), &m_preferences);
    m_window->setSession(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_palette = m_window->findChild<CommandPalette *>();
}

void HistorySearchTest::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_door.reset();
    m_peer.reset();
}

QStringList HistorySearchTest::rows() const
{
    QStringList texts;
    const auto *list = m_palette->findChild<QListWidget *>();
    for (int row = 0; row < list->count(); ++row)
        texts.append(list->item(row)->text());
    return texts;
}

void HistorySearchTest::asksOnceForWhatIsTyped()
{
    HistorySearch search(m_session->client());
    for (const char *text : {"f", "fl", "fla", "flak", "flaky "})
        search.ask(text);
    QCOMPARE(search.state(), HistorySearch::State::Asking);
    QTRY_COMPARE(search.state(), HistorySearch::State::Found);
    QCOMPARE(m_peer->count("GET /search"), 1);
    const HistoryHit found = search.hits().value(0);
    QCOMPARE(found.conversationId, "old");
    QCOMPARE(found.eventId, "event-7");
    QCOMPARE(found.line, "It is flaky");
    QCOMPARE(found.match, "flaky");
    QVERIFY(search.isComplete());
    search.ask("fl");
    QCOMPARE(search.state(), HistorySearch::State::Nothing);
    QVERIFY(search.hits().isEmpty());
}

void HistorySearchTest::saysWhyItFailed()
{
    m_peer->answer("GET /search", {{"detail", "The database is too busy."}}, 503);
    HistorySearch search(m_session->client());
    search.ask("flaky");
    QTRY_COMPARE(search.state(), HistorySearch::State::Failed);
    QCOMPARE(search.problem(), "The database is too busy.");
}

void HistorySearchTest::forgetsWhatIsNoLongerWanted()
{
    HistorySearch search(m_session->client());
    search.ask("flaky");
    QTRY_COMPARE(m_peer->count("GET /search"), 1);
    search.ask({});
    HistorySearch later(m_session->client());
    later.ask("flaky");
    QTRY_COMPARE(later.state(), HistorySearch::State::Found);
    QCOMPARE(search.state(), HistorySearch::State::Nothing);
    QVERIFY(search.hits().isEmpty());
}

void HistorySearchTest::opensWhatIsFoundByKeyboard()
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_palette->isVisible());
    QCOMPARE(rows(), QStringList({"In all history", "Type three letters or more."}));
    QTest::keyClicks(m_window->focusWidget(), "flaky");
    QCOMPARE(rows(), QStringList({"In all history", "Searching..."}));
    QTRY_COMPARE(rows(), QStringList({"In all history", "It is flaky"}));
    press(Qt::Key_Return);
    QVERIFY(!m_palette->isVisible());
    QVERIFY(m_window->windowTitle().startsWith("Conversations"));
    QCOMPARE(m_window->findChild<ConversationsPage *>()->live()->id(), "old");
}

void HistorySearchTest::opensWhatALinkLeadsTo()
{
    const ui::EventLink link{m_session->client()->url(), "old", "event-7"};
    QCOMPARE(ui::EventLink::read(link.text())->eventId, "event-7");
    QVERIFY(!ui::EventLink::read("flaky"));
    QVERIFY(!ui::EventLink::read("http://host/api/conversations/old"));
    auto *field = m_palette->findChild<QLineEdit *>();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    field->setText("http://elsewhere:1/api/conversations/old/events/event-7");
    const QStringList found{"In all history", "Open what the link leads to"};
    QCOMPARE(rows().last(2), found);
    press(Qt::Key_Return);
    QVERIFY(m_palette->isVisible()); // it is on another server
    field->setText(link.text());
    QCOMPARE(rows().last(2), found);
    press(Qt::Key_Return);
    QVERIFY(!m_palette->isVisible());
    QCOMPARE(m_window->findChild<ConversationsPage *>()->live()->id(), "old");
    QCOMPARE(m_peer->count("GET /search"), 0);
}

void HistorySearchTest::showsTheHistoryBelowEverythingElse()
{
    emit m_session->feed()->replaced("conversations", {QJsonObject{{"id", "c1"},
                                                                   {"title", "Flaky tests"},
                                                                   {"state", "running"}}});
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "flaky");
    const auto *list = m_palette->findChild<QListWidget *>();
    QCOMPARE(list->currentItem()->text(), "Flaky tests");
    QTRY_COMPARE(rows(),
                 QStringList({"Conversations", "Flaky tests", "In all history", "It is flaky"}));
    QCOMPARE(list->currentItem()->text(), "Flaky tests");
    press(Qt::Key_Down);
    QCOMPARE(list->currentItem()->text(), "It is flaky");
    press(Qt::Key_Backspace);
    QCOMPARE(list->currentItem()->text(), "Flaky tests");
}

void HistorySearchTest::looksNowhereElseWhenAskedTo()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "> settings");
    QVERIFY(!rows().contains("In all history"));
    press(Qt::Key_Escape);
    m_peer->answer("GET /search", {{"items", QJsonArray()}, {"complete", false}});
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(m_window->focusWidget(), "settings");
    QTRY_COMPARE(rows().last(), "The server still reads older history. Look again in a moment.");
    QCOMPARE(rows().size(), 2);
    m_peer->answer("GET /search", {{"items", QJsonArray()}, {"complete", true}});
    press(Qt::Key_Backspace);
    QTRY_COMPARE(rows().last(), "Nothing of that was ever said or done.");
}

void HistorySearchTest::listsWhatWasSaidBesideTheConversations()
{
    m_window->open(MainWindow::Page::Conversations);
    auto *page = m_window->findChild<ConversationsPage *>();
    page->focusFilter();
    QTest::keyClicks(m_window->focusWidget(), "flaky");
    auto *hits = page->findChild<QListWidget *>();
    QTRY_COMPARE(hits->count(), 2);
    QCOMPARE(hits->item(0)->text(), "Upload");
    QCOMPARE(hits->item(1)->text(), "It is flaky");
    QCOMPARE(hits->item(1)->data(Qt::AccessibleTextRole), "Upload: It is flaky");
    emit hits->itemActivated(hits->item(1));
    QCOMPARE(page->live()->id(), "old");
}

BERTH_TEST(HistorySearchTest)
#include "HistorySearchTest.moc"
