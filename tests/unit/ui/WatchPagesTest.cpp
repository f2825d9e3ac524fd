// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/KeysPage.h"
#include "ui/windows/LogsPage.h"
#include "ui/windows/MetricsPage.h"
#include "ui/windows/UserLimitsDialog.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
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
    void keepsWhatIsSeenWhileAPatternIsHalf();
    void staysQuickWithAFullLog();
    void showsRequestsAsTheyAreAnswered();
    void looksAtRequestsOnlyWhileTheyAreSeen();
    void readsKeysByPages();
    void filtersAThousandKeys();
    void changesTheLimitsOfAUser();
    void showsWhatWasBefore();

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

void WatchPagesTest::readsKeysByPages()
{
    m_peer->answer("GET /users", {{"items", QJsonArray()}});
    m_peer->answer("GET /keys?limit=100", {{"items", QJsonArray{key(1), key(2)}}, {"next", "k 2"}});
    m_peer->answer("GET /keys?limit=100&after=k%202",
                   {{"items", QJsonArray{key(3)}}, {"next", QJsonValue::Null}});
    const auto *page = show(new KeysPage(m_session.get()));
    QTRY_COMPARE(page->findChild<TableView *>("keys")->shown(), 3);
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

void WatchPagesTest::showsWhatWasBefore()
{
    m_peer->answerText("GET /metrics", "process_resident_memory_bytes 5000\n");
    const QJsonObject item{{"at", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                           {"requests", 1234},
                           {"refused", 12},
                           {"cost", 1.5}};
    m_peer->answer("GET /metrics/history?minutes=1440",
                   {{"step", 240}, {"items", QJsonArray{item}}});
    auto *page = show(new MetricsPage(m_session.get()));
    QTRY_COMPARE(m_peer->requests.size(), 1);
    page->findChild<QComboBox *>()->setCurrentIndex(2);
    const auto says = [page](const QString &text) {
        return std::ranges::any_of(page->findChildren<QWidget *>(), [&text](QWidget *widget) {
            return widget->accessibleName() == text;
        });
    };
    QTRY_VERIFY(says("Requests: 1,234, Last 24 hours"));
    QVERIFY(says("Errors: 1.0 %, 12 of 1,234"));
    QVERIFY(says("Cost: $1.50, Last 24 hours"));
    page->findChild<QComboBox *>()->setCurrentIndex(3);
    QTRY_VERIFY(m_peer->requests.size() >= 3);
    page->findChild<QComboBox *>()->setCurrentIndex(0);
    QTRY_VERIFY(says("Cost: $0.00, since the server started"));
}

BERTH_TEST(WatchPagesTest)
#include "WatchPagesTest.moc"
