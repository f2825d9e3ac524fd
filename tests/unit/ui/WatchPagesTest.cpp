// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/FilterChips.h"
#include "ui/windows/KeyDialogs.h"
#include "ui/windows/KeysPage.h"
#include "ui/windows/LogsPage.h"
#include "ui/windows/ModelsList.h"
#include "ui/windows/RequestDialog.h"
#include "ui/windows/UserLimitsDialog.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>

using namespace ui;

/// Pages with many rows that come by themselves or by pages.
class WatchPagesTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void filtersTheLogByAPattern();
    void narrowsTheLogToWhatALineBelongsTo();
    void keepsWhatIsSeenWhileAPatternIsHalf();
    void staysQuickWithAFullLog();
    void followsTheLogInASmallerWindow();
    void showsRequestsAsTheyAreAnswered();
    void looksAtRequestsOnlyWhileTheyAreSeen();
    void saysWhyRequestsAreNotShown();
    void readsKeysByPages();
    void tellsWhenAKeyWasMade();
    void tellsWhatUsersHave();
    void filtersAThousandKeys();
    void saysWhatAPageWaitsFor();
    void callsNothingEmptyBeforeItIsRead();
    void changesTheLimitsOfAUser();
    void changesWhatAUserMaySpend();
    void readsOlderChanges();
    void exportsWhatWasChanged();
    void replacesAKeyAtAnHoursNotice();
    void copiesARequestForAShell();

private:
    static QJsonObject line(int row, const QString &message);
    static QJsonObject request(int seq, int status);
    static QJsonObject key(int number);
    QLineEdit *field(const QString &name) const;
    template<typename T>
    T *show(T *page);

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QWidget> m_page;
};

void WatchPagesTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
}

void WatchPagesTest::cleanup()
{
    m_page.reset();
    m_session.reset();
    m_peer.reset();
}

QJsonObject WatchPagesTest::line(int row, const QString &message)
{
    return {{"row", row}, {"level", "info"}, {"room", "api"}, {"message", message}};
}

QJsonObject WatchPagesTest::request(int seq, int status)
{
    return {{"seq", seq},
            {"id", QString::number(seq)},
            {"time", QString("2026-11-22T14:01:%1.000Z").arg(seq % 60, 2, 10, QChar('0'))},
            {"method", "GET"},
            {"route", "/conversations/{id}"},
            {"status", status},
            {"ms", 3.5},
            {"user", "maria"}};
}

QJsonObject WatchPagesTest::key(int number)
{
    return {{"id", QString("k%1").arg(number, 4, 10, QChar('0'))},
            {"name", QString("key-%1").arg(number)},
            {"user_id", "maria"},
            {"scopes", QJsonArray{"read"}}};
}

QLineEdit *WatchPagesTest::field(const QString &name) const
{
    for (QLineEdit *each : m_page->findChildren<QLineEdit *>()) {
        if (each->accessibleName() == name)
            return each;
    }
    return nullptr;
}

template<typename T>
T *WatchPagesTest::show(T *page)
{
    m_page.reset(page);
    page->resize(1000, 700);
    page->show();
    return page;
}

void WatchPagesTest::filtersTheLogByAPattern()
{
    auto *page = show(new LogsPage(m_session.get()));
    const auto *view = page->findChild<TableView *>("log");
    emit page->findChild<LogStream *>()->came(
        {line(0, "answered 200"), line(1, "Answered 503"), line(2, "asked /5../ of it")});
    QLineEdit *filter = field("Filter of the log");
    filter->setText("/answered 5../");
    QCOMPARE(view->shown(), 1);
    filter->setText("/answered [25]");
    QCOMPARE(view->shown(), 2);
    filter->setText("answered 5");
    QCOMPARE(view->shown(), 1);
    filter->setText("/");
    QCOMPARE(view->shown(), 1);
}

