// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/BashEvents.h"
#include "Opened.h"
#include "TestMain.h"

using core::Error;
using namespace store;

namespace {

BashEventRow command(const QString &id, qint64 time, const QString &user = "ann")
{
    return {.userId = user,
            .id = id,
            .commandId = id,
            .kind = "BashCommand",
            .timestamp = time,
            .body = "{}"};
}

BashEventRow output(const QString &id, const QString &commandId, qint64 ordinal, qint64 time)
{
    return {.userId = "ann",
            .id = id,
            .commandId = commandId,
            .kind = "BashOutput",
            .ordinal = ordinal,
            .timestamp = time,
            .body = "{}"};
}

QStringList idsOf(const QList<BashEventRow> &rows)
{
    QStringList ids;
    for (const BashEventRow &row : rows)
        ids.append(row.id);
    return ids;
}

} // namespace

class BashEventsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_opened;
    std::unique_ptr<BashEvents> m_events;

    BashEventPage search(BashEventSearch wanted)
    {
        wanted.userId = "ann";
        return valueOf(m_events->search(wanted));
    }

private slots:
    void init()
    {
        m_opened = std::make_unique<Opened>();
        m_events = std::make_unique<BashEvents>(m_opened->database.get());
        VERIFY_RESULT(QCoro::waitFor(m_events->insert(
            {command("c1", 10), output("o0", "c1", 0, 20), command("c2", 30),
             output("o1", "c1", 1, 40), output("p0", "c2", 0, 40), command("x", 15, "ben")})));
    }

    void keepsEveryColumn()
    {
        const auto found = valueOf(m_events->find("ann", "o1"));
        QVERIFY(found);
        QCOMPARE(found->commandId, "c1");
        QCOMPARE(found->kind, "BashOutput");
        QCOMPARE(found->ordinal, 1);
        QCOMPARE(found->timestamp, 40);
        QCOMPARE(found->body, "{}");
    }

    void filters_data()
    {
        QTest::addColumn<BashEventSearch>("wanted");
        QTest::addColumn<QStringList>("expected");
        QTest::addRow("nothing") << BashEventSearch{} << QStringList{"c1", "o0", "c2", "o1", "p0"};
        QTest::addRow("descending")
            << BashEventSearch{.descending = true} << QStringList{"p0", "o1", "c2", "o0", "c1"};
        QTest::addRow("kind") << BashEventSearch{.kind = "BashCommand"} << QStringList{"c1", "c2"};
        QTest::addRow("command") << BashEventSearch{.commandId = "c1"} << QStringList{"o0", "o1"};
        QTest::addRow("command and kind")
            << BashEventSearch{.kind = "BashCommand", .commandId = "c1"} << QStringList{};
        QTest::addRow("from") << BashEventSearch{.timestampFrom = 30}
                              << QStringList{"c2", "o1", "p0"};
        QTest::addRow("before") << BashEventSearch{.timestampBefore = 30}
                                << QStringList{"c1", "o0"};
        QTest::addRow("order") << BashEventSearch{.orderGreaterThan = 0}
                               << QStringList{"c1", "c2", "o1"};
        QTest::addRow("order of nothing yet")
            << BashEventSearch{.commandId = "c1", .orderGreaterThan = -1}
            << QStringList{"o0", "o1"};
    }

    void filters()
    {
        QFETCH(const BashEventSearch, wanted);
        QFETCH(const QStringList, expected);
        QCOMPARE(idsOf(search(wanted).rows), expected);
    }

    void pagesInBothDirections_data()
    {
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QString>("next");
        QTest::addColumn<QStringList>("second");
        QTest::addRow("ascending") << false << "c2" << QStringList{"c2", "o1"};
        QTest::addRow("descending") << true << "c2" << QStringList{"c2", "o0"};
    }

    void pagesInBothDirections()
    {
        QFETCH(const bool, descending);
        QFETCH(const QString, next);
        QFETCH(const QStringList, second);
        BashEventSearch wanted{.descending = descending, .limit = 2};
        const BashEventPage first = search(wanted);
        QCOMPARE(first.next, std::optional(next));
        wanted.cursor = first.next;
        QCOMPARE(idsOf(search(wanted).rows), second);
        wanted.cursor = "x";
        QCOMPARE(idsOf(search(wanted).rows), idsOf(first.rows));
    }

    void fillsAPageAfterLeavingOutputsOut()
    {
        const BashEventPage page = search({.orderGreaterThan = 0, .limit = 2});
        QCOMPARE(idsOf(page.rows), (QStringList{"c1", "c2"}));
        QCOMPARE(page.next, std::optional<QString>("o1"));
        QVERIFY(!search({.orderGreaterThan = 0, .cursor = page.next, .limit = 1}).next);
    }

    void insertsAllOrNothing()
    {
        QCOMPARE(errorOf(m_events->insert({command("new", 50), command("c1", 60)})).kind,
                 Error::Kind::Conflict);
        QVERIFY(!valueOf(m_events->find("ann", "new")));
    }

    void showsNobodyTheEventsOfAnother()
    {
        QVERIFY(!valueOf(m_events->find("ann", "x")));
        const auto many = valueOf(m_events->findMany("ann", {"c1", "x"}));
        QVERIFY(many[0]);
        QVERIFY(!many[1]);
    }

    void clearsOneUser()
    {
        QCOMPARE(valueOf(m_events->clear("ann")), 5);
        QCOMPARE(valueOf(m_events->clear("ann")), 0);
        QVERIFY(valueOf(m_events->find("ben", "x")));
    }

    void prunes_data()
    {
        QTest::addColumn<BashEventRetention>("retention");
        QTest::addColumn<qint64>("deleted");
        QTest::addColumn<QStringList>("left");
        QTest::addRow("old") << BashEventRetention{.notBefore = 30} << qint64(3)
                             << QStringList{"c2", "o1", "p0"};
        QTest::addRow("many") << BashEventRetention{.atMost = 2} << qint64(4)
                              << QStringList{"o1", "p0"};
        QTest::addRow("not so many") << BashEventRetention{.atMost = 6} << qint64(0)
                                     << QStringList{"c1", "o0", "c2", "o1", "p0"};
        QTest::addRow("both") << BashEventRetention{.notBefore = 20, .atMost = 1} << qint64(5)
                              << QStringList{"p0"};
    }

    void prunes()
    {
        QFETCH(const BashEventRetention, retention);
        QFETCH(const qint64, deleted);
        QFETCH(const QStringList, left);
        QCOMPARE(valueOf(m_events->prune(retention)), deleted);
        QCOMPARE(idsOf(search({}).rows), left);
    }

    void everyListUsesAnIndex()
    {
        for (const bool descending : {false, true}) {
            search({.descending = descending, .cursor = "c2"});
            search({.kind = "BashCommand", .timestampFrom = 1, .descending = descending});
            search({.commandId = "c1",
                    .orderGreaterThan = 0,
                    .descending = descending,
                    .cursor = "o1"});
        }
        const QStringList plans = plansOfReads(m_opened->database.get());
        QVERIFY(plans.size() > 5);
        for (const QString &plan : plans)
            QVERIFY2(plan.startsWith("SEARCH"), qPrintable(plan));
    }

    void knowsWhichCommandsHaveNotEnded()
    {
        const auto progress = [](const QString &id, qint64 next, qint64 bytes, bool hasEnded) {
            return BashProgressRow{.userId = "ann",
                                   .commandId = id,
                                   .timestamp = id.toLongLong(),
                                   .nextOrdinal = next,
                                   .outputBytes = bytes,
                                   .errorBytes = 2 * bytes,
                                   .hasEnded = hasEnded};
        };
        for (const QString id : {"1001", "2001", "3001"})
            VERIFY_RESULT(QCoro::waitFor(
                m_events->insert({command(id, id.toLongLong())}, progress(id, 0, 0, false))));
        VERIFY_RESULT(QCoro::waitFor(
            m_events->insert({output("p1", "2001", 0, 2101)}, progress("2001", 1, 50, false))));
        VERIFY_RESULT(QCoro::waitFor(
            m_events->insert({output("p2", "3001", 0, 3101)}, progress("3001", 1, 5, true))));
        QList<BashProgressRow> running = valueOf(m_events->running(0, 10));
        QCOMPARE(running.size(), 2);
        QCOMPARE(running.first().commandId, "2001");
        QCOMPARE(running.first().userId, "ann");
        QCOMPARE(running.first().timestamp, 2001);
        QCOMPARE(running.first().nextOrdinal, 1);
        QCOMPARE(running.first().outputBytes, 50);
        QCOMPARE(running.first().errorBytes, 100);
        QCOMPARE(running.last().commandId, "1001");
        QCOMPARE(valueOf(m_events->running(1500, 10)).size(), 1);
        QCOMPARE(valueOf(m_events->running(0, 1)).size(), 1);
        BashEventRetention retention;
        retention.notBefore = 1500;
        valueOf(m_events->prune(retention));
        QCOMPARE(valueOf(m_events->running(0, 10)).size(), 1);
    }
};

BERTH_TEST(BashEventsTest)
#include "BashEventsTest.moc"
