// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"

#include "ui/models/DemoAgent.h"
#include "ui/models/Drafts.h"
#include "ui/widgets/ElidedLabel.h"
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
#include "ui/windows/FileDrag.h"
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
#include "ui/windows/TextDialog.h"
#include "ui/windows/WorkspaceDetail.h"
#include "ui/windows/WorkspacesPage.h"

#include <QAccessible>
#include <QBuffer>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolTip>

using namespace ui;

/// Pages that ask a server, beside a peer that answers as one.
class PagesTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatWorkspacesUse();
    void saysWhyAWorkspaceFailed();
    void tellsOnlyWhatIsTrueOfARuntime_data();
    void tellsOnlyWhatIsTrueOfARuntime();
    void asksBeforeAWorkspaceIsDeleted();
    void makesAWorkspaceWithLimits();
    void keepsWhatWasWrittenWhenItIsRefused();
    void showsAKeyOnce();
    void saysWhyKeysCannotBeRead();
    void revokesAKeyAfterAQuestion();
    void answersAQuestionInTheInbox();
    void showsTheImagesOfItsCards();
    void movesToTheNextQuestion();
    void filtersTheInbox();
    void letsAWorkspaceConnectFromNowOn();
    void keepsAHeldLogInItsOrder();
    void bringsAFileIntoAWorkspace();
    void showsWhichFilesAConversationTouched();
    void readsFiguresWhenSomethingHappened();
    void begins_data();
    void begins();
    void findsAnOldConversationOnTheServer();
    void takesAFileOutWholeOrNotAtAll();
    void fetchesAFileThatIsDragged();
    void showsWhatIsInAFile();
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
    static QJsonObject workspace(const QString &id, const QString &state);
    QPushButton *button(const QString &text);
    template<typename T>
    T *show(T *page);
    template<typename T>
    T *dialog();

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Session> m_session;
    QTemporaryDir m_folder;
    Preferences m_preferences{m_folder.filePath("window.ini")};
    Drafts m_drafts;
    std::unique_ptr<QWidget> m_page;
};

void PagesTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
}

void PagesTest::cleanup()
{
    m_page.reset();
    m_session.reset();
    m_peer.reset();
}

QJsonObject PagesTest::workspace(const QString &id, const QString &state)
{
    return {{"id", id},
            {"name", id},
            {"user_id", "maria"},
            {"state", state},
            {"reason", state == "failed" ? QJsonValue("The image is not there.") : QJsonValue()},
            {"used_at", "2026-11-22T14:01:00Z"},
            {"settings",
             QJsonObject{{"image", "debian:13"}, {"resource_limits", QJsonObject{{"cpus", 2}}}}}};
}

template<typename T>
T *PagesTest::show(T *page)
{
    m_page.reset(page);
    page->resize(1000, 700);
    page->show();
    return page;
}

template<typename T>
T *PagesTest::dialog()
{
    return QTest::qWaitFor([this] { return m_page->findChild<T *>() != nullptr; })
               ? m_page->findChild<T *>()
               : nullptr;
}

/// The one that is seen and says so.
QPushButton *PagesTest::button(const QString &text)
{
    for (QPushButton *one : m_page->findChildren<QPushButton *>()) {
        if (one->isVisible() && (one->text() == text || one->accessibleName() == text))
            return one;
    }
    return nullptr;
}

void PagesTest::showsWhatWorkspacesUse()
{
    auto *page = show(new WorkspacesPage(m_session.get()));
    emit m_session->feed()->replaced("workspaces",
                                     {workspace("main", "ready"), workspace("lab", "stopped")});
    emit m_session->feed()->replaced(
        "usage", {QJsonObject{{"id", "main"},
                              {"cpu", 1.0},
                              {"memory_bytes", 950},
                              {"memory_limit", 1000},
                              {"disk", QJsonObject{{"used", 5000000}, {"state", "ok"}}}}});
    const auto *view = page->findChild<TableView *>("workspaces");
    const auto text = [view](int row, int column) {
        return view->model()->index(row, column).data().toString();
    };
    QCOMPARE(text(0, 0), "main");
    QCOMPARE(text(0, 1), "Near limit");
    QCOMPARE(text(0, 2), "50 %");
    QCOMPARE(text(0, 3), "950 bytes of 1.0 kB");
    QCOMPARE(text(0, 4), "5.0 MB");
    QCOMPARE(text(1, 1), "Stopped");
    QCOMPARE(text(1, 2), "–");
    QVERIFY(button("Trouble 1"));
    button("Trouble 1")->click();
    QCOMPARE(view->shown(), 1);
}

void PagesTest::saysWhyAWorkspaceFailed()
{
    auto *page = show(new WorkspacesPage(m_session.get()));
    emit m_session->feed()->replaced("workspaces", {workspace("lab", "failed")});
    const auto *view = page->findChild<TableView *>("workspaces");
    QCOMPARE(view->model()->index(0, 3).data().toString(), "The image is not there.");
}

