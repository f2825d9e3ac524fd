// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Conversations.h"
#include "Opened.h"
#include "TestMain.h"
#include "store/Events.h"

using core::Error;
using namespace store;

namespace {

QString idOf(int number)
{
    return QString("00000000-0000-4000-8000-%1").arg(number, 12, 10, QChar('0'));
}

ConversationRow row(int number, const QString &user = "ann")
{
    return {.id = idOf(number),
            .userId = user,
            .createdAt = 1000 + number,
            .updatedAt = 9000 - number,
            .status = number % 2 ? "running" : "idle",
            .title = "Title",
            .body = "{\"number\":" + QByteArray::number(number) + "}"};
}

QList<int> numbersOf(const QList<ConversationRow> &rows)
{
    QList<int> numbers;
    for (const ConversationRow &each : rows)
        numbers.append(static_cast<int>(each.createdAt - 1000));
    return numbers;
}

} // namespace

class ConversationsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_opened;
    std::unique_ptr<Conversations> m_conversations;

    void insert(const ConversationRow &each)
    {
        VERIFY_RESULT(QCoro::waitFor(m_conversations->insert(each)));
    }
    void insertFive()
    {
        for (int number = 0; number < 5; ++number)
            insert(row(number));
    }

private slots:
    void init()
    {
        m_opened = std::make_unique<Opened>();
        m_conversations = std::make_unique<Conversations>(m_opened->database.get());
    }

    void keepsEveryColumn()
    {
        ConversationRow written = row(1);
        written.parentId = idOf(7);
        written.body = QByteArray("{\"t\":\"\xC3\xA9\"}");
        insert(written);
        const auto found = valueOf(m_conversations->find(idOf(1)));
        QVERIFY(found);
        QCOMPARE(found->userId, "ann");
        QCOMPARE(found->createdAt, 1001);
        QCOMPARE(found->updatedAt, 8999);
        QCOMPARE(found->status, "running");
        QCOMPARE(found->title, std::optional<QString>("Title"));
        QCOMPARE(found->parentId, std::optional<QString>(idOf(7)));
        QCOMPARE(found->body, written.body);
        QVERIFY(!found->closedAt);
    }

    void keepsEmptyTextsApartFromMissingOnes()
    {
        ConversationRow written = row(1, QString());
        written.title.reset();
        written.status = QString();
        written.body = QByteArray();
        insert(written);
        const auto found = valueOf(m_conversations->find(idOf(1)));
        QVERIFY(found);
        QVERIFY(!found->title);
        QCOMPARE(valueOf(m_conversations->count("", QString())), 1);
    }

    void refusesAnIdThatIsTaken()
    {
        insert(row(1));
        QCOMPARE(errorOf(m_conversations->insert(row(1))).kind, Error::Kind::Conflict);
    }

    void updatesWhatMayChange()
    {
        insert(row(1));
        ConversationRow changed = row(1, "someone else");
        changed.status = "finished";
        changed.title.reset();
        changed.body = "{}";
        VERIFY_RESULT(QCoro::waitFor(m_conversations->update(changed)));
        VERIFY_RESULT(QCoro::waitFor(m_conversations->setUpdatedAt(idOf(1), 77)));
        const auto found = valueOf(m_conversations->find(idOf(1)));
        QVERIFY(found);
        QCOMPARE(found->userId, "ann");
        QCOMPARE(found->status, "finished");
        QCOMPARE(found->updatedAt, 77);
        QVERIFY(!found->title);
    }

    void saysThatThereIsNothingToUpdate()
    {
        QCOMPARE(errorOf(m_conversations->update(row(1))).kind, Error::Kind::NotFound);
        QCOMPARE(errorOf(m_conversations->setUpdatedAt(idOf(1), 1)).kind, Error::Kind::NotFound);
    }

    void pagesInEveryOrder_data()
    {
        QTest::addColumn<ConversationOrder>("order");
        QTest::addColumn<QList<int>>("first");
        QTest::addColumn<QList<int>>("second");
        QTest::addRow("oldest first")
            << ConversationOrder::CreatedAscending << QList{0, 1, 2} << QList{3, 4};
        QTest::addRow("newest first")
            << ConversationOrder::CreatedDescending << QList{4, 3, 2} << QList{1, 0};
        QTest::addRow("longest idle first")
            << ConversationOrder::UpdatedAscending << QList{4, 3, 2} << QList{1, 0};
        QTest::addRow("last changed first")
            << ConversationOrder::UpdatedDescending << QList{0, 1, 2} << QList{3, 4};
    }

    void pagesInEveryOrder()
    {
        QFETCH(const ConversationOrder, order);
        QFETCH(const QList<int>, first);
        QFETCH(const QList<int>, second);
        insertFive();
        insert(row(9, "ben"));
        ConversationSearch wanted{.userId = "ann", .order = order, .limit = 3};
        const ConversationPage page = valueOf(m_conversations->search(wanted));
        QCOMPARE(numbersOf(page.rows), first);
        QCOMPARE(page.next, std::optional(idOf(second.first())));
        wanted.cursor = page.next;
        const ConversationPage rest = valueOf(m_conversations->search(wanted));
        QCOMPARE(numbersOf(rest.rows), second);
        QVERIFY(!rest.next);
    }

    void pagesThroughEqualTimesWithoutLossOrRepetition()
    {
        for (int number = 0; number < 7; ++number) {
            ConversationRow each = row(number);
            each.createdAt = 5;
            insert(each);
        }
        ConversationSearch wanted{.userId = "ann", .limit = 2};
        QStringList ids;
        do {
            const ConversationPage page = valueOf(m_conversations->search(wanted));
            for (const ConversationRow &each : page.rows)
                ids.append(each.id);
            wanted.cursor = page.next;
        } while (wanted.cursor);
        QCOMPARE(ids, QStringList({idOf(6), idOf(5), idOf(4), idOf(3), idOf(2), idOf(1), idOf(0)}));
    }

    void startsAgainAtAnUnknownCursor_data()
    {
        QTest::addColumn<QString>("cursor");
        QTest::addRow("never seen") << "nonsense";
        QTest::addRow("of another user") << idOf(9);
    }

    void startsAgainAtAnUnknownCursor()
    {
        QFETCH(const QString, cursor);
        insertFive();
        insert(row(9, "ben"));
        const ConversationSearch wanted{.userId = "ann", .cursor = cursor, .limit = 2};
        QCOMPARE(numbersOf(valueOf(m_conversations->search(wanted)).rows), QList({4, 3}));
    }

    void filtersByStatus()
    {
        insertFive();
        const ConversationSearch wanted{.userId = "ann", .status = "running"};
        QCOMPARE(numbersOf(valueOf(m_conversations->search(wanted)).rows), QList({3, 1}));
        QCOMPARE(valueOf(m_conversations->count("ann")), 5);
        QCOMPARE(valueOf(m_conversations->count("ann", "idle")), 3);
        QCOMPARE(valueOf(m_conversations->count("ben")), 0);
        QCOMPARE(valueOf(m_conversations->idsWithStatus("running")),
                 QStringList({idOf(1), idOf(3)}));
    }

    void closedOnesAreOnAShelfOfTheirOwn()
    {
        insertFive();
        QVERIFY(valueOf(m_conversations->close(idOf(3), 42)));
        QVERIFY(!valueOf(m_conversations->close(idOf(3), 43)));
        QVERIFY(!valueOf(m_conversations->find(idOf(3))));
        const auto closed = valueOf(m_conversations->find(idOf(3), Shelf::Closed));
        QVERIFY(closed);
        QCOMPARE(closed->closedAt, std::optional<qint64>(42));
        QCOMPARE(valueOf(m_conversations->count("ann")), 4);
        QCOMPARE(valueOf(m_conversations->idsWithStatus("running")), QStringList(idOf(1)));
        const auto open = valueOf(m_conversations->search({.userId = "ann"}));
        QCOMPARE(numbersOf(open.rows), QList({4, 2, 1, 0}));
        const auto shelf = valueOf(
            m_conversations->search({.userId = "ann", .shelf = Shelf::Closed}));
        QCOMPARE(numbersOf(shelf.rows), QList({3}));
    }

    void findsManyInTheOrderAsked()
    {
        insertFive();
        const auto rows = valueOf(m_conversations->findMany({idOf(2), "unknown", idOf(0)}));
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0]->id, idOf(2));
        QVERIFY(!rows[1]);
        QCOMPARE(rows[2]->id, idOf(0));
    }

    void erasesItsEventsToo()
    {
        insert(row(1));
        Events events(m_opened->database.get());
        QList<EventRow> log;
        for (int seq = 0; seq < 5; ++seq)
            log.append({.seq = seq, .id = QString::number(seq), .kind = "PauseEvent"});
        VERIFY_RESULT(QCoro::waitFor(events.append(idOf(1), log)));
        QVERIFY(valueOf(m_conversations->close(idOf(1), 100)));
        for (const qint64 last : {2, 0}) {
            QVERIFY(!valueOf(m_conversations->erase(idOf(1), 2)));
            QCOMPARE(valueOf(events.lastSeq(idOf(1))), last);
        }
        QVERIFY(valueOf(m_conversations->erase(idOf(1), 2)));
        QVERIFY(!valueOf(m_conversations->find(idOf(1), Shelf::Closed)));
        QVERIFY(valueOf(m_conversations->erase(idOf(1), 2)));
        insert(row(1));
        QCOMPARE(valueOf(events.lastSeq(idOf(1))), -1);
    }

    void erasesNoOpenConversation()
    {
        insert(row(1));
        QVERIFY(valueOf(m_conversations->erase(idOf(1), 100)));
        QVERIFY(valueOf(m_conversations->find(idOf(1))));
    }

    void listsWhatWasClosedLongAgo()
    {
        insertFive();
        for (const int number : {3, 1, 2})
            QVERIFY(valueOf(m_conversations->close(idOf(number), 100 * number)));
        QCOMPARE(valueOf(m_conversations->closedBefore(300, 10)), QStringList({idOf(1), idOf(2)}));
        QCOMPARE(valueOf(m_conversations->closedBefore(300, 1)), QStringList({idOf(1)}));
        QVERIFY(valueOf(m_conversations->expire(idOf(3))));
        QVERIFY(valueOf(m_conversations->expire(idOf(4))));
        QVERIFY(!valueOf(m_conversations->expire(idOf(9))));
        QVERIFY(!valueOf(m_conversations->find(idOf(4))));
        QCOMPARE(valueOf(m_conversations->closedBefore(1, 10)), QStringList({idOf(3), idOf(4)}));
    }

    void knowsChildrenAndWorktreesOfOpenConversations()
    {
        for (const int number : {3, 1, 2}) {
            ConversationRow child = row(number);
            child.parentId = idOf(0);
            child.worktree = "/trees/0";
            insert(child);
        }
        using Children = QMap<QString, QStringList>;
        QVERIFY(valueOf(m_conversations->close(idOf(1), 100)));
        QCOMPARE(valueOf(m_conversations->childrenOf({idOf(0), idOf(3)})),
                 Children({{idOf(0), {idOf(3), idOf(2)}}}));
        QCOMPARE(valueOf(m_conversations->find(idOf(2)))->worktree, "/trees/0");
        QVERIFY(valueOf(m_conversations->isInUse("/trees/0")));
        QVERIFY(valueOf(m_conversations->close(idOf(2), 100)));
        QVERIFY(valueOf(m_conversations->close(idOf(3), 100)));
        QVERIFY(!valueOf(m_conversations->isInUse("/trees/0")));
    }

    void everyListUsesAnIndex()
    {
        for (const ConversationOrder order :
             {ConversationOrder::CreatedAscending, ConversationOrder::CreatedDescending,
              ConversationOrder::UpdatedAscending, ConversationOrder::UpdatedDescending}) {
            for (const std::optional<QString> &status :
                 {std::optional<QString>(), std::optional<QString>("idle")}) {
                insert(row(static_cast<int>(order) * 2 + (status ? 1 : 0)));
                valueOf(m_conversations->search(
                    {.userId = "ann", .status = status, .order = order, .cursor = idOf(0)}));
                valueOf(m_conversations->count("ann", status));
            }
        }
        valueOf(m_conversations->idsWithStatus("running"));
        const QStringList plans = plansOfReads(m_opened->database.get());
        QVERIFY(plans.size() > 10);
        for (const QString &plan : plans)
            QVERIFY2(plan.startsWith("SEARCH"), qPrintable(plan));
    }
};

BERTH_TEST(ConversationsTest)
#include "ConversationsTest.moc"
