// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Events.h"
#include "Opened.h"
#include "TestMain.h"

using core::Error;
using namespace store;

namespace {

const QString conversation = "00000000-0000-4000-8000-000000000001";
const QString other = "00000000-0000-4000-8000-000000000002";

QString timeOf(qint64 seq)
{
    return QString("2026-11-22T05:59:%1.000000").arg(seq, 2, 10, QChar('0'));
}

/// Every third event is a message of the user that says "Hello <seq>".
EventRow row(qint64 seq)
{
    const bool isMessage = seq % 3 == 0;
    return {.seq = seq,
            .id = QString("event-%1").arg(seq),
            .kind = isMessage ? "MessageEvent" : "ActionEvent",
            .source = isMessage ? "user" : "agent",
            .timestamp = timeOf(seq),
            .body = QString(R"({"llm_message":{"content":[{"type":"text","text":"Hello %1"}]}})")
                        .arg(seq)
                        .toUtf8()};
}

QList<EventRow> rows(qint64 first, qint64 end)
{
    QList<EventRow> list;
    for (qint64 seq = first; seq < end; ++seq)
        list.append(row(seq));
    return list;
}

QList<qint64> seqsOf(const QList<EventRow> &list)
{
    QList<qint64> seqs;
    for (const EventRow &each : list)
        seqs.append(each.seq);
    return seqs;
}

} // namespace

class EventsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_opened;
    std::unique_ptr<Conversations> m_conversations;
    std::unique_ptr<Events> m_events;

    void append(const QList<EventRow> &list)
    {
        VERIFY_RESULT(QCoro::waitFor(m_events->append(conversation, list)));
    }
    EventPage page(const EventSearch &wanted) { return valueOf(m_events->page(wanted)); }
    QList<qint64> seqs(EventFilter filter)
    {
        filter.conversationId = conversation;
        const EventPage found = page({.filter = filter});
        const qint64 counted = valueOf(m_events->count(filter));
        if (counted != found.rows.size())
            QTest::qFail(qPrintable(QString("count() says %1").arg(counted)), __FILE__, __LINE__);
        return seqsOf(found.rows);
    }