void PagesTest::tellsOnlyWhatIsTrueOfARuntime_data()
{
    QTest::addColumn<QString>("runtime");
    QTest::addColumn<QString>("image");
    QTest::addColumn<QString>("network");
    QTest::addRow("docker") << "docker" << "some/image" << "none";
    QTest::addRow("sandbox") << "sandbox" << QString() << "none";
    QTest::addRow("local") << "local" << QString() << "that of this computer";
}

void PagesTest::tellsOnlyWhatIsTrueOfARuntime()
{
    QFETCH(QString, runtime);
    QFETCH(QString, image);
    QFETCH(QString, network);
    auto *page = show(new WorkspacesPage(m_session.get()));
    QJsonObject one = workspace("lab", "stopped");
    one["runtime"] = runtime;
    one["settings"] = QJsonObject{{"image", "some/image"}, {"network_mode", "none"}};
    emit m_session->feed()->replaced("workspaces", {one});
    page->open("lab");
    const auto *detail = page->findChild<WorkspaceDetail *>();
    const auto said = [detail](const QString &fact) -> QString {
        for (const auto *form : detail->findChildren<QFormLayout *>()) {
            for (int row = 0; row < form->rowCount(); ++row) {
                const auto *name = form->itemAt(row, QFormLayout::LabelRole);
                const auto *value = form->itemAt(row, QFormLayout::FieldRole);
                if (!name || !value || !qobject_cast<QLabel *>(name->widget())
                    || qobject_cast<QLabel *>(name->widget())->text() != fact)
                    continue;
                if (const auto *words = qobject_cast<ElidedLabel *>(value->widget()))
                    return words->text();
            }
        }
        return {};
    };
    QCOMPARE(said("Runtime"), runtime);
    QCOMPARE(said("Image"), image);
    QCOMPARE(said("Network"), network);
}

void PagesTest::asksBeforeAWorkspaceIsDeleted()
{
    m_peer->answer("DELETE /workspaces/lab", {});
    auto *page = show(new WorkspacesPage(m_session.get()));
    emit m_session->feed()->replaced("workspaces", {workspace("lab", "stopped")});
    page->open("lab");
    auto *detail = page->findChild<WorkspaceDetail *>();
    detail->findChild<QPushButton *>("remove")->setEnabled(true);
    detail->askRemove();
    auto *question = dialog<QMessageBox>();
    QVERIFY(question);
    QVERIFY(question->informativeText().contains("files"));
    QCOMPARE(question->defaultButton()->text(), "Cancel");
    QVERIFY(m_peer->requests.isEmpty());
    for (QAbstractButton *one : question->buttons()) {
        if (one->text() == "Delete workspace")
            one->click();
    }
    QTRY_COMPARE(m_peer->last("DELETE /workspaces/lab").line, "DELETE /workspaces/lab");
}

void PagesTest::makesAWorkspaceWithLimits()
{
    m_peer->answer("POST /workspaces", {{"id", "w1"}}, 201);
    show(new WorkspacesPage(m_session.get()));
    emit m_session->feed()->replaced("workspaces", {});
    button("New workspace")->click();
    auto *asked = dialog<NewWorkspaceDialog>();
    QTest::keyClicks(asked->focusWidget(), "lab");
    for (QLineEdit *field : asked->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == "Memory")
            field->setText("2g");
        if (field->accessibleName() == "CPUs")
            field->setText("1.5");
    }
    emit asked->submitted();
    QTRY_COMPARE(m_peer->requests.size(), 1);
    const QJsonObject body = m_peer->requests.first().body;
    QCOMPARE(body,
             (QJsonObject{{"name", "lab"},
                          {"resource_limits", QJsonObject{{"memory", "2g"}, {"cpus", 1.5}}}}));
}

void PagesTest::keepsWhatWasWrittenWhenItIsRefused()
{
    m_peer->answer("POST /workspaces", {{"detail", "memory: more than this machine has."}}, 400);
    show(new WorkspacesPage(m_session.get()));
    button("New workspace")->click();
    auto *asked = dialog<NewWorkspaceDialog>();
    QTest::keyClicks(asked->focusWidget(), "lab");
    emit asked->submitted();
    QTRY_COMPARE(asked->findChild<Notice *>()->text(), "memory: more than this machine has.");
    QVERIFY(asked->isVisible());
    QCOMPARE(qobject_cast<QLineEdit *>(asked->focusWidget())->text(), "lab");
}

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

