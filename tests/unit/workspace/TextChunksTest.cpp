// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/TextChunks.h"
#include "TestMain.h"

using workspace::TextChunks;

class TextChunksTest : public QObject
{
    Q_OBJECT

private slots:
    void cutsOnlyWhatExceedsThePiece()
    {
        TextChunks chunks(4);
        chunks.append("abcd");
        QVERIFY(!chunks.takePiece());
        chunks.append("e");
        QCOMPARE(chunks.takePiece(), "abcd");
        QVERIFY(!chunks.takePiece());
        QCOMPARE(chunks.takeRest(), "e");
    }

    void countsCharactersOutsideTheBasicPlaneOnce()
    {
        const QString ships = "🚢🚢a🚢🚢";
        TextChunks chunks(3);
        chunks.append(ships.toUtf8());
        QCOMPARE(chunks.takePiece(), "🚢🚢a");
        QVERIFY(!chunks.takePiece());
        QCOMPARE(chunks.takeRest(), "🚢🚢");
    }

    void joinsACharacterThatArrivesByteByByte()
    {
        TextChunks chunks(100);
        for (const char byte : QByteArray("ä€🚢"))
            chunks.append(QByteArrayView(&byte, 1));
        QCOMPARE(chunks.takeRest(), "ä€🚢");
    }

    void saysHowManyBytesWereTaken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("taken");
        QTest::addRow("letters") << QByteArray("abcdefg") << 4;
        QTest::addRow("wide letters") << QString("a\u00e4\u2603\U0001f6a2z").toUtf8() << 10;
        QTest::addRow("replacement characters") << QString(6, QChar(0xfffd)).toUtf8() << 12;
        QTest::addRow("stray bytes") << QByteArray("a\xff\xff\xff\xff\xff") << 4;
    }

    void saysHowManyBytesWereTaken()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, taken);
        for (const qsizetype first : {qsizetype(0), bytes.size() / 2}) {
            TextChunks chunks(4);
            chunks.append(bytes.first(first));
            chunks.append(bytes.sliced(first));
            QCOMPARE(chunks.bytesTaken(), 0);
            QVERIFY(chunks.takePiece());
            QCOMPARE(chunks.bytesTaken(), taken);
            chunks.takeRest();
            QCOMPARE(chunks.bytesTaken(), bytes.size());
        }
    }

    void replacesWhatIsNotText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addRow("a stray byte") << QByteArray("a\xff"
                                                    "b")
                                      << "a\uFFFDb";
        QTest::addRow("an unfinished end") << QByteArray("a\xc3") << "a\uFFFD";
        QTest::addRow("a broken character") << QByteArray("a\xe2"
                                                          "b")
                                            << "a\uFFFDb";
        QTest::addRow("zero") << QByteArray("a\0b", 3) << QString(QByteArray("a\0b", 3));
        QTest::addRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                       "a")
                                         << QString(QChar(0xfeff)) + "a";
    }

    void replacesWhatIsNotText()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        TextChunks chunks(100);
        chunks.append(bytes);
        QCOMPARE(chunks.takeRest(), text);
        for (const char byte : std::as_const(bytes))
            chunks.append(QByteArrayView(&byte, 1));
        QCOMPARE(chunks.takeRest(), text);
    }
};

BERTH_TEST(TextChunksTest)
#include "TextChunksTest.moc"
