// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MetricsPage.h"
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/Axis.h"
#include "ui/widgets/Graph.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/ChartCard.h"

#include <QApplication>
#include <QComboBox>
#include <QPushButton>

using namespace ui;

/// Figures over time.
class MetricsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatWasBefore();
    void tellsTheValueOfEachTime();
    void dividesAScaleEvenly();
    void marksFullTimes();
    void showsAChartAsATable();
    void showsAllFiguresOverTime();
    void hasOneCursorForAllCharts();
    void placesChartsInTwoColumnsWhereThereIsRoom();
    void exportsWhatIsShown();
    void tellsWhoUsedHowMuch();
    void keepsItsChartsWithoutThat();

private:
    MetricsPage *showPage(const QString &range);
    QComboBox *range() const { return m_page->findChild<QComboBox *>(); }
    Graph *chart(const QString &title) const;
    TableView *table(const QString &name) const;

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QWidget> m_page;
};

void MetricsPageTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
}

void MetricsPageTest::cleanup()
{
    m_page.reset();
    m_session.reset();
    m_peer.reset();
}

MetricsPage *MetricsPageTest::showPage(const QString &name)
{
    auto *page = new MetricsPage(m_session.get());
    m_page.reset(page);
    page->resize(1000, 700);
    page->show();
    range()->setCurrentIndex(range()->findText(name));
    return page;
}

Graph *MetricsPageTest::chart(const QString &title) const
{
    for (Graph *graph : m_page->findChildren<Graph *>()) {
        if (graph->title() == title)
            return graph;
    }
    return nullptr;
}

void MetricsPageTest::showsWhatWasBefore()
{
    m_peer->answerText("GET /metrics", "process_resident_memory_bytes 5000\n");
    const QJsonObject item{{"at", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                           {"requests", 1234},
                           {"refused", 12},
                           {"cost", 1.5}};
    m_peer->answer("GET /metrics/history?minutes=1440",
                   {{"step", 240}, {"items", QJsonArray{item}}});
    const auto longAgo = QDateTime::currentDateTimeUtc().addSecs(-2 * 86400 + 600);
    m_peer->answer("GET /metrics/history?minutes=2880",
                   {{"step", 480},
                    {"items", QJsonArray{QJsonObject{{"at", longAgo.toString(Qt::ISODateWithMs)},
                                                     {"requests", 1000}},
                                         item}}});
    auto *page = showPage("Live");
    QTRY_COMPARE(m_peer->count("GET /metrics"), 1);
    range()->setCurrentIndex(range()->findText("Last 24 hours"));
    const auto says = [page](const QString &text) {
        return std::ranges::any_of(page->findChildren<QWidget *>(), [&text](QWidget *widget) {
            return widget->accessibleName() == text;
        });
    };
    QTRY_VERIFY(says("Requests: 1,234, 23 % more than before"));
    QVERIFY(says("Errors: 1.0 %, 12 of 1,234"));
    QVERIFY(says("Cost: $1.50, Last 24 hours"));
    range()->setCurrentIndex(range()->findText("Last 90 days"));
    QTRY_COMPARE(m_peer->count("GET /metrics/history"), 3);
    range()->setCurrentIndex(range()->findText("Live"));
    QTRY_VERIFY(says("Cost: $0.00, since the server started"));
}

void MetricsPageTest::tellsTheValueOfEachTime()
{
    auto *graph = new Graph("Latency");
    m_page.reset(graph);
    graph->resize(400, 120);
    const QDateTime start(QDate(2026, 11, 22), QTime(14, 0));
    graph->setCapacity(3);
    graph->show({{.values = {1, 2, 3}, .name = "mean"},
                 {.values = {4, 5, 6}, .line = Graph::Line::Dashed, .name = "95 %"}},
                0, "3 ms");
    graph->setTimes({start, start.addSecs(3600), start.addSecs(7200)},
                    [](double value) { return QString::number(value) + " ms"; });
    graph->show({{.values = {1, 2, 3}, .name = "mean"},
                 {.values = {4, 5, 6}, .line = Graph::Line::Dashed, .name = "95 %"}},
                0, "3 ms");
    graph->QWidget::show();
    graph->setFocus();
    QCOMPARE(graph->cursorWords(), "");
    QTest::keyClick(graph, Qt::Key_Left);
    QCOMPARE(graph->cursorWords(), "16:00: mean 3 ms, 95 % 6 ms");
    QTest::keyClick(graph, Qt::Key_Left);
    QCOMPARE(graph->cursorWords(), "15:00: mean 2 ms, 95 % 5 ms");
    QTest::keyClick(graph, Qt::Key_Home);
    QTest::keyClick(graph, Qt::Key_Left);
    QCOMPARE(graph->cursor(), 0);
    QTest::keyClick(graph, Qt::Key_End);
    QTest::keyClick(graph, Qt::Key_Right);
    QCOMPARE(graph->cursor(), 2);
    QTest::keyClick(graph, Qt::Key_Escape);
    QCOMPARE(graph->cursor(), -1);
    QTest::mouseMove(graph, QPoint(200, 60));
    QTRY_COMPARE(graph->cursorWords(), "15:00: mean 2 ms, 95 % 5 ms");
}

void MetricsPageTest::dividesAScaleEvenly()
{
    QCOMPARE(scaleStep(4), 1.0);
    QCOMPARE(scaleStep(5), 2.0);
    QCOMPARE(scaleStep(9.9), 5.0);
    QCOMPARE(scaleStep(150), 50.0);
    QCOMPARE(scaleStep(0.3), 0.1);
    QCOMPARE(scaleStep(0), 1.0);
}

void MetricsPageTest::marksFullTimes()
{
    QList<QDateTime> times;
    for (int step = 0; step <= 60; ++step)
        times.append(QDateTime(QDate(2026, 11, 22), QTime(13, 57)).addSecs(60 * step));
    QStringList texts;
    for (const TimeMark &mark : timeMarks(times, 5))
        texts.append(QString("%1 %2").arg(mark.index).arg(mark.text));
    QCOMPARE(texts, (QStringList{"3 14:00", "18 14:15", "33 14:30", "48 14:45"}));
    times.clear();
    for (int step = 0; step <= 14; ++step)
        times.append(QDateTime(QDate(2026, 11, 20), QTime(9, 0)).addSecs(12 * 3600 * step));
    QCOMPARE(timeMarks(times, 4).size(), 4); // every other day of a week
    QCOMPARE(timeMarks(times, 8).size(), 7);
    QCOMPARE(timeMarks(times, 8).first().text, "21 Nov");
    QVERIFY(timeMarks({}, 4).isEmpty());
}

void MetricsPageTest::showsAChartAsATable()
{
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray()}});
    showPage("Last 15 minutes");
    auto *graph = chart("Request latency");
    auto *card = qobject_cast<ChartCard *>(graph->parentWidget()->parentWidget());
    QTRY_COMPARE(graph->times().size(), 16);
    QTRY_VERIFY(graph->isVisible());
    graph->setFocus();
    QTest::keyClick(graph, Qt::Key_T);
    QVERIFY(card->isTable());
    auto *table = card->findChild<TableView *>();
    QCOMPARE(table->shown(), 16);
    QCOMPARE(table->model()->columnCount(), 3);
    QCOMPARE(table->model()->index(0, 1).data().toString(), "0.0 ms");
    QTest::keyClick(table, Qt::Key_T);
    QVERIFY(!card->isTable());
}

