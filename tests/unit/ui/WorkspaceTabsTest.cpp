// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImageItem.h"
#include "ShownPage.h"
#include "TestMain.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/windows/ConnectionsPanel.h"
#include "ui/windows/FreeSpaceDialog.h"
#include "ui/windows/ImagesPanel.h"
#include "ui/windows/WorkspaceRules.h"
#include "ui/windows/WorkspacesPage.h"

#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>

using namespace ui;
using test::image;

namespace {

QJsonObject decision(const QString &id, const QString &outcome, const QString &reason)
{
    return {{"kind", "decision"},
            {"id", id},
            {"workspace_id", "w1"},
            {"time", "2026-11-22T14:01:00.000Z"},
            {"host", id + ".example.org"},
            {"port", 443},
            {"address", "203.0.113.7"},
            {"outcome", outcome},
            {"reason", reason}};
}

} // namespace

class WorkspaceTabsTest : public QObject, private test::ShownPage
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closePeer(); }
    void showsWhatBecameOfConnections();
    void makesARuleOfAConnection();
    void makesARuleByHand();
    void changesOnlyTheRulesThatSomebodyHasChanged();
    void saysWhyRulesWereRefused();
    void keepsWhatSomebodyIsWriting();
    void showsWhatAWorkspaceWasRefused();
    void offersToRaiseALimitThatIsNear();
    void offersWhatNobodyNeeds();
    void listsOnlyWhatIsStillThere();
    void doesOneThingWithSeveral();
    void hasTheTabsEvenWithoutWorkspaces();
    void namesEverythingThatTakesTheFocus();

private:
    QString textAt(const TableView *view, int row, int column) const;
};

void WorkspaceTabsTest::init()
{
    openPeer();
    emit m_session->feed()->replaced("workspaces",
                                     {QJsonObject{{"id", "w1"},
                                                  {"name", "maria-main"},
                                                  {"state", "ready"},
                                                  {"settings", QJsonObject{{"image", "debian"}}}}});
}

QString WorkspaceTabsTest::textAt(const TableView *view, int row, int column) const
{
    return view->model()->index(row, column).data().toString();
}

void WorkspaceTabsTest::showsWhatBecameOfConnections()
{
    m_peer->answer("GET /egress/rules", {{"items", QJsonArray()}});
    auto *page = show(new ConnectionsPanel(m_session.get()));
    auto *view = page->findChild<TableView *>("connections");
    emit m_session->feed()->replaced("egress", {QJsonObject{{"kind", "question"}, {"id", "q"}},
                                                decision("1", "allowed", "listed"),
                                                decision("2", "denied", "not_listed")});
    QCOMPARE(view->shown(), 2);
    emit m_session->feed()->changed("egress", "decided", "3",
                                    decision("3", "denied", "not_public"));
    emit m_session->feed()->replaced("egress", {decision("2", "denied", "not_listed"),
                                                decision("3", "denied", "not_public")});
    QCOMPARE(view->shown(), 3);
    button("Only refused")->click();
    QCOMPARE(view->shown(), 2);
    page->focusFilter();
    page->findChild<QLineEdit *>()->setText("private");
    QCOMPARE(view->shown(), 1);
    QVERIFY(textAt(view, 0, 1).contains("3.example.org:443"));
    QVERIFY(textAt(view, 0, 3).contains("maria-main"));
}

