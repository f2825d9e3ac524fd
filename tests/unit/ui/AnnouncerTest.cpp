// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Announcer.h"

#include "Events.h"
#include "TestMain.h"

#include "ui/widgets/TimelineModel.h"
#include "ui/windows/WritingNews.h"

#include <QSignalSpy>
#include <QWidget>

using namespace ui;

/// What was said to the screen reader, those at once with an exclamation mark.
static QStringList &saidTexts()
{
    static QStringList texts;
    return texts;
}

static void hear(QAccessibleEvent *event)
{
    if (event->type() != QAccessible::Announcement)
        return;
    const auto *said = static_cast<QAccessibleAnnouncementEvent *>(event);
    const bool isAtOnce = said->politeness() == QAccessible::AnnouncementPoliteness::Assertive;
    saidTexts().append((isAtOnce ? "! " : "") + said->message());
}

/// From the server's feed to the screen reader.
class AnnouncerTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void saysAQuestionAtOnce();
    void saysManyQuestionsAsOne();
    void saysHowARunEnded_data();
    void saysHowARunEnded();
    void saysWhatTheAgentWritesOnce();
    void saysThatTheAgentStoppedWriting();
    void saysItInOneOfTwoWindows();
    void saysNoLineTwice();
    void saysNothingOfWhatWasThereBefore();
    void saysNothingWhileTheWindowIsHidden();

private:
    void ask(const QString &id);
    void become(const QString &state);

    QAccessible::UpdateHandler m_before = nullptr;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QWidget> m_window;
};

void AnnouncerTest::initTestCase()
{
    QAccessible::setActive(true);
    m_before = QAccessible::installUpdateHandler(hear);
}

void AnnouncerTest::cleanupTestCase()
{
    QAccessible::installUpdateHandler(m_before);
    QAccessible::setActive(false);
}

void AnnouncerTest::init()
{
    m_session = std::make_unique<Session>(QUrl("http://127.0.0.1:9"), "brt_key");
    m_window = std::make_unique<QWidget>();
    new Announcer(m_session.get(), m_window.get());
    m_window->show();
    saidTexts().clear();
}

void AnnouncerTest::cleanup()
{
    m_window.reset();
    m_session.reset();
}

void AnnouncerTest::ask(const QString &id)
{
    const QJsonObject action{{"tool", "terminal"},
                             {"action", QJsonObject{{"command", "git push"}}}};
    emit m_session->feed()->changed("waiting", "asked", id,
                                    {{"id", id},
                                     {"title", "Mend the tests"},
                                     {"risk", "HIGH"},
                                     {"actions", QJsonArray{action}}});
}

void AnnouncerTest::become(const QString &state)
{
    emit m_session->feed()->changed("conversations", "changed", "c1",
                                    {{"id", "c1"},
                                     {"title", "Mend the tests"},
                                     {"state", state},
                                     {"last_line", "All are green."}});
}

void AnnouncerTest::saysAQuestionAtOnce()
{
    ask("q1");
    QTRY_COMPARE(saidTexts(), QStringList("! Needs you: High risk, Mend the tests: git push"));
}

void AnnouncerTest::saysManyQuestionsAsOne()
{
    ask("q1");
    ask("q2");
    ask("q3");
    QTRY_COMPARE(saidTexts(), QStringList("! 3 question(s) wait for you."));
}

void AnnouncerTest::saysHowARunEnded_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QStringList>("said");
    QTest::addRow("finished") << "finished"
                              << QStringList("Mend the tests is finished. All are green.");
    QTest::addRow("failed") << "error" << QStringList("Mend the tests failed. All are green.");
    QTest::addRow("stuck") << "stuck" << QStringList("Mend the tests is stuck. All are green.");
    QTest::addRow("paused") << "paused" << QStringList();
}

void AnnouncerTest::saysHowARunEnded()
{
    QFETCH(const QString, state);
    QFETCH(const QStringList, said);
    become("running");
    become(state);
    become(state);
    QCOMPARE(saidTexts(), said);
}

void AnnouncerTest::saysWhatTheAgentWritesOnce()
{
    TimelineModel timeline;
    WritingNews news(&timeline, m_window.get());
    timeline.append({said("Look.")});
    QCOMPARE(saidTexts(), QStringList());
    timeline.appendDelta("All is");
    QCOMPARE(saidTexts(), QStringList("The agent is writing"));
    timeline.appendDelta(" well.");
    timeline.dropDelta();
    timeline.appendDelta("All are");
    timeline.append({said("Be quick.")});
    timeline.appendDelta("All are");
    QCOMPARE(saidTexts().size(), 1);
    timeline.append({said("All are green.", "agent")});
    QCOMPARE(saidTexts(), QStringList({"The agent is writing", "The agent: All are green."}));
    timeline.append({said("More of it.", "agent")});
    QCOMPARE(saidTexts().size(), 2);
}

void AnnouncerTest::saysThatTheAgentStoppedWriting()
{
    TimelineModel timeline;
    WritingNews news(&timeline, m_window.get());
    timeline.appendDelta("I look at it");
    timeline.append({asked("c1", {{"command", "ls"}})});
    QCOMPARE(saidTexts(), QStringList({"The agent is writing", "The agent has stopped writing"}));
    m_window->hide();
    timeline.appendDelta("And");
    QCOMPARE(saidTexts().size(), 2);
}

void AnnouncerTest::saysItInOneOfTwoWindows()
{
    QWidget other;
    TimelineModel timelines[3];
    WritingNews news(&timelines[0], m_window.get()), again(&timelines[1], &other);
    WritingNews another(&timelines[2], &other);
    news.look("c1");
    again.look("c1");
    another.look("c2");
    other.show();
    other.activateWindow();
    QTRY_VERIFY(other.isActiveWindow());
    QSignalSpy older(&news, &WritingNews::said), worked(&again, &WritingNews::said);
    for (TimelineModel &timeline : timelines)
        timeline.appendDelta("All are");
    QCOMPARE(saidTexts(), QStringList({"The agent is writing", "The agent is writing"}));
    for (TimelineModel &timeline : timelines)
        timeline.append({said("All are green.", "agent")});
    QCOMPARE(saidTexts().size(), 4);
    QCOMPARE(older.size(), 0);
    QCOMPARE(worked.size(), 1);
    other.hide();
    for (TimelineModel &timeline : timelines)
        timeline.appendDelta("More");
    QCOMPARE(saidTexts().size(), 5);
}

void AnnouncerTest::saysNoLineTwice()
{
    auto *announcer = m_window->findChild<Announcer *>();
    become("running");
    announcer->noteHeard("c1", "It is done. All are green.");
    become("finished");
    QCOMPARE(saidTexts(), QStringList("Mend the tests is finished"));
    become("running");
    announcer->noteHeard("c2", "All are green.");
    become("finished");
    QCOMPARE(saidTexts().last(), "Mend the tests is finished. All are green.");
}

void AnnouncerTest::saysNothingOfWhatWasThereBefore()
{
    emit m_session->feed()->replaced("conversations",
                                     {QJsonObject{{"id", "c1"}, {"state", "finished"}}});
    become("finished");
    QCOMPARE(saidTexts(), QStringList());
    become("running");
    become("finished");
    QCOMPARE(saidTexts().size(), 1);
}

void AnnouncerTest::saysNothingWhileTheWindowIsHidden()
{
    m_window->hide();
    become("running");
    become("error");
    ask("q1");
    QCoreApplication::processEvents();
    QCOMPARE(saidTexts(), QStringList());
}

BERTH_TEST(AnnouncerTest)
#include "AnnouncerTest.moc"