void MetricsPageTest::showsAllFiguresOverTime()
{
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QJsonObject item{{"at", now},
                           {"requests", 12},
                           {"tokens", 30000},
                           {"prompt_tokens", 20000},
                           {"cached_tokens", 15000},
                           {"cost", 0.05},
                           {"runs", 2},
                           {"events", 120},
                           {"memory_bytes", 1 << 20}};
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray{item}}});
    showPage("Last 15 minutes");
    const auto newest = [this](const QString &title) {
        Graph *graph = chart(title);
        QStringList words;
        for (const Graph::Series &series : graph->series())
            words.append(graph->wordsOf(*std::ranges::max_element(series.values)));
        return words.join(", ");
    };
    QTRY_COMPARE(newest("Requests per minute"), "12");
    QCOMPARE(newest("Tokens per minute"), "20 k, 10 k, 15 k");
    QCOMPARE(newest("Cost per hour"), "$3.00");
    QCOMPARE(chart("Cost per hour")->wordsOf(0.02), "$0.02");
    QCOMPARE(chart("Cost per hour")->wordsOf(0.0025), "$0.0025");
    QCOMPARE(newest("Agents at work"), "2");
    QCOMPARE(newest("Events per second"), "2");
    QCOMPARE(newest("Memory of Berth and its workspaces"), "1.0 MB");
    Graph *tokens = chart("Tokens per minute");
    QVERIFY(tokens->accessibleDescription().startsWith("in 0 to 20 k, out 0 to 10 k, "));
    QVERIFY(!tokens->isEmpty());
    Graph *latency = chart("Request latency");
    QVERIFY(latency->isEmpty());
    QCOMPARE(latency->accessibleDescription(), "Nothing was recorded in this time");
}

void MetricsPageTest::hasOneCursorForAllCharts()
{
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray()}});
    auto *page = showPage("Last 15 minutes");
    page->resize(800, 600);
    Graph *first = chart("Requests per minute");
    Graph *last = chart("Memory of Berth and its workspaces");
    QTRY_COMPARE(first->times().size(), 16);
    QTRY_VERIFY(first->isVisible());
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Home);
    QCOMPARE(last->cursor(), 0);
    // It is the same one in the chart that comes next, which has to come into sight.
    QVERIFY(last->visibleRegion().isEmpty());
    for (int i = 0; i < 20 && !last->hasFocus(); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(last->hasFocus());
    QVERIFY(!last->visibleRegion().isEmpty());
    QTest::keyClick(last, Qt::Key_Right);
    QCOMPARE(last->cursor(), 1);
    QCOMPARE(first->cursor(), 1);
    QTest::keyClick(last, Qt::Key_Escape);
    QCOMPARE(first->cursor(), -1);
}

