// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayMenu.h"
#include "TestMain.h"
#include "ui/tray/Tray.h"
#include "ui/widgets/Language.h"

using namespace ui;

/// A server that always runs, at an address where nobody is.
class OpenDoor : public ServerDoor
{
public:
    int stops = 0;
    QString place = "/somewhere";

    State state() const override { return State::Running; }
    QString problem() const override { return {}; }
    QUrl url() const override { return QUrl("http://127.0.0.1:9"); }
    QString key() const override { return "brt_key"; }
    bool isOurs() const override { return true; }
    void start() override {}
    QString folder() const override { return place; }
    void stop() override { ++stops; }
};

class TrayMenuTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void speaksAnotherLanguageAtOnce();
    void keepsItsRowsWhenTheyChange();
    void saysWhatIsAsked();
    void allowsNothingThatLooksLikeSomethingElse_data();
    void allowsNothingThatLooksLikeSomethingElse();
    void namesAtMostFive();
    void saysWhatEachAgentDoes();
    void namesAtMostFiveThatWork();
    void isOffWhileTheServerDoesNotAnswer();
    void handsOutOnlyTheKeyOfThisComputer();
    void asksBeforeTheServerStops();

private:
    void ask(int number, const QString &command);
    void work(int number, const QString &title, const QJsonObject &facts = {});
    QStringList texts() const;
    QList<QAction *> shown(const QMenu *menu) const;

    OpenDoor m_door;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<TrayMenu> m_menu;
};

void TrayMenuTest::init()
{
    m_session = std::make_unique<Session>(m_door.url(), m_door.key());
    m_menu = std::make_unique<TrayMenu>(&m_door);
    m_menu->setSession(m_session.get());
}

void TrayMenuTest::cleanup()
{
    m_menu.reset();
    m_session.reset();
    m_door.place = "/somewhere";
    applyLanguage("en");
}

void TrayMenuTest::ask(int number, const QString &command)
{
    const QString id = QString("c%1").arg(number);
    const QJsonObject action{{"id", "a" + id},
                             {"tool", "terminal"},
                             {"action", QJsonObject{{"command", command}}}};
    emit m_session->feed()->changed("waiting", "asked", "q" + id,
                                    {{"id", "q" + id},
                                     {"conversation_id", id},
                                     {"title", "Fix flaky upload test"},
                                     {"risk", "HIGH"},
                                     {"asked_at", QString("2026-11-22T14:01:0%1Z").arg(number)},
                                     {"reasons",
                                      QJsonArray{QJsonObject{{"text", "Rule: ask at high risk."}}}},
                                     {"actions", QJsonArray{action}}});
}

void TrayMenuTest::work(int number, const QString &title, const QJsonObject &facts)
{
    const QString id = QString("w%1").arg(number);
    QJsonObject item{{"id", id}, {"title", title}, {"state", "running"}};
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        item.insert(fact.key(), *fact);
    emit m_session->feed()->changed("conversations", "changed", id, item);
}

QList<QAction *> TrayMenuTest::shown(const QMenu *menu) const
{
    QList<QAction *> found;
    for (QAction *action : menu->actions()) {
        if (!action->isVisible() || action->text().isEmpty())
            continue;
        found.append(action);
        if (action->menu())
            found += shown(action->menu());
    }
    return found;
}

QStringList TrayMenuTest::texts() const
{
    QStringList words;
    for (const QAction *action : shown(m_menu.get()))
        words.append(action->text());
    return words;
}

void TrayMenuTest::speaksAnotherLanguageAtOnce()
{
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    {{"id", "c1"}, {"title", "x"}, {"state", "running"}});
    ask(1, "npm test");
    QTRY_VERIFY(texts().contains("Review..."));
    QTRY_VERIFY(texts().contains("Stop now"));
    const QList<QAction *> rows = shown(m_menu.get());
    const QStringList english = texts();
    applyLanguage("de");
    QTRY_VERIFY(texts().contains("Berth beenden..."));
    // All but what others wrote, on the rows that were there.
    QCOMPARE(shown(m_menu.get()), rows);
    const QStringList german = texts();
    QStringList same;
    for (qsizetype row = 0; row < english.size(); ++row) {
        if (german[row] == english[row])
            same.append(german[row]);
    }
    QCOMPARE(same, QStringList({"Fix flaky upload test: npm test", "npm test", "x"}));
}

void TrayMenuTest::keepsItsRowsWhenTheyChange()
{
    ask(1, "npm test");
    QTRY_VERIFY(texts().contains("npm test"));
    const QList<QAction *> rows = shown(m_menu.get());
    emit m_session->feed()->changed("waiting", "answered", "qc1", {});
    ask(2, "git push");
    QTRY_VERIFY(texts().contains("git push"));
    QCOMPARE(shown(m_menu.get()), rows);
}

void TrayMenuTest::isOffWhileTheServerDoesNotAnswer()
{
    const auto isOn = [this](const QString &text) {
        return std::ranges::any_of(shown(m_menu.get()), [&](const QAction *action) {
            return action->text() == text && action->isEnabled();
        });
    };
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    {{"id", "c1"}, {"title", "x"}, {"state", "running"}});
    ask(1, "npm test");
    QTRY_VERIFY(isOn("Stop now"));
    const QStringList asking{"Allow once", "Deny", "Pause", "Stop now", "Pause all agents"};
    for (const QString &text : asking)
        QVERIFY2(isOn(text), qPrintable(text));
    QVERIFY(!texts().contains("The server does not answer"));
    m_session->feed()->start();
    QTRY_VERIFY(texts().contains("The server does not answer"));
    for (const QString &text : asking)
        QVERIFY2(!isOn(text), qPrintable(text));
    for (const char *text : {"Open Berth", "Review...", "Open", "Copy API key", "Stop server"})
        QVERIFY2(isOn(text), text);
}

