// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Files.h"
#include "Place.h"

#include <QBuffer>

using namespace workspace;
using Kind = core::Error::Kind;

static std::shared_ptr<QIODevice> deviceOf(const QByteArray &bytes)
{
    const auto buffer = std::make_shared<QBuffer>();
    buffer->setData(bytes);
    return buffer->open(QIODevice::ReadOnly) ? buffer : nullptr;
}

class FilesTest : public QObject
{
    Q_OBJECT

private slots:
    void uploadsWhatItDownloads()
    {
        const Place place;
        const Files files(place.channel);
        VERIFY_RESULT(
            QCoro::waitFor(files.upload(place.path("new/file.bin"), deviceOf("content"))));
        VERIFY_RESULT(QCoro::waitFor(files.upload(place.path("new/file.bin"), deviceOf("other"))));
        const auto download = QCoro::waitFor(files.download(place.path("new/file.bin")));
        VERIFY_RESULT(download);
        QCOMPARE(download->name, "file.bin");
        QCOMPARE(download->size, 5);
        const auto content = QCoro::waitFor(files.open(place.path("new/file.bin"), {1, 3}));
        VERIFY_RESULT(content);
        QTRY_COMPARE((*content)->bytesAvailable(), 3);
        QCOMPARE((*content)->readAll(), QByteArray("the"));
        QTRY_VERIFY((*content)->atEnd());
    }

    void refusesRelativePaths()
    {
        const Place place;
        const Files files(place.channel);
        for (const core::Result<> &result : {QCoro::waitFor(files.upload("file", deviceOf("x"))),
                                             QCoro::waitFor(files.createDirectory("x"))}) {
            QVERIFY(!result);
            QCOMPARE(result.error().kind, Kind::Invalid);
            QCOMPARE(result.error().message, "Path must be absolute");
        }
        QCOMPARE(QCoro::waitFor(files.download("file")).error().message, "Path must be absolute");
        const QString cut = place.root() + QChar(u'\0') + "/file";
        QCOMPARE(QCoro::waitFor(files.upload(cut, deviceOf("x"))).error().kind, Kind::Invalid);
        QCOMPARE(QCoro::waitFor(files.download(cut)).error().kind, Kind::Invalid);
    }

    void saysWhatCannotBeDownloaded()
    {
        const Place place;
        const Files files(place.channel);
        const auto missing = QCoro::waitFor(files.download(place.path("none")));
        QCOMPARE(missing.error().kind, Kind::NotFound);
        QCOMPARE(missing.error().message, "File not found");
        const auto folder = QCoro::waitFor(files.download(place.root()));
        QCOMPARE(folder.error().kind, Kind::Invalid);
        QCOMPARE(folder.error().message, "Path is not a file");
    }

    void createsFoldersOverAndOver()
    {
        const Place place;
        const Files files(place.channel);
        VERIFY_RESULT(QCoro::waitFor(files.createDirectory(place.path("a/b"))));
        VERIFY_RESULT(QCoro::waitFor(files.createDirectory(place.path("a/b"))));
        place.put("file", "x");
        const auto taken = QCoro::waitFor(files.createDirectory(place.path("file")));
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, Kind::Invalid);
        QCOMPARE(taken.error().message, "Path exists and is not a directory");
    }

    void showsTheHome()
    {
        const Place place;
        const auto home = QCoro::waitFor(Files(place.channel).home(Hidden::LeaveOut));
        VERIFY_RESULT(home);
        QCOMPARE(home->home, QDir::homePath());
        QCOMPARE(home->locations.first().path, "/");
        QVERIFY(home->favorites.size() <= 50);
    }

    void pagesThroughSubfolders()
    {
        const Place place;
        const Files files(place.channel);
        for (const char *name : {"b", "A", "a", "c", ".hidden"})
            QVERIFY(QDir().mkdir(place.path(name)));
        place.put("file", "");
        const QString root = place.root();
        const auto first = QCoro::waitFor(files.subfolders(root, Hidden::LeaveOut, {}, 2));
        VERIFY_RESULT(first);
        QCOMPARE(first->items.size(), 2);
        QCOMPARE(first->items.first().name, "A");
        QCOMPARE(first->items.last().name, "a");
        QCOMPARE(first->next, "b");
        const auto rest = QCoro::waitFor(files.subfolders(root, Hidden::LeaveOut, first->next, 2));
        VERIFY_RESULT(rest);
        QCOMPARE(rest->items.size(), 2);
        QVERIFY(!rest->next);
        const auto all = QCoro::waitFor(files.subfolders(root, Hidden::Include, {}, 10));
        QCOMPARE(all->items.size(), 5);
        const auto missing = QCoro::waitFor(
            files.subfolders(root + "/none", Hidden::Include, {}, 10));
        QCOMPARE(missing.error().message, "Directory not found");
    }
};

BERTH_TEST(FilesTest)
#include "FilesTest.moc"
