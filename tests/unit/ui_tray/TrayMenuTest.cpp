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
    void namesAtMostFive();
    void handsOutOnlyTheKeyOfThisComputer();
    void asksBeforeTheServerStops();

private:
    void ask(int number, const QString &command);
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
}

BERTH_TEST(TrayMenuTest)

#include "TrayMenuTest.moc"
