// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WorkspacesPage.h"
#include "ShownPage.h"
#include "TestMain.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/FileDrag.h"
#include "ui/windows/FilesWindow.h"
#include "ui/windows/NewWorkspaceDialog.h"
#include "ui/windows/TextDialog.h"
#include "ui/windows/WorkspaceDetail.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTemporaryDir>

using namespace ui;

/// What is seen of workspaces and of the files in them, and what is done with both.
class WorkspacesPageTest : public QObject, protected test::ShownPage
{
    Q_OBJECT

private slots:
    void init() { openPeer(); }
    void cleanup() { closePeer(); }
    void showsWhatWorkspacesUse();
    void saysWhyAWorkspaceFailed();
    void tellsOnlyWhatIsTrueOfARuntime_data();
    void tellsOnlyWhatIsTrueOfARuntime();
    void asksBeforeAWorkspaceIsDeleted();
    void makesAWorkspaceWithLimits();
    void keepsWhatWasWrittenWhenItIsRefused();
    void bringsAFileIntoAWorkspace();
    void takesAFileOutWholeOrNotAtAll();
    void fetchesAFileThatIsDragged();
    void showsWhatIsInAFile();
};

void WorkspacesPageTest::showsWhatWorkspacesUse()
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

void WorkspacesPageTest::saysWhyAWorkspaceFailed()
{
    auto *page = show(new WorkspacesPage(m_session.get()));
    emit m_session->feed()->replaced("workspaces", {workspace("lab", "failed")});
    const auto *view = page->findChild<TableView *>("workspaces");
    QCOMPARE(view->model()->index(0, 3).data().toString(), "The image is not there.");
}

void WorkspacesPageTest::tellsOnlyWhatIsTrueOfARuntime_data()
{
    QTest::addColumn<QString>("runtime");
    QTest::addColumn<QString>("image");
    QTest::addColumn<QString>("network");
    QTest::addRow("docker") << "docker" << "some/image" << "none";
    QTest::addRow("sandbox") << "sandbox" << QString() << "none";
    QTest::addRow("local") << "local" << QString() << "that of this computer";
}

void WorkspacesPageTest::tellsOnlyWhatIsTrueOfARuntime()
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

void WorkspacesPageTest::asksBeforeAWorkspaceIsDeleted()
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

void WorkspacesPageTest::makesAWorkspaceWithLimits()
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

void WorkspacesPageTest::keepsWhatWasWrittenWhenItIsRefused()
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

void WorkspacesPageTest::bringsAFileIntoAWorkspace()
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

void WorkspacesPageTest::takesAFileOutWholeOrNotAtAll()
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

void WorkspacesPageTest::fetchesAFileThatIsDragged()
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

void WorkspacesPageTest::showsWhatIsInAFile()
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

BERTH_TEST(WorkspacesPageTest)

#include "WorkspacesPageTest.moc"
