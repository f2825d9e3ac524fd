// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"
#include "ui/widgets/Markdown.h"

using ui::Block;

class MarkdownTableTest : public QObject
{
    Q_OBJECT

private slots:
    void putsColumnsBelowOneAnother()
    {
        const QList<Block> blocks = ui::readMarkdown("Depths:\n"
                                                     "| Berth | Depth | Free |\n"
                                                     "|-------|------:|:----:|\n"
                                                     "| **A1** | 4.2 m | yes |\n"
                                                     "| A2 | 13.8 m |\n"
                                                     "That is all.");
        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks[1].kind, Block::Kind::Table);
        QCOMPARE(blocks[1].text, "Berth   Depth  Free\n"
                                 "─────  ──────  ────\n"
                                 "A1      4.2 m  yes\n"
                                 "A2     13.8 m");
        QCOMPARE(blocks[2].text, "That is all.");
    }

    void keepsBarsThatPartNothing()
    {
        const QString text = ui::readMarkdown("a|b\n-|-\n`x|y`|1 \\| 2").first().text;
        QCOMPARE(text, "a    b\n───  ─────\nx|y  1 | 2");
    }

    void readsNoTableWhereNoneIs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no dashes") << "a | b\nc | d";
        QTest::newRow("fewer dashes than heads") << "| a | b |\n|---|\n| c | d |";
        QTest::newRow("its last line") << "a | b";
        QTest::newRow("in code") << "```\n| a | b |\n|---|---|\n```";
        QTest::newRow("too many columns")
            << QString("|a").repeated(33) + "|\n" + QString("|-").repeated(33) + "|\n";
    }

    void readsNoTableWhereNoneIs()
    {
        QFETCH(QString, text);
        for (const Block &block : ui::readMarkdown(text))
            QVERIFY(block.kind != Block::Kind::Table);
    }

    void isSpokenWithoutItsLine()
    {
        QCOMPARE(ui::plainWords("| a | b |\n|---|---|\n| 1 | 2 |"), "a b 1 2");
    }
};

BERTH_TEST(MarkdownTableTest)
#include "MarkdownTableTest.moc"
