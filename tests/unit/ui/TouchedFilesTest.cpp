// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TouchedFiles.h"

#include "Events.h"
#include "JsonPeer.h"
#include "TestMain.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/DiffDialog.h"

#include <QPushButton>
#include <QTabWidget>

using namespace ui;

/// The files beside a conversation: what its edits tell, and what git says.
class TouchedFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void joinsEditsWithGit_data();
    void joinsEditsWithGit();
    void saysARenameWhole();
    void asksGitWhileItIsSeen();
    void leavesAStoppedWorkspaceAlone();
    void asksOneQuestionAtATime();
    void knowsNothingWithoutACommit();
    void showsWhatACommandDid();

private:
    struct Place
    {
        Place();
        void become(const QString &topic, const QJsonObject &item);
        void edit(const QString &path);
        QStringList letters() const;

        test::JsonPeer peer;
        Session session{peer.url(), "brt_key"};
        TimelineModel timeline;
        ConversationPanel panel{&session, &timeline};
        TableView *files = panel.findChild<TableView *>();
        int edits = 0;
    };
    static constexpr auto history = "GET /api/conversations/c1/git/commits";
    static constexpr auto changes = "GET /api/conversations/c1/git/changes";
    static constexpr auto diff = "GET /api/conversations/c1/git/diff";
};

TouchedFilesTest::Place::Place()
{
    emit session.feed()->replaced("workspaces", {QJsonObject{{"id", "w1"}, {"state", "ready"}}});
    emit session.feed()->replaced("conversations", {QJsonObject{{"id", "c1"},
                                                                {"state", "running"},
                                                                {"workspace", "w1"},
                                                                {"directory", "/w/c++"}}});
    peer.answer(history, {{"commits", QJsonArray{QJsonObject{{"sha", "abcd"}}}}});
    peer.answerText(changes, R"([{"status":"DELETED","path":"old.py"},
                                 {"status":"MOVED","path":"b.py","previous_path":"a.py"}])");
    panel.look("c1");
}

void TouchedFilesTest::Place::become(const QString &topic, const QJsonObject &item)
{
    emit session.feed()->changed(topic, "changed", item["id"].toString(), item);
}

void TouchedFilesTest::Place::edit(const QString &path)
{
    const QString call = QString::number(++edits);
    timeline.append({asked(call, {{"kind", "FileEditorAction"}, {"path", path}}),
                     answered(call, {{"kind", "FileEditorObservation"},
                                     {"old_content", "one\n"},
                                     {"new_content", "two\n"}})});
}

QStringList TouchedFilesTest::Place::letters() const
{
    QStringList list;
    for (int row = 0; row < files->shown(); ++row)
        list.append(files->model()->index(row, 0).data().toString() + ' '
                    + files->model()->index(row, 1).data().toString());
    list.sort();
    return list;
}

void TouchedFilesTest::joinsEditsWithGit_data()
{
    QTest::addColumn<QList<FileTouch>>("edits");
    QTest::addColumn<QMap<QString, GitFile>>("git");
    QTest::addColumn<QStringList>("expected");
    using enum FileChange;
    using Edits = QList<FileTouch>;
    using Git = QMap<QString, GitFile>;
    QTest::addRow("edits alone") << Edits{{"/w/a", 2, 1, false},
                                          {"/w/b", 3, 0, true},
                                          {"/w/b", 1, 1, false}}
                                 << Git{} << QStringList{"M /w/a +2 -1", "A /w/b +4 -1"};
    QTest::addRow("git alone") << Edits{} << Git{{"/w/a", {Deleted}}, {"/w/b", {Modified}}}
                               << QStringList{"D /w/a  ", "M /w/b  "};
    QTest::addRow("made, then deleted by a command")
        << Edits{{"/w/a", 2, 0, true}} << Git{{"/w/a", {Deleted}}} << QStringList{"D /w/a +2 -0"};
    QTest::addRow("made again, which git knew")
        << Edits{{"/w/a", 2, 0, true}} << Git{{"/w/a", {Modified}}} << QStringList{"M /w/a +2 -0"};
    QTest::addRow("edited and renamed")
        << Edits{{"/w/a", 2, 1, false}, {"/w/sub/b", 1, 0, false}}
        << Git{{"/w/sub/b", {Renamed, "/w/a"}}} << QStringList{"R /w/sub/b < a +3 -1"};
    QTest::addRow("written from the folder")
        << Edits{{"a", 2, 1, false}} << Git{{"/w/a", {Modified}}} << QStringList{"M /w/a +2 -1"};
    QTest::addRow("elsewhere") << Edits{{"/tmp/a", 2, 1, false}} << Git{{"/w/a", {Added}}}
                               << QStringList{"M /tmp/a +2 -1", "A /w/a  "};
}

void TouchedFilesTest::joinsEditsWithGit()
{
    QFETCH(QList<FileTouch>, edits);
    using Git = QMap<QString, GitFile>;
    QFETCH(Git, git);
    TouchedFiles files;
    files.setFolder("/w");
    for (int row = 0; row < edits.size(); ++row)
        files.put(row, edits[row]);
    files.setFromGit(git);
    const QList<Column> columns = TouchedFiles::columns();
    QStringList told;
    for (const QJsonObject &row : files.rows()) {
        const QString before = row["before"].toString();
        told.append(QString("%1 %2%3 %4 %5")
                        .arg(columns[0].cell(row).text, row["path"].toString(),
                             before.isEmpty() ? QString() : " < " + before,
                             columns[2].cell(row).text, columns[3].cell(row).text));
    }
    QTEST(told, "expected");
    files.forget(0);
    QCOMPARE(files.rows().size(), git.size());
}

