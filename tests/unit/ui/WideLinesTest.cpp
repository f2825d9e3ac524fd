// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"

#include "Events.h"
#include "TestMain.h"

#include <QWheelEvent>

using namespace ui;

/// Code that is wider than its card.
class WideLinesTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void movesByKeyboard_data();
    void movesByKeyboard();
    void closesOnlyAfterTheLinesAreBack();
    void movesByAWheelSideways();
    void leavesAWheelThatTurnsDownToThePage();
    void leavesNarrowLinesAlone();

private:
    void show(const QList<QByteArray> &events);
    QImage seen() const { return m_view->grab().toImage(); }
    void wheel(QPoint angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    std::unique_ptr<TimelineModel> m_model;
    std::unique_ptr<TimelineView> m_view;
};

static const QString wide = QString("one two three four five six seven eight nine ").repeated(6)
                            + "END";

static QList<QByteArray> ran(const QString &output)
{
    return {asked("c1", {{"kind", "TerminalAction"}, {"command", "cat wide"}}),
            answered("c1", {{"kind", "TerminalObservation"},
                            {"exit_code", 1},
                            {"content", contents(output)}})};
}

void WideLinesTest::init()
{
    m_model = std::make_unique<TimelineModel>();
    m_view = std::make_unique<TimelineView>(m_model.get());
    m_view->resize(600, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void WideLinesTest::show(const QList<QByteArray> &events)
{
    m_model->append(events);
    const int row = m_model->rowCount() - 1;
    QVERIFY(row >= 0);
    m_view->setCurrentIndex(m_model->index(row));
    QVERIFY(m_model->isOpen(row));
    QCoreApplication::processEvents();
}

void WideLinesTest::wheel(QPoint angle, Qt::KeyboardModifiers modifiers)
{
    const QPointF place = m_view->visualRect(m_view->currentIndex()).center();
    QWheelEvent event(place, m_view->viewport()->mapToGlobal(place), {}, angle, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

void WideLinesTest::movesByKeyboard_data()
{
    QTest::addColumn<QList<QByteArray>>("events");
    QTest::newRow("output") << ran(wide);
    QTest::newRow("code in a message")
        << QList<QByteArray>{said("```\n" + wide + "\n```", "agent")};
    QTest::newRow("diff") << QList<QByteArray>{asked("c1", {{"kind", "FileEditorAction"},
                                                            {"command", "str_replace"},
                                                            {"path", "/a.txt"},
                                                            {"old_str", "x"},
                                                            {"new_str", wide}}),
                                               answered("c1", {{"kind", "FileEditorObservation"},
                                                               {"path", "/a.txt"},
                                                               {"old_content", "x\n"},
                                                               {"new_content", wide + "\n"},
                                                               {"content", contents("Done.")}})};
}

void WideLinesTest::movesByKeyboard()
{
    QFETCH(QList<QByteArray>, events);
    show(events);
    const QImage start = seen();
    const int height = m_view->visualRect(m_view->currentIndex()).height();
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    const QImage moved = seen();
    QVERIFY(moved != start);
    QCOMPARE(m_view->visualRect(m_view->currentIndex()).height(), height);
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QCOMPARE(seen(), start);

    // It ends where the widest line ends.
    QImage last;
    int steps = 0;
    for (QImage now = start; now != last && steps < 100; ++steps) {
        last = now;
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        now = seen();
    }
    QVERIFY2(steps > 2 && steps < 100, qPrintable(QString::number(steps)));
}

void WideLinesTest::closesOnlyAfterTheLinesAreBack()
{
    show(ran(wide));
    const int row = m_view->currentIndex().row();
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QVERIFY(m_model->isOpen(row));
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QVERIFY(!m_model->isOpen(row));
}

void WideLinesTest::movesByAWheelSideways()
{
    show(ran(wide));
    const QImage start = seen();
    wheel({-120, 0});
    const QImage moved = seen();
    QVERIFY(moved != start);
    wheel({120, 0});
    QCOMPARE(seen(), start);
    wheel({0, -120}, Qt::ShiftModifier);
    QCOMPARE(seen(), moved);
}

void WideLinesTest::leavesAWheelThatTurnsDownToThePage()
{
    show(ran(wide));
    const QImage start = seen();
    wheel({0, -120});
    QCOMPARE(seen(), start);
}

void WideLinesTest::leavesNarrowLinesAlone()
{
    show(ran("short"));
    const QImage start = seen();
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    wheel({-120, 0});
    QCOMPARE(seen(), start);
}

BERTH_TEST(WideLinesTest)
#include "WideLinesTest.moc"