void WorkspaceTabsTest::makesARuleOfAConnection()
{
    m_peer->answer("GET /egress/rules", {{"items", QJsonArray()}});
    m_peer->answer("POST /egress/decisions", {{"answered", 0}});
    auto *page = show(new ConnectionsPanel(m_session.get()));
    emit m_session->feed()->replaced("egress", {decision("2", "denied", "not_listed")});
    page->findChild<TableView *>("connections")->setCurrent("2");
    const QList<QAction *> choices = button("Allow from now on")->menu()->actions();
    choices[0]->trigger();
    QTRY_COMPARE(m_peer->last("POST /egress/decisions").body,
                 (QJsonObject{{"host", "2.example.org"},
                              {"port", 443},
                              {"answer", "allow"},
                              {"scope", "workspace"},
                              {"workspace", "w1"}}));
    button("Refuse from now on")->menu()->actions()[1]->trigger();
    QTRY_COMPARE(m_peer->last("POST /egress/decisions").body,
                 (QJsonObject{{"host", "2.example.org"},
                              {"port", 443},
                              {"answer", "deny"},
                              {"scope", "always"}}));
}

void WorkspaceTabsTest::makesARuleByHand()
{
    m_peer->answer("POST /egress/decisions", {{"answered", 0}});
    m_page.reset(new QWidget);
    auto *dialog = new NewRuleDialog(m_session.get(), m_page.get());
    const QList<QLineEdit *> fields = dialog->findChildren<QLineEdit *>();
    fields[0]->setText("*.example.org");
    fields[1]->setText("8443");
    dialog->findChildren<QComboBox *>()[1]->setCurrentIndex(1);
    QSignalSpy made(dialog, &NewRuleDialog::made);
    emit dialog->submitted();
    QTRY_COMPARE(made.size(), 1);
    QCOMPARE(m_peer->last("POST /egress/decisions").body, (QJsonObject{{"host", "*.example.org"},
                                                                       {"port", 8443},
                                                                       {"answer", "allow"},
                                                                       {"scope", "workspace"},
                                                                       {"workspace", "w1"}}));
}

static QJsonObject bounded()
{
    return {{"id", "w1"},
            {"name", "maria-main"},
            {"state", "ready"},
            {"settings", QJsonObject{{"network_mode", "allowlist"},
                                     {"pids", 512},
                                     {"allowed_hosts", QJsonArray{"pypi.org"}},
                                     {"resource_limits",
                                      QJsonObject{{"memory", qint64(2) << 30}, {"cpus", 1.5}}}}}};
}

void WorkspaceTabsTest::changesOnlyTheRulesThatSomebodyHasChanged()
{
    QJsonObject changed = bounded();
    changed["settings"] = QJsonObject{{"network_mode", "allowlist"}, {"pids", 256}};
    m_peer->answer("PATCH /workspaces/w1", changed);
    auto *rules = show(new WorkspaceRules(m_session.get()));
    rules->look(bounded());
    QCOMPARE(rules->findChild<QLineEdit *>("memory")->text(), "2g");
    QCOMPARE(rules->findChild<QLineEdit *>("cpus")->text(), "1.5");
    QCOMPARE(rules->findChild<QLineEdit *>("pids")->text(), "512");
    QVERIFY(rules->request().isEmpty());
    rules->findChild<QLineEdit *>("memory")->setText("3g");
    rules->findChild<QLineEdit *>("cpus")->clear();
    rules->findChild<QLineEdit *>("pids")->setText("256");
    rules->findChild<QPlainTextEdit *>()->appendPlainText(" *.example.org ");
    const QJsonObject expected{{"pids", 256},
                               {"allowed_hosts", QJsonArray{"pypi.org", "*.example.org"}},
                               {"resource_limits",
                                QJsonObject{{"memory", "3g"}, {"cpus", QJsonValue::Null}}}};
    QCOMPARE(rules->request(), expected);
    rules->submit();
    QTRY_COMPARE(m_peer->last("PATCH /workspaces/w1").body, expected);
    // What the server says is in force is what is shown.
    QTRY_COMPARE(rules->findChild<QLineEdit *>("memory")->text(), "");
    QVERIFY(rules->request().isEmpty());
    QTRY_VERIFY(button("Stop workspace now"));
}

