// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/MainWindow.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Theme.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConversationFilter.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/ServerBadge.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/TrayNotice.h"

#include "TestMain.h"

#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTimer>

using ui::MainWindow;

/// A server that somebody else runs, and that nobody can reach.
class DistantDoor : public ui::ServerDoor
{
public:
    State state() const override { return State::Running; }
    QString problem() const override { return {}; }
    QUrl url() const override { return QUrl("http://127.0.0.1:9"); }
    QString key() const override { return "brt_0123456789"; }
    bool isOurs() const override { return false; }
    void start() override {}
    void stop() override {}
};

class MainWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_window.reset(), m_session.reset(); }
    void showsItsPagesByKeyboard();
    void narrowsTheListOfConversations();
    void showsAllThatWork();
    void putsFirstWhatNeedsAPerson();
    void showsTheQuestionOfAConversation();
    void hidesTheKeyButCopiesIt();
    void takesLessRoomInASmallWindow();
    void namesTheUserAndTheServer();
    void laysThePanelAboveASmallTimeline();
    void runsACommandByItsName();
    void saysWhyACommandIsOff();
    void staysWhenTheServerGoes();
    void closesOrQuitsAsWanted();
    void asksOnceWhatClosingMeansWithoutATray();
    void namesEverythingThatTakesTheFocus();
    void keepsTextReadableAsItIsDrawn_data();
    void keepsTextReadableAsItIsDrawn();
    void restsWhileNothingHappens();
    void looksAsDesigned();

private:
    QTemporaryDir m_folder;
    ui::Preferences m_preferences{m_folder.filePath("window.ini")};
    DistantDoor m_door;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

void MainWindowTest::init()
{
    m_session = std::make_unique<ui::Session>(m_door.url(), m_door.key());
    m_window = std::make_unique<MainWindow>(&m_door, &m_preferences);
    m_window->setSession(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const auto item = [](const QString &id, const QString &title, const QString &state,
                         const QString &line) {
        return QJsonObject{{"id", id},
                           {"title", title},
                           {"state", state},
                           {"user", "maria"},
                           {"model", "anthropic/claude-sonnet-4-5"},
                           {"cost", 0.42},
                           {"last_line", line},
                           {"updated_at", "2026-11-22T14:01:00Z"}};
    };
    emit m_session->feed()->replaced(
        "conversations",
        {item("c1", "Explain scheduler latency", "finished", "It waits for the disk."),
         item("c2", "Migrate settings to TOML", "running", "Running pytest -q tests/config"),
         item("c3", "Fix flaky upload test", "waiting_for_confirmation", "")});
    const auto workspace = [](const QString &id, const QString &state) {
        return QJsonObject{{"id", id},
                           {"name", id},
                           {"user_id", id.section('-', 0, 0)},
                           {"state", state},
                           {"reason", "Ran out of memory"},
                           {"used_at", "2026-11-22T14:01:00Z"},
                           {"settings", QJsonObject{{"image", "berth/workspace:13"},
                                                    {"profile", "developer"},
                                                    {"network_mode", "none"}}}};
    };
    emit m_session->feed()->replaced("workspaces", {workspace("ana-web", "paused"),
                                                    workspace("jonas-lab", "fetching"),
                                                    workspace("maria-main", "ready"),
                                                    workspace("nightly", "failed"),
                                                    workspace("demo", "stopped")});
    const QJsonObject action{{"kind", "TerminalAction"},
                             {"command", "git push --force-with-lease origin fix/upload-race"}};
    emit m_session->feed()->replaced(
        "waiting",
        {QJsonObject{{"id", "a1"},
                     {"conversation_id", "c3"},
                     {"risk", "HIGH"},
                     {"actions", QJsonArray{QJsonObject{
                                     {"id", "a1"}, {"tool", "terminal"}, {"action", action}}}},
                     {"reasons", QJsonArray{QJsonObject{{"text", "Rule: ask at high risk."}}}}}});
}

void MainWindowTest::showsItsPagesByKeyboard()
{
    QVERIFY(m_window->windowTitle().startsWith("Home"));
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QVERIFY(m_window->windowTitle().startsWith("Conversations"));
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(qobject_cast<QLineEdit *>(m_window->focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m_window->windowTitle().startsWith("Home"));
}

void MainWindowTest::narrowsTheListOfConversations()
{
    using Facet = ui::ConversationFilter::Facet;
    m_window->open(MainWindow::Page::Conversations);
    const auto *list = m_window->findChild<QListView *>("conversations");
    auto *filter = m_window->findChild<ui::ConversationFilter *>();
    const auto *page = m_window->findChild<ui::ConversationsPage *>();
    const auto button = [page](const QString &text) {
        for (QPushButton *each : page->findChildren<QPushButton *>()) {
            if (each->text() == text && each->isVisible())
                return each;
        }
        return static_cast<QPushButton *>(nullptr);
    };

    // By keyboard: the button, the first menu (State), and its first value below "Any".
    filter->setFocus();
    QTest::keyClick(filter, Qt::Key_Space);
    QTRY_VERIFY(QApplication::activePopupWidget());
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Down, Qt::Key_Return})
        QTest::keyClick(QApplication::activePopupWidget(), key);
    QCOMPARE(filter->facets(), QList{Facet::State});
    QCOMPARE(list->model()->rowCount(), 1);
    const QString chip = filter->textOf(Facet::State);
    QVERIFY(button(chip));
    button(chip)->click();
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QTRY_VERIFY(!button(chip));

    filter->choose(Facet::Model, "anthropic/claude-sonnet-4-5");
    QCOMPARE(list->model()->rowCount(), 3);
    filter->choose(Facet::Tag, "team:web");
    QCOMPARE(list->model()->rowCount(), 0);
    QVERIFY(!list->isVisible() && button("Clear filter"));
    button("Clear filter")->click();
    QVERIFY(filter->isEmpty() && list->isVisible());
    QCOMPARE(list->model()->rowCount(), 3);

    filter->choose(Facet::Age, "1"); // they were last changed long ago
    QCOMPARE(list->model()->rowCount(), 0);
    m_window->openConversation("c1");
    QVERIFY(filter->isEmpty());
}

