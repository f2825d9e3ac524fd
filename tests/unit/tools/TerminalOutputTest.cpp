// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalOutput.h"
#include "TestMain.h"

class TerminalOutputTest : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatATerminalShows_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *bytes, const char *shown) {
            QTest::addRow("%s", name) << QByteArray(bytes) << QString::fromUtf8(shown);
        };
        row("plain", "a\tb\n\nc", "a\tb\n\nc");
        row("progress", " 10%\r 50%\r100%\ndone", "100%\ndone");
        row("shorter line over a longer one", "abcdef\rxy\n", "xycdef\n");
        row("erased line", "abcdef\r\x1b[Kxy\n", "xy\n");
        row("carriage return at the end", "abc\r\n", "abc\n");
        row("backspace", "abc\b\bX\n", "aXc\n");
        row("colours stay", "\x1b[31mred\x1b[0m\n", "\x1b[31mred\x1b[0m\n");
        row("cursor question", "a\x1b[6nb", "ab");
        row("colour question",
            "a\x1b]11;?\x07"
            "b\x1b]10;?\x1b\\c",
            "abc");
        row("device attributes", "\x1b[c\x1b[>0ca", "a");
        row("bracketed paste", "\x1b[?2004h>>> \x1b[?2004l", ">>> ");
        row("setting question", "\x1bP$qm\x1b\\a", "a");
        row("character set", "\x1b(Ba\x1b=b", "ab");
        row("bell", "a\x07", "a");
        row("unfinished sequence", "a\x1b[3", "a");
        row("other planes", "\r😀x\n", "😀x\n");
    }

    void showsWhatATerminalShows()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);
        QCOMPARE(tools::shownText(bytes), shown);
    }

    void keepsTheNewestLines()
    {
        tools::Scrollback scrollback;
        for (int number = 0; number < 12000; ++number)
            scrollback.append(QByteArray::number(number) + '\n');
        const tools::Scrollback::Content content = scrollback.take();
        QVERIFY(content.isCut);
        QCOMPARE(content.bytes.count('\n'), tools::Scrollback::lineLimit);
        QVERIFY(content.bytes.startsWith("2000\n"));
        QVERIFY(scrollback.take().bytes.isEmpty());
    }

    void keepsTheNewestBytesOfAFlood()
    {
        tools::Scrollback scrollback;
        for (int piece = 0; piece < 100; ++piece)
            scrollback.append(QByteArray(100000, 'x'));
        const tools::Scrollback::Content content = scrollback.take();
        QVERIFY(content.isCut);
        QVERIFY(content.bytes.size() <= tools::Scrollback::byteLimit);
        QVERIFY(content.bytes.size() > tools::Scrollback::byteLimit / 2);
    }

    void saysNothingIsCutWhenAllIsThere()
    {
        tools::Scrollback scrollback;
        scrollback.append("a\nb");
        QVERIFY(!scrollback.take().isCut);
    }
};

BERTH_TEST(TerminalOutputTest)
#include "TerminalOutputTest.moc"