void TouchedFilesTest::saysARenameWhole()
{
    Place place;
    place.panel.show();
    QTRY_COMPARE(place.letters(), (QStringList{"D old.py", "R a.py → b.py"}));
    const QAbstractItemModel *rows = place.files->model();
    const int row = rows->index(0, 0).data() == "R" ? 0 : 1;
    QCOMPARE(rows->index(row, 0).data(Qt::AccessibleTextRole).toString(), "Change: renamed");
    QCOMPARE(rows->index(1 - row, 0).data(Qt::AccessibleTextRole).toString(), "Change: deleted");
    for (const int role : {int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) {
        const QString said = rows->index(row, 1).data(role).toString();
        QVERIFY2(said.endsWith("b.py, before: a.py"), qPrintable(said));
    }
}

void TouchedFilesTest::asksGitWhileItIsSeen()
{
    Place place;
    place.edit("/w/c++/x.py");
    QVERIFY(place.peer.requests.isEmpty());
    place.panel.show();
    QTRY_COMPARE(place.letters().size(), 3);
    QCOMPARE(place.files->model()->index(2, 1).data().toString(), "x.py"); // which came first
    const qsizetype before = place.peer.count(changes);
    place.edit("/w/c++/y.py");
    QTRY_COMPARE(place.letters().size(), 4);
    QTRY_COMPARE(place.peer.count(changes), before + 1);
    const QJsonObject item = place.session.conversations()->item("c1");
    const auto with = [&item](const QString &state) {
        QJsonObject changed = item;
        changed["state"] = state;
        return changed;
    };
    place.become("conversations", with("running"));
    place.become("conversations", with("paused"));
    QTRY_COMPARE(place.peer.count(changes), before + 2);
    place.become("conversations", with("finished"));
    place.panel.findChild<QTabWidget *>()->setCurrentIndex(1);
    place.become("conversations", with("running"));
    place.become("conversations", with("finished"));
    place.panel.findChild<QTabWidget *>()->setCurrentIndex(0);
    QTRY_COMPARE(place.peer.count(changes), before + 3);
}

void TouchedFilesTest::leavesAStoppedWorkspaceAlone()
{
    Place place;
    place.become("workspaces", {{"id", "w1"}, {"state", "stopped"}});
    place.panel.show();
    place.edit("/w/c++/x.py");
    QTRY_COMPARE(place.letters(), QStringList{"M x.py"});
    QVERIFY(place.peer.requests.isEmpty());
    place.become("workspaces", {{"id", "w1"}, {"state", "ready"}});
    QTRY_COMPARE(place.letters().size(), 3);
    QCOMPARE(place.peer.count(changes), 1);
}

void TouchedFilesTest::asksOneQuestionAtATime()
{
    Place place;
    place.peer.hold();
    place.panel.show();
    QTRY_COMPARE(place.peer.count(history), 1);
    for (const char *name : {"/w/c++/x.py", "/w/c++/y.py", "/w/c++/z.py"}) {
        place.edit(name);
        QTRY_VERIFY(place.letters().contains(QString("M ") + QString(name).section('/', -1)));
    }
    QCOMPARE(place.peer.requests.size(), 1);
    place.peer.release();
    QTRY_COMPARE(place.letters().size(), 5);
    QTRY_COMPARE(place.peer.count(changes), 2);
}

void TouchedFilesTest::knowsNothingWithoutACommit()
{
    Place place;
    place.peer.answer(history, {{"commits", QJsonArray()}});
    place.panel.show();
    place.edit("/w/c++/x.py");
    QTRY_COMPARE(place.letters(), QStringList{"M x.py"});
    QTRY_VERIFY(place.peer.count(history) > 0);
    place.peer.answer(history, {{"commits", QJsonArray{QJsonObject{{"sha", "abcd"}}}}});
    place.edit("/w/c++/y.py");
    QTRY_COMPARE(place.letters().size(), 4);
    QCOMPARE(place.peer.count(changes), 1);
}

void TouchedFilesTest::showsWhatACommandDid()
{
    Place place;
    place.peer.answer("GET /api/conversations/c1/git/diff?path=/w/c%2B%2B/old.py",
                      {{"original", "one\ntwo"}, {"modified", ""}});
    place.panel.show();
    QTRY_COMPARE(place.letters().size(), 2);
    place.files->setCurrent("/w/c++/b.py");
    place.files->setCurrent("/w/c++/old.py");
    QTRY_COMPARE(place.peer.count(diff), 1);
    const auto button = [&place](const QString &text) {
        const auto all = place.panel.findChildren<QPushButton *>();
        return *std::ranges::find(all, text, &QPushButton::text);
    };
    QVERIFY(!button("Download...")->isEnabled());
    const auto opened = [&] {
        button("Open diff")->click();
        return place.panel.findChild<DiffDialog *>();
    };
    QTRY_VERIFY(opened());
    QVERIFY(place.panel.findChild<DiffView *>()->rows() >= 2);
    QStringList texts;
    for (const ElidedLabel *label : place.panel.findChildren<ElidedLabel *>())
        texts.append(label->text());
    QVERIFY2(texts.contains("2 file(s) changed"), qPrintable(texts.join('|'))); // none is counted
}

BERTH_TEST(TouchedFilesTest)
#include "TouchedFilesTest.moc"
