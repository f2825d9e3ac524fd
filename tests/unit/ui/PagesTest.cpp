// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ShownPage.h"
#include "TestMain.h"

#include "ui/models/DemoAgent.h"
#include "ui/models/Drafts.h"
#include "ui/widgets/Graph.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/AlertsPage.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/ConnectionCard.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/DiffDialog.h"
#include "ui/windows/FilesWindow.h"
#include "ui/windows/ImageDialog.h"
#include "ui/windows/InboxPage.h"
#include "ui/windows/KeyDialogs.h"
#include "ui/windows/KeysPage.h"
#include "ui/windows/LogsPage.h"
#include "ui/windows/MetricsPage.h"
#include "ui/windows/NewConversationDialog.h"
#include "ui/windows/NewWorkspaceDialog.h"
#include "ui/windows/RecentEvents.h"
#include "ui/windows/SettingRow.h"
#include "ui/windows/SettingsPage.h"
#include "ui/windows/WorkspacesPage.h"

#include <QAccessible>
#include <QBuffer>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolTip>

using namespace ui;

/// Pages that ask a server, beside a peer that answers as one.
class PagesTest : public QObject, protected test::ShownPage
{
    Q_OBJECT

private slots:
    void init() { openPeer(); }
    void cleanup() { closePeer(); }
    void showsAKeyOnce();
    void saysWhyKeysCannotBeRead();
    void revokesAKeyAfterAQuestion();
    void answersAQuestionInTheInbox();
    void showsTheImagesOfItsCards();
    void movesToTheNextQuestion();
    void filtersTheInbox();
    void letsAWorkspaceConnectFromNowOn();
    void keepsAHeldLogInItsOrder();
    void showsWhichFilesAConversationTouched();
    void readsFiguresWhenSomethingHappened();
    void begins_data();
    void begins();
    void findsAnOldConversationOnTheServer();
    void showsAnAlertUntilItIsOver();
    void changesASetting();
    void hasThreeSwitchesFirst();
    void saysHowLargeTheTextIs();
    void headsOnlySettingsThatItKnows();
    void saysAtTheFieldWhyASettingIsRefused();
    void locksWhatTheCommandLineSays();
    void changesTheLookAtOnce();
    void namesEverythingThatTakesTheFocus();

private:
    QTemporaryDir m_folder;
    Preferences m_preferences{m_folder.filePath("window.ini")};
    Drafts m_drafts;
};

void PagesTest::showsAKeyOnce()
{
    m_peer->answer("GET /keys", {{"items", QJsonArray{}}});
    m_peer->answer("GET /users", {{"items", QJsonArray{QJsonObject{{"id", "ann"}}}}});
    m_peer->answer("POST /keys", {{"id", "k1"}, {"name", "laptop"}, {"key", "berth_secret"}}, 201);
    auto *page = show(new KeysPage(m_session.get()));
    QTRY_VERIFY(button("New key..."));
    QTRY_VERIFY(!m_peer->last("GET /users").line.isEmpty());
    button("New key...")->click();
    auto *asked = dialog<NewKeyDialog>();
    QTest::keyClicks(asked->focusWidget(), "laptop");
    asked->findChild<QCheckBox *>("write")->setChecked(false);
    asked->findChild<QCheckBox *>("read")->setChecked(true);
    emit asked->submitted();
    auto *shown = dialog<ShownKeyDialog>();
    QVERIFY(shown);
    QCOMPARE(shown->findChild<QLineEdit *>()->text(), "berth_secret");
    QCOMPARE(m_peer->last("POST /keys").body["scopes"], QJsonValue(QJsonArray{"read"}));
    QTest::keyClick(shown, Qt::Key_Escape);
    QVERIFY(shown->isVisible());
    shown->accept();
    QTRY_VERIFY(!page->findChild<ShownKeyDialog *>());
}

void PagesTest::saysWhyKeysCannotBeRead()
{
    m_peer->answer("GET /keys", {{"detail", "This key may not."}}, 403);
    m_peer->answer("GET /users", {{"items", QJsonArray{}}});
    show(new KeysPage(m_session.get()));
    QTRY_VERIFY(button("Try again"));
    m_peer->answer("GET /keys", {{"items", QJsonArray{}}});
    button("Try again")->click();
    QTRY_VERIFY(button("New key..."));
}