void WorkspaceTabsTest::saysWhyRulesWereRefused()
{
    m_peer->answer("PATCH /workspaces/w1", {{"detail", "pids: expected 16 to 65536"}}, 422);
    auto *rules = show(new WorkspaceRules(m_session.get()));
    rules->look(bounded());
    rules->findChild<QLineEdit *>("pids")->setText("1");
    rules->submit();
    QTRY_COMPARE(rules->findChild<ToneLabel *>()->text(), "pids: expected 16 to 65536");
    QCOMPARE(rules->findChild<QLineEdit *>("pids")->text(), "1");
}

void WorkspaceTabsTest::keepsWhatSomebodyIsWriting()
{
    auto *rules = show(new WorkspaceRules(m_session.get()));
    rules->look(bounded());
    rules->findChild<QLineEdit *>("memory")->setText("5g");
    QJsonObject paused = bounded();
    paused["state"] = "paused";
    rules->look(paused);
    QCOMPARE(rules->findChild<QLineEdit *>("memory")->text(), "5g");
    QJsonObject other = bounded();
    other["id"] = "w2";
    rules->look(other);
    QCOMPARE(rules->findChild<QLineEdit *>("memory")->text(), "2g");
}

void WorkspaceTabsTest::showsWhatAWorkspaceWasRefused()
{
    m_peer->answer("GET /egress/decisions?workspace=w1&outcome=denied&limit=100",
                   {{"items", QJsonArray{decision("2", "denied", "not_listed")}}});
    auto *rules = show(new WorkspaceRules(m_session.get()));
    rules->look(bounded());
    rules->readRefused();
    const auto *view = rules->findChild<TableView *>("refused");
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(view->model()->index(0, 0).data(Qt::ToolTipRole).toString(),
             "2.example.org:443, not on the list");
}

void WorkspaceTabsTest::offersToRaiseALimitThatIsNear()
{
    emit m_session->feed()->changed("workspaces", "changed", "w1", bounded());
    auto *page = show(new WorkspacesPage(m_session.get()));
    QVERIFY(!button("Raise limit..."));
    const auto use = [this](double bytes) {
        emit m_session->feed()->changed("usage", "changed", "w1",
                                        {{"id", "w1"},
                                         {"memory_bytes", bytes},
                                         {"memory_limit", 4e9}});
    };
    use(3.8e9);
    QTRY_VERIFY(button("Raise limit..."));
    button("Raise limit...")->click();
    QTRY_VERIFY(page->findChild<WorkspaceRules *>()->isVisible());
    QCOMPARE(page->findChild<QLineEdit *>("memory")->text(), "2g");
    use(1e9);
    QTRY_VERIFY(!button("Raise limit..."));
}

void WorkspaceTabsTest::offersWhatNobodyNeeds()
{
    QJsonObject old = bounded();
    old["id"] = "w2";
    old["name"] = "old";
    old["state"] = "stopped";
    emit m_session->feed()->changed("workspaces", "changed", "w2", old);
    m_peer->answer("GET /images", {{"items", QJsonArray{image("debian", "ready", true),
                                                        image("sha256:un", "ready", true),
                                                        image("fetched", "ready")}}});
    m_peer->answer("DELETE /workspaces/w2", {});
    m_peer->answer("DELETE /images/sha256:un", {});
    m_page.reset(new QWidget);
    auto *dialog = new FreeSpaceDialog(m_session.get(), m_page.get());
    auto *view = dialog->findChild<TableView *>("space");
    QTRY_COMPARE(view->shown(), 2);
    QPushButton *remove = nullptr;
    for (QPushButton *each : dialog->findChildren<QPushButton *>()) {
        if (each->text() == "Delete what is chosen")
            remove = each;
    }
    QVERIFY(!remove->isEnabled());
    QCOMPARE(remove->toolTip(), "Nothing is chosen.");
    view->selectAll();
    QVERIFY(remove->isEnabled());
    view->clearSelection();
    QVERIFY(!remove->isEnabled());
    view->selectAll();
    QSignalSpy freed(dialog, &FreeSpaceDialog::freed);
    emit dialog->submitted();
    QTRY_COMPARE(freed.size(), 1);
    QCOMPARE(freed.first().first().toInt(), 2);
    QCOMPARE(m_peer->count("DELETE /workspaces/w2"), 1);
    QCOMPARE(m_peer->count("DELETE /images/sha256:un"), 1);
}