void WatchPagesTest::narrowsTheLogToWhatALineBelongsTo()
{
    emit m_session->feed()->replaced("conversations",
                                     {QJsonObject{{"id", "c1"}, {"title", "Long work"}}});
    auto *page = show(new LogsPage(m_session.get()));
    auto *view = page->findChild<TableView *>("log");
    const auto of = [](int row, const QString &user, const QString &conversation) {
        QJsonObject one = line(row, "asked");
        one.insert("user", user);
        one.insert("conversation", conversation);
        return one;
    };
    emit page->findChild<LogStream *>()->came(
        {of(0, "ana", "c1"), of(1, "ben", "c1"), of(2, "ana", "c2"), line(3, "listens")});
    QCOMPARE(view->model()->index(0, 4).data().toString(), "Long work");
    QCOMPARE(view->model()->index(2, 4).data().toString(), "c2");
    const auto choose = [&](int row, const QString &words) {
        view->setCurrentIndex(view->model()->index(row, 0));
        emit view->customContextMenuRequested({4, 4});
        auto *menu = page->findChild<QMenu *>();
        for (QAction *action : menu->actions()) {
            if (action->text().startsWith(words))
                action->trigger();
        }
        delete menu;
    };
    choose(0, "Only the conversation Long work");
    QCOMPARE(view->shown(), 2);
    choose(1, "Only the user ben");
    QCOMPARE(view->shown(), 1);
    auto *chips = page->findChild<FilterChips *>();
    QVERIFY(!chips->isHidden());
    chips->findChild<QPushButton *>("conversation")->click();
    QCOMPARE(view->shown(), 1);
    chips->findChild<QPushButton *>("user")->click();
    QCOMPARE(view->shown(), 4);
    QVERIFY(chips->isHidden());
}

void WatchPagesTest::keepsWhatIsSeenWhileAPatternIsHalf()
{
    auto *page = show(new LogsPage(m_session.get()));
    const auto *view = page->findChild<TableView *>("log");
    emit page->findChild<LogStream *>()->came({line(0, "one"), line(1, "two")});
    QLineEdit *filter = field("Filter of the log");
    filter->setText("/one");
    QCOMPARE(view->shown(), 1);
    filter->setText("/one(");
    QCOMPARE(view->shown(), 1);
    QVERIFY(filter->accessibleDescription().startsWith("This is no pattern yet: "));
    filter->setText("/one(s?)/");
    QCOMPARE(view->shown(), 1);
    QVERIFY(filter->accessibleDescription().isEmpty());
}

void WatchPagesTest::staysQuickWithAFullLog()
{
    auto *page = show(new LogsPage(m_session.get()));
    const auto *view = page->findChild<TableView *>("log");
    QList<QJsonObject> lines;
    for (int row = 0; row < 20000; ++row)
        lines.append(line(row, QString("answered %1").arg(row)));
    emit page->findChild<LogStream *>()->came(lines);
    page->grab();
    QElapsedTimer timer;
    timer.start();
    for (int row = 20000; row < 20060; ++row) {
        emit page->findChild<LogStream *>()->came({line(row, "answered")});
        page->grab();
    }
    QCOMPARE(view->shown(), 20060);
    // A frame is 16 ms; the machine of a test may be ten times as slow.
    QVERIFY2(timer.elapsed() < 60 * 160, qPrintable(QString::number(timer.elapsed())));
}