void PagesTest::revokesAKeyAfterAQuestion()
{
    m_peer->answer(
        "GET /keys",
        {{"items",
          QJsonArray{QJsonObject{{"id", "k1"}, {"name", "old"}, {"scopes", QJsonArray{"read"}}}}}});
    m_peer->answer("GET /keys/k1",
                   {{"id", "k1"}, {"name", "old"}, {"last_used_at", "2026-01-05T10:00:00.000Z"}});
    m_peer->answer("DELETE /keys/k1", {});
    auto *page = show(new KeysPage(m_session.get()));
    auto *view = page->findChild<TableView *>("keys");
    QTRY_COMPARE(view->shown(), 1);
    view->setCurrent("k1");
    button("Revoke...")->setEnabled(true);
    button("Revoke...")->click();
    auto *question = dialog<QMessageBox>();
    QVERIFY(question);
    QVERIFY(question->informativeText().contains("last used")); // since the page was read
    for (QAbstractButton *one : question->buttons()) {
        if (one->text() == "Revoke key")
            one->click();
    }
    QTRY_VERIFY(!m_peer->last("DELETE /keys/k1").line.isEmpty());
}

void PagesTest::answersAQuestionInTheInbox()
{
    m_peer->answer("POST /conversations/c3/approve", {});
    auto *page = show(new InboxPage(m_session.get(), &m_preferences));
    emit m_session->feed()->replaced("conversations",
                                     {QJsonObject{{"id", "c4"},
                                                  {"title", "Nightly audit"},
                                                  {"state", "error"},
                                                  {"last_line", "The model refused the key."},
                                                  {"updated_at", "2026-11-22T13:01:00Z"}}});
    const QJsonObject action{{"kind", "TerminalAction"}, {"command", "git push"}};
    emit m_session->feed()->replaced(
        "waiting", {QJsonObject{{"id", "a1"},
                                {"kind", "approval"},
                                {"conversation_id", "c3"},
                                {"title", "Fix flaky test"},
                                {"risk", "LOW"},
                                {"asked_at", "2026-11-22T14:01:00Z"},
                                {"actions", QJsonArray{QJsonObject{{"id", "a1"},
                                                                   {"tool", "terminal"},
                                                                   {"action", action}}}}}});
    const auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 2);
    QCOMPARE(view->model()->index(0, 0).data().toString(), "Fix flaky test");
    QCOMPARE(view->model()->index(1, 1).data().toString(), "Failed");
    emit page->findChild<ApprovalCard *>()->allowed({"a1"});
    QTRY_COMPARE(m_peer->last("POST /conversations/c3/approve").body,
                 (QJsonObject{{"actions", QJsonArray{"a1"}}}));
    emit m_session->feed()->changed("waiting", "answered", "a1", {});
    QCOMPARE(view->shown(), 1);
}

static QJsonObject approval(const QString &id, const QString &moment, const QString &user)
{
    const QJsonObject action{{"kind", "TerminalAction"}, {"command", "run " + id}};
    return {{"id", id},
            {"kind", "approval"},
            {"conversation_id", "of-" + id},
            {"title", id},
            {"user_id", user},
            {"risk", "LOW"},
            {"asked_at", "2026-11-22T" + moment},
            {"reasons",
             QJsonArray{QJsonObject{{"kind", "risk"}, {"text", "Rule: ask at low risk."}}}},
            {"actions",
             QJsonArray{QJsonObject{{"id", id}, {"tool", "terminal"}, {"action", action}}}}};
}

void PagesTest::showsTheImagesOfItsCards()
{
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(image.save(&buffer, "PNG"));
    auto *page = show(new InboxPage(m_session.get(), &m_preferences));
    emit m_session->feed()->replaced("conversations", {});
    emit m_session->feed()->replaced("waiting", {approval("a1", "14:01:00Z", "maria")});
    auto *view = page->findChild<RecentEvents *>()->findChild<TimelineView *>();
    QTRY_VERIFY(view->isVisible());
    const QString url = "data:image/png;base64," + QString::fromLatin1(png.toBase64());
    const QJsonObject message{
        {"content", QJsonArray{QJsonObject{{"type", "text"}, {"text", "What is it?"}},
                               QJsonObject{{"type", "image"}, {"image_urls", QJsonArray{url}}}}}};
    const QJsonObject event{{"kind", "MessageEvent"}, {"source", "user"}, {"llm_message", message}};
    static_cast<TimelineModel *>(view->model())->append({QJsonDocument(event).toJson()});
    QTest::keyClick(view, Qt::Key_Home);
    QTest::keyClick(view, Qt::Key_Return);
    auto *shown = dialog<ImageDialog>();
    QVERIFY(shown);
    QTRY_VERIFY(shown->findChild<QLabel *>()
                && shown->findChild<QLabel *>()->pixmap().size() == image.size());
}

