// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/NewWorkspaceDialog.h"
#include "ui/windows/RenameWorkspaceDialog.h"
#include "ui/windows/WorkspaceDetail.h"
#include "ui/windows/WorkspacesPage.h"

#include <QLineEdit>
#include <QPushButton>

using namespace ui;

static const QString start = "POST /workspaces/lab/start";

/// What is said of a workspace that does not start, and of figures that nobody knows.
class WorkspaceFailureTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_peer = std::make_unique<test::JsonPeer>();
        m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
        m_page.reset(new WorkspacesPage(m_session.get()));
        m_page->resize(1000, 700);
        m_page->show();
    }

    void cleanup()
    {
        m_page.reset();
        m_session.reset();
        m_peer.reset();
    }

    void saysWhyAndWhenAndTriesNow()
    {
        become("failed");
        m_page->open("lab");
        const auto *notice = m_page->findChild<WorkspaceDetail *>()->findChild<Notice *>("failure");
        QVERIFY2(notice->text().startsWith("It does not start. The image is not there. "
                                           "It is tried again when it is used from "),
                 qPrintable(notice->text()));
        m_peer->answer(start, {{"detail", "The image is not there."}}, 503);
        button(notice, "Try now")->click();
        QTRY_COMPARE(m_peer->count(start), 1);
        become("fetching");
        QCOMPARE(notice->text(), QString());
        become("failed", "2026-11-22T14:05:00.500Z");
        const QTime moment =
            QDateTime::fromString("2026-11-22T14:05:01Z", Qt::ISODate).toLocalTime().time();
        QVERIFY(notice->text().contains(moment.toString("HH:mm:ss")));
        become("ready");
        QCOMPARE(notice->text(), QString());
    }

    void keepsANoticeAwayThatWasPutAway()
    {
        become("failed");
        m_page->open("lab");
        auto *notice = m_page->findChild<WorkspaceDetail *>()->findChild<Notice *>("failure");
        notice->hide();
        become("failed");
        QVERIFY(notice->isHidden());
    }

    void tellsWhatBecameOfANewOne()
    {
        m_peer->answer("POST /workspaces", {{"id", "lab"}}, 201);
        emit m_session->feed()->replaced("workspaces", {});
        button(m_page.get(), "New workspace")->click();
        emit m_page->findChild<NewWorkspaceDialog *>()->submitted();
        const auto *frame = m_page->findChild<PageFrame *>();
        QTRY_COMPARE(frame->told(), "The workspace is there, and starts now.");
        become("fetching");
        QCOMPARE(frame->told(), "The workspace is there, and starts now.");
        become("failed");
        QVERIFY(frame->told().startsWith("lab: It does not start. The image is not there."));
        m_peer->answer(start, {{"detail", "Again not."}}, 503);
        button(frame, "Try now")->click();
        QCOMPARE(frame->told(), "The workspace starts.");
        QTRY_COMPARE(m_peer->count(start), 1);
        become("ready");
        QCOMPARE(frame->told(), "The workspace lab runs.");
    }

    void givesAWorkspaceAnotherName()
    {
        become("ready");
        m_page->open("lab");
        QTest::keyClick(m_page.get(), Qt::Key_F2);
        auto *dialog = m_page->findChild<RenameWorkspaceDialog *>();
        auto *name = dialog->findChild<QLineEdit *>();
        QCOMPARE(name->text(), "lab");
        name->clear();
        emit dialog->submitted();
        QVERIFY(name->property("wrong").toBool());
        m_peer->answer("PATCH /workspaces/lab", {{"id", "lab"}});
        name->setText(" bench ");
        emit dialog->submitted();
        QTRY_COMPARE(m_peer->last("PATCH /workspaces/lab").body, (QJsonObject{{"name", "bench"}}));
        QTRY_VERIFY(!m_page->findChild<RenameWorkspaceDialog *>());
    }

    void meansTheRowWhereOnlyTheTableHasRoom()
    {
        m_page->resize(800, 600);
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        become("ready");
        emit m_session->feed()->changed("workspaces", "changed", "other",
                                        {{"id", "other"}, {"name", "other"}, {"state", "ready"}});
        m_page->open("lab");
        auto *detail = m_page->findChild<WorkspaceDetail *>();
        QTest::keyClick(m_page.get(), Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
        auto *view = m_page->findChild<TableView *>("workspaces");
        view->setCurrent("other");
        QVERIFY(!detail->isVisible());
        view->setFocus();
        QTest::keyClick(view, Qt::Key_F2);
        const auto *dialog = m_page->findChild<RenameWorkspaceDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->findChild<QLineEdit *>()->text(), "other");
    }

    void saysWhyAFigureIsNotKnown()
    {
        become("stopped");
        const auto *view = m_page->findChild<TableView *>("workspaces");
        const auto said = [view](int column) {
            return view->model()->index(0, column).data(Qt::AccessibleTextRole).toString();
        };
        QCOMPARE(said(3), "Memory: Not known while it does not run");
        become("ready");
        QCOMPARE(said(2), "CPU: Not told yet");
        QCOMPARE(said(4), "Disk: Not told yet");
        emit m_session->feed()->replaced(
            "usage", {QJsonObject{{"id", "lab"}, {"memory_bytes", 950}, {"bytes_sent", 1}}});
        QCOMPARE(said(4), "Disk: Not counted without a limit of the disk");
        QCOMPARE(said(7), "Limits: As the server's settings say");
        emit m_session->feed()->replaced("usage",
                                         {QJsonObject{{"id", "lab"}, {"memory_limit", 2000000}}});
        QCOMPARE(said(7), "Limits: 2.0 MB");
    }

private:
    void become(const QString &state, const QString &retryAt = "2026-11-22T14:01:00Z")
    {
        emit m_session->feed()->changed(
            "workspaces", "changed", "lab",
            {{"id", "lab"},
             {"name", "lab"},
             {"state", state},
             {"reason", state == "failed" ? QJsonValue("The image is not there") : QJsonValue()},
             {"retry_at", state == "failed" ? QJsonValue(retryAt) : QJsonValue()}});
    }
    static QPushButton *button(const QWidget *in, const QString &text)
    {
        for (QPushButton *one : in->findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text() == text)
                return one;
        }
        return nullptr;
    }

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<WorkspacesPage> m_page;
};

BERTH_TEST(WorkspaceFailureTest)
#include "WorkspaceFailureTest.moc"
