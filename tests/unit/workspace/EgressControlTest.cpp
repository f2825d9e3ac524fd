// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/EgressControl.h"

#include "TestMain.h"

#include "MemoryDecisions.h"

#include <QCoroCore>
#include <QSignalSpy>
#include <QTest>

using namespace workspace;
using namespace std::chrono_literals;
using core::Error;
using QCoro::waitFor;

namespace {

class MemoryRules : public EgressRuleStore
{
public:
    core::Task<QList<EgressRule>> ofUser(QString userId) override
    {
        ++reads;
        QList<EgressRule> found;
        std::ranges::copy_if(rules, std::back_inserter(found),
                             [&userId](const EgressRule &rule) { return rule.userId == userId; });
        co_return found;
    }
    core::Task<> add(EgressRule rule) override
    {
        rules.append(rule);
        co_return {};
    }
    core::Task<bool> remove(QString userId, QString id) override
    {
        co_return rules.removeIf([&](const EgressRule &rule) {
            return rule.userId == userId && rule.id == id;
        }) > 0;
    }
    core::Task<> removeOf(QString userId, std::optional<QString> workspaceId) override
    {
        rules.removeIf([&](const EgressRule &rule) {
            return rule.userId == userId && (!workspaceId || rule.workspaceId == workspaceId);
        });
        co_return {};
    }

    QList<EgressRule> rules;
    int reads = 0;
};

EgressTarget target(const QString &host, int port = 443)
{
    return EgressTarget::from(host, port).value_or(EgressTarget());
}

} // namespace

class EgressControlTest : public QObject
{
    Q_OBJECT

    MemoryRules m_store;
    MemoryDecisions m_decisions;
    std::unique_ptr<EgressControl> m_control;

    void say(const QString &host, EgressAnswer answer, std::optional<QString> workspace,
             std::optional<int> port = {})
    {
        EgressWord word;
        word.host = host;
        word.port = port;
        word.answer = answer;
        word.workspaceId = workspace;
        word.scope = workspace ? EgressScope::Workspace : EgressScope::Always;
        VERIFY_RESULT(waitFor(m_control->say("me", word)));
    }

    QString found(const QString &workspace, const EgressTarget &wanted, const QString &user = "me")
    {
        const auto answer = waitFor(m_control->rules().find(user, workspace, wanted));
        if (!answer || !*answer)
            return answer ? "nothing" : answer.error().message;
        return **answer == EgressAnswer::Allow ? "allow" : "deny";
    }

private slots:
    void init()
    {
        m_store = MemoryRules();
        m_decisions = MemoryDecisions();
        m_control = std::make_unique<EgressControl>(&m_store, &m_decisions,
                                                    QStringList{"*.forge.example"});
    }

    void takesTheRuleThatIsClosest()
    {
        say("a.example", EgressAnswer::Allow, {});
        say("a.example", EgressAnswer::Deny, "one");
        say("*.b.example", EgressAnswer::Allow, {});
        say("x.b.example", EgressAnswer::Deny, {});
        say("c.example", EgressAnswer::Allow, "one", 8080);
        QCOMPARE(found("one", target("a.example")), "deny");
        QCOMPARE(found("two", target("a.example")), "allow");
        QCOMPARE(found("two", target("y.b.example")), "allow");
        QCOMPARE(found("two", target("x.b.example")), "deny");
        QCOMPARE(found("two", target("b.example")), "nothing");
        QCOMPARE(found("one", target("c.example")), "nothing");
        QCOMPARE(found("one", target("c.example", 8080)), "allow");
        QCOMPARE(found("one", target("a.example"), "somebody"), "nothing");
    }

    void readsTheRulesOfAUserOnce()
    {
        say("a.example", EgressAnswer::Allow, {});
        m_store.reads = 0;
        QCOMPARE(found("one", target("a.example")), "allow");
        QCOMPARE(found("one", target("b.example")), "nothing");
        QCOMPARE(m_store.reads, 1);
    }

    void asksUntilSomebodyAnswers()
    {
        EgressQuestions &questions = m_control->questions();
        QSignalSpy asked(&questions, &EgressQuestions::asked);
        QSignalSpy answered(&questions, &EgressQuestions::answered);
        auto first = questions.ask("me", "one", target("a.example"), 1h, {});
        auto second = questions.ask("me", "two", target("a.example"), 1h, {});
        auto other = questions.ask("somebody", "three", target("a.example"), 10ms, {});
        QCOMPARE(asked.size(), 3);
        QCOMPARE(questions.pending("me").size(), 2);
        EgressWord word;
        word.host = "a.example";
        word.answer = EgressAnswer::Allow;
        word.workspaceId = "one";
        const auto outcome = waitFor(m_control->say("me", word));
        VERIFY_RESULT(outcome);
        QCOMPARE(outcome->answered, 1);
        QVERIFY(waitFor(first).value_or(false));
        word.workspaceId.reset();
        word.answer = EgressAnswer::Deny;
        VERIFY_RESULT(waitFor(m_control->say("me", word)));
        QVERIFY(!waitFor(second).value_or(true));
        QVERIFY(!waitFor(other).value_or(true));
        QCOMPARE(answered.size(), 2);
        const auto nobody = waitFor(m_control->say("me", word));
        QCOMPARE(nobody.error().kind, Error::Kind::NotFound);
    }