void PagesTest::movesToTheNextQuestion()
{
    auto *page = show(new InboxPage(m_session.get(), &m_preferences));
    auto *view = page->findChild<TableView *>();
    const auto *card = page->findChild<ApprovalCard *>();
    emit m_session->feed()->replaced("conversations", {});
    emit m_session->feed()->replaced("waiting", {approval("a1", "14:01:00Z", "maria"),
                                                 approval("a2", "14:02:00Z", "maria"),
                                                 approval("a3", "14:03:00Z", "maria")});
    view->selectRow(1);
    QCOMPARE(card->actionIds(), QStringList{"a2"});
    QTRY_VERIFY(button("&Allow once")->isEnabledTo(card));
    emit m_session->feed()->changed("waiting", "answered", "a2", {});
    QCOMPARE(card->actionIds(), QStringList{"a3"});
    QVERIFY(!button("&Allow once")->isEnabledTo(card));
    emit m_session->feed()->changed("waiting", "answered", "a3", {});
    QCOMPARE(card->actionIds(), QStringList{"a1"});
}

void PagesTest::filtersTheInbox()
{
    auto *page = show(new InboxPage(m_session.get(), &m_preferences));
    const auto *view = page->findChild<TableView *>();
    page->setUser("maria");
    emit m_session->feed()->replaced("conversations", {});
    emit m_session->feed()->replaced("waiting", {approval("a1", "14:01:00Z", "maria")});
    QVERIFY(!button("Only mine"));
    const QJsonObject alert{{"id", "f1"},        {"rule", "disk_full"},
                            {"user_id", ""},     {"text", "The disk is almost full."},
                            {"state", "firing"}, {"severity", "critical"}};
    emit m_session->feed()->replaced("alerts", {alert});
    emit m_session->feed()->replaced("waiting", {approval("a1", "14:01:00Z", "maria"),
                                                 approval("a2", "14:02:00Z", "jonas")});
    QCOMPARE(view->shown(), 3);
    button("Problems 1")->click();
    QCOMPARE(view->shown(), 1);
    QCOMPARE(view->model()->index(0, 0).data().toString(), "The disk is almost full.");
    button("Questions 2")->click();
    button("Only mine")->click();
    QCOMPARE(view->shown(), 1);
    QCOMPARE(view->model()->index(0, 0).data().toString(), "a1");
    emit m_session->feed()->changed("waiting", "answered", "a1", {});
    button("Clear filter")->click();
    QCOMPARE(view->shown(), 2);
}

void PagesTest::letsAWorkspaceConnectFromNowOn()
{
    m_peer->answer("POST /egress/decisions", {});
    auto *page = show(new InboxPage(m_session.get(), &m_preferences));
    emit m_session->feed()->replaced("conversations", {});
    emit m_session->feed()->replaced("waiting", {QJsonObject{{"id", "e1"},
                                                             {"kind", "connection"},
                                                             {"workspace_id", "w1"},
                                                             {"host", "api.example.com"},
                                                             {"port", 443}}});
    emit page->findChild<ConnectionCard *>()->answered(true, "workspace");
    QTRY_COMPARE(m_peer->last("POST /egress/decisions").body,
                 (QJsonObject{{"workspace", "w1"},
                              {"host", "api.example.com"},
                              {"port", 443},
                              {"answer", "allow"},
                              {"scope", "workspace"}}));
}

void PagesTest::keepsAHeldLogInItsOrder()
{
    auto *page = show(new LogsPage(m_session.get()));
    const auto *view = page->findChild<TableView *>("log");
    auto *stream = page->findChild<LogStream *>();
    const auto line = [](int row, const QString &level) {
        return QJsonObject{{"row", row},
                           {"level", level},
                           {"room", "api"},
                           {"message", QString::number(row)}};
    };
    emit stream->came({line(0, "info"), line(1, "debug"), line(2, "warning")});
    QCOMPARE(view->shown(), 2);
    page->setPaused(true);
    emit stream->came({line(3, "critical")});
    QCOMPARE(view->shown(), 2);
    page->setPaused(false);
    QCOMPARE(view->model()->index(2, 5).data().toString(), "3");
}

