// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FirstFocus.h"

#include "TestMain.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

class FirstFocusTest : public QObject
{
    Q_OBJECT

private slots:
    void hidesNothingFromTab();
};

void FirstFocusTest::hidesNothingFromTab()
{
    auto *page = new QWidget;
    auto *filter = new QLineEdit;
    auto *list = new QListWidget;
    auto *button = new QPushButton;
    auto *column = new QVBoxLayout(page);
    for (QWidget *each : std::initializer_list<QWidget *>{filter, list, button})
        column->addWidget(each);
    ui::focusFirst(page, list);
    QWidget window;
    auto *before = new QPushButton(&window);
    auto *row = new QHBoxLayout(&window);
    row->addWidget(before);
    row->addWidget(page);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    page->setFocus();
    QCOMPARE(window.focusWidget(), list);
    before->setFocus();
    for (QWidget *next : std::initializer_list<QWidget *>{filter, list, button, before}) {
        QTest::keyClick(window.focusWidget(), Qt::Key_Tab);
        QCOMPARE(window.focusWidget(), next);
    }
}

BERTH_TEST(FirstFocusTest)
#include "FirstFocusTest.moc"
