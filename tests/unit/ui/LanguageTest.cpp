// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Language.h"
#include "JsonPeer.h"
#include "RunningDoor.h"
#include "TestMain.h"

#include "ui/widgets/Preferences.h"
#include "ui/widgets/TimelineView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/ConnectionsPanel.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/ConversationsPage.h"
#include "ui/windows/DenyDialog.h"
#include "ui/windows/ImagesPanel.h"
#include "ui/windows/KeyDialogs.h"
#include "ui/windows/MainWindow.h"
#include "ui/windows/ModelsList.h"
#include "ui/windows/NewConversationDialog.h"
#include "ui/windows/NewWorkspaceDialog.h"
#include "ui/windows/ServerBadge.h"
#include "ui/windows/SetUp.h"
#include "ui/windows/Sidebar.h"
#include "ui/windows/UserLimitsDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTabBar>
#include <QTemporaryDir>

using namespace ui;

/// What the window says in other languages, and whether there is room for it.
class LanguageTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void speaksTheLanguageThatWasChosen();
    void speaksAnotherLanguageAtOnce();
    void countsAsTheLanguageDoes();
    void needsOnlyAFileForAnother();
    void keepsPlaceholders_data();
    void keepsPlaceholders();
    void hasRoomForLongerTexts_data();
    void hasRoomForLongerTexts();

private:
    QWidget *open(const QString &place, const QSize &size);
    void showConversation();

    std::unique_ptr<test::JsonPeer> m_peer;
    QTemporaryDir m_folder;
    Preferences m_preferences{m_folder.filePath("window.ini")};
    std::unique_ptr<test::RunningDoor> m_door;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QWidget> m_dialog;
};

void LanguageTest::init()
{
    m_peer = std::make_unique<test::JsonPeer>();
    m_peer->answer("GET /llms", {{"items", QJsonArray()}});
    m_peer->answer("GET /keys", {{"items", QJsonArray()}});
    m_peer->answer("GET /users", {{"items", QJsonArray()}});
    m_door = std::make_unique<test::RunningDoor>(m_peer->url(), test::RunningDoor::Whose::Ours);
}

void LanguageTest::cleanup()
{
    m_dialog.reset();
    m_window.reset();
    m_session.reset();
    m_door.reset();
    m_peer.reset();
    setTextScale(1);
    applyLanguage("en");
}

void LanguageTest::speaksTheLanguageThatWasChosen()
{
    QVERIFY(languages().contains("de"));
    QCOMPARE(languages().first(), "en");
    QCOMPARE(languageName("de"), "Deutsch");
    QCOMPARE(languageName("en"), "English");
    applyLanguage("de");
    QCOMPARE(MainWindow::tr("Settings"), "Einstellungen");
    QCOMPARE(QLocale().language(), QLocale::German);
    QCOMPARE(QCoreApplication::translate("QDialogButtonBox", "Cancel"), "Abbrechen");
    QCOMPARE(NewWorkspaceDialog::tr("Open", "network"), "Offen");
    QCOMPARE(MainWindow::tr("Open"), "Öffnen");
    applyLanguage("en");
    QCOMPARE(MainWindow::tr("Settings"), "Settings");
    applyLanguage("no-such-language");
    QVERIFY(!MainWindow::tr("Settings").isEmpty());
}

/// An event as the agent says it.
static QByteArray saidByTheAgent(const QString &text)
{
    const QJsonArray content{QJsonObject{{"type", "text"}, {"text", text}}};
    return QJsonDocument(QJsonObject{{"kind", "MessageEvent"},
                                     {"source", "agent"},
                                     {"timestamp", "2026-11-22T14:01:00"},
                                     {"llm_message", QJsonObject{{"content", content}}}})
        .toJson(QJsonDocument::Compact);
}

