// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TableView.h"

#include "TestMain.h"

#include <QHeaderView>
#include <QPushButton>
#include <QSignalSpy>

using namespace ui;

class TableTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsTheRowThatIsChosenWhileOthersChange();
    void sortsByAPressOnItsHeader();
    void findsTextInEveryColumn();
    void offersToClearAFilterThatLeavesNothing();
    void opensByEnter();
    void drawsAThousandRowsAtOnce();
    void tellsEachPlaceWithItsColumn();

private:
    static QJsonObject item(const QString &id, int size) { return {{"id", id}, {"size", size}}; }

    std::unique_ptr<Table> m_table;
    std::unique_ptr<TableView> m_view;
};

void TableTest::init()
{
    m_view.reset();
    const auto name = [](const QJsonObject &row) {
        return Cell{.text = row["id"].toString(), .second = "owner"};
    };
    const auto size = [](const QJsonObject &row) {
        return Cell{.text = QString::number(row["size"].toInt()) + " KB",
                    .order = row["size"].toInt()};
    };
    m_table = std::make_unique<Table>(QList<Column>{{"Name", name, 0}, {"Size", size, 90}});
    m_table->replace({item("pear", 9), item("apple", 100), item("plum", 20)});
    m_view = std::make_unique<TableView>(m_table.get(), "Fruit");
    m_view->resize(400, 300);
    m_view->show();
}

void TableTest::keepsTheRowThatIsChosenWhileOthersChange()
{
    m_view->setCurrent("plum");
    m_table->replace({item("fig", 1), item("plum", 21)});
    QCOMPARE(m_view->currentId(), "plum");
    QCOMPARE(m_view->currentItem()["size"].toInt(), 21);
    QCOMPARE(m_view->shown(), 2);
}

void TableTest::sortsByAPressOnItsHeader()
{
    const auto first = [&] { return m_view->model()->index(0, 0).data().toString(); };
    QCOMPARE(first(), "pear");
    m_view->sortByColumn(1, Qt::DescendingOrder);
    QCOMPARE(first(), "apple");
    m_view->sortByColumn(1, Qt::AscendingOrder);
    QCOMPARE(first(), "pear");
    m_view->sortByColumn(0, Qt::AscendingOrder);
    QCOMPARE(first(), "apple");
}

void TableTest::findsTextInEveryColumn()
{
    m_view->setFilterText("100 k");
    QCOMPARE(m_view->shown(), 1);
    m_view->setFilterText("OWNER");
    QCOMPARE(m_view->shown(), 3);
    m_view->setWanted([](const QJsonObject &row) { return row["size"].toInt() < 50; });
    QCOMPARE(m_view->shown(), 2);
}

void TableTest::offersToClearAFilterThatLeavesNothing()
{
    auto *clear = m_view->findChild<QPushButton *>();
    QVERIFY(!clear->isVisible());
    connect(m_view.get(), &TableView::clearAsked, this, [this] { m_view->setFilterText({}); });
    m_view->setFilterText("cherry");
    QVERIFY(clear->isVisible());
    clear->click();
    QCOMPARE(m_view->shown(), 3);
    QVERIFY(!clear->isVisible());
    m_view->setFilterText("cherry");
    QVERIFY(clear->isVisible());
    m_table->replace({});
    QTRY_VERIFY(!clear->isVisible());
}

void TableTest::opensByEnter()
{
    const QSignalSpy opened(m_view.get(), &TableView::opened);
    m_view->setCurrent("apple");
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
}

void TableTest::drawsAThousandRowsAtOnce()
{
    QList<QJsonObject> items;
    for (int i = 0; i < 1000; ++i)
        items.append(item(QString::number(i), i));
    QElapsedTimer clock;
    clock.start();
    m_table->replace(items);
    QVERIFY(!m_view->grab().isNull());
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
}

void TableTest::tellsEachPlaceWithItsColumn()
{
    QCOMPARE(m_table->index(0, 1).data(Qt::AccessibleTextRole).toString(), "Size: 9 KB");
    QCOMPARE(m_table->index(0, 0).data(Qt::AccessibleTextRole).toString(), "Name: pear, owner");
}

BERTH_TEST(TableTest)
#include "TableTest.moc"
