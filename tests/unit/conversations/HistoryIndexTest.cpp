// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/HistoryIndex.h"
#include "TestMain.h"
#include "store/Database.h"
#include "store/Events.h"

#include <QCoroTask>

using namespace std::chrono;

namespace {

const QString conversation = "00000000-0000-4000-8000-000000000001";
constexpr conversations::HistoryIndex::Pace quick{milliseconds(1), milliseconds(0),
                                                  milliseconds(5)};

} // namespace

class HistoryIndexTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Conversations> m_conversations;
    std::unique_ptr<store::Events> m_events;
    std::unique_ptr<store::History> m_history;
    std::unique_ptr<conversations::HistoryIndex> m_index;
    qint64 m_next = 0;

    void say(const QString &text)
    {
        const QByteArray body = "{\"llm_message\":{\"content\":\"" + text.toUtf8() + "\"}}";
        const store::EventRow row{.seq = m_next,
                                  .id = QString::number(m_next),
                                  .kind = "MessageEvent",
                                  .source = "user",
                                  .timestamp = QString::number(m_next),
                                  .body = body};
        ++m_next;
        VERIFY_RESULT(QCoro::waitFor(m_events->append(conversation, {row})));
    }
    qsizetype found(const QString &text)
    {
        const auto page = QCoro::waitFor(m_history->search({.userId = "maria", .text = text}));
        return page ? page->hits.size() : -1;
    }
    qint64 count(const QString &table)
    {
        const auto number = QCoro::waitFor(
            m_database->read<qint64>([table](store::Connection &connection) {
            return connection.execute("SELECT count(*) FROM " + table)
                .transform([](store::Statement rows) {
                rows.next();
                return rows.integer(0);
            });
        }));
        return number.value_or(-1);
    }

private slots:
    void init()
    {
        m_database = *store::Database::open(m_folder.filePath("berth.db"));
        m_conversations = std::make_unique<store::Conversations>(m_database.get());
        m_events = std::make_unique<store::Events>(m_database.get());
        m_history = std::make_unique<store::History>(m_database.get());
        m_index = std::make_unique<conversations::HistoryIndex>(m_history.get(), quick);
        m_events->setAppended([this] { m_index->follow(); });
        m_next = 0;
        VERIFY_RESULT(QCoro::waitFor(m_conversations->insert(
            {.id = conversation, .userId = "maria", .status = "idle", .body = "{}"})));
    }

    void cleanup()
    {
        VERIFY_RESULT(QCoro::waitFor(m_index->stop()));
        m_index.reset();
        m_database.reset();
        for (const char *name : {"berth.db", "berth.db-wal", "berth.db-shm"})
            QFile::remove(m_folder.filePath(name));
    }

    void followsWhatIsWritten()
    {
        m_index->start();
        say("first");
        QTRY_COMPARE(found("first"), 1);
        say("second");
        QTRY_COMPARE(found("second"), 1);
    }

    void isCompleteWhenEverythingWasTaken()
    {
        for (int i = 0; i < 100; ++i)
            say("needle");
        QVERIFY(!m_index->isComplete());
        m_index->start();
        QTRY_VERIFY(m_index->isComplete());
        QCOMPARE(count("event_texts"), 100);
        QCOMPARE(count("search_pending"), 0);
    }

    void endsBetweenTwoSteps()
    {
        for (int i = 0; i < 200; ++i)
            say("needle");
        m_index->start();
        QTRY_VERIFY(found("needle") > 0);
        VERIFY_RESULT(QCoro::waitFor(m_index->stop()));
        const qint64 taken = count("event_texts");
        say("another");
        QCOMPARE(count("event_texts"), taken);
    }

    void tidiesAfterAnErasure()
    {
        say("needle");
        m_index->start();
        QTRY_COMPARE(found("needle"), 1);
        VERIFY_RESULT(QCoro::waitFor(m_conversations->close(conversation, 1)));
        QTRY_VERIFY(QCoro::waitFor(m_conversations->erase(conversation, 500)).value_or(false));
        QTRY_COMPARE(count("search_tidying"), 0);
    }
};

BERTH_TEST(HistoryIndexTest)
#include "HistoryIndexTest.moc"
