// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Multipart.h"
#include "TestMain.h"

/// Multipart bodies, cut anywhere.
class MultipartTest : public QObject
{
    Q_OBJECT

private slots:
    void readsTheBoundary_data();
    void readsTheBoundary();
    void readsPartsHoweverTheyArrive_data();
    void readsPartsHoweverTheyArrive();
    void refusesBrokenBodies_data();
    void refusesBrokenBodies();
};

void MultipartTest::readsTheBoundary_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("boundary");
    QTest::addRow("plain") << QByteArray("multipart/form-data; boundary=abc") << QByteArray("abc");
    QTest::addRow("quoted") << QByteArray("Multipart/Form-Data; charset=x; boundary=\"a b\"")
                            << QByteArray("a b");
    QTest::addRow("none") << QByteArray("multipart/form-data") << QByteArray();
    QTest::addRow("other type") << QByteArray("application/json; boundary=x") << QByteArray();
}

void MultipartTest::readsTheBoundary()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, boundary);
    QCOMPARE(api::Multipart::boundaryOf(type).value_or(QByteArray()), boundary);
}

void MultipartTest::readsPartsHoweverTheyArrive_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 3, 7, 100, 10'000})
        QTest::addRow("pieces of %d", piece) << piece;
}

void MultipartTest::readsPartsHoweverTheyArrive()
{
    QFETCH(int, piece);
    const QByteArray content = "line\r\n--b\r\n--bx\r\n\0 binary"
                               "\r\n-";
    const QByteArray body =
        "preamble\r\n--bound\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n"
        "--bound\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"\r\n"
        "Content-Type: text/plain\r\n\r\n"
        + content + "\r\n--bound--\r\nepilogue";
    api::Multipart multipart("bound");
    for (qsizetype at = 0; at < body.size(); at += piece)
        VERIFY_RESULT(multipart.feed(body.mid(at, piece)));
    const core::Result<api::Upload> upload = multipart.finish();
    VERIFY_RESULT(upload);
    QCOMPARE(upload->fields.value("note"), "hi");
    const core::Result<api::UploadedFile> file = upload->file("file");
    VERIFY_RESULT(file);
    QCOMPARE(file->fileName, "a \"b\".txt");
    QCOMPARE(file->contentType, "text/plain");
    QCOMPARE(file->content->readAll(), content);
    QCOMPARE(file->size, content.size());
    QVERIFY(!upload->file("other"));
}

void MultipartTest::refusesBrokenBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addRow("cut short") << QByteArray(
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nxy");
    QTest::addRow("no name") << QByteArray("--b\r\nContent-Type: x\r\n\r\nxy\r\n--b--\r\n");
    QTest::addRow("junk behind a boundary") << QByteArray("--bXX\r\n");
    QTest::addRow("endless headers") << "--b\r\n" + QByteArray(20'000, 'x');
    QTest::addRow("nothing") << QByteArray();
}

void MultipartTest::refusesBrokenBodies()
{
    QFETCH(QByteArray, body);
    api::Multipart multipart("b");
    const core::Result<> fed = multipart.feed(body);
    QVERIFY(!fed || !multipart.finish());
}

BERTH_TEST(MultipartTest)
#include "MultipartTest.moc"