/// An edit of a file and what it did.
static QList<QByteArray> edit(const QString &call, const QString &path, const QString &before,
                              const QString &after)
{
    const auto text = [](const QJsonObject &event) {
        return QJsonDocument(event).toJson(QJsonDocument::Compact);
    };
    return {text({{"kind", "ActionEvent"},
                  {"tool_call_id", call},
                  {"action", QJsonObject{{"kind", "FileEditorAction"}, {"path", path}}}}),
            text({{"kind", "ObservationEvent"},
                  {"tool_call_id", call},
                  {"observation", QJsonObject{{"kind", "FileEditorObservation"},
                                              {"path", path},
                                              {"old_content", before},
                                              {"new_content", after}}}})};
}

void PagesTest::showsWhichFilesAConversationTouched()
{
    m_peer->answer("GET /api/conversations/c1",
                   {{"max_iterations", 500},
                    {"stats",
                     QJsonObject{
                         {"usage_to_metrics",
                          QJsonObject{{"agent", QJsonObject{{"model_name", "anthropic/claude"},
                                                            {"accumulated_cost", 1.02}}}}}}}});
    TimelineModel timeline;
    auto *panel = show(new ConversationPanel(m_session.get(), &timeline));
    emit m_session->feed()->replaced("workspaces", {QJsonObject{{"id", "w1"}, {"name", "main"}}});
    emit m_session->feed()->replaced("conversations", {QJsonObject{{"id", "c1"},
                                                                   {"workspace", "w1"},
                                                                   {"steps", 14},
                                                                   {"max_budget", 5},
                                                                   {"model_seconds", 161.2},
                                                                   {"tool_seconds", 67}}});
    panel->look("c1");
    timeline.append(edit("1", "/w/src/a.py", "one\n", "one\ntwo\n")
                    + edit("2", "/w/src/b.py", "x\n", "y\n"));
    timeline.append(edit("3", "/w/src/a.py", "one\ntwo\n", "one\nthree\n"));
    auto *view = panel->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 2);
    QCOMPARE(view->model()->index(0, 0).data().toString(), "M");
    QCOMPARE(view->model()->index(0, 0).data(Qt::ToolTipRole).toString(), "modified");
    QCOMPARE(view->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
             "Change: modified");
    QCOMPARE(view->model()->index(0, 1).data().toString(), "a.py");
    QTRY_COMPARE(view->model()->index(0, 2).data().toString(), "+2");
    QCOMPARE(view->model()->index(0, 3).data().toString(), "-1");
    button("Open diff")->click();
    auto *diff = dialog<DiffDialog>();
    QVERIFY(diff);
    // "one" and "two", what is left out, and "one" and "two" against "three".
    QCOMPARE(diff->findChild<DiffView *>()->rows(), 5);
    diff->close();
    panel->findChild<QTabWidget *>()->setCurrentIndex(2);
    QTRY_VERIFY(!m_peer->last("GET /api/conversations/c1").line.isEmpty());
    const auto says = [panel](const QString &text) {
        return std::ranges::any_of(panel->findChildren<QLabel *>(),
                                   [&](const QLabel *label) { return label->text() == text; });
    };
    QTRY_VERIFY(says("$1.02 of $5.00"));
    QVERIFY(says("step 14 of 500"));
    QVERIFY(says("2 min 41 s")); // of the models
    QVERIFY(says("1 min 7 s")); // of the tools
    const auto *processors = panel->findChild<Graph *>();
    QVERIFY(processors->isVisible());
    QVERIFY(processors->series().isEmpty());
    emit m_session->feed()->changed("usage", "changed", "w1", {{"cpu", 0.4}, {"memory_bytes", 9}});
    emit m_session->feed()->changed("usage", "changed", "w2", {{"cpu", 0.9}, {"memory_bytes", 9}});
    QCOMPARE(processors->series().first().values, QList{0.4});
    panel->findChild<QTabWidget *>()->setCurrentIndex(0);
    panel->findChild<QTabWidget *>()->setCurrentIndex(2);
    QVERIFY(processors->series().isEmpty()); // nothing was told meanwhile
}

void PagesTest::readsFiguresWhenSomethingHappened()
{
    m_peer->answerText("GET /metrics", "process_resident_memory_bytes 5000\n");
    show(new MetricsPage(m_session.get()));
    QTRY_COMPARE(m_peer->count("GET /metrics"), 1);
    emit m_session->feed()->changed("conversations", "changed", "c1", {{"id", "c1"}});
    QTRY_COMPARE(m_peer->count("GET /metrics"), 2);
}

