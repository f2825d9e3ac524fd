// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FormDialog.h"
#include "TestMain.h"

#include <QAccessible>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

using namespace ui;

static QStringList announcements;

static void hear(QAccessibleEvent *event)
{
    if (event->type() == QAccessible::Announcement)
        announcements.append(static_cast<QAccessibleAnnouncementEvent *>(event)->message());
}

class FormDialogTest : public QObject
{
    Q_OBJECT

private slots:
    void tiesAFaultToItsField()
    {
        FormDialog form("Rename", "Rename", nullptr);
        form.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *title = new QLineEdit;
        auto *reason = new QLineEdit;
        form.addField("Title", title, "As the list shows it.");
        form.addField("Reason", reason);
        form.show();
        reason->setFocus();
        form.fail("A title has at least one letter.", title);
        QCOMPARE(form.focusWidget(), title);
        QCOMPARE(title->accessibleDescription(),
                 "A title has at least one letter. As the list shows it.");
        QVERIFY(title->property("wrong").toBool());
        QCOMPARE(form.findChild<Notice *>()->text(), "A title has at least one letter.");

        form.fail("A reason is missing.", reason);
        QCOMPARE(title->accessibleDescription(), "As the list shows it.");
        QVERIFY(!title->property("wrong").toBool());
        QCOMPARE(reason->accessibleDescription(), "A reason is missing.");
        QCOMPARE(form.focusWidget(), reason);
    }

    void saysAFaultOfNoField()
    {
        FormDialog form("Rename", "Rename", nullptr);
        form.setAttribute(Qt::WA_DeleteOnClose, false);
        announcements.clear();
        const auto before = QAccessible::installUpdateHandler(hear);
        form.fail("The server does not answer.");
        QAccessible::installUpdateHandler(before);
        QCOMPARE(announcements, QStringList{"The server does not answer."});
    }

    void growsForWhatIsSaidLater()
    {
        FormDialog form("New conversation", "Start", nullptr);
        form.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *message = new QPlainTextEdit;
        message->setFixedHeight(100);
        form.addField("What should the agent do, and what not?", message,
                      "Ctrl+Enter starts it, so does Start.");
        for (const char *name : {"Agent", "Model", "Workspace", "Ask me"})
            form.addField(name, new QLineEdit);
        form.show();
        QCoreApplication::processEvents();
        const int before = form.height();
        form.remark("No model is set up yet; Settings has a place for them. The offline demo works "
                    "without one, and without a network.");
        QTRY_VERIFY(form.height() > before);
        QTRY_COMPARE(form.findChild<QScrollArea *>()->verticalScrollBar()->maximum(), 0);
    }
};

BERTH_TEST(FormDialogTest)
#include "FormDialogTest.moc"