void WatchPagesTest::followsTheLogInASmallerWindow()
{
    auto *page = show(new LogsPage(m_session.get()));
    QList<QJsonObject> lines;
    for (int row = 0; row < 100; ++row)
        lines.append(line(row, "answered"));
    page->showContent();
    emit page->findChild<LogStream *>()->came(lines);
    const QScrollBar *bar = page->findChild<TableView *>("log")->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
    const int before = bar->maximum();
    page->resize(1000, 500);
    QTRY_VERIFY(bar->maximum() > before);
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void WatchPagesTest::showsRequestsAsTheyAreAnswered()
{
    m_peer->answer("GET /requests", {{"items", QJsonArray{request(1, 200), request(2, 404)}}});
    auto *page = show(new LogsPage(m_session.get()));
    page->findChild<QTabWidget *>()->setCurrentIndex(1);
    const auto *view = page->findChild<TableView *>("requests");
    QTRY_COMPARE(view->shown(), 2);
    emit m_session->feed()->changed("requests", "answered", "3", request(3, 503));
    emit m_session->feed()->changed("requests", "answered", "2", request(2, 404));
    QCOMPARE(view->shown(), 3);
    QCOMPARE(view->model()->index(0, 3).data().toString(), "503");
    for (QPushButton *button : page->findChildren<QPushButton *>()) {
        if (button->text() == "Only failed")
            button->click();
    }
    QCOMPARE(view->shown(), 2);
    field("Filter of requests")->setText("404");
    QCOMPARE(view->shown(), 1);
}

void WatchPagesTest::looksAtRequestsOnlyWhileTheyAreSeen()
{
    m_peer->answer("GET /requests", {{"items", QJsonArray()}});
    auto *page = show(new LogsPage(m_session.get()));
    QVERIFY(m_peer->last("GET /requests").line.isEmpty());
    page->findChild<QTabWidget *>()->setCurrentIndex(1);
    QTRY_VERIFY(!m_peer->last("GET /requests").line.isEmpty());
    page->findChild<QTabWidget *>()->setCurrentIndex(0);
    m_peer->requests.clear();
    page->findChild<QTabWidget *>()->setCurrentIndex(1);
    QTRY_VERIFY(!m_peer->last("GET /requests").line.isEmpty());
}

void WatchPagesTest::saysWhyRequestsAreNotShown()
{
    m_peer->answer("GET /requests", {{"detail", "This needs an administrator's key."}}, 403);
    auto *page = show(new LogsPage(m_session.get()));
    page->findChild<QTabWidget *>()->setCurrentIndex(1);
    const auto *view = page->findChild<TableView *>("requests");
    QTRY_COMPARE(view->accessibleDescription(),
                 "Requests cannot be shown: This needs an administrator's key.");
    QCOMPARE(page->told(), "");
}

void WatchPagesTest::readsKeysByPages()
{
    m_peer->answer("GET /users", {{"items", QJsonArray()}});
    m_peer->answer("GET /keys?limit=100", {{"items", QJsonArray{key(1), key(2)}}, {"next", "k 2"}});
    m_peer->answer("GET /keys?limit=100&after=k%202",
                   {{"items", QJsonArray{key(3)}}, {"next", QJsonValue::Null}});
    const auto *page = show(new KeysPage(m_session.get()));
    QTRY_COMPARE(page->findChild<TableView *>("keys")->shown(), 3);
}

/// The text below a heading, in the first row.
static QString cellBelow(const TableView *view, const QString &heading)
{
    for (int column = 0; column < view->model()->columnCount(); ++column)
        if (view->model()->headerData(column, Qt::Horizontal).toString() == heading)
            return view->model()->index(0, column).data().toString();
    return "no such column";
}

void WatchPagesTest::tellsWhenAKeyWasMade()
{
    QJsonObject one = key(1);
    one.insert("created_at", "2026-03-05T10:00:00Z");
    m_peer->answer("GET /users", {{"items", QJsonArray()}});
    m_peer->answer("GET /keys", {{"items", QJsonArray{one}}, {"next", QJsonValue::Null}});
    const auto *view = show(new KeysPage(m_session.get()))->findChild<TableView *>("keys");
    QTRY_COMPARE(view->shown(), 1);
    const QDateTime made = QDateTime::fromString("2026-03-05T10:00:00Z", Qt::ISODate);
    QCOMPARE(cellBelow(view, "Created"),
             QLocale().toString(made.toLocalTime(), QLocale::ShortFormat));
}

void WatchPagesTest::tellsWhatUsersHave()
{
    const QJsonObject quotas{{"workspaces", 5},
                             {"runs", QJsonValue::Null},
                             {"budget",
                              QJsonObject{{"cost_per_month", 20.0}, {"tokens_per_day", 5000}}}};
    const QJsonObject spent{{"month", QJsonObject{{"cost", 1.5}, {"tokens", 100}}}};
    const QJsonObject user{{"id", "ann"},     {"name", "Ann"},  {"keys", 3},
                           {"workspaces", 2}, {"spent", spent}, {"quotas", quotas}};
    m_peer->answer("GET /keys", {{"items", QJsonArray()}});
    m_peer->answer("GET /users", {{"items", QJsonArray{user}}, {"next", QJsonValue::Null}});
    auto *page = show(new KeysPage(m_session.get()));
    page->findChild<QTabWidget *>()->setCurrentIndex(1);
    const auto *view = page->findChild<TableView *>("users");
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(cellBelow(view, "Keys"), "3");
    QCOMPARE(cellBelow(view, "Workspaces"), "2");
    QCOMPARE(cellBelow(view, "This month"), money(1.5));
    QCOMPARE(cellBelow(view, "Limits"), "5 workspace(s), " + money(20) + " a month, "
                                            + QLocale().toString(5000) + " tokens a day");
}

void WatchPagesTest::filtersAThousandKeys()
{
    QJsonArray keys;
    for (int number = 0; number < 1000; ++number)
        keys.append(key(number));
    m_peer->answer("GET /users", {{"items", QJsonArray()}});
    m_peer->answer("GET /keys", {{"items", keys}, {"next", QJsonValue::Null}});
    const auto *page = show(new KeysPage(m_session.get()));
    const auto *view = page->findChild<TableView *>("keys");
    QTRY_COMPARE(view->shown(), 1000);
    field("Filter of keys")->setText("key-99");
    QCOMPARE(view->shown(), 11);
}

void WatchPagesTest::saysWhatAPageWaitsFor()
{
    m_peer->hold();
    const auto *page = show(new KeysPage(m_session.get()));
    const auto saysSo = [page] {
        return std::ranges::any_of(page->findChildren<QWidget *>(), [](const QWidget *each) {
            return each->isVisible()
                   && each->accessibleName().startsWith("The server has not answered yet.");
        });
    };
    QVERIFY(!saysSo());
    QTRY_VERIFY(saysSo());
    m_peer->answer("GET /keys", {{"items", QJsonArray{}}});
    m_peer->release();
    QTRY_VERIFY(!saysSo());
}

void WatchPagesTest::callsNothingEmptyBeforeItIsRead()
{
    m_peer->hold();
    auto *models = show(new ModelsList(m_session.get()));
    models->read();
    const auto *view = models->findChild<TableView *>();
    QCOMPARE(view->emptyText(), "");
    m_peer->answer("GET /llms", {{"items", QJsonArray{}}});
    QTRY_COMPARE(m_peer->count("GET /llms"), 1);
    QCOMPARE(view->emptyText(), "");
    m_peer->release();
    QTRY_VERIFY(view->emptyText().startsWith("No model yet."));
}

void WatchPagesTest::changesTheLimitsOfAUser()
{
    m_peer->answer("PATCH /users/maria", {});
    m_page.reset(new QWidget);
    const QJsonObject user{
        {"id", "maria"},
        {"quotas", QJsonObject{{"workspaces", 3}, {"runs", QJsonValue::Null}, {"other", 7}}},
        {"workspace_settings",
         QJsonObject{{"profile", "developer"},
                     {"resource_limits",
                      QJsonObject{{"memory", qint64(2) << 30}, {"cpus", 1.5}}}}}};
    auto *dialog = new UserLimitsDialog(m_session.get(), user, m_page.get());
    QCOMPARE(dialog->findChild<QLineEdit *>("memory")->text(), "2g");
    dialog->findChild<QLineEdit *>("workspaces")->clear();
    dialog->findChild<QLineEdit *>("runs")->setText("2");
    dialog->findChild<QLineEdit *>("disk")->setText("10g");
    QSignalSpy changed(dialog, &UserLimitsDialog::changed);
    emit dialog->submitted();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(m_peer->last("PATCH /users/maria").body,
             (QJsonObject{{"quotas", QJsonObject{{"runs", 2}, {"other", 7}}},
                          {"workspace_settings",
                           QJsonObject{{"profile", "developer"},
                                       {"resource_limits", QJsonObject{{"memory", "2g"},
                                                                       {"cpus", 1.5},
                                                                       {"disk", "10g"}}}}}}));
}

void WatchPagesTest::changesWhatAUserMaySpend()
{
    m_peer->answer("PATCH /users/maria@example.org", {});
    m_page.reset(new QWidget);
    const QJsonObject user{{"id", "maria@example.org"},
                           {"quotas",
                            QJsonObject{{"budget", QJsonObject{{"cost_per_day", 5},
                                                               {"tokens_per_month", 1000}}}}}};
    auto *dialog = new UserLimitsDialog(m_session.get(), user, m_page.get());
    QCOMPARE(dialog->findChild<QLineEdit *>("cost_per_day")->text(), "5");
    dialog->findChild<QLineEdit *>("cost_per_day")->setText("7.5");
    dialog->findChild<QLineEdit *>("tokens_per_month")->clear();
    dialog->findChild<QLineEdit *>("tokens_per_day")->setText("2000");
    QSignalSpy changed(dialog, &UserLimitsDialog::changed);
    emit dialog->submitted();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(m_peer->last("PATCH /users/maria@example.org").body["quotas"].toObject(),
             (QJsonObject{
                 {"budget", QJsonObject{{"cost_per_day", 7.5}, {"tokens_per_day", 2000}}}}));
}

static QJsonObject changeOf(int seq)
{
    return {{"seq", seq},
            {"at", QString("2026-11-22T14:%1:00.000Z").arg(seq, 2, 10, QChar('0'))},
            {"action", "key.create"},
            {"user_id", "maria"}};
}

void WatchPagesTest::readsOlderChanges()
{
    m_peer->answer("GET /users", {{"items", QJsonArray()}});
    m_peer->answer("GET /keys", {{"items", QJsonArray()}});
    m_peer->answer("GET /audit?limit=100&first=newest",
                   {{"items", QJsonArray{changeOf(9), changeOf(8)}}, {"next", "8"}});
    m_peer->answer("GET /audit?limit=100&first=newest&after=8",
                   {{"items", QJsonArray{changeOf(7)}}, {"next", QJsonValue::Null}});
    auto *page = show(new KeysPage(m_session.get()));
    QTRY_COMPARE(m_peer->count("GET /keys"), 1);
    page->findChild<QTabWidget *>()->setCurrentIndex(2);
    const auto *view = page->findChild<TableView *>("audit");
    QTRY_COMPARE(view->shown(), 2);
    QPushButton *older = nullptr;
    for (QPushButton *each : page->findChildren<QPushButton *>()) {
        if (each->text() == "Show older")
            older = each;
    }
    QTRY_VERIFY(older->isEnabled());
    older->click();
    QTRY_COMPARE(view->shown(), 3);
    QVERIFY(!older->isEnabled());
}

void WatchPagesTest::exportsWhatWasChanged()
{
    m_peer->answerText("GET /audit", "{\"seq\":9}\n{\"seq\":8}\n");
    auto *page = show(new KeysPage(m_session.get()));
    const QTemporaryDir folder;
    const QString path = folder.filePath("audit.jsonl");
    page->exportAuditTo(path);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 2);
}