/// In the midst of a run, with something read, and something begun to be written.
void LanguageTest::speaksAnotherLanguageAtOnce()
{
    m_session = std::make_unique<Session>(m_peer->url(), m_door->key());
    m_window = std::make_unique<MainWindow>(m_door.get(), &m_preferences);
    m_window->setSession(m_session.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    emit m_session->feed()->replaced("conversations", {QJsonObject{{"id", "c2"},
                                                                   {"title", "Migrate settings"},
                                                                   {"state", "running"}}});
    m_window->openConversation("c2");
    LiveConversation *live = m_window->findChild<ConversationsPage *>()->live();
    TimelineView *timeline = live->view()->timelineView();
    QList<QByteArray> events;
    for (int i = 0; i < 200; ++i)
        events.append(saidByTheAgent(QString("What was said, %1").arg(i)));
    live->view()->timeline()->append(events);
    live->view()->setDraft({"half a thought", {}});
    timeline->setFocus();
    timeline->goTo(40);
    const QModelIndex read = timeline->indexAt(QPoint(100, 200));
    const int top = timeline->visualRect(read).top();
    QCOMPARE_GT(top, 0);

    m_preferences.setLanguage("de");
    QTRY_VERIFY(m_window->windowTitle().startsWith("Gespräche"));
    QCOMPARE(m_window->focusWidget(), timeline);
    QCOMPARE(live->id(), "c2");
    QCOMPARE(live->view()->draft().text, "half a thought");
    QCOMPARE(timeline->currentIndex().row(), 40);
    QCOMPARE(timeline->visualRect(read).top(), top);
    QStringList words;
    for (const QAbstractButton *button : live->findChildren<QAbstractButton *>())
        words.append(button->text());
    const QString all = words.join(", ");
    QVERIFY2(words.contains("Anhalten") && words.contains("Senden"), qPrintable(all));
    QVERIFY2(!words.contains("Stop now") && !words.contains("Send"), qPrintable(all));
    live->view()->timeline()->append({saidByTheAgent("Es geht weiter")});
    QCOMPARE(live->view()->timeline()->rowCount(), 201);

    // Other pages are made anew; what had the focus has it again.
    m_window->open(MainWindow::Page::Settings);
    QVERIFY(m_window->windowTitle().startsWith("Einstellungen"));
    m_window->findChild<QComboBox *>("language")->setFocus();
    m_preferences.setLanguage("en");
    QTRY_VERIFY(m_window->windowTitle().startsWith("Settings"));
    QCOMPARE(m_window->focusWidget()->objectName(), "language");
    QCOMPARE(m_window->focusWidget()->accessibleName(), "Language");
    const auto *pages = m_window->findChild<Sidebar *>()->findChild<QListWidget *>();
    QCOMPARE(pages->item(0)->text(), "Home");
    m_preferences.setLanguage({});
}

void LanguageTest::countsAsTheLanguageDoes()
{
    const auto working = [](int count) {
        return MainWindow::tr("%n agent(s) are working.", nullptr, count);
    };
    applyLanguage("en");
    QCOMPARE(working(1), "1 agent is working.");
    QCOMPARE(working(2), "2 agents are working.");
    applyLanguage("de");
    QCOMPARE(working(1), "1 Agent arbeitet.");
    QCOMPARE(working(0), "0 Agenten arbeiten.");
}

/// Also for the language of one country.
void LanguageTest::needsOnlyAFileForAnother()
{
    const QTemporaryDir folder;
    const QString place = folder.filePath("berth/translations");
    const QByteArray before = qgetenv("XDG_DATA_HOME");
    const auto putBack = qScopeGuard(
        [&] { before.isNull() ? qunsetenv("XDG_DATA_HOME") : qputenv("XDG_DATA_HOME", before); });
    QVERIFY(!languages().contains("pt_BR"));
    QCOMPARE(fittingLanguage({"pt-BR", "de-AT"}), "de");
    qputenv("XDG_DATA_HOME", QFile::encodeName(folder.path()));
    QVERIFY(QDir().mkpath(place));
    QVERIFY(QFile::copy(":/translations/berth_de.qm", place + "/berth_pt_BR.qm"));
    QCOMPARE(languages(), QStringList({"en", "de", "pt_BR"}));
    QCOMPARE(languageName("pt_BR"), "Português (Brasil)");
    QCOMPARE(fittingLanguage({"pt-BR", "de-AT"}), "pt_BR");
    QCOMPARE(fittingLanguage({"pt-PT"}), "en");
    applyLanguage("pt_BR");
    QCOMPARE(MainWindow::tr("Settings"), "Einstellungen"); // what the file says
    QCOMPARE(QLocale().territory(), QLocale::Brazil);
}

void LanguageTest::keepsPlaceholders_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    QTest::newRow("plain") << "Open" << "[Öþéñ~~]";
    QTest::newRow("numbers") << "%1 of %2" << "[%1 öf %2~~~~]";
    QTest::newRow("localised") << "%L2 left" << "[%L2 ļéfţ~~~~]";
    QTest::newRow("count") << "%n new" << "[%n ñéŵ~~~]";
    QTest::newRow("accelerator") << "&Deny" << "[&Ðéñý~~]";
}

void LanguageTest::keepsPlaceholders()
{
    QFETCH(QString, text);
    QFETCH(QString, result);
    QCOMPARE(pseudoText(text), result);
}