void MetricsPageTest::placesChartsInTwoColumnsWhereThereIsRoom()
{
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray()}});
    auto *page = showPage("Last 15 minutes");
    Graph *first = chart("Requests per minute");
    Graph *second = chart("Request latency");
    QTRY_VERIFY(first->isVisible());
    const auto top = [page](const Graph *graph) { return graph->mapTo(page, QPoint()).y(); };
    page->resize(1050, 700);
    QTRY_COMPARE(top(first), top(second));
    page->resize(600, 560);
    QTRY_VERIFY(top(second) > top(first) + first->height());
    QVERIFY(first->height() >= 150);
}

void MetricsPageTest::exportsWhatIsShown()
{
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray()}});
    auto *page = showPage("Last 15 minutes");
    const auto *button = page->findChild<QPushButton *>("export");
    QVERIFY(!button->isEnabled());
    QTRY_VERIFY(button->isEnabled());
    const QTemporaryDir folder;
    page->exportTo(folder.filePath("metrics.csv"));
    QVERIFY(page->told().startsWith("16 line"));
    QFile file(folder.filePath("metrics.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 17);
    page->exportTo(folder.filePath("no/metrics.csv"));
    QVERIFY(page->told().startsWith("The file could not be written: "));
}

static QJsonObject amount(int prompts, int completions, int cached, double cost)
{
    return {{"prompt_tokens", prompts},
            {"completion_tokens", completions},
            {"cached_tokens", cached},
            {"cost", cost}};
}

TableView *MetricsPageTest::table(const QString &name) const
{
    for (TableView *view : m_page->findChildren<TableView *>()) {
        if (view->accessibleName() == name)
            return view;
    }
    return nullptr;
}

static QStringList wordsOfTable(const TableView *view)
{
    QStringList rows;
    for (int row = 0; row < view->shown(); ++row) {
        QStringList cells;
        for (int column = 0; column < view->model()->columnCount(); ++column)
            cells.append(view->model()->index(row, column).data().toString());
        rows.append(cells.join(" | "));
    }
    return rows;
}

void MetricsPageTest::tellsWhoUsedHowMuch()
{
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray()}});
    const QJsonObject big{{"model", "big"}, {"amount", amount(900, 100, 450, 2)}};
    const QJsonArray conversations{QJsonObject{{"conversation_id", "c1"},
                                               {"user_id", "maria"},
                                               {"amount", amount(800, 100, 0, 1.5)}},
                                   QJsonObject{{"conversation_id", "gone"},
                                               {"user_id", "ben"},
                                               {"amount", amount(400, 100, 0, 0.5)}}};
    m_peer->answer("GET /metrics/models?minutes=60", {{"models", QJsonArray{big}},
                                                      {"conversations", conversations},
                                                      {"whole", amount(1200, 200, 450, 2)}});
    emit m_session->feed()->replaced("conversations",
                                     {QJsonObject{{"id", "c1"}, {"title", "Port the parser"}}});
    auto *page = showPage("Last hour");
    TableView *models = table("Tokens by model");
    QTRY_COMPARE(models->shown(), 2);
    QCOMPARE(wordsOfTable(models),
             (QStringList{"big | 1,000 | 50 % | $2.00", "Others | 400 | 0 % | $0.00"}));
    TableView *dear = table("Cost by conversation");
    QCOMPARE(wordsOfTable(dear),
             (QStringList{"Port the parser | maria | 900 | $1.50",
                          "A conversation that is no more | ben | 500 | $0.50"}));
    const QTemporaryDir folder;
    page->exportUseTo(folder.filePath("use.csv"));
    QFile file(folder.filePath("use.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray table = file.readAll();
    QCOMPARE(table.count('\n'), 5);
    QVERIFY(table.contains("\r\nconversation,\"Port the parser\",\"maria\",900,800,0,1.5\r\n"));
    QTRY_VERIFY(dear->isVisible() && dear->height() >= dear->minimumHeight());
    QSignalSpy asked(page, &MetricsPage::conversationAsked);
    dear->setFocus();
    QTest::keyClick(dear, Qt::Key_Home);
    QTest::keyClick(dear, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), "c1");
    // Whoever goes to a row sees it.
    QVERIFY(dear->viewport()->visibleRegion().contains(
        dear->visualRect(dear->currentIndex()).center()));
    QTest::keyClick(models, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
}

void MetricsPageTest::keepsItsChartsWithoutThat()
{
    m_peer->answer("GET /metrics/history", {{"step", 60}, {"items", QJsonArray()}});
    showPage("Last 15 minutes");
    // A server that does not know: the rest of the page is there.
    QTRY_VERIFY(chart("Request latency")->isVisible());
    QCOMPARE(table("Tokens by model")->shown(), 0);
    QCOMPARE(m_peer->count("GET /metrics/models"), 2);
}

BERTH_TEST(MetricsPageTest)
#include "MetricsPageTest.moc"