/// As the tray asks for it, whatever was looked at before.
void MainWindowTest::showsAllThatWork()
{
    for (const int width : {1280, 700}) { // the list shares its place in a small window
        m_window->resize(width, 800);
        m_window->openConversation("c1");
        m_window->openWorking();
        auto *list = m_window->findChild<QListView *>("conversations");
        QTRY_VERIFY(list->isVisible());
        QCOMPARE(list->model()->rowCount(), 1);
        QCOMPARE(list->model()->index(0, 0).data(ui::FeedModel::IdRole), "c2");
        QVERIFY(list->hasFocus());
    }
}

void MainWindowTest::putsFirstWhatNeedsAPerson()
{
    m_window->open(MainWindow::Page::Conversations);
    const auto *list = m_window->findChild<QListView *>("conversations");
    QCOMPARE(list->model()->index(0, 0).data(ui::FeedModel::IdRole).toString(), "c3");
    QCOMPARE(list->model()->index(1, 0).data(ui::FeedModel::IdRole).toString(), "c2");
    QVERIFY(m_window->windowTitle().contains("1 waiting for you"));
}

void MainWindowTest::showsTheQuestionOfAConversation()
{
    QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    auto *card = m_window->findChild<QWidget *>("question");
    QVERIFY(card->isVisible());
    m_window->openConversation("c2");
    QVERIFY(!card->isVisible());
    m_window->openConversation("c3");
    QVERIFY(card->isVisible());
    emit m_session->feed()->changed("waiting", "answered", "a1", {});
    QVERIFY(!card->isVisible());
}

void MainWindowTest::hidesTheKeyButCopiesIt()
{
    for (const QLineEdit *field : m_window->findChildren<QLineEdit *>())
        QVERIFY(!field->displayText().contains("brt_0123456789"));
}

