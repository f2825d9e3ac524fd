// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Opened.h"
#include "TestMain.h"
#include "store/Events.h"

using core::Error;
using namespace store;

namespace {

const QString source = "00000000-0000-4000-8000-000000000001";
const QString forkId = "00000000-0000-4000-8000-000000000002";

EventRow row(qint64 seq, const QString &parent)
{
    const QJsonValue parentId = parent.isEmpty() ? QJsonValue() : QJsonValue(parent);
    return {.seq = seq,
            .id = QString("event-%1").arg(seq),
            .kind = "MessageEvent",
            .source = "user",
            .timestamp = QString("2026-11-22T05:59:%1.000000").arg(seq, 2, 10, QChar('0')),
            .body = QJsonDocument(QJsonObject{{"parent_id", parentId}}).toJson()};
}

} // namespace

class EventsForkTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_opened;
    std::unique_ptr<Conversations> m_conversations;
    std::unique_ptr<Events> m_events;

    core::Result<> fork(const QString &from, qint64 length, std::optional<QString> leaf = {})
    {
        const ConversationRow copy{.id = forkId, .userId = "ann", .status = "idle"};
        return QCoro::waitFor(m_events->fork(from, copy, length, leaf));
    }
    QList<EventRow> log(const QString &id) { return valueOf(m_events->range(id, 0, 100)); }

private slots:
    void init()
    {
        m_opened = std::make_unique<Opened>();
        m_conversations = std::make_unique<Conversations>(m_opened->database.get());
        m_events = std::make_unique<Events>(m_opened->database.get());
        VERIFY_RESULT(QCoro::waitFor(
            m_conversations->insert({.id = source, .userId = "ann", .status = "idle"})));
        // 0 - 1 - 3 - 4, and 2 and 5 beside that line.
        VERIFY_RESULT(QCoro::waitFor(
            m_events->append(source, {row(0, {}), row(1, "event-0"), row(2, "event-1"),
                                      row(3, "event-1"), row(4, "event-3"), row(5, "event-2")})));
    }

    void findsTheLineOfAnEvent()
    {
        QCOMPARE(valueOf(m_events->lineOf(source, "event-4")), QList<qint64>({0, 1, 3, 4}));
        QCOMPARE(valueOf(m_events->lineOf(source, "event-0")), QList<qint64>({0}));
        QVERIFY(valueOf(m_events->lineOf(source, "event-9")).isEmpty());
    }

    void findsTheNewestLeaf()
    {
        EventRow update = row(6, "event-5");
        update.kind = "ConversationStateUpdateEvent";
        VERIFY_RESULT(QCoro::waitFor(m_events->append(source, {update})));
        QCOMPARE(valueOf(m_events->newestLeaf(source, 0)), "event-5");
        QVERIFY(!valueOf(m_events->newestLeaf(source, 6)));
    }

    void copiesTheStartOfALogAsItIs()
    {
        VERIFY_RESULT(fork(source, 4));
        const QList<EventRow> original = log(source);
        const QList<EventRow> copied = log(forkId);
        QCOMPARE(copied.size(), 4);
        for (qsizetype index = 0; index < copied.size(); ++index) {
            QCOMPARE(copied.at(index).seq, index);
            QCOMPARE(copied.at(index).id, original.at(index).id);
            QCOMPARE(copied.at(index).timestamp, original.at(index).timestamp);
            QCOMPARE(copied.at(index).body, original.at(index).body);
        }
        QCOMPARE(original.size(), 6);
    }

    void copiesALineOfParentsAndNumbersItAnew()
    {
        VERIFY_RESULT(fork(source, 6, "event-4"));
        QStringList ids;
        QList<qint64> seqs;
        for (const EventRow &each : log(forkId)) {
            ids.append(each.id);
            seqs.append(each.seq);
        }
        QCOMPARE(ids, QStringList({"event-0", "event-1", "event-3", "event-4"}));
        QCOMPARE(seqs, QList<qint64>({0, 1, 2, 3}));
    }

    void continuesTheForkAlone()
    {
        VERIFY_RESULT(fork(source, 6, "event-1"));
        VERIFY_RESULT(QCoro::waitFor(m_events->append(forkId, {row(2, "event-1")})));
        QCOMPARE(log(forkId).size(), 3);
        QCOMPARE(log(source).size(), 6);
    }

    void leavesNothingBehindWhenItIsRefused()
    {
        const core::Result<> unknown = fork("00000000-0000-4000-8000-000000000009", 6);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, Error::Kind::NotFound);
        QVERIFY(!valueOf(m_conversations->find(forkId)));
        VERIFY_RESULT(fork(source, 2));
        const core::Result<> taken = fork(source, 6);
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, Error::Kind::Conflict);
        QCOMPARE(log(forkId).size(), 2);
    }
};

BERTH_TEST(EventsForkTest)

#include "EventsForkTest.moc"
