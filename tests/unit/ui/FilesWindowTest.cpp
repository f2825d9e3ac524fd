// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FilesWindow.h"
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/Notice.h"
#include "ui/windows/TransferBar.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>

using namespace ui;

class FilesWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void asksBeforeItReplacesAFile();
    void leavesTheRestWhenOneIsRefused();
    void keepsToTheFolderWhileAnotherIsShown();
    void saysWhatIsCarriedAndHowFarItIs();

private:
    static QJsonObject entry(const QString &name, const QString &type);
    QString file(const QString &name);
    FilesWindow *open();

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QWidget> m_page;
    QTemporaryDir m_folder;
};

/// The request that brings a file in.
static QString put(const QString &name)
{
    return "PUT /workspaces/w1/files/project/" + name;
}

void FilesWindowTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
    m_page = std::make_unique<QWidget>();
    const QJsonObject list{{"path", "/project"},
                           {"items",
                            QJsonArray{entry("notes.txt", "file"), entry("sub", "directory")}}};
    m_peer->answer("GET /workspaces/w1/files", list);
    m_peer->answer("GET /workspaces/w1/files/project", list);
    m_peer->answer("GET /workspaces/w1/files/project/sub",
                   {{"path", "/project/sub"}, {"items", QJsonArray{}}});
}

void FilesWindowTest::cleanup()
{
    m_page.reset();
    m_session.reset();
    m_peer.reset();
}

QJsonObject FilesWindowTest::entry(const QString &name, const QString &type)
{
    return {{"name", name}, {"path", "/project/" + name}, {"type", type}, {"size", 5}};
}

/// One of this machine.
QString FilesWindowTest::file(const QString &name)
{
    QFile made(m_folder.filePath(name));
    if (!made.open(QIODevice::WriteOnly) || made.write("{}") != 2)
        qFatal("%s", qPrintable(made.errorString()));
    return made.fileName();
}

FilesWindow *FilesWindowTest::open()
{
    auto *files = new FilesWindow(m_session.get(), "w1", "main", m_page.get());
    files->show();
    return files;
}

void FilesWindowTest::asksBeforeItReplacesAFile()
{
    m_peer->answer(put("notes.txt"), {});
    FilesWindow *files = open();
    QTRY_COMPARE(files->findChild<TableView *>()->shown(), 2);
    files->upload({file("notes.txt")});
    const auto *question = files->findChild<QMessageBox *>();
    QVERIFY(question);
    QCOMPARE(m_peer->count(put("notes.txt")), 0);
    for (QAbstractButton *answer : question->buttons()) {
        if (answer->text() == "Replace")
            answer->click();
    }
    QTRY_COMPARE(m_peer->count(put("notes.txt")), 1);
}

void FilesWindowTest::leavesTheRestWhenOneIsRefused()
{
    m_peer->answer(put("a"), {{"detail", "The disk is full."}}, 409);
    m_peer->answer(put("b"), {});
    FilesWindow *files = open();
    QTRY_COMPARE(files->findChild<TableView *>()->shown(), 2);
    const auto *notice = files->findChild<Notice *>();
    files->upload({file("a"), file("b")});
    QTRY_COMPARE(notice->text(), "a and 1 more file(s) were not brought in: The disk is full.");
    // What is there now is read, and the reason stays.
    QTRY_COMPARE(m_peer->count("GET /workspaces/w1/files/project"), 1);
    QTRY_COMPARE(files->findChild<TableView *>()->shown(), 2);
    QVERIFY(!notice->text().isEmpty());
    QCOMPARE(m_peer->count(put("b")), 0);
    files->upload({file("b")});
    QTRY_COMPARE(m_peer->count(put("b")), 1);
    QVERIFY(notice->text().isEmpty());
    QCOMPARE(m_peer->count(put("a")), 1);
}

void FilesWindowTest::keepsToTheFolderWhileAnotherIsShown()
{
    m_peer->answer(put("a"), {});
    m_peer->answer(put("b"), {});
    FilesWindow *files = open();
    auto *view = files->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 2);
    m_peer->hold();
    files->upload({file("a"), file("b")});
    QTRY_COMPARE(m_peer->count(put("a")), 1);
    auto *place = files->findChild<QLineEdit *>();
    place->setText("/project/sub");
    emit place->returnPressed();
    m_peer->release();
    QTRY_COMPARE(m_peer->count(put("b")), 1);
    QTRY_COMPARE(place->text(), "/project/sub");
}

void FilesWindowTest::saysWhatIsCarriedAndHowFarItIs()
{
    TransferBar transfer(m_page.get());
    const auto *words = transfer.findChild<ElidedLabel *>();
    const auto *bar = transfer.findChild<QProgressBar *>();
    transfer.begin("Bringing in 100%p.txt");
    QCOMPARE(words->text(), "Bringing in 100%p.txt");
    transfer.setBytes(3'000'000, -1);
    QCOMPARE(words->text(), "Bringing in 100%p.txt · 3.0 MB so far");
    QCOMPARE(bar->maximum(), 0);
    transfer.setBytes(3'000'000'000, 12'000'000'000);
    QCOMPARE(words->text(), "Bringing in 100%p.txt · 3.0 GB of 12.0 GB");
    QCOMPARE(bar->value() * 4, bar->maximum());
}

BERTH_TEST(FilesWindowTest)
#include "FilesWindowTest.moc"