void WatchPagesTest::replacesAKeyAtAnHoursNotice()
{
    m_peer->answer("POST /keys/k1/rotate", {{"id", "k2"}, {"key", "brt_new"}});
    m_page.reset(new QWidget);
    auto *dialog = new ReplaceKeyDialog(m_session.get(), {{"id", "k1"}, {"name", "ci"}},
                                        m_page.get());
    auto *grace = dialog->findChild<QComboBox *>();
    QCOMPARE(grace->currentData().toInt(), 86400);
    grace->setCurrentIndex(grace->findData(3600));
    QSignalSpy made(dialog, &ReplaceKeyDialog::made);
    emit dialog->submitted();
    QTRY_COMPARE(made.size(), 1);
    QCOMPARE(m_peer->last("POST /keys/k1/rotate").body["grace_seconds"].toInt(), 3600);
}

void WatchPagesTest::copiesARequestForAShell()
{
    const QJsonObject request{{"method", "POST"},
                              {"route", "/workspaces/{id}/execute"},
                              {"path", "/workspaces/it's/execute"},
                              {"headers", QJsonObject{{"authorization", "***"},
                                                      {"content-type", "application/json"}}}};
    QCOMPARE(RequestDialog::curlOf(QUrl("http://127.0.0.1:8000"), request),
             "curl -X 'POST' -H \"Authorization: Bearer $BERTH_KEY\" "
             "-H 'content-type: application/json' -d @body "
             "'http://127.0.0.1:8000/workspaces/it'\\''s/execute'");
    m_page.reset(new QWidget);
    auto *dialog = new RequestDialog(QUrl("http://127.0.0.1:8000"), request, m_page.get());
    QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().contains("authorization: ***"));
}

BERTH_TEST(WatchPagesTest)
#include "WatchPagesTest.moc"