void MainWindowTest::takesLessRoomInASmallWindow()
{
    const auto *sidebar = m_window->findChild<ui::Sidebar *>();
    QVERIFY(!sidebar->isRail());
    m_window->openConversation("c3");
    const auto *list = m_window->findChild<QListView *>("conversations");
    QVERIFY(list->isVisible());
    m_window->resize(800, 600);
    QTRY_VERIFY(sidebar->isRail());
    QTRY_VERIFY(!list->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(list->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
    QVERIFY(!sidebar->isRail());
}

void MainWindowTest::namesTheUserAndTheServer()
{
    auto *badge = m_window->findChild<ui::ServerBadge *>();
    QCOMPARE(badge->accessibleName(), "You at This computer, change server");
    emit m_session->feed()->replaced("spending", {QJsonObject{{"id", "maria"}}});
    QCOMPARE(badge->accessibleName(), "maria at This computer, change server");
    badge->setServer("maria", "berth.example.com", ui::ServerBadge::Where::Elsewhere);
    QCOMPARE(badge->accessibleName(), "maria at berth.example.com, change server");
    auto *sidebar = m_window->findChild<ui::Sidebar *>();
    sidebar->setKnownServers({"https://berth.example.com:8000"});
    QSignalSpy asked(sidebar, &ui::Sidebar::serverAsked);
    badge->click();
    const QList<QAction *> actions = sidebar->findChild<QMenu *>()->actions();
    QCOMPARE(actions.size(), 3);
    disconnect(sidebar, &ui::Sidebar::serverAsked, m_window.get(), nullptr);
    actions.first()->trigger();
    QCOMPARE(asked.first().first().toString(), "https://berth.example.com:8000");
}

void MainWindowTest::laysThePanelAboveASmallTimeline()
{
    m_window->openConversation("c3");
    const auto *page = m_window->findChild<ui::ConversationsPage *>();
    auto *panel = page->live()->panel();
    QTRY_VERIFY(panel->isVisible());
    m_window->resize(900, 600);
    QTRY_VERIFY(!panel->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(panel->isVisible());
    const QRect place(panel->mapTo(page, QPoint()), panel->size());
    QVERIFY(page->rect().contains(place));
    QCOMPARE(place.right(), page->rect().right());
    QVERIFY(panel->isAncestorOf(m_window->focusWidget()) || m_window->focusWidget() == panel);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::AltModifier);
    m_window->resize(1280, 800);
    QTRY_VERIFY(panel->isVisible());
    QVERIFY(qobject_cast<QSplitter *>(panel->parentWidget()));
}

void MainWindowTest::runsACommandByItsName()
{
    m_window->open(MainWindow::Page::Workspaces);
    QWidget *before = m_window->focusWidget();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    const auto *palette = m_window->findChild<ui::CommandPalette *>();
    QVERIFY(palette->isVisible());
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QCOMPARE(m_window->focusWidget(), before);

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "flaky");
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(m_window->windowTitle().startsWith("Conversations"));

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->focusWidget(), "> sett");
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QVERIFY(m_window->windowTitle().startsWith("Settings"));
}

void MainWindowTest::saysWhyACommandIsOff()
{
    emit m_session->feed()->replaced("conversations", {});
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    const auto *palette = m_window->findChild<ui::CommandPalette *>();
    QTest::keyClicks(m_window->focusWidget(), "pause all");
    const auto *list = palette->findChild<QListWidget *>();
    QCOMPARE(list->currentItem()->data(Qt::AccessibleTextRole).toString(),
             "Pause or resume all agents, nothing is working");
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
    QVERIFY(palette->isVisible());
}

void MainWindowTest::staysWhenTheServerGoes()
{
    m_window->openConversation("c3");
    m_window->setSession(nullptr);
    m_session.reset();
    QVERIFY(m_window->isVisible());
    QVERIFY(!m_window->findChild<QListView *>("conversations"));
    QVERIFY(!m_window->windowTitle().contains("waiting"));
}

void MainWindowTest::closesOrQuitsAsWanted()
{
    QSignalSpy quits(m_window.get(), &MainWindow::quitAsked);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!m_window->isVisible());
    QCOMPARE(quits.size(), 0);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(quits.size(), 1);
    m_preferences.setStaysWhenClosed(false);
    m_window->close();
    QCOMPARE(quits.size(), 2);
    // It is for others to quit, who may ask first.
    QVERIFY(m_window->isVisible());
    m_preferences.setStaysWhenClosed(true);
}

void MainWindowTest::asksOnceWhatClosingMeansWithoutATray()
{
    auto *notice = m_window->findChild<ui::TrayNotice *>();
    QVERIFY(!notice->isVisible());
    m_window->tellOfTray(true);
    QVERIFY(notice->isVisible());
    // The panel has come.
    m_window->tellOfTray(false);
    QVERIFY(!notice->isVisible());
    m_window->tellOfTray(true);
    QTest::mouseClick(notice->findChildren<QPushButton *>().last(), Qt::LeftButton);
    QVERIFY(!notice->isVisible());
    QVERIFY(!m_preferences.staysWhenClosed());
    m_window->tellOfTray(true);
    QVERIFY(!notice->isVisible());
    const ui::Preferences later(m_folder.filePath("window.ini"));
    QVERIFY(later.knowsOfNoTray());
    QVERIFY(!later.staysWhenClosed());
    m_preferences.setStaysWhenClosed(true);
}

void MainWindowTest::namesEverythingThatTakesTheFocus()
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

void MainWindowTest::keepsTextReadableAsItIsDrawn_data()
{
    QTest::addColumn<ui::ThemeKind>("kind");
    QTest::addRow("light") << ui::ThemeKind::Light;
    QTest::addRow("dark") << ui::ThemeKind::Dark;
}

void MainWindowTest::keepsTextReadableAsItIsDrawn()
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
void MainWindowTest::restsWhileNothingHappens()
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

void MainWindowTest::looksAsDesigned()
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

BERTH_TEST(MainWindowTest)
#include "MainWindowTest.moc"
