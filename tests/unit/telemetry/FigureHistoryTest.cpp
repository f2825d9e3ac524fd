// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/FigureHistory.h"
#include "HandClock.h"
#include "TestMain.h"
#include "store/Database.h"

#include <QCoroTask>

using namespace std::chrono;
using namespace std::chrono_literals;
using telemetry::FigureHistory;
using telemetry::FigurePoint;

class FigureHistoryTest : public QObject
{
    Q_OBJECT

private:
    /// One life of a server on the database of the folder.
    void live()
    {
        m_history.reset();
        m_table.reset();
        m_database.reset();
        m_database = *store::Database::open(m_folder->filePath("berth.db"));
        m_table = std::make_unique<store::Figures>(m_database.get());
        m_history = std::make_unique<FigureHistory>(m_table.get(), [this] { return m_look; },
                                                    &m_clock);
        VERIFY_RESULT(QCoro::waitFor(m_history->load()));
    }
    void request(microseconds duration, int status = 200)
    {
        m_history->count(telemetry::Request{"GET", "/health", status, duration});
    }
    FigureHistory::Span last(minutes length)
    {
        // What was kept before is answered after it.
        const auto kept = QCoro::waitFor(
            m_database->write<void>([](store::Connection &) -> core::Result<> { return {}; }));
        const auto span = QCoro::waitFor(m_history->last(length));
        return kept && span ? *span : FigureHistory::Span{0s, {}};
    }
    qint64 rows()
    {
        const auto found = QCoro::waitFor(m_table->from(0));
        return found ? found->size() : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Figures> m_table;
    std::unique_ptr<FigureHistory> m_history;
    HandClock m_clock;
    FigureHistory::Look m_look;

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock.time = hours(500'000);
        m_look = {};
        live();
    }

    void countsByTheMinute()
    {
        request(2ms);
        request(4ms, 404);
        m_clock.pass(1min);
        request(1s);
        m_history->count(telemetry::ModelCall{"m", "ok", 1s, 100, 20, 70, 0.5});
        const FigureHistory::Span span = last(60min);
        QCOMPARE(span.step, 60s);
        QCOMPARE(span.points.size(), 2);
        const FigurePoint &first = span.points[0];
        QCOMPARE(first.at, core::utcTimestamp(hours(500'000)));
        QCOMPARE(first.requests, 2);
        QCOMPARE(first.refused, 1);
        QCOMPARE(first.meanMs, 3.0);
        QCOMPARE(first.medianMs, 2.5);
        QCOMPARE(first.slowMs, 5.0);
        const FigurePoint &second = span.points[1];
        QCOMPARE(second.requests, 1);
        QCOMPARE(second.medianMs, 1000.0);
        QCOMPARE(second.slowMs, 1000.0);
        QCOMPARE(second.tokens, 120);
        QCOMPARE(second.promptTokens, 100);
        QCOMPARE(second.cachedTokens, 70);
        QCOMPARE(second.cost, 0.5);
    }

    void looksAtWhatIsUsed()
    {
        m_look = {.runs = 1, .serverSeconds = 10, .memory = 500};
        m_history->look();
        m_clock.pass(10s);
        m_look = {.runs = 3, .serverSeconds = 15, .workspaceProcessors = 1, .memory = 900};
        m_history->look();
        m_clock.pass(10s);
        m_look = {.runs = 2, .serverSeconds = 15, .memory = 700};
        m_history->look();
        const FigureHistory::Span span = last(1min);
        QCOMPARE(span.points.size(), 1);
        QCOMPARE(span.points[0].runs, 3.0);
        QCOMPARE(span.points[0].memory, 900.0);
        QCOMPARE(span.points[0].processors, 0.75); // of 1.5 and of 0
    }

    void countsEventsBetweenLooks()
    {
        m_look.events = 5; // before the first look
        m_history->look();
        m_clock.pass(2min);
        m_look.events = 12;
        m_history->look();
        m_clock.pass(1min);
        m_history->look();
        const FigureHistory::Span span = last(60min);
        QCOMPARE(span.points.size(), 2);
        QCOMPARE(span.points[0].events, 5);
        QCOMPARE(span.points[1].events, 7);
    }

    void readsWhatAnEarlierVersionKept()
    {
        const qint64 minute = floor<minutes>(m_clock.time).count();
        const QByteArray body = R"({"requests":3,"refused":0,"seconds":1,"times":[],"tokens":9,)"
                                R"("cost":0.5,"runs":1,"processors":0,"memory":1,"looks":0})";
        VERIFY_RESULT(
            QCoro::waitFor(m_table->keep({minute - 5, body}, {minute / 60 * 60, body}, 0, 0)));
        const FigureHistory::Span span = last(60min);
        QCOMPARE(span.points.size(), 1);
        QCOMPARE(span.points[0].tokens, 9);
        QCOMPARE(span.points[0].promptTokens, 0);
    }

    void writesNothingWhileNothingHappens()
    {
        const quint64 before = m_database->commits();
        for (int i = 0; i < 60; ++i) {
            m_clock.pass(10s);
            m_look.serverSeconds += 0.01;
            m_history->look();
        }
        VERIFY_RESULT(QCoro::waitFor(m_history->flush()));
        QCOMPARE(m_database->commits(), before);
        QVERIFY(last(60min).points.isEmpty());
    }

    void knowsWhatWasBeforeARestart()
    {
        request(2ms);
        VERIFY_RESULT(QCoro::waitFor(m_history->flush()));
        m_clock.pass(2min);
        live();
        request(2ms);
        const FigureHistory::Span span = last(60min);
        QCOMPARE(span.points.size(), 2);
        QCOMPARE(span.points[0].requests, 1);
        VERIFY_RESULT(QCoro::waitFor(m_history->flush()));
        live();
        request(2ms);
        QCOMPARE(last(60min).points.size(), 2);
        QCOMPARE(last(60min).points[1].requests, 2);
    }

    void putsManyMinutesTogether()
    {
        for (int hour = 0; hour < 48; ++hour) {
            for (int i = 0; i <= hour % 2; ++i)
                request(2ms);
            m_clock.pass(1h);
        }
        const FigureHistory::Span day = last(24h);
        QCOMPARE(day.step, 4min);
        QCOMPARE(day.points.size(), 24);
        const FigureHistory::Span week = last(24h * 7);
        QCOMPARE(week.step, 28min);
        qint64 requests = 0;
        for (const FigurePoint &point : week.points)
            requests += point.requests;
        QCOMPARE(requests, 72);
        QVERIFY(week.points.size() <= FigureHistory::mostPoints + 1);
    }

    void tellsOfMonthsByTheHour()
    {
        request(2ms);
        m_clock.pass(20min);
        request(2ms);
        VERIFY_RESULT(QCoro::waitFor(m_history->flush()));
        live();
        request(2ms);
        m_clock.pass(24h * 30);
        request(2ms);
        const FigureHistory::Span span = last(24h * 90);
        QCOMPARE(span.step, 6h);
        QCOMPARE(span.points.size(), 2);
        QCOMPARE(span.points[0].requests, 3);
        QCOMPARE(span.points[1].requests, 1);
        m_clock.pass(24h * 89);
        request(2ms);
        VERIFY_RESULT(QCoro::waitFor(m_history->flush()));
        const auto hours = QCoro::waitFor(m_table->hoursFrom(0));
        VERIFY_RESULT(hours);
        QCOMPARE(hours->size(), 2);
    }

    void forgetsWhatIsOlderThanAWeek()
    {
        request(2ms);
        m_clock.pass(24h * 8);
        request(2ms);
        VERIFY_RESULT(QCoro::waitFor(m_history->flush()));
        QCOMPARE(rows(), 1);
    }
};

BERTH_TEST(FigureHistoryTest)
#include "FigureHistoryTest.moc"
