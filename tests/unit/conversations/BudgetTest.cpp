// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/Commands.h"

using namespace std::chrono;
using namespace std::chrono_literals;
using conversations::BudgetUse;
using conversations::Spending;
using fakes::FakeLlm;
using enum model::ExecutionStatus;

namespace {

/// Stands at a moment that a test chooses.
class Calendar : public core::Clock
{
public:
    microseconds now() const override { return time; }

    microseconds time = sys_days(2026y / November / 30).time_since_epoch() + 23h;
};

/// The fake model's answers cost a hundredth of a dollar for each token.
QJsonObject dearAgent(const QString &url)
{
    return {{"kind", "Agent"},
            {"llm", QJsonObject{{"model", "openai/scripted"},
                                {"base_url", url},
                                {"api_key", "sk-very-secret-key"},
                                {"num_retries", 0},
                                {"input_cost_per_token", 0.01},
                                {"output_cost_per_token", 0.01}}},
            {"tools", QJsonArray{QJsonObject{{"name", "terminal"}}}}};
}

} // namespace

class BudgetTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_database = *store::Database::open(m_folder->filePath("berth.db"));
        m_table = std::make_unique<store::Spending>(m_database.get());
        m_budget = {};
        m_calendar = Calendar();
    }

    void countsDaysAndMonthsByThemselves()
    {
        m_budget = {.costPerDay = 1, .costPerMonth = 1.5, .tokensPerMonth = 100};
        const auto spending = opened();
        spending->add("ann", {.cost = 1.25, .tokens = 30});
        QCOMPARE(used(*spending), (QMap<QString, double>{{"cost_per_day", 1.25},
                                                         {"cost_per_month", 1.25},
                                                         {"tokens_per_month", 30}}));
        QCOMPARE(spending->refusal("ann").value_or(QString()),
                 "The user has used $1.2500 of the $1.0000 that they may use of models in a day. "
                 "There is more from 2026-12-01 on, or when an administrator raises the budget.");
        QVERIFY(!spending->refusal("ben"));
        m_calendar.time += 2h;
        QVERIFY(!spending->refusal("ann"));
        QCOMPARE(spending->totals("ann").month.cost, 0.0);
        spending->add("ann", {.cost = 0.75});
        m_calendar.time += 24h;
        spending->add("ann", {.cost = 0.75});
        QCOMPARE(used(*spending).value("cost_per_day"), 0.75);
        QVERIFY2(spending->refusal("ann").value_or(QString()).contains("in a month"),
                 "the longer one counts");
        QVERIFY(spending->refusal("ann")->contains("2027-01-01"));
    }

    void knowsAfterwardsWhatWasSpentBefore()
    {
        m_budget = {.tokensPerDay = 10};
        opened()->add("ann", {.cost = 1, .tokens = 7});
        untilStored();
        opened()->add("ann", {.cost = 1, .tokens = 2});
        untilStored();
        QCOMPARE(opened()->totals("ann").today.tokens, 9);
        m_calendar.time -= 24h;
        opened()->add("ann", {.cost = 1, .tokens = 4});
        untilStored();
        m_calendar.time += 24h;
        const auto spending = opened();
        QCOMPARE(spending->totals("ann").today.tokens, 9);
        QCOMPARE(spending->totals("ann").month.tokens, 13);
        QVERIFY(!spending->refusal("ann"));
        m_calendar.time += 24h;
        QCOMPARE(opened()->totals("ann").month.tokens, 0);
    }

    void saysWhenSomethingIsSpentOrForgotten()
    {
        const auto spending = opened();
        QSignalSpy spy(spending.get(), &Spending::changed);
        spending->add("ann", {.cost = 1, .tokens = 1});
        spending->forget("ann");
        QCOMPARE(spy.size(), 2);
        QCOMPARE(spending->totals("ann").today.tokens, 0);
    }

    void asksNoModelOnceItIsSpentUntilItIsRaised()
    {
        Harbour harbour;
        harbour.budget.costPerDay = 0.10;
        harbour.model().play(FakeLlm::completion("", {{"terminal", R"({"command":"echo one"})"}}));
        const auto conversation = harbour.begin({{"agent", dearAgent(harbour.model().url())}});
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("go"))));
        Harbour::run(conversation);
        QCOMPARE(conversation->state().status, Error);
        QCOMPARE(harbour.model().requests().size(), 1);
        const QList<model::Event> log = harbour.log(conversation->id());
        const auto found = std::ranges::find_if(log, [](const model::Event &event) {
            return event.as<model::ConversationErrorEvent>();
        });
        QVERIFY(found != log.end());
        QCOMPARE(found->as<model::ConversationErrorEvent>()->code, "MaxBudgetReached");
        QVERIFY(found->as<model::ConversationErrorEvent>()->detail.contains("in a day"));

        VERIFY_RESULT(QCoro::waitFor(conversations::commands::resume(conversation)));
        conversation->startRun();
        QTRY_VERIFY_WITH_TIMEOUT(!conversation->isRunning(), 10'000);
        QCOMPARE(conversation->state().status, Error);
        QCOMPARE(harbour.model().requests().size(), 1);

        harbour.budget.costPerDay = 1'000;
        harbour.model().play(FakeLlm::completion("Done."));
        Harbour::run(conversation);
        QCOMPARE(conversation->state().status, Finished);
        QCOMPARE(harbour.model().requests().size(), 2);
    }

    void staysSpentInTheNextProcess()
    {
        Harbour harbour;
        harbour.model().play(FakeLlm::completion("Done."));
        const auto conversation = harbour.begin({{"agent", dearAgent(harbour.model().url())}});
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("go"))));
        Harbour::run(conversation);
        QCOMPARE(conversation->state().status, Finished);
        const double cost = harbour.spending().totals("default").today.cost;
        QVERIFY(cost > 0.1);
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().stop()));
        harbour.restart();
        QCOMPARE(harbour.spending().totals("default").today.cost, cost);
    }

private:
    std::unique_ptr<Spending> opened()
    {
        auto spending = std::make_unique<Spending>(m_table.get(), [this](const QString &) {
            return m_budget;
        }, &m_calendar);
        const core::Result<> loaded = QCoro::waitFor(spending->load());
        if (!loaded)
            QTest::qFail(qPrintable(loaded.error().message), __FILE__, __LINE__);
        return spending;
    }
    /// What is written comes in its order.
    void untilStored() const
    {
        const core::Result<> stored = QCoro::waitFor(m_table->add({.userId = "nobody"}));
        if (!stored)
            QTest::qFail(qPrintable(stored.error().message), __FILE__, __LINE__);
    }
    static QMap<QString, double> used(const Spending &spending)
    {
        QMap<QString, double> used;
        for (const BudgetUse &bound : spending.bounds("ann"))
            used.insert(bound.name, bound.used);
        return used;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Spending> m_table;
    model::Budget m_budget;
    Calendar m_calendar;
};

BERTH_TEST(BudgetTest)
#include "BudgetTest.moc"