void PagesTest::begins_data()
{
    QTest::addColumn<QJsonArray>("models");
    QTest::addColumn<QString>("remark");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QJsonObject>("model"); // of the request
    const QJsonObject paper{{"name", "paper"},
                            {"default", true},
                            {"config", QJsonObject{{"model", "openai/gpt"}}}};
    QJsonObject other = paper;
    other["default"] = false;
    QTest::addRow("the default model")
        << QJsonArray{paper} << QString() << "The agent's own, usually paper" << QJsonObject();
    QTest::addRow("no default model")
        << QJsonArray{other} << QString() << "paper · openai/gpt" << QJsonObject{{"llm", "paper"}};
    QTest::addRow("no model")
        << QJsonArray()
        << "No model is set up yet; Settings has a place for them. The offline demo works without."
        << "None: the offline demo" << QJsonObject{{"agent", demoAgent()}};
}

void PagesTest::begins()
{
    QFETCH(QJsonArray, models);
    QFETCH(QString, remark);
    QFETCH(QString, chosen);
    QFETCH(QJsonObject, model);
    m_peer->answer("GET /agents", {{"items", QJsonArray()}});
    m_peer->answer("GET /llms", {{"items", models}});
    m_peer->answer("POST /conversations", {{"id", "made"}});
    auto *dialog = show(
        new NewConversationDialog(m_session.get(), Preferences::Asking::Never, nullptr));
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    const QList<QComboBox *> choices = dialog->findChildren<QComboBox *>();
    const auto text = [&choices](const QString &name) {
        const auto found = std::ranges::find(choices, name, &QWidget::accessibleName);
        return (*found)->currentText();
    };
    QTRY_COMPARE(text("Model"), chosen);
    QCOMPARE(dialog->findChild<Notice *>()->text(), remark);
    QCOMPARE(text("Ask me"), "Never");
    QSignalSpy made(dialog, &NewConversationDialog::made);
    QTest::keyClicks(dialog->focusWidget(), "Look around.");
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(made.size(), 1);
    QJsonObject asked = m_peer->last("POST /conversations").body;
    QCOMPARE(asked.take("message"), "Look around.");
    QCOMPARE(asked.take("confirmation_policy").toObject()["kind"], "NeverConfirm");
    QCOMPARE(asked, model);
}

void PagesTest::findsAnOldConversationOnTheServer()
{
    m_peer->answer("GET /conversations",
                   {{"items", QJsonArray{QJsonObject{{"id", "new"}, {"title", "Flaky again"}},
                                         QJsonObject{{"id", "old"}, {"title", "Flaky once"}}}}});
    auto *page = show(new ConversationsPage({m_session.get(), &m_preferences, &m_drafts}));
    emit m_session->feed()->replaced("conversations", {QJsonObject{{"id", "new"},
                                                                   {"title", "Flaky again"},
                                                                   {"state", "running"}}});
    page->findChild<QLineEdit *>("filter")->setText("flaky");
    auto *hits = page->findChild<QListWidget *>();
    QTRY_COMPARE(hits->count(), 1);
    emit hits->itemActivated(hits->item(0));
    QCOMPARE(page->live()->id(), "old");
    page->open("new");
    QCOMPARE(page->live()->id(), "new");
    m_peer->answer("GET /conversations/made",
                   {{"id", "made"}, {"title", "Made"}, {"state", "idle"}});
    page->open("made");
    QCOMPARE(page->live()->id(), "made");
    QTRY_COMPARE(page->live()->item()["title"], "Made");
    emit m_session->feed()->changed("conversations", "changed", "made",
                                    {{"id", "made"}, {"title", "Made"}, {"state", "running"}});
    const auto *list = page->findChild<QListView *>("conversations");
    QCOMPARE(list->currentIndex().data(FeedModel::IdRole).toString(), "made");
}