    void asksForLongerWhenMoreTimeIsWanted()
    {
        EgressQuestions &questions = m_control->questions();
        QSignalSpy prolonged(&questions, &EgressQuestions::prolonged);
        QSignalSpy expired(&questions, &EgressQuestions::expired);
        std::stop_source stop;
        auto brief = questions.ask("me", "one", target("a.example"), 300ms, stop.get_token());
        auto other = questions.ask("me", "one", target("b.example"), 300ms, {});
        const EgressQuestion asked = questions.pending("me").first();
        const auto longer = m_control->prolong("me", asked.id, {.seconds = 60});
        VERIFY_RESULT(longer);
        QVERIFY(*longer->deadline > *asked.deadline);
        QCOMPARE(prolonged.size(), 1);
        QVERIFY(!waitFor(other).value_or(true)); // which was asked at the same time
        QCOMPARE(questions.pending("me").size(), 1);
        // It never gets less, and nobody else's gets more.
        QCOMPARE(m_control->prolong("me", asked.id, {.seconds = 1})->deadline, longer->deadline);
        QCOMPARE(m_control->prolong("somebody", asked.id, {}).error().kind, Error::Kind::NotFound);
        for (const int seconds : {0, -1, 3601})
            QCOMPARE(m_control->prolong("me", asked.id, {.seconds = seconds}).error().kind,
                     Error::Kind::Invalid);
        stop.request_stop();
        QVERIFY(!waitFor(brief).value_or(true));
        QCOMPARE(expired.last().first().value<EgressQuestion>().deadline, longer->deadline);
        QCOMPARE(m_control->prolong("me", asked.id, {}).error().kind, Error::Kind::NotFound);
    }

    void asksWithoutEndWhereItIsWanted()
    {
        EgressOptions egress;
        egress.user = "me";
        egress.workspace = "one";
        WorkspaceSettings settings;
        settings.network = NetworkSettings{.ask = true, .askTimeout = 0};
        m_control->govern(egress, settings);
        QVERIFY(egress.unwaited > 0ms);
        std::stop_source stop;
        auto answer = egress.ask("a.example", 443, stop.get_token());
        const QList<EgressQuestion> waiting = m_control->questions().pending("me");
        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.first().deadline, std::nullopt);
        VERIFY_RESULT(m_control->prolong("me", waiting.first().id, {}));
        QCOMPARE(m_control->questions().pending("me").first().deadline, std::nullopt);
        stop.request_stop();
        QVERIFY(!waitFor(answer).value_or(true));
        settings.network->askTimeout = 1;
        m_control->govern(egress = {.user = "me", .control = nullptr}, settings);
        QCOMPARE(egress.unwaited, 0ms);
    }

    void stopsAskingWhenNobodyWaits()
    {
        EgressQuestions &questions = m_control->questions();
        QSignalSpy expired(&questions, &EgressQuestions::expired);
        std::stop_source stop;
        auto answer = questions.ask("me", "one", target("a.example"), 1h, stop.get_token());
        stop.request_stop();
        QVERIFY(!waitFor(answer).value_or(true));
        QCOMPARE(expired.size(), 1);
        QVERIFY(questions.pending("me").isEmpty());
    }

    void keepsDecisionsTogetherAndBeforeAnybodyLooks()
    {
        EgressOptions egress;
        egress.user = "me";
        egress.workspace = "one";
        m_control->govern(egress, {});
        QVERIFY(!egress.ask);
        EgressDecision decision;
        decision.host = "up.forge.example";
        decision.port = 443;
        decision.allowed = true;
        const qint64 first = egress.note(decision);
        decision.host = "read.example";
        egress.noteBytes(first, 3, 4);
        for (int count = 0; count < 9; ++count)
            egress.note(decision);
        QCOMPARE(m_decisions.writes, 0);
        const auto mine = waitFor(m_control->journal().find({.userId = "me"}));
        VERIFY_RESULT(mine);
        QCOMPARE(m_decisions.writes, 1);
        QCOMPARE(mine->size(), 10);
        QVERIFY(mine->first().acceptsWrites && !mine->last().acceptsWrites);
        QCOMPARE(mine->first().decision.bytesDown, 4);
        QCOMPARE(mine->last().id, first + 9);
        QVERIFY(waitFor(m_control->journal().find({.userId = "somebody"}))->isEmpty());
        egress.noteBytes(first, 5, 6);
        QTRY_COMPARE(m_decisions.entries.first().decision.bytesDown, 6);
        egress.note(decision);
        VERIFY_RESULT(waitFor(m_control->journal().removeOf("me")));
        QVERIFY(waitFor(m_control->journal().find({.userId = "me"}))->isEmpty());
    }

    void keepsNoMoreThanItMayForAStoreThatIsSlow()
    {
        EgressJournal &journal = m_control->journal();
        EgressEntry entry;
        entry.userId = "me";
        qint64 last = 0;
        for (qsizetype count = 0; count < EgressJournal::mostWaiting + 10; ++count)
            last = journal.add(entry);
        VERIFY_RESULT(waitFor(journal.flush()));
        QCOMPARE(m_decisions.entries.size(), EgressJournal::mostWaiting);
        QCOMPARE(m_decisions.entries.last().id, last);
    }
};

BERTH_TEST(EgressControlTest)

#include "EgressControlTest.moc"
