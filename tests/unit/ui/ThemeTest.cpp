// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Theme.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Mark.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/Style.h"

#include "TestMain.h"

#include <QAbstractAnimation>
#include <QDirIterator>
#include <QImage>
#include <QPainter>
#include <QProgressBar>
#include <QRegularExpression>
#include <QTemporaryDir>

using ui::Theme;
using ui::ThemeKind;

class ThemeTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTextReadableOnEveryGround_data() { kinds(); }
    void keepsTextReadableOnEveryGround();
    void keepsEdgesOfFieldsSeen_data() { kinds(); }
    void keepsEdgesOfFieldsSeen();
    void keepsSyntaxReadableInDiffs_data() { kinds(); }
    void keepsSyntaxReadableInDiffs();
    void tellsWidgetsOfAnotherTheme();
    void drawsEveryIconThatIsNamed();
    void tellsStatesApartWithoutColour();
    void looksAsTheDesktopWants();
    void standsStillWhileSomethingTakesAWhile();
    void namesColoursInOneFileOnly();

private:
    static void kinds();
    static QStringList sources();
};

void ThemeTest::kinds()
{
    QTest::addColumn<ThemeKind>("kind");
    QTest::addRow("light") << ThemeKind::Light;
    QTest::addRow("dark") << ThemeKind::Dark;
    QTest::addRow("light with high contrast") << ThemeKind::LightContrast;
    QTest::addRow("dark with high contrast") << ThemeKind::DarkContrast;
}

QStringList ThemeTest::sources()
{
    QStringList found;
    QDirIterator files(BERTH_SOURCE_DIR "/ui", {"*.cpp", "*.h"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext())
        found.append(files.next());
    return found;
}

void ThemeTest::keepsTextReadableOnEveryGround()
{
    QFETCH(ThemeKind, kind);
    const Theme &theme = Theme::of(kind);
    for (const QColor &ground :
         {theme.window, theme.chrome, theme.surface, theme.sunken, theme.hover, theme.selected})
        for (const QColor &ink : {theme.text, theme.muted, theme.faint, theme.accent, theme.ok,
                                  theme.warn, theme.danger, theme.wait}) {
            const QString pair = ink.name() + " on " + ground.name();
            QVERIFY2(ui::contrast(ink, ground) >= 4.5, qPrintable(pair));
        }
    QVERIFY(ui::contrast(theme.onAccent, theme.accent) >= 4.5);
    QVERIFY(ui::contrast(theme.ok, theme.okSoft) >= 4.5);
    QVERIFY(ui::contrast(theme.warn, theme.warnSoft) >= 4.5);
    QVERIFY(ui::contrast(theme.danger, theme.dangerSoft) >= 4.5);
    QVERIFY(ui::contrast(theme.wait, theme.waitSoft) >= 4.5);
    QVERIFY(ui::contrast(theme.accent, theme.accentSoft) >= 4.5);
}

void ThemeTest::keepsEdgesOfFieldsSeen()
{
    QFETCH(ThemeKind, kind);
    const Theme &theme = Theme::of(kind);
    for (const QColor &ground : {theme.window, theme.surface, theme.sunken}) {
        QVERIFY(ui::contrast(theme.borderStrong, ground) >= 3.0);
        QVERIFY(ui::contrast(theme.accent, ground) >= 3.0);
    }
}

void ThemeTest::keepsSyntaxReadableInDiffs()
{
    QFETCH(ThemeKind, kind);
    const Theme &theme = Theme::of(kind);
    for (const QColor &ground : {theme.add, theme.remove})
        for (const QColor &ink :
             {theme.text, theme.keyword, theme.string, theme.number, theme.function})
            QVERIFY(ui::contrast(ink, ground) >= 4.5);
    for (const QColor &ground : {theme.addWord, theme.removeWord})
        QVERIFY(ui::contrast(theme.text, ground) >= 4.5);
}

void ThemeTest::tellsWidgetsOfAnotherTheme()
{
    QWidget window;
    QWidget widget(&window);
    widget.hide();
    window.show();
    ui::applyTheme(ThemeKind::Dark);
    QTRY_COMPARE(widget.palette().color(QPalette::Window), Theme::of(ThemeKind::Dark).window);
    ui::applyTheme(ThemeKind::Light);
    QTRY_COMPARE(widget.palette().color(QPalette::Window), Theme::of(ThemeKind::Light).window);
}

void ThemeTest::drawsEveryIconThatIsNamed()
{
    static const QRegularExpression named(R"re(\bicon\("([a-z0-9-]+)")re");
    for (const QString &path : sources()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto match = named.globalMatch(QString::fromUtf8(file.readAll()));
        while (match.hasNext()) {
            const QString name = match.next().captured(1);
            QVERIFY2(!ui::icon(name).isNull(), qPrintable(path + ": " + name));
        }
    }
    QVERIFY(ui::icon("no-such-icon").isNull());
}

void ThemeTest::tellsStatesApartWithoutColour()
{
    QList<QImage> images;
    for (const char *name : {"circle-dashed", "hand", "circle-pause", "circle-check", "octagon-x",
                             "triangle-alert", "circle-play", "circle-stop"}) {
        const QImage image = ui::icon(name).pixmap(16).toImage();
        QVERIFY2(!images.contains(image), name);
        images.append(image);
    }
}

void ThemeTest::looksAsTheDesktopWants()
{
    const QTemporaryDir folder;
    ui::Preferences preferences(folder.filePath("window.ini"));
    preferences.setDesktopLook(Qt::ColorScheme::Dark, true);
    QCOMPARE(ui::theme().kind, ThemeKind::DarkContrast);
    preferences.setDesktopLook(Qt::ColorScheme::Dark, false);
    QCOMPARE(ui::theme().kind, ThemeKind::Dark);
    // Who has chosen a look of their own keeps it.
    preferences.setLook(ui::Preferences::Look::Light);
    preferences.setDesktopLook(Qt::ColorScheme::Dark, true);
    QCOMPARE(ui::theme().kind, ThemeKind::Light);
}

void ThemeTest::standsStillWhileSomethingTakesAWhile()
{
    ui::Style style;
    QProgressBar bar;
    bar.setStyle(&style);
    bar.setRange(0, 0);
    bar.resize(200, 20);
    const QImage busy = bar.grab().toImage();
    QVERIFY(bar.findChildren<QAbstractAnimation *>().isEmpty());
    bar.setRange(0, 100);
    bar.setValue(0);
    QVERIFY2(bar.grab().toImage() != busy, "one can see that something is under way");
}

void ThemeTest::namesColoursInOneFileOnly()
{
    static const QRegularExpression color(
        R"re("#[0-9a-fA-F]{3,8}"|\b0x[0-9a-fA-F]{6}\b|\bQt::(red|green|blue|gray|lightGray)\b)re");
    for (const QString &path : sources()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        if (!path.endsWith("/Theme.cpp"))
            QVERIFY2(!color.match(QString::fromUtf8(file.readAll())).hasMatch(), qPrintable(path));
    }
}

BERTH_TEST(ThemeTest)
#include "ThemeTest.moc"
