// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/Truncate.h"
#include "TestMain.h"

class TruncateTest : public QObject
{
    Q_OBJECT

private slots:
    void leavesAShortTextAlone()
    {
        QCOMPARE(tools::truncated("abc", 3), "abc");
        QCOMPARE(tools::truncatedIntoFile("abc", 3, "/d", "terminal").path, "");
    }

    void cutsTheMiddleToTheExactLength()
    {
        const QString cut = tools::truncated(QString(500, 'a') + QString(500, 'z'), 301);
        QCOMPARE(cut.size(), 301);
        QVERIFY(cut.contains("<response clipped><NOTE>"));
        const qsizetype rest = 301 - tools::clippedNotice().size();
        QCOMPARE(cut.count('a') - tools::clippedNotice().count('a'), (rest + 1) / 2);
        QCOMPARE(cut.count('z') - tools::clippedNotice().count('z'), rest / 2);
    }

    void countsCodePoints()
    {
        const QString text = QString("😀").repeated(300);
        QCOMPARE(tools::truncated(text, 300), text);
        QCOMPARE(tools::truncated(text, 299).toUcs4().size(), 299);
    }

    void givesOnlyANoticeWhenThereIsNoRoom()
    {
        QCOMPARE(tools::truncated(QString(100, 'x'), 20), tools::clippedNotice().first(20));
    }

    void namesTheFileThatHoldsTheWhole()
    {
        QString text;
        for (int number = 1; number <= 2000; ++number)
            text += QString::number(number) + '\n';
        const tools::Clipped clipped = tools::truncatedIntoFile(text, 1000, "/kept", "terminal");
        QCOMPARE(clipped.text.size(), 1000);
        QVERIFY(QRegularExpression("^/kept/terminal_output_[0-9a-f]{8}\\.txt$")
                    .match(clipped.path)
                    .hasMatch());
        QVERIFY(clipped.text.contains(clipped.path));
        const QRegularExpressionMatch line =
            QRegularExpression("line (\\d+) of that file").match(clipped.text);
        const qsizetype head = (1000 - tools::clippedNotice().size() + 1) / 2;
        QCOMPARE(line.captured(1).toInt(), text.first(head).count('\n') + 1);
    }

    void keepsANoticeThatIsThereAlready()
    {
        const tools::Clipped clipped = tools::truncatedIntoFile(QString(2000, 'x'), 1000, "/kept",
                                                                "terminal");
        const QString fitted = tools::fitted(clipped.text + "[the end]", 1000);
        QCOMPARE(fitted.size(), 1000);
        QVERIFY(fitted.contains(clipped.path));
        QVERIFY(fitted.endsWith("[the end]"));
    }
};

BERTH_TEST(TruncateTest)
#include "TruncateTest.moc"
