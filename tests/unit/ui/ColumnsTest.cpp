// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"
#include "ui/widgets/ColumnsButton.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TableView.h"

#include <QHeaderView>
#include <QMenu>

using namespace ui;

/// Which columns of a table are seen, and what it is sorted by.
class ColumnsTest : public QObject
{
    Q_OBJECT

    /// A table as a window has it, and the menu of it.
    struct Shown
    {
        explicit Shown(const QString &file)
            : table(columns())
            , view(&table, "Things")
            , preferences(file)
            , button(&view)
        {
            table.replace({{{"id", "a"}, {"size", 2}}, {{"id", "b"}, {"size", 1}}});
            button.keep(&preferences, "things");
            view.resize(400, 200);
            view.show();
        }

        static QList<Column> columns()
        {
            const auto name = [](const QJsonObject &item) {
                return Cell{.text = item["id"].toString()};
            };
            const auto size = [](const QJsonObject &item) {
                return Cell{.text = "size", .order = item["size"].toInt()};
            };
            const Qt::Alignment side = Qt::AlignLeft;
            return {{"Name", name, 0, side, 0, "name"},
                    {"Size", size, 80, side, 0, "size"},
                    {"Far", size, 200, side, 900, "far"}};
        }
        /// The entries as they are now.
        QAction *entry(const QString &text, const QMenu *in = nullptr)
        {
            QMenu *menu = button.menu();
            if (!in)
                emit menu->aboutToShow();
            for (QAction *action : (in ? in : menu)->actions()) {
                if (action->text() == text)
                    return action;
            }
            return nullptr;
        }
        QAction *order(const QString &text) { return entry(text, entry("Sort by")->menu()); }
        QString first() const { return view.model()->index(0, 0).data().toString(); }

        Table table;
        TableView view;
        Preferences preferences;
        ColumnsButton button;
    };

    QTemporaryDir m_folder;
    QString m_file;

private slots:
    void init() { m_file = m_folder.filePath(QTest::currentTestFunction()); }

    void hidesAndShowsForGood()
    {
        {
            Shown shown(m_file);
            QVERIFY(!shown.entry("Name")); // it stays
            QVERIFY(shown.entry("Size")->isChecked());
            QVERIFY(!shown.entry("Far")->isChecked()); // there is no room for it
            shown.entry("Size")->trigger();
            QVERIFY(shown.view.isColumnHidden(1));
            shown.entry("Far")->trigger();
            QVERIFY(!shown.view.isColumnHidden(2));
        }
        Shown again(m_file);
        QVERIFY(again.view.isColumnHidden(1));
        QVERIFY(!again.view.isColumnHidden(2));
        again.entry("Back to the default")->trigger();
        QVERIFY(!again.view.isColumnHidden(1));
        QVERIFY(again.view.isColumnHidden(2));
        QVERIFY(!again.entry("Back to the default")->isEnabled());
        QVERIFY(Preferences(m_file).table("things").isEmpty());
    }

    void sortsForGood()
    {
        {
            Shown shown(m_file);
            QCOMPARE(shown.first(), "a");
            shown.order("Size")->trigger();
            QCOMPARE(shown.first(), "b");
            shown.order("Descending")->trigger();
            QCOMPARE(shown.first(), "a");
            QVERIFY(!shown.order("Far")); // nobody sees it
        }
        Shown again(m_file);
        QVERIFY(again.order("Size")->isChecked());
        QVERIFY(again.order("Descending")->isChecked());
        again.order("Descending")->trigger();
        QCOMPARE(again.first(), "b");
        again.order("Nothing")->trigger();
        QCOMPARE(again.first(), "a");
        QVERIFY(!again.order("Descending")->isEnabled());
    }

    void keepsTheNameReadable()
    {
        Shown shown(m_file);
        shown.entry("Far")->trigger();
        QVERIFY(shown.view.columnWidth(0) >= 150);
        shown.entry("Size")->trigger();
        shown.entry("Far")->trigger();
        QVERIFY(shown.view.columnWidth(0) > 350);
    }

    void leavesOutWhatAFileSaysWrongly()
    {
        Preferences(m_file).setTable("things", {{"sort", "colour"},
                                                {"show-colour", true},
                                                {"show-name", false},
                                                {"show-size", false}});
        Shown shown(m_file);
        QVERIFY(!shown.view.isColumnHidden(0));
        QVERIFY(shown.view.isColumnHidden(1));
        QCOMPARE(shown.view.horizontalHeader()->sortIndicatorSection(), -1);
    }
};

BERTH_TEST(ColumnsTest)
#include "ColumnsTest.moc"
