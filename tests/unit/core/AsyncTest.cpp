// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "core/Async.h"
#include "core/Clock.h"
#include "core/Id.h"
#include "core/LogSink.h"
#include "core/UnderWay.h"

#include <QCoroTask>

using namespace std::chrono;

class AsyncTest : public QObject
{
    Q_OBJECT

private slots:
    void wakesEveryWaiterOnce()
    {
        const core::Deferred<int> value;
        QList<int> seen;
        const auto wait = [](core::Deferred<int> deferred, QList<int> *out) -> QCoro::Task<> {
            out->append(co_await deferred);
        };
        const QCoro::Task<> first = wait(value, &seen);
        const QCoro::Task<> second = wait(value, &seen);
        value.resolve(7);
        value.resolve(8);
        QVERIFY2(seen.isEmpty(), "waiters must not run inside resolve()");
        QTRY_COMPARE(seen, QList<int>({7, 7}));
        const QCoro::Task<> late = wait(value, &seen);
        QCOMPARE(seen.size(), 3);
    }

    void settlesOnceNothingIsUnderWay()
    {
        VERIFY_RESULT(QCoro::waitFor(core::settled(seconds(0))));
        // Each of them lets the next one go on when it does.
        std::array<core::Deferred<bool>, 20> chain;
        int passed = 0;
        const auto pass = [](core::Deferred<bool> before, core::Deferred<bool> after,
                             int *out) -> core::Task<> {
            co_await before;
            (void)co_await core::sleepFor(milliseconds(0));
            after.resolve(true);
            ++*out;
            co_return {};
        };
        for (size_t link = 0; link + 1 < chain.size(); ++link)
            core::spawn(pass(chain[link], chain[link + 1], &passed), "passing it on");
        const core::Result<> early = QCoro::waitFor(core::settled(milliseconds(1)));
        QVERIFY(!early);
        QCOMPARE(early.error().message, "Still under way: passing it on.");
        chain.front().resolve(true);
        VERIFY_RESULT(QCoro::waitFor(core::settled(minutes(1))));
        QCOMPARE(passed, 19);
    }

    void saysWhatALostErrorIsAbout()
    {
        static QList<core::LogLine> s_lines;
        core::installLogging(core::LogFormat::Json);
        core::setLogSink([](const core::LogLine &line) { s_lines.append(line); });
        const core::Deferred<bool> moment;
        const auto fail = [](core::Deferred<bool> when) -> core::Task<> {
            co_await when;
            co_return core::fail(core::Error::Kind::Internal, "It broke.");
        };
        {
            const core::LogScope scope({{"conversation", "c1"}});
            core::spawn(fail(moment), "testing");
        }
        core::spawn(fail(moment), "testing without");
        moment.resolve(true);
        QTRY_COMPARE(s_lines.size(), 2);
        core::setLogSink({});
        QCOMPARE(s_lines.first().message, "Failed while testing - It broke.");
        QCOMPARE(s_lines.first().context.value("conversation"), "c1");
        QVERIFY(s_lines.last().context.isEmpty());
        QVERIFY(core::logContext().isEmpty());
    }

    void readsMomentsToTheMicrosecond_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("moment");
        QTest::addRow("zone") << "1970-01-01T00:00:01.000002Z" << qint64(1'000'002);
        QTest::addRow("none") << "1970-01-01T00:00:01.5" << qint64(1'500'000);
        QTest::addRow("whole") << "1970-01-01T00:00:01" << qint64(1'000'000);
        QTest::addRow("offset") << "1970-01-01T02:00:00.25+02:00" << qint64(250'000);
        QTest::addRow("nanoseconds") << "1970-01-01T00:00:00.123456789Z" << qint64(123'456);
        QTest::addRow("nothing") << "" << qint64(-1);
        QTest::addRow("words") << "yesterday" << qint64(-1);
        QTest::addRow("two points") << "1970-01-01T00:00:01.5.5" << qint64(-1);
    }

    void readsMomentsToTheMicrosecond()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, moment);
        QCOMPARE(core::momentOf(text).value_or(microseconds(-1)).count(), moment);
    }

    void endsAWaitWhenItIsCancelled()
    {
        std::stop_source source;
        auto task = core::sleepFor(hours(1), source.get_token());
        QElapsedTimer timer;
        timer.start();
        source.request_stop();
        const core::Result<> result = QCoro::waitFor(std::move(task));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, core::Error::Kind::Cancelled);
        QVERIFY(timer.elapsed() < 1000);
    }

    void doesNotBeginAWaitThatWasCancelledBefore()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!QCoro::waitFor(core::sleepFor(hours(1), source.get_token())));
    }

    void writesTimesWithSixDigits()
    {
        const microseconds time(1'795'327'185'000'007);
        QCOMPARE(core::utcTimestamp(time), "2026-11-22T05:59:45.000007Z");
        QCOMPARE(core::localTimestamp(time).size(), 26);
    }

    void recognisesUuidsInBothForms_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const QString dashed = "11111111-2222-3333-4444-5555555555aa";
        QTest::addRow("dashed") << dashed << dashed;
        QTest::addRow("hex") << "111111112222333344445555555555aa" << dashed;
        QTest::addRow("upper case") << dashed.toUpper() << dashed;
        QTest::addRow("too short") << "1111" << QString();
        QTest::addRow("not hexadecimal") << "g1111111-2222-3333-4444-5555555555aa" << QString();
        QTest::addRow("dashes elsewhere") << "1111111-12222-3333-4444-5555555555aa" << QString();
        QTest::addRow("empty") << "" << QString();
    }

    void recognisesUuidsInBothForms()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(core::canonicalUuid(text).value_or(QString()), expected);
    }

    void makesIdsThatAreUuids()
    {
        const QString id = core::newId();
        QCOMPARE(core::canonicalUuid(id), id);
        QCOMPARE(core::canonicalUuid(core::hexUuid(id)), id);
    }
};

BERTH_TEST(AsyncTest)

#include "AsyncTest.moc"