void PagesTest::bringsAFileIntoAWorkspace()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("notes.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"note": 1})");
    file.close();
    m_peer->answer("GET /workspaces/w1/files", {{"path", "/workspace"}, {"items", QJsonArray{}}});
    m_peer->answer("GET /workspaces/w1/files/workspace",
                   {{"path", "/workspace"},
                    {"items", QJsonArray{QJsonObject{{"name", "notes.json"},
                                                     {"path", "/workspace/notes.json"},
                                                     {"type", "file"},
                                                     {"size", 11}}}}});
    m_peer->answer("PUT /workspaces/w1/files/workspace/notes.json", {});
    show(new QWidget);
    auto *files = new FilesWindow(m_session.get(), "w1", "main", m_page.get());
    const auto *view = files->findChild<TableView *>();
    QTRY_VERIFY(!m_peer->last("GET /workspaces/w1/files").line.isEmpty());
    QTRY_VERIFY(!files->findChild<QLineEdit *>()->text().isEmpty());
    files->upload({file.fileName()});
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(m_peer->last("PUT /workspaces/w1/files/workspace/notes.json").body,
             (QJsonObject{{"note", 1}}));
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

void PagesTest::takesAFileOutWholeOrNotAtAll()
{
    QTemporaryDir folder;
    m_peer->answerText("GET /workspaces/w1/files/a.txt", "whole");
    const auto fetch = [&](const QString &path, const QString &name) {
        return QCoro::waitFor(m_session->client()->download(path, {}, folder.filePath(name)));
    };
    QVERIFY(fetch("/workspaces/w1/files/a.txt", "a.txt"));
    QFile file(folder.filePath("a.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "whole");
    const core::Result<> missing = fetch("/workspaces/w1/files/b.txt", "b.txt");
    QCOMPARE(missing.error().message, "No such thing.");
    QVERIFY(!QFile::exists(folder.filePath("b.txt")));
}

void PagesTest::fetchesAFileThatIsDragged()
{
    const auto entry = [](const QString &name, const QString &type) {
        return QJsonObject{{"name", name},
                           {"path", "/workspace/" + name},
                           {"type", type},
                           {"size", 5}};
    };
    m_peer->answer("GET /workspaces/w1/files",
                   {{"path", "/workspace"},
                    {"items", QJsonArray{entry("a.txt", "file"), entry("folder", "directory")}}});
    m_peer->answerText("GET /workspaces/w1/files/workspace/a.txt", "whole");
    show(new QWidget);
    auto *files = new FilesWindow(m_session.get(), "w1", "main", m_page.get());
    files->show();
    auto *view = files->findChild<TableView *>();
    auto *drag = view->findChild<FileDrag *>();
    QSignalSpy wanted(drag, &FileDrag::wanted);
    QTRY_COMPARE(view->shown(), 2);
    const auto pull = [view](const QString &path) {
        view->setCurrent(path);
        const QPoint place = view->visualRect(view->currentIndex()).center();
        QTest::mousePress(view->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseMove(view->viewport(), place + QPoint(40, 0));
        QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, place + QPoint(40, 0));
    };
    pull("/workspace/folder");
    QCOMPARE(wanted.size(), 0);
    pull("/workspace/a.txt");
    QCOMPARE(wanted.size(), 1);
    const QString target = wanted[0][1].toString();
    QCOMPARE(QFileInfo(target).fileName(), "a.txt");
    QTRY_VERIFY(QFile::exists(target));
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "whole");
    const std::unique_ptr<QMimeData> content(FileDrag::contentOf(target));
    QCOMPARE(content->urls(), QList<QUrl>{QUrl::fromLocalFile(target)});
}

void PagesTest::showsWhatIsInAFile()
{
    const auto file = [](const QString &name, int size) {
        return QJsonObject{{"name", name},
                           {"path", "/workspace/" + name},
                           {"type", "file"},
                           {"size", size}};
    };
    m_peer->answer("GET /workspaces/w1/files",
                   {{"path", "/workspace"},
                    {"items",
                     QJsonArray{file("a.txt", 20), file("b.bin", 4), file("c.txt", 1'000'001)}}});
    m_peer->answerText("GET /workspaces/w1/files/workspace/a.txt", "def one():\n\treturn 1\n");
    m_peer->answerText("GET /workspaces/w1/files/workspace/b.bin", QByteArray("\0\1\2\3", 4));
    show(new QWidget);
    auto *files = new FilesWindow(m_session.get(), "w1", "main", m_page.get());
    files->show();
    auto *view = files->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 3);
    QCOMPARE(view->currentId(), "/workspace/a.txt");
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY(dialog<TextDialog>());
    QCOMPARE(dialog<TextDialog>()->findChild<QPlainTextEdit *>()->toPlainText(),
             "def one():\n    return 1");
    delete dialog<TextDialog>();
    // What is no text, or too much of it, can be taken out.
    for (const QString name : {"b.bin", "c.txt"}) {
        view->setCurrent("/workspace/" + name);
        QTest::keyClick(view, Qt::Key_Return);
        QTRY_VERIFY(dialog<QFileDialog>());
        QCOMPARE(QFileInfo(dialog<QFileDialog>()->selectedFiles().value(0)).fileName(), name);
        delete dialog<QFileDialog>();
    }
    QVERIFY(m_peer->last("GET /workspaces/w1/files/workspace/c.txt").line.isEmpty());
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
