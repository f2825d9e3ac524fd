// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Tips.h"

#include "TestMain.h"

#include "ui/widgets/ElidedLabel.h"

#include <QBoxLayout>
#include <QDialog>
#include <QHelpEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

using namespace ui;

/// What is told where the pointer rests, with a keyboard and without.
class TipsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void comesByTheKeyboardAndGoesByEscape();
    void goesWithTheFocus();
    void letsThePointerComeToIt();
    void tellsWhatLiesInAControl();
    void tellsTheWholeOfACutLine();
    void tellsCutCellsOfTheRow();

private:
    template<class Widget, class... Arguments>
    Widget *add(Arguments... arguments)
    {
        auto *widget = new Widget(arguments...);
        m_dialog->layout()->addWidget(widget);
        return widget;
    }
    void show();
    void tab() { QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab); }

    std::unique_ptr<Tips> m_tips;
    std::unique_ptr<QDialog> m_dialog;
};

void TipsTest::init()
{
    m_tips = std::make_unique<Tips>();
    m_dialog = std::make_unique<QDialog>();
    new QVBoxLayout(m_dialog.get());
    add<QPushButton>(QString("First"))->setAutoDefault(false);
}

void TipsTest::cleanup()
{
    m_dialog.reset();
    m_tips.reset();
}

void TipsTest::show()
{
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    m_dialog->findChild<QPushButton *>()->setFocus();
}

void TipsTest::comesByTheKeyboardAndGoesByEscape()
{
    auto *button = add<QPushButton>(QString("Pause"));
    button->setToolTip("Pauses after the current step");
    show();
    QVERIFY(m_tips->text().isEmpty());
    tab();
    QTRY_COMPARE(m_tips->text(), "Pauses after the current step");
    QVERIFY(m_tips->label()->isVisible());
    QCOMPARE_GT(m_tips->label()->mapToGlobal(QPoint()).y(),
                button->mapToGlobal(button->rect().bottomLeft()).y());
    QTest::keyClick(button, Qt::Key_Escape);
    QVERIFY(m_tips->text().isEmpty());
    QVERIFY(m_dialog->isVisible());
    QVERIFY(button->hasFocus());
    QTest::keyClick(button, Qt::Key_Escape);
    QVERIFY(m_dialog->isHidden());
}

void TipsTest::goesWithTheFocus()
{
    add<QPushButton>(QString("Pause"))->setToolTip("Pauses after the current step");
    auto *last = add<QPushButton>(QString("Stop"));
    last->setToolTip("Stop"); // its words say it
    show();
    tab();
    QTRY_VERIFY(m_tips->label());
    tab();
    QVERIFY(last->hasFocus());
    QVERIFY(!m_tips->label());
}

void TipsTest::letsThePointerComeToIt()
{
    auto *label = add<QLabel>(QString("now"));
    label->setToolTip("at noon");
    show();
    QHelpEvent rests(QEvent::ToolTip, QPoint(2, 2), label->mapToGlobal(QPoint(2, 2)));
    QApplication::sendEvent(label, &rests);
    QCOMPARE(m_tips->text(), "at noon");
    const auto tell = [](QWidget *widget, QEvent::Type type) {
        QEvent event(type);
        QApplication::sendEvent(widget, &event);
    };
    tell(label, QEvent::Leave);
    QVERIFY(m_tips->isLeaving());
    QEnterEvent comes(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1));
    QApplication::sendEvent(m_tips->label(), &comes);
    QVERIFY(!m_tips->isLeaving());
    QVERIFY(m_tips->label()->isVisible());
    tell(m_tips->label(), QEvent::Leave);
    QTRY_VERIFY(!m_tips->label());
}

void TipsTest::tellsWhatLiesInAControl()
{
    auto *card = add<QWidget>();
    card->setFocusPolicy(Qt::StrongFocus);
    auto *row = new QVBoxLayout(card);
    for (const char *place : {"/home/ana", "/home/<b>ben</b>"}) {
        auto *chip = new QLabel("place");
        chip->setToolTip("<qt>" + QString(place).toHtmlEscaped() + "</qt>");
        row->addWidget(chip);
    }
    auto *inside = new QPushButton("More");
    inside->setToolTip("Rename and more");
    row->addWidget(inside);
    show();
    tab();
    QVERIFY(card->hasFocus());
    QTRY_COMPARE(m_tips->text(), "/home/ana\n/home/<b>ben</b>");
}

void TipsTest::tellsTheWholeOfACutLine()
{
    const QString text = "A line that is too long for the little room that it has";
    auto *line = add<ElidedLabel>();
    line->setText(text);
    line->setFixedWidth(60);
    show();
    tab();
    QVERIFY(line->hasFocus());
    QTRY_COMPARE(m_tips->text(), text);
    line->setFixedWidth(2 * line->sizeHint().width());
    QTRY_COMPARE(line->focusPolicy(), Qt::NoFocus);
    QVERIFY(line->toolTip().isEmpty());
}

void TipsTest::tellsCutCellsOfTheRow()
{
    auto *table = add<QTableWidget>(2, 2);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    for (int row = 0; row < 2; ++row) {
        for (int column = 0; column < 2; ++column) {
            auto *item = new QTableWidgetItem(column ? "A cell with more words than room" : "1");
            item->setToolTip(item->text() + QString(" in row %1").arg(row));
            table->setItem(row, column, item);
        }
    }
    table->setCurrentCell(0, 0);
    show();
    tab();
    QVERIFY(table->hasFocus());
    QTRY_COMPARE(m_tips->text(), "A cell with more words than room in row 0");
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(!m_tips->label());
    QTRY_COMPARE(m_tips->text(), "A cell with more words than room in row 1");
}

BERTH_TEST(TipsTest)
#include "TipsTest.moc"
