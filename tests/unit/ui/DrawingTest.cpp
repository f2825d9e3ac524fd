// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "ui/widgets/LaidText.h"
#include "ui/widgets/Markdown.h"
#include "ui/widgets/RoundBox.h"

#include <QImage>
#include <QPainter>

using namespace ui;

/// What is drawn at less cost looks as if it were not.
class DrawingTest : public QObject
{
    Q_OBJECT

private slots:
    void drawsABoxAsItsWholeOutlineWould_data()
    {
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<QColor>("edge");
        QTest::addColumn<double>("radius");
        QTest::addColumn<int>("width");
        QTest::newRow("with an edge") << QColor(0xf2, 0xf4, 0xf7) << QColor("teal") << 8.0 << 1;
        QTest::newRow("a wide edge") << QColor("white") << QColor("teal") << 6.0 << 2;
        QTest::newRow("an edge alone") << QColor(Qt::transparent) << QColor("teal") << 8.0 << 1;
        QTest::newRow("a ground alone") << QColor("teal") << QColor(Qt::transparent) << 5.0 << 1;
        QTest::newRow("half a pixel") << QColor("teal") << QColor(Qt::transparent) << 1.5 << 1;
    }

    void drawsABoxAsItsWholeOutlineWould()
    {
        QFETCH(const QColor, ground);
        QFETCH(const QColor, edge);
        QFETCH(const double, radius);
        QFETCH(const int, width);
        const QRect place(3, 5, 90, 40);
        QImage wanted(100, 50, QImage::Format_RGB32);
        wanted.fill(Qt::lightGray);
        QImage drawn = wanted;
        QPainter smooth(&wanted);
        smooth.setRenderHint(QPainter::Antialiasing);
        smooth.setBrush(ground.alpha() ? QBrush(ground) : QBrush(Qt::NoBrush));
        smooth.setPen(edge.alpha() ? QPen(edge, width) : QPen(Qt::NoPen));
        const double inset = edge.alpha() ? width / 2.0 : 0;
        smooth.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), radius,
                               radius);
        smooth.end();
        QPainter painter(&drawn);
        paintRoundBox(&painter, place, ground, edge, radius, width);
        painter.end();
        for (int y = 0; y < wanted.height(); ++y) {
            for (int x = 0; x < wanted.width(); ++x) {
                // A corner is blended twice, which rounds each colour once more.
                const QColor one = wanted.pixelColor(x, y);
                const QColor other = drawn.pixelColor(x, y);
                const int apart = qMax(qAbs(one.red() - other.red()),
                                       qMax(qAbs(one.green() - other.green()),
                                            qAbs(one.blue() - other.blue())));
                QVERIFY2(
                    apart <= 4,
                    qPrintable(
                        QString("%1, %2: %3 and %4").arg(x).arg(y).arg(one.name(), other.name())));
            }
        }
    }

    void keepsTheTextsThatWereUsedLast()
    {
        const QString text = "A sentence that is long enough to take more than one line of a card.";
        const auto first = laidText(text, Type::Body, 200, {}, 100);
        QVERIFY(first->height >= 2 * lineHeight(Type::Body));
        QCOMPARE(laidText(text, Type::Body, 200, {}, 100).get(), first.get());
        QVERIFY(laidText(text, Type::Body, 90, {}, 100)->height > first->height);
        QVERIFY(laidText(text, Type::Code, 200, {}, 100).get() != first.get());
        QTextCharFormat bold;
        bold.setFontWeight(QFont::Bold);
        QVERIFY(laidText(text, Type::Body, 200, {{0, 5, bold}}, 100).get() != first.get());
        QCOMPARE(laidText(text, Type::Body, 200, {}, 1)->height, lineHeight(Type::Body));
    }

    void keepsNoMoreTextThanAScreenShows()
    {
        const std::weak_ptr<const LaidText> early = laidText("early", Type::Body, 200, {}, 100);
        QVERIFY(!early.expired());
        const QString large(30'000, 'x');
        const std::weak_ptr<const LaidText> never = laidText(large, Type::Body, 200, {}, 100);
        QVERIFY(never.expired());
        for (int number = 0; number < 60; ++number)
            QVERIFY(laidText(QString(500, QChar('a' + number % 26)) + QString::number(number),
                             Type::Body, 200, {}, 100));
        QVERIFY(early.expired());
    }

    void forgetsTextsOfAnotherSize()
    {
        const int before = laidText("size", Type::Body, 200, {}, 100)->height;
        setTextScale(2);
        QVERIFY(laidText("size", Type::Body, 200, {}, 100)->height > before);
        setTextScale(1);
    }

    void readsSignsThatMeanNothing()
    {
        const QList<Block> blocks = readMarkdown("2 * 3, a[0], `open, **, [x](y and *this* ends");
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().text, "2 * 3, a[0], `open, **, [x](y and this ends");
        QCOMPARE(blocks.first().marks.size(), 1);
        QCOMPARE(blocks.first().marks.first().start, 34);
    }
};

BERTH_TEST(DrawingTest)
#include "DrawingTest.moc"