void WorkspaceTabsTest::listsOnlyWhatIsStillThere()
{
    QJsonObject old = bounded();
    old["id"] = "w2";
    old["state"] = "stopped";
    emit m_session->feed()->changed("workspaces", "changed", "w2", old);
    m_peer->answer("GET /images", {{"items", QJsonArray{image("berth/saved-1", "ready", true)}}});
    m_peer->answer("DELETE /workspaces/w2", {});
    m_peer->answer("DELETE /images/berth/saved-1", {{"detail", "It is in use."}}, 409);
    m_page.reset(new QWidget);
    auto *dialog = new FreeSpaceDialog(m_session.get(), m_page.get());
    auto *view = dialog->findChild<TableView *>("space");
    QTRY_COMPARE(view->shown(), 2);
    // The part of its name that tells it from others.
    QCOMPARE(textAt(view, 0, 0), "latest");
    view->sortByColumn(0, Qt::DescendingOrder); // the workspace first
    view->selectAll();
    emit dialog->submitted();
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(m_peer->count("DELETE /workspaces/w2"), 1);
    QTRY_COMPARE(m_peer->count("DELETE /images/berth/saved-1"), 1);
    QCOMPARE(textAt(view, 0, 0), "latest");
}

void WorkspaceTabsTest::doesOneThingWithSeveral()
{
    QJsonObject other = bounded();
    other["id"] = "w2";
    emit m_session->feed()->changed("workspaces", "changed", "w2", other);
    m_peer->answer("POST /workspaces/w1/stop", {});
    m_peer->answer("POST /workspaces/w2/stop", {});
    auto *page = show(new WorkspacesPage(m_session.get()));
    auto *view = page->findChild<TableView *>("workspaces");
    QTRY_COMPARE(view->shown(), 2);
    view->selectAll();
    QPushButton *stop = nullptr;
    for (QPushButton *each : page->findChildren<QPushButton *>()) {
        if (each->accessibleName() == "Stop: all that are chosen")
            stop = each;
    }
    QTRY_VERIFY(stop->isVisible());
    stop->click();
    QTRY_COMPARE(m_peer->count("POST /workspaces/w1/stop"), 1);
    QTRY_COMPARE(m_peer->count("POST /workspaces/w2/stop"), 1);
    view->clearSelection();
    QTRY_VERIFY(!stop->isVisible());
}

void WorkspaceTabsTest::hasTheTabsEvenWithoutWorkspaces()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("debian", "ready")}}});
    emit m_session->feed()->replaced("workspaces", {});
    auto *page = show(new WorkspacesPage(m_session.get()));
    auto *tabs = page->findChild<QTabBar *>("parts");
    QVERIFY(tabs->isVisible());
    tabs->setCurrentIndex(1);
    const auto *images = page->findChild<ImagesPanel *>();
    QTRY_VERIFY(images->isVisible());
    QTRY_COMPARE(images->findChild<TableView *>()->shown(), 1);
    tabs->setCurrentIndex(2);
    QVERIFY(page->findChild<ConnectionsPanel *>()->isVisible());
    tabs->setCurrentIndex(0);
    QVERIFY(!images->isVisible());
    QVERIFY(button("New workspace"));
}

void WorkspaceTabsTest::namesEverythingThatTakesTheFocus()
{
    show(new WorkspacesPage(m_session.get()));
    for (QWidget *widget : m_page->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
            continue;
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

BERTH_TEST(WorkspaceTabsTest)
#include "WorkspaceTabsTest.moc"