private slots:
    void init()
    {
        m_opened = std::make_unique<Opened>();
        m_conversations = std::make_unique<Conversations>(m_opened->database.get());
        m_events = std::make_unique<Events>(m_opened->database.get());
        for (const QString &id : {conversation, other})
            VERIFY_RESULT(QCoro::waitFor(
                m_conversations->insert({.id = id, .userId = "ann", .status = "idle"})));
    }

    void keepsTheTextUnchanged()
    {
        EventRow written = row(0);
        written.body = "{\"z\":1.0,\"a\":\"\xC3\xA9\",\"n\":18446744073709551615}";
        append({written});
        const auto found = valueOf(m_events->find(conversation, "event-0"));
        QVERIFY(found);
        QCOMPARE(found->body, written.body);
        QCOMPARE(found->kind, "MessageEvent");
        QCOMPARE(found->source, "user");
        QCOMPARE(found->timestamp, timeOf(0));
        QCOMPARE(found->seq, 0);
    }

    void changesTheConversationInTheSameTransaction()
    {
        VERIFY_RESULT(QCoro::waitFor(m_events->append(
            conversation, rows(0, 2),
            ConversationUpdate{.updatedAt = 5, .status = "running", .body = "{}"})));
        const auto found = valueOf(m_conversations->find(conversation));
        QCOMPARE(found->status, "running");
        QCOMPARE(found->updatedAt, 5);
        QVERIFY(!found->title);
        const core::Error error = errorOf(
            m_events->append(conversation, rows(5, 6),
                             ConversationUpdate{.updatedAt = 6, .status = "error"}));
        QCOMPARE(error.kind, Error::Kind::Conflict);
        QCOMPARE(valueOf(m_conversations->find(conversation))->status, "running");
    }

    void refusesALogWithAGap_data()
    {
        QTest::addColumn<QList<qint64>>("numbers");
        QTest::addRow("ahead") << QList<qint64>{4};
        QTest::addRow("again") << QList<qint64>{2};
        QTest::addRow("gap inside") << QList<qint64>{3, 5};
        QTest::addRow("twice") << QList<qint64>{3, 3};
    }

    void refusesALogWithAGap()
    {
        QFETCH(const QList<qint64>, numbers);
        append(rows(0, 3));
        QList<EventRow> bad;
        for (const qint64 number : numbers) {
            bad.append(row(number));
            bad.last().id = QString("new-%1").arg(bad.size());
        }
        QCOMPARE(errorOf(m_events->append(conversation, bad)).kind, Error::Kind::Conflict);
        QCOMPARE(valueOf(m_events->lastSeq(conversation)), 2);
        append({row(3)});
    }

    void refusesAnIdThatTheLogHas()
    {
        append(rows(0, 2));
        EventRow twin = row(2);
        twin.id = "event-0";
        QCOMPARE(errorOf(m_events->append(conversation, {twin})).kind, Error::Kind::Conflict);
        twin.seq = 0;
        VERIFY_RESULT(QCoro::waitFor(m_events->append(other, {twin})));
    }

    void saysThatThereIsNoConversation()
    {
        QCOMPARE(errorOf(m_events->append("unknown", rows(0, 1))).kind, Error::Kind::NotFound);
        QCOMPARE(valueOf(m_events->lastSeq("unknown")), -1);
        QVERIFY(page({.filter = {.conversationId = "unknown"}}).rows.isEmpty());
        QCOMPARE(valueOf(m_events->count({.conversationId = "unknown"})), 0);
    }

    void pagesInBothDirections_data()
    {
        QTest::addColumn<EventOrder>("order");
        QTest::addColumn<QList<qint64>>("first");
        QTest::addColumn<QList<qint64>>("second");
        QTest::addRow("ascending")
            << EventOrder::Ascending << QList<qint64>{0, 1, 2} << QList<qint64>{3, 4};
        QTest::addRow("descending")
            << EventOrder::Descending << QList<qint64>{4, 3, 2} << QList<qint64>{1, 0};
    }

    void pagesInBothDirections()
    {
        QFETCH(const EventOrder, order);
        QFETCH(const QList<qint64>, first);
        QFETCH(const QList<qint64>, second);
        append(rows(0, 5));
        VERIFY_RESULT(QCoro::waitFor(m_events->append(other, rows(0, 2))));
        EventSearch wanted{.filter = {.conversationId = conversation}, .order = order, .limit = 3};
        const EventPage start = page(wanted);
        QCOMPARE(seqsOf(start.rows), first);
        QCOMPARE(start.next, std::optional(QString("event-%1").arg(second.first())));
        wanted.cursor = start.next;
        const EventPage rest = page(wanted);
        QCOMPARE(seqsOf(rest.rows), second);
        QVERIFY(!rest.next);
        wanted.cursor = "unknown";
        QCOMPARE(seqsOf(page(wanted).rows), first);
    }

    void startsAtANumber()
    {
        append(rows(0, 5));
        const EventFilter filter{.conversationId = conversation};
        QCOMPARE(seqsOf(page({.filter = filter, .fromSeq = 3}).rows), QList<qint64>({3, 4}));
        QCOMPARE(seqsOf(
                     page({.filter = filter, .order = EventOrder::Descending, .fromSeq = 1}).rows),
                 QList<qint64>({1, 0}));
    }

    void filters_data()
    {
        QTest::addColumn<EventFilter>("filter");
        QTest::addColumn<QList<qint64>>("expected");
        QTest::addRow("nothing") << EventFilter{} << QList<qint64>{0, 1, 2, 3, 4, 5, 6};
        QTest::addRow("kind") << EventFilter{.kind = "MessageEvent"} << QList<qint64>{0, 3, 6};
        QTest::addRow("source") << EventFilter{.source = "agent"} << QList<qint64>{1, 2, 4, 5};
        QTest::addRow("kind and source")
            << EventFilter{.kind = "MessageEvent", .source = "agent"} << QList<qint64>{};
        QTest::addRow("from") << EventFilter{.timestampFrom = timeOf(4)} << QList<qint64>{4, 5, 6};
        QTest::addRow("from between")
            << EventFilter{.timestampFrom = "2026-11-22T05:59:04.5"} << QList<qint64>{5, 6};
        QTest::addRow("before") << EventFilter{.timestampBefore = timeOf(2)} << QList<qint64>{0, 1};
        QTest::addRow("in a range")
            << EventFilter{.timestampFrom = timeOf(2), .timestampBefore = timeOf(5)}
            << QList<qint64>{2, 3, 4};
        QTest::addRow("after the end") << EventFilter{.timestampFrom = "2027"} << QList<qint64>{};
        QTest::addRow("inverted range")
            << EventFilter{.timestampFrom = timeOf(5), .timestampBefore = timeOf(2)}
            << QList<qint64>{};
        QTest::addRow("text") << EventFilter{.bodyContains = "hELLO 3"} << QList<qint64>{3};
        QTest::addRow("text of no message")
            << EventFilter{.bodyContains = "Hello 4"} << QList<qint64>{};
        QTest::addRow("text and kind")
            << EventFilter{.kind = "ActionEvent", .bodyContains = "Hello"} << QList<qint64>{};
    }

    void filters()
    {
        QFETCH(const EventFilter, filter);
        QFETCH(const QList<qint64>, expected);
        append(rows(0, 7));
        QCOMPARE(seqs(filter), expected);
    }

    void looksOnlyIntoTheTextOfMessages_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("matches");
        QTest::addRow("content") << QByteArray(
            R"({"llm_message":{"content":[{"text":"a Needle"}]}})")
                                 << true;
        QTest::addRow("second content")
            << QByteArray(R"({"llm_message":{"content":[{"image_urls":["x"]},{"text":"needle"}]}})")
            << true;
        QTest::addRow("extended") << QByteArray(R"({"extended_content":[{"text":"NEEDLE"}]})")
                                  << true;
        QTest::addRow("reasoning")
            << QByteArray(R"({"llm_message":{"reasoning_content":"needle"}})") << true;
        QTest::addRow("umlaut") << QByteArray(
            "{\"llm_message\":{\"content\":[{\"text\":\"needle \xC3\x84\"}]}}")
                                << true;
        QTest::addRow("image") << QByteArray(
            R"({"llm_message":{"content":[{"image_urls":["needle"]}]}})")
                               << false;
        QTest::addRow("name of a field") << QByteArray(R"({"needle":1,"id":"needle"})") << false;
        QTest::addRow("no JSON") << QByteArray("needle") << false;
    }

    void looksOnlyIntoTheTextOfMessages()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const bool, matches);
        QCOMPARE(messageContains(body, "nEEdle"), matches);
    }

    void findsTextFarIntoALongLog()
    {
        append(rows(0, 2000));
        const EventFilter filter{.conversationId = conversation, .bodyContains = "Hello 19"};
        const EventPage found = page({.filter = filter, .limit = 5});
        QCOMPARE(seqsOf(found.rows), QList<qint64>({192, 195, 198, 1902, 1905}));
        QCOMPARE(found.next, std::optional<QString>("event-1908"));
        const EventPage backwards = page(
            {.filter = filter, .order = EventOrder::Descending, .limit = 2});
        QCOMPARE(seqsOf(backwards.rows), QList<qint64>({1998, 1995}));
        QCOMPARE(valueOf(m_events->count(filter)), 36);
        QCOMPARE(valueOf(m_events->count({.conversationId = conversation})), 2000);
    }

    void readsALogInPieces()
    {
        append(rows(0, 10));
        QCOMPARE(seqsOf(valueOf(m_events->range(conversation, 4, 3))), QList<qint64>({4, 5, 6}));
        QCOMPARE(seqsOf(valueOf(m_events->range(conversation, 9, 3))), QList<qint64>({9}));
        QVERIFY(valueOf(m_events->range(conversation, 10, 3)).isEmpty());
    }

    void findsByIdInItsConversationOnly()
    {
        append(rows(0, 3));
        QCOMPARE(valueOf(m_events->seqOf(conversation, "event-2")), std::optional<qint64>(2));
        QVERIFY(!valueOf(m_events->seqOf(other, "event-2")));
        const auto many = valueOf(
            m_events->findMany(conversation, {"event-2", "unknown", "event-0"}));
        QCOMPARE(many.size(), 3);
        QCOMPARE(many[0]->seq, 2);
        QVERIFY(!many[1]);
        QCOMPARE(many[2]->seq, 0);
    }

    void everyListUsesAnIndex()
    {
        append(rows(0, 5));
        for (const EventOrder order : {EventOrder::Ascending, EventOrder::Descending}) {
            for (EventFilter filter :
                 {EventFilter{}, EventFilter{.kind = "MessageEvent"}, EventFilter{.source = "user"},
                  EventFilter{.kind = "MessageEvent", .source = "user"},
                  EventFilter{.timestampFrom = timeOf(0), .timestampBefore = timeOf(9)},
                  EventFilter{.bodyContains = "x"}}) {
                filter.conversationId = conversation;
                page({.filter = filter, .order = order, .cursor = "event-1"});
                valueOf(m_events->count(filter));
            }
        }
        valueOf(m_events->range(conversation, 0, 10));
        const QStringList plans = plansOfReads(m_opened->database.get());
        QVERIFY(plans.size() > 10);
        for (const QString &plan : plans)
            QVERIFY2(plan.startsWith("SEARCH"), qPrintable(plan));
        const bool usesKinds =
            plans.filter("AND kind = ? ORDER BY seq ASC").join(' ').contains("events_kind");
        QVERIFY2(usesKinds, qPrintable(plans.join('\n')));
    }
};

BERTH_TEST(EventsTest)
#include "EventsTest.moc"