void TrayMenuTest::handsOutOnlyTheKeyOfThisComputer()
{
    QVERIFY(texts().contains("Copy API key"));
    m_door.place.clear(); // as that of a server elsewhere
    emit m_door.stateChanged();
    QVERIFY(!texts().contains("Copy API key"));
    QVERIFY(texts().contains("Copy server address"));
}

/// Agents may be at work, so who knows of them decides.
void TrayMenuTest::asksBeforeTheServerStops()
{
    QSignalSpy asked(m_menu.get(), &TrayMenu::stopAsked);
    for (QAction *action : shown(m_menu.get()))
        if (action->text() == "Stop server")
            action->trigger();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(m_door.stops, 0);
}

void TrayMenuTest::saysWhatIsAsked()
{
    ask(1, "git push --force-with-lease origin fix/upload-race-of-the-cache & more");
    QTRY_VERIFY(texts().contains("High risk. Rule: ask at high risk."));
    const QString row = texts()[2];
    QVERIFY2(row.startsWith("Fix flaky upload test: git push"), qPrintable(row));
    QCOMPARE_LE(row.size(), 60);
    // An ampersand is none of a shortcut.
    QVERIFY(texts().contains(
        "git push --force-with-lease origin fix/upload-race-of-the-cache && more"));
    QVERIFY(texts().contains("Allow once"));
    // What is not seen whole is not allowed.
    emit m_session->feed()->changed("waiting", "answered", "qc1", {});
    ask(2, QString("x").repeated(121));
    QTRY_VERIFY(!texts().contains("Allow once"));
    QVERIFY(texts().contains("Review..."));
}

void TrayMenuTest::namesAtMostFive()
{
    for (int number = 0; number < 8; ++number)
        ask(number, "npm test");
    QTRY_VERIFY(texts().contains("3 more..."));
    QCOMPARE(texts().count("Fix flaky upload test: npm test"), 5);
    QSignalSpy asked(m_menu.get(), &TrayMenu::waitingAsked);
    for (QAction *action : shown(m_menu.get()))
        if (action->text() == "3 more...")
            action->trigger();
    QCOMPARE(asked.size(), 1);
}

void TrayMenuTest::allowsNothingThatLooksLikeSomethingElse_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("said");
    QTest::addRow("turned round") << QString(u"echo \u202Esj.x") << "echo <U+202E>sj.x";
    QTest::addRow("not drawn") << QString(u"echo a\u200Bb") << "echo a<U+200B>b";
    QTest::addRow("written over") << "echo a\rb" << "echo a<U+000D>b";
    QTest::addRow("two lines") << "echo a\necho b" << "echo a echo b";
    QTest::addRow("another line") << QString(u"echo a\u2028b") << QString(u"echo a\u2028b");
}

void TrayMenuTest::allowsNothingThatLooksLikeSomethingElse()
{
    QFETCH(const QString, command);
    QFETCH(const QString, said);
    ask(1, command);
    QTRY_VERIFY2(texts().contains(said), qPrintable(texts().join('|')));
    QVERIFY(!texts().contains("Allow once"));
    QVERIFY(texts().contains("Review..."));
}

void TrayMenuTest::saysWhatEachAgentDoes()
{
    const QJsonObject facts{{"steps", 14},
                            {"cost", 1.08},
                            {"last_line", "**Running** pytest & ruff"}};
    work(1, "Migrate settings to TOML", facts);
    QTRY_VERIFY(
        texts().contains("Migrate settings to TOML · step 14 · $1.08 · Running pytest && ruff"));
    QVERIFY(texts().contains("Running pytest && ruff"));
    const QList<QAction *> rows = shown(m_menu.get());
    QVERIFY(!rows[3]->isEnabled()); // it is told, and cannot be pressed

    // What has no room in the row is in its menu.
    work(1, QString("Migrate settings to TOML ").repeated(3),
         {{"steps", 140}, {"cost", 12345.67}, {"last_line", QString("reading ").repeated(12)}});
    QTRY_VERIFY(texts()[2].contains("step 140"));
    QVERIFY2(texts()[2].size() <= 80, qPrintable(texts()[2]));
    QVERIFY(texts()[2].contains("$12"));
    QVERIFY(texts().contains(QString("reading ").repeated(12).trimmed()));
    QCOMPARE(shown(m_menu.get()), rows);

    // Nothing has been done yet.
    work(1, "Migrate settings to TOML");
    QTRY_COMPARE(texts()[2], "Migrate settings to TOML");
    QCOMPARE(texts()[3], "Open");
}

void TrayMenuTest::namesAtMostFiveThatWork()
{
    for (int number = 0; number < 5; ++number)
        work(number, "Migrate settings");
    QTRY_COMPARE(texts().count("Migrate settings"), 5);
    QVERIFY(!texts().join('|').contains("more..."));
    work(5, "Migrate settings");
    work(6, "Migrate settings");
    QTRY_VERIFY(texts().contains("2 more..."));
    QCOMPARE(texts().count("Migrate settings"), 5);
    QSignalSpy asked(m_menu.get(), &TrayMenu::workingAsked);
    for (QAction *action : shown(m_menu.get()))
        if (action->text() == "2 more...")
            action->trigger();
    QCOMPARE(asked.size(), 1);
    // They rest.
    for (int number = 2; number < 7; ++number)
        work(number, "Migrate settings", {{"state", "finished"}});
    QTRY_COMPARE(texts().count("Migrate settings"), 2);
    QVERIFY(!texts().join('|').contains("more..."));
}

BERTH_TEST(TrayMenuTest)

#include "TrayMenuTest.moc"
