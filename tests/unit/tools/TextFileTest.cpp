// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TextFile.h"
#include "TestMain.h"

using tools::TextFile;

class TextFileTest : public QObject
{
    Q_OBJECT

private slots:
    void writesAFileBackAsItWas_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addRow("empty") << QByteArray() << "";
        QTest::addRow("UTF-8") << QByteArray("gr\xc3\xbc\xc3\x9f\n") << "grüß\n";
        QTest::addRow("Latin-1") << QByteArray("gr\xfc\xdf\n") << "grüß\n";
        QTest::addRow("UTF-8 with a mark") << QByteArray("\xef\xbb\xbf"
                                                         "a\n")
                                           << "a\n";
        QTest::addRow("UTF-16, little endian") << QByteArray("\xff\xfe"
                                                             "a\0\n\0",
                                                             6)
                                               << "a\n";
        QTest::addRow("UTF-16, big endian") << QByteArray("\xfe\xff"
                                                          "\0a\0\n",
                                                          6)
                                            << "a\n";
        QTest::addRow("carriage returns") << QByteArray("a\r\nb\r\n") << "a\nb\n";
        QTest::addRow("mixed ends of lines") << QByteArray("a\r\nb\n") << "a\r\nb\n";
        QTest::addRow("lone carriage return") << QByteArray("a\rb\r\n") << "a\rb\r\n";
    }

    void writesAFileBackAsItWas()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        const std::optional<TextFile> file = TextFile::read(bytes);
        QVERIFY(file.has_value());
        QCOMPARE(file->text, text);
        QCOMPARE(file->bytes(file->text), bytes);
    }

    void usesUtf8WhenTheEncodingIsTooSmall()
    {
        const std::optional<TextFile> file = TextFile::read("gr\xfc\xdf");
        QCOMPARE(file->bytes("€"), QByteArray("\xe2\x82\xac"));
    }

    void endsNewLinesAsTheOldOnes()
    {
        const std::optional<TextFile> file = TextFile::read("a\r\n");
        QCOMPARE(file->bytes("a\nb\r\nc\n"), QByteArray("a\r\nb\r\nc\r\n"));
    }

    void refusesBinaryBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("zero byte") << QByteArray("a\0b", 3);
        QByteArray noise;
        for (int code = 1; code < 256; ++code)
            noise += static_cast<char>(code);
        QTest::addRow("control characters") << noise;
    }

    void refusesBinaryBytes()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(!TextFile::read(bytes).has_value());
    }
};

BERTH_TEST(TextFileTest)
#include "TextFileTest.moc"