/// What has more to say than it has room for, and neither wraps nor ends in dots.
static QString cutOff(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        if (label->text().isEmpty())
            return {};
        const bool isFitting = label->wordWrap()
                                   ? label->heightForWidth(label->width()) <= label->height() + 2
                                   : label->sizeHint().width() <= label->width() + 1;
        return isFitting ? QString() : label->text();
    }
    if (const auto *choice = qobject_cast<const QComboBox *>(widget)) {
        constexpr int arrow = 36;
        const int room = choice->width() - arrow;
        const int needed = choice->fontMetrics().horizontalAdvance(choice->currentText());
        return needed > room ? choice->currentText() : QString();
    }
    if (const auto *badge = qobject_cast<const ServerBadge *>(widget))
        return badge->isCut() ? badge->accessibleName() : QString();
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    const bool isWorded = button && !button->text().isEmpty()
                          && button->objectName() != "qt_toolbar_ext_button";
    if (isWorded && button->sizeHint().width() > button->width() + 1)
        return button->text();
    return {};
}

/// Whether a parent hides a part of it, where nobody can scroll.
static bool isOutside(const QWidget *widget, const QWidget *window)
{
    QRect seen(QPoint(), widget->size());
    for (const QWidget *at = widget; at != window; at = at->parentWidget()) {
        const QWidget *parent = at->parentWidget();
        if (!parent)
            return false;
        seen.translate(at->pos());
        if (qobject_cast<const QAbstractScrollArea *>(parent->parentWidget()))
            return seen.left() < 0 || seen.right() > parent->width();
        if (!parent->rect().contains(seen))
            return true;
    }
    return false;
}

static bool hasWords(const QWidget *widget)
{
    if (!widget->isVisible())
        return false;
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        return !label->text().isEmpty();
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
           || qobject_cast<const QComboBox *>(widget);
}

/// Those that lie on each other, though they are beside each other.
static QStringList overlapsIn(const QWidget *parent)
{
    QStringList found;
    const QList<QWidget *> beside = parent->findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    for (qsizetype i = 0; i < beside.size(); ++i) {
        for (qsizetype j = i + 1; j < beside.size(); ++j) {
            const QRect both = beside[i]->geometry() & beside[j]->geometry();
            if (hasWords(beside[i]) && hasWords(beside[j]) && both.width() > 1 && both.height() > 1)
                found.append(beside[i]->property("text").toString() + " lies on "
                             + beside[j]->property("text").toString());
        }
    }
    return found;
}

