// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "OutputRing.h"

#include "TestMain.h"

class OutputRingTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheEndOfWhatItIsGiven_data()
    {
        QTest::addColumn<QList<int>>("pieces");
        QTest::addRow("nothing") << QList<int>{};
        QTest::addRow("less than it holds") << QList<int>{3, 4};
        QTest::addRow("as much as it holds") << QList<int>{10};
        QTest::addRow("a little more") << QList<int>{9, 2};
        QTest::addRow("over the edge twice") << QList<int>{7, 7, 7, 7};
        QTest::addRow("much at once") << QList<int>{4, 25, 3};
        QTest::addRow("once round exactly") << QList<int>{10, 10};
    }

    void keepsTheEndOfWhatItIsGiven()
    {
        QFETCH(QList<int>, pieces);
        OutputRing ring(10);
        std::string all;
        for (const int size : std::as_const(pieces)) {
            std::string piece;
            for (int i = 0; i < size; ++i)
                piece.push_back(static_cast<char>('A' + (all.size() + piece.size()) % 50));
            ring.append(piece);
            all += piece;
        }
        QCOMPARE(ring.end(), all.size());
        QCOMPARE(ring.begin(), all.size() - std::min<std::size_t>(all.size(), 10));
        for (std::uint64_t offset = ring.begin(); offset <= ring.end(); ++offset) {
            for (std::size_t most = 0; most <= 11; ++most)
                QCOMPARE(ring.read(offset, most), all.substr(offset, most));
        }
    }
};

BERTH_TEST(OutputRingTest)
#include "OutputRingTest.moc"