void PagesTest::showsAnAlertUntilItIsOver()
{
    QJsonObject alert{{"id", "a1"},
                      {"rule", "workspace_disk"},
                      {"state", "firing"},
                      {"severity", "critical"},
                      {"text", "The workspace main is full."},
                      {"advice", "Remove files."},
                      {"workspace_id", "w1"},
                      {"since", "2026-11-22T14:01:00Z"}};
    m_peer->answer("GET /alerts", {{"items", QJsonArray{alert}}});
    auto *page = show(new AlertsPage(m_session.get()));
    auto *view = page->findChild<TableView *>("alerts");
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(view->model()->index(0, 0).data().toString(), "Critical");
    view->setCurrent("a1");
    QVERIFY(button("Open workspace"));
    QVERIFY(button("Silence for an hour"));
    alert["state"] = "resolved";
    emit m_session->feed()->changed("alerts", "resolved", "a1", alert);
    QCOMPARE(view->shown(), 0);
    page->findChild<QTabBar *>("parts")->setCurrentIndex(1);
    QCOMPARE(view->model()->index(0, 0).data().toString(), "Over");
    QVERIFY(!button("Silence for an hour"));
}

static QJsonObject setting(const QString &name, const QString &value, const QString &source)
{
    return {{"name", name},        {"value", value},
            {"default", "500"},    {"source", source},
            {"from", "--" + name}, {"next", QJsonValue::Null},
            {"restart", true},     {"locked", source == "flag"},
            {"help", "How many."}};
}

void PagesTest::changesASetting()
{
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    m_peer->answer("GET /settings",
                   {{"items", QJsonArray{setting("rate-limit", "500", "default")}}});
    m_peer->answer("PATCH /settings",
                   {{"items", QJsonArray{setting("rate-limit", "600", "window")}}});
    auto *page = show(new SettingsPage(m_session.get(), &preferences));
    QTRY_VERIFY(page->findChild<SettingRow *>());
    auto *field = page->findChild<SettingRow *>()->findChild<QLineEdit *>();
    field->setText("600");
    emit field->editingFinished();
    QTRY_COMPARE(m_peer->last("PATCH /settings").body, (QJsonObject{{"rate-limit", "600"}}));
    QTRY_COMPARE(page->told(), "Rate limit is saved. It counts when the server starts again.");
    // Nothing was typed, so the keys are those of the page.
    m_peer->answer("PATCH /settings",
                   {{"items", QJsonArray{setting("rate-limit", "500", "default")}}});
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(m_peer->last("PATCH /settings").body,
                 (QJsonObject{{"rate-limit", QJsonValue::Null}}));
    QTRY_COMPARE(field->text(), "500");
    QCOMPARE(page->told(), "Rate limit is as it was before.");
}

/// Also when the keys of the window have changed it.
void PagesTest::saysHowLargeTheTextIs()
{
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    m_peer->answer("GET /settings", {{"items", QJsonArray()}});
    preferences.setTextScale(1.2);
    const auto putBack = qScopeGuard([] { setTextScale(1); });
    auto *page = show(new SettingsPage(m_session.get(), &preferences));
    auto *size = page->findChild<QComboBox *>("textSize");
    QCOMPARE(size->currentText(), "120 %");
    preferences.setTextScale(1.3);
    QCOMPARE(size->currentText(), "130 %");
    preferences.setTextScale(1.25);
    QCOMPARE(size->currentText(), "125 %");
    preferences.setTextScale(0.8);
    QCOMPARE(size->currentText(), "80 %");
}

void PagesTest::headsOnlySettingsThatItKnows()
{
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    m_peer->answer("GET /settings",
                   {{"items", QJsonArray{setting("rate-limit", "500", "default")}}});
    auto *page = show(new SettingsPage(m_session.get(), &preferences));
    const auto heads = [page](const QString &heading) {
        const QList<QLabel *> labels = page->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *label) {
            return label->text() == heading && label->isVisible();
        });
    };
    QVERIFY(heads("Appearance"));
    QVERIFY(!heads("Server"));
    QTRY_VERIFY(heads("Server"));
    QVERIFY(!heads("Workspaces"));
}

/// Of a person whose files the test leaves alone.
class FakeLoginItem : public LoginItem
{
public:
    bool isOn() const override { return m_isOn; }
    core::Result<> set(bool isOn) override
    {
        m_isOn = isOn;
        emit changed();
        return {};
    }

private:
    bool m_isOn = false;
};