/// Texts that wrap tell their height only when they know their width, and so it goes on.
static void settle()
{
    for (int round = 0; round < 8; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

/// Everything of a window that is cut off as it is now.
static QStringList cutOffIn(const QWidget *window)
{
    QStringList found;
    for (const QWidget *widget : window->findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        if (const QString text = cutOff(widget); !text.isEmpty())
            found.append(text + " has not enough room");
        found += overlapsIn(widget);
        if (hasWords(widget) && isOutside(widget, window))
            found.append(widget->accessibleName() + widget->property("text").toString()
                         + " is partly hidden");
    }
    return found;
}

/// Whether there is anything in the language of the test.
static bool speaksIn(const QWidget *window)
{
    return std::ranges::any_of(window->findChildren<QWidget *>(), [](const QWidget *widget) {
        return widget->isVisible() && widget->property("text").toString().startsWith('[');
    });
}

/// One that asks something, with all that is beside it.
void LanguageTest::showConversation()
{
    emit m_session->feed()->replaced("conversations",
                                     {QJsonObject{{"id", "c1"},
                                                  {"title", "Fix flaky upload test"},
                                                  {"state", "waiting_for_confirmation"},
                                                  {"user", "maria"},
                                                  {"model", "anthropic/claude-sonnet-4-5"},
                                                  {"cost", 0.42},
                                                  {"updated_at", "2026-11-22T14:01:00Z"}}});
    const QJsonObject action{{"command", "git push --force-with-lease origin fix/upload-race"}};
    const QJsonObject asked{{"id", "a1"}, {"tool", "terminal"}, {"action", action}};
    const QJsonObject reason{{"text", "Rule: ask at high risk."}};
    emit m_session->feed()->replaced("waiting", {QJsonObject{{"id", "a1"},
                                                             {"conversation_id", "c1"},
                                                             {"risk", "HIGH"},
                                                             {"asked_at", "2026-11-22T14:01:00Z"},
                                                             {"actions", QJsonArray{asked}},
                                                             {"reasons", QJsonArray{reason}}}});
    m_window->openConversation("c1");
}

/// The server does not answer as one that is watched, which needs the most words.
QWidget *LanguageTest::open(const QString &place, const QSize &size)
{
    m_session = std::make_unique<Session>(m_peer->url(), m_door->key());
    m_session->feed()->start();
    if (!QTest::qWaitFor([this] { return m_session->feed()->isLost(); }))
        return nullptr;
    m_window = std::make_unique<MainWindow>(m_door.get(), &m_preferences);
    m_window->resize(size);
    m_window->setSession(m_session.get());
    m_window->show();
    const QList<std::pair<QString, MainWindow::Page>> pages{
        {"home", MainWindow::Page::Home},
        {"inbox", MainWindow::Page::Inbox},
        {"conversations", MainWindow::Page::Conversations},
        {"workspaces", MainWindow::Page::Workspaces},
        {"logs", MainWindow::Page::Logs},
        {"metrics", MainWindow::Page::Metrics},
        {"alerts", MainWindow::Page::Alerts},
        {"keys", MainWindow::Page::Keys},
        {"settings", MainWindow::Page::Settings}};
    for (const auto &[name, page] : pages) {
        if (name == place) {
            m_window->open(page);
            return m_window.get();
        }
    }
    if (place == "a conversation") {
        showConversation();
        return m_window.get();
    }
    if (place == "palette") {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        return m_window.get();
    }
    if (place == "a workspace")
        m_dialog = std::make_unique<NewWorkspaceDialog>(m_session.get(), nullptr);
    else if (place == "a model")
        m_dialog = std::make_unique<ModelDialog>(m_session.get(), QJsonObject(), nullptr);
    else if (place == "a key")
        m_dialog = std::make_unique<NewKeyDialog>(m_session.get(), QStringList{"ana"}, nullptr);
    else if (place == "a user")
        m_dialog = std::make_unique<NewUserDialog>(m_session.get(), nullptr);
    else if (place == "a message")
        m_dialog = std::make_unique<NewConversationDialog>(m_session.get(),
                                                           Preferences::Asking::HighRisk, nullptr);
    else if (place == "an image")
        m_dialog = std::make_unique<FetchImageDialog>(m_session.get(), nullptr);
    else if (place == "a rule")
        m_dialog = std::make_unique<NewRuleDialog>(m_session.get(), nullptr);
    else if (place == "limits")
        m_dialog = std::make_unique<UserLimitsDialog>(m_session.get(), QJsonObject{{"id", "ana"}},
                                                      nullptr);
    else if (place == "a denial")
        m_dialog = std::make_unique<DenyDialog>(nullptr);
    else if (place == "a shown key")
        m_dialog = std::make_unique<ShownKeyDialog>("laptop", "brt_0123456789", nullptr);
    else
        m_dialog = std::make_unique<SetUp>(&m_preferences, QList<LocalModels::Place>());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    if (auto *steps = qobject_cast<SetUp *>(m_dialog.get())) {
        m_dialog->resize(size);
        steps->setSession(m_session.get());
        steps->open(place.right(1).toInt());
    }
    m_dialog->show();
    return m_dialog.get();
}

void LanguageTest::hasRoomForLongerTexts_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("scale");
    for (const char *place :
         {"home",        "inbox",       "conversations", "a conversation", "workspaces",
          "logs",        "metrics",     "alerts",        "keys",           "settings",
          "palette",     "a workspace", "a message",     "an image",       "a rule",
          "limits",      "a denial",    "a model",       "a key",          "a user",
          "a shown key", "step 0",      "step 1",        "step 2",         "step 3"}) {
        QTest::addRow("%s, longer", place) << place << "pseudo" << QSize(800, 600) << 1.0;
        QTest::addRow("%s, longer and wide", place) << place << "pseudo" << QSize(1280, 800) << 1.0;
        QTest::addRow("%s, German", place) << place << "de" << QSize(800, 600) << 1.0;
        QTest::addRow("%s, twice as large", place) << place << "en" << QSize(1280, 800) << 2.0;
    }
}

void LanguageTest::hasRoomForLongerTexts()
{
    QFETCH(QString, place);
    QFETCH(QString, language);
    QFETCH(QSize, size);
    QFETCH(double, scale);
    applyLanguage(language);
    setTextScale(scale);
    QWidget *window = open(place, size);
    QVERIFY(window);
    QVERIFY(QTest::qWaitForWindowExposed(window));
    const QString folder = qEnvironmentVariable("BERTH_PICTURES");
    if (!folder.isEmpty())
        QVERIFY(window->grab().save(folder + '/' + QTest::currentDataTag() + ".png"));
    // A dialog may be larger than the window.
    const bool isDialog = qobject_cast<QDialog *>(window);
    const QSize room = isDialog ? size.expandedTo(window->screen()->availableSize()) : size;
    QVERIFY2(window->width() <= room.width() && window->height() <= room.height(),
             qPrintable(QString("it is %1x%2").arg(window->width()).arg(window->height())));
    QStringList found;
    settle();
    bool isSpoken = language != "pseudo";
    const auto look = [&] {
        found += cutOffIn(window);
        isSpoken = isSpoken || speaksIn(window);
    };
    look();
    for (QTabBar *tabs : window->findChildren<QTabBar *>()) {
        for (int tab = 1; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            settle();
            look();
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable('\n' + found.join('\n')));
    QVERIFY(isSpoken);
}

BERTH_TEST(LanguageTest)
#include "LanguageTest.moc"
