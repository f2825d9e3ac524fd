// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FilledWindow.h"
#include "TestMain.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Theme.h"

#include <QAccessible>
#include <QLabel>
#include <QTabBar>
#include <QTimer>

using ui::MainWindow;

/// The whole window, page by page: what a screen reader hears of it, what is seen, and that it
/// rests.
class WindowLooksTest : public QObject, protected test::FilledWindow
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(openFilled()); }
    void cleanup() { closeFilled(); }
    void namesEverythingThatTakesTheFocus();
    void keepsTextReadableAsItIsDrawn_data();
    void keepsTextReadableAsItIsDrawn();
    void restsWhileNothingHappens();
    void looksAsDesigned();
};

void WindowLooksTest::namesEverythingThatTakesTheFocus()
{
    m_window->openConversation("c3");
    for (QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
            continue;
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

/// The contrast of the text of a label with its ground, as both are drawn.
static double drawnContrast(QWidget *window, const QLabel *label)
{
    constexpr int enlarged = 4; // so that strokes are wider than their soft edges
    const QRect place(label->mapTo(window, QPoint()), label->size());
    QImage image(place.size() * enlarged, QImage::Format_RGB32);
    image.setDevicePixelRatio(enlarged);
    image.fill(Qt::black);
    window->render(&image, QPoint(), QRegion(place),
                   QWidget::DrawWindowBackground | QWidget::DrawChildren);
    QHash<QRgb, int> count;
    for (int y = 0; y < image.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x)
            ++count[line[x]];
    }
    const auto ground = std::ranges::max_element(count);
    double best = 1;
    for (auto each = count.cbegin(); each != count.cend(); ++each) {
        if (*each > 20)
            best = qMax(best, ui::contrast(QColor(each.key()), QColor(ground.key())));
    }
    return best;
}

void WindowLooksTest::keepsTextReadableAsItIsDrawn_data()
{
    QTest::addColumn<ui::ThemeKind>("kind");
    QTest::addRow("light") << ui::ThemeKind::Light;
    QTest::addRow("dark") << ui::ThemeKind::Dark;
}

void WindowLooksTest::keepsTextReadableAsItIsDrawn()
{
    QFETCH(const ui::ThemeKind, kind);
    ui::applyTheme(kind);
    int seen = 0;
    for (int page = 0; page <= int(MainWindow::Page::Settings); ++page) {
        m_window->open(MainWindow::Page(page));
        QCoreApplication::processEvents();
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            const bool isSeen = label->isVisible() && label->isEnabled() && !label->text().isEmpty()
                                && label->visibleRegion().boundingRect() == label->rect();
            if (!isSeen)
                continue;
            ++seen;
            const double drawn = drawnContrast(m_window.get(), label);
            QVERIFY2(drawn >= 4.5,
                     qPrintable(
                         QString("%1 on page %2: %3").arg(label->text()).arg(page).arg(drawn)));
        }
    }
    QCOMPARE_GT(seen, 40);
    ui::applyTheme(ui::ThemeKind::Light);
}

/// Nothing moves by itself, whether somebody wants less motion or not.
void WindowLooksTest::restsWhileNothingHappens()
{
    const auto runs = [](const QTimer *timer) { return timer->isActive(); };
    for (int page = 0; page <= int(MainWindow::Page::Settings); ++page) {
        m_window->open(MainWindow::Page(page));
        const auto isAtRest = [&] {
            return std::ranges::none_of(m_window->findChildren<QTimer *>(), runs);
        };
        QTRY_VERIFY2(isAtRest(), qPrintable(QString("page %1").arg(page)));
    }
    m_window->openConversation("c2"); // which works
    QTRY_VERIFY(std::ranges::none_of(m_window->findChildren<QTimer *>(), runs));
}

void WindowLooksTest::looksAsDesigned()
{
    const QString folder = qEnvironmentVariable("BERTH_PICTURES");
    const auto take = [&](const QString &name) {
        QCoreApplication::processEvents();
        const QPixmap picture = m_window->grab();
        return folder.isEmpty() ? !picture.isNull() : picture.save(folder + "/" + name + ".png");
    };
    for (const auto kind : {ui::ThemeKind::Light, ui::ThemeKind::Dark}) {
        ui::applyTheme(kind);
        QCoreApplication::processEvents();
        const QString suffix = kind == ui::ThemeKind::Light ? "-light" : "-dark";
        m_window->open(MainWindow::Page::Home);
        QVERIFY(take("home" + suffix));
        m_window->openConversation("c3");
        QVERIFY(take("conversation" + suffix));
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(m_window->focusWidget(), "te");
        QVERIFY(take("palette" + suffix));
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
        m_window->open(MainWindow::Page::Inbox);
        QVERIFY(take("inbox" + suffix));
        m_window->open(MainWindow::Page::Workspaces);
        QTest::keyClick(m_window->findChild<ui::TableView *>("workspaces"), Qt::Key_Down);
        for (int i = 0; i < 40; ++i) {
            emit m_session->feed()->changed(
                "usage", "changed", "maria-main",
                {{"id", "maria-main"},
                 {"cpu", 0.4 + 0.1 * (i % 7)},
                 {"memory_bytes", 600000000 + 9000000 * (i % 5)},
                 {"memory_limit", qint64(2147483648)},
                 {"bytes_received", 100000 * i * (i % 3)},
                 {"bytes_sent", 10000 * i},
                 {"sampled_at",
                  QDateTime::fromSecsSinceEpoch(1795356000 + 2 * i).toUTC().toString(Qt::ISODate)},
                 {"disk", QJsonObject{{"used", 1900000000}, {"state", "ok"}}}});
        }
        QVERIFY(take("workspaces" + suffix));
        m_window->findChild<QTabBar *>("parts")->setCurrentIndex(2);
        for (const auto &[id, outcome, reason] :
             {std::tuple("1", "allowed", "listed"), std::tuple("2", "denied", "not_listed")})
            emit m_session->feed()->changed("egress", "decided", id,
                                            {{"id", id},
                                             {"kind", "decision"},
                                             {"host", "files.example.org"},
                                             {"port", 443},
                                             {"address", "203.0.113.7"},
                                             {"workspace_id", "maria-main"},
                                             {"outcome", outcome},
                                             {"reason", reason},
                                             {"time", "2026-11-22T14:01:00Z"}});
        QVERIFY(take("connections" + suffix));
        m_window->findChild<QTabBar *>("parts")->setCurrentIndex(1);
        QVERIFY(take("images" + suffix));
        m_window->findChild<QTabBar *>("parts")->setCurrentIndex(0);
        m_window->resize(800, 600);
        QVERIFY(take("workspaces-small" + suffix));
        m_window->openConversation("c3");
        QVERIFY(take("conversation-small" + suffix));
        m_window->resize(1280, 800);
    }
    ui::applyTheme(ui::ThemeKind::Light);
}

BERTH_TEST(WindowLooksTest)

#include "WindowLooksTest.moc"