void PagesTest::hasThreeSwitchesFirst()
{
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    FakeLoginItem login;
    auto *page = show(new SettingsPage(m_session.get(), &preferences, &login));
    const QList<QCheckBox *> switches = page->findChildren<QCheckBox *>().first(3);
    QCOMPARE(switches[0]->text(), "Start Berth at login");
    QCOMPARE(switches[1]->text(), "Keep running when the window closes");
    QCOMPARE(switches[2]->text(), "Start the server when Berth opens");
    const auto now = [&] {
        return QList{login.isOn(), preferences.staysWhenClosed(), preferences.startsServer()};
    };
    QCOMPARE(now(), (QList{false, true, true}));
    for (QCheckBox *one : switches)
        one->click();
    QCOMPARE(now(), (QList{true, false, false}));
    QVERIFY(!Preferences(folder.filePath("window.ini")).startsServer());
    button("Undo")->click();
    QCOMPARE(now(), (QList{true, false, true}));
    QVERIFY(switches[2]->isChecked());
    QTRY_VERIFY(page->isActiveWindow());
    switches[0]->setFocus();
    QTest::keyClick(switches[0], Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(switches[0], Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(now(), (QList{false, true, true}));
}

void PagesTest::saysAtTheFieldWhyASettingIsRefused()
{
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    m_peer->answer("GET /settings",
                   {{"items", QJsonArray{setting("rate-limit", "500", "default")}}});
    m_peer->answer("PATCH /settings", {{"detail", "rate-limit: expected a number."}}, 400);
    auto *page = show(new SettingsPage(m_session.get(), &preferences));
    QTRY_VERIFY(page->findChild<SettingRow *>());
    auto *field = page->findChild<SettingRow *>()->findChild<QLineEdit *>();
    field->setText("many");
    emit field->editingFinished();
    QTRY_COMPARE(field->accessibleDescription(), "rate-limit: expected a number.");
    QCOMPARE(field->text(), "many");
}

void PagesTest::locksWhatTheCommandLineSays()
{
    SettingRow row(setting("port", "8000", "flag"), m_session->feed());
    QVERIFY(!row.findChild<QLineEdit *>()->isEnabled());
    QVERIFY(row.findChild<QLineEdit *>()->accessibleDescription().contains("Command line: --port"));
    row.show();
    QVERIFY(QTest::qWaitForWindowActive(&row));
    const auto lockIn = [](const SettingRow &in) {
        for (QPushButton *one : in.findChildren<QPushButton *>())
            if (one->isVisible() && one->accessibleName() == "Port is locked")
                return one;
        return static_cast<QPushButton *>(nullptr);
    };
    QPushButton *lock = lockIn(row);
    QVERIFY(lock);
    QCOMPARE(lock->accessibleDescription(), "Command line: --port. It cannot be changed here.");
    QVERIFY(lock->focusPolicy() & Qt::TabFocus);
    lock->setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(QToolTip::isVisible());
    QCOMPARE(QToolTip::text(), lock->toolTip());
    row.take(setting("port", "8000", "default"));
    QVERIFY(!lockIn(row));
    QToolTip::hideText();
}

void PagesTest::changesTheLookAtOnce()
{
    QTemporaryDir folder;
    const QString file = folder.filePath("window.ini");
    {
        Preferences preferences(file);
        preferences.setLook(Preferences::Look::Dark);
        QCOMPARE(theme().kind, ThemeKind::Dark);
    }
    Preferences again(file);
    QCOMPARE(again.look(), Preferences::Look::Dark);
    again.setLook(Preferences::Look::Light);
    QCOMPARE(theme().kind, ThemeKind::Light);
}

void PagesTest::namesEverythingThatTakesTheFocus()
{
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    m_peer->answer("GET /settings",
                   {{"items", QJsonArray{setting("rate-limit", "500", "default")}}});
    const auto nameless = [](const QWidget *page) {
        QStringList found;
        for (QWidget *widget : page->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
                continue;
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            if (spoken->text(QAccessible::Name).isEmpty())
                found.append(QString("%1 in %2")
                                 .arg(widget->metaObject()->className(),
                                      widget->parent()->metaObject()->className()));
        }
        return found.join(", ");
    };
    auto *workspaces = show(new WorkspacesPage(m_session.get()));
    emit m_session->feed()->replaced("workspaces", {workspace("main", "ready")});
    workspaces->open("main");
    QCOMPARE(nameless(workspaces), QString());
    QCOMPARE(nameless(show(new KeysPage(m_session.get()))), QString());
    auto *settings = show(new SettingsPage(m_session.get(), &preferences));
    QTRY_VERIFY(settings->findChild<SettingRow *>());
    QCOMPARE(nameless(settings), QString());
}

BERTH_TEST(PagesTest)
#include "PagesTest.moc"
