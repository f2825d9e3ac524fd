// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/History.h"
#include "Opened.h"
#include "TestMain.h"
#include "store/EventText.h"
#include "store/Events.h"
#include "store/Migrations.h"

using namespace store;

namespace {

QString idOf(int number)
{
    return QString("00000000-0000-4000-8000-%1").arg(number, 12, 10, QChar('0'));
}

QByteArray messageBody(const QString &text)
{
    const QJsonObject block{{"type", "text"}, {"text", text}};
    const QJsonObject message{{"role", "user"}, {"content", QJsonArray{block}}};
    return QJsonDocument(QJsonObject{{"llm_message", message}}).toJson(QJsonDocument::Compact);
}

/// A snippet with its matches in brackets.
QString marked(const QList<TextPart> &parts)
{
    QString text;
    for (const TextPart &part : parts)
        text += part.isMatch ? '[' + part.text + ']' : part.text;
    return text;
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Opened> m_opened;
    std::unique_ptr<Conversations> m_conversations;
    std::unique_ptr<Events> m_events;
    std::unique_ptr<History> m_history;
    QMap<QString, qint64> m_lengths;

    void add(int number, const QString &user = "maria")
    {
        VERIFY_RESULT(QCoro::waitFor(m_conversations->insert({.id = idOf(number),
                                                              .userId = user,
                                                              .createdAt = number,
                                                              .status = "idle",
                                                              .title = "Title",
                                                              .body = "{}"})));
    }
    void append(int number, const QString &kind, const QByteArray &body)
    {
        const qint64 seq = m_lengths[idOf(number)]++;
        const EventRow row{.seq = seq,
                           .id = QString("event-%1").arg(seq),
                           .kind = kind,
                           .source = "user",
                           .timestamp =
                               QString("2026-11-22T05:59:00.%1").arg(seq, 6, 10, QChar('0')),
                           .body = body};
        VERIFY_RESULT(QCoro::waitFor(m_events->append(idOf(number), {row})));
    }
    void say(int number, const QString &text) { append(number, "MessageEvent", messageBody(text)); }
    int indexAll()
    {
        int steps = 0;
        while (valueOf(m_history->indexSome()))
            ++steps;
        return steps;
    }
    HistoryPage search(HistorySearch wanted)
    {
        if (wanted.userId.isEmpty())
            wanted.userId = "maria";
        return valueOf(m_history->search(std::move(wanted)));
    }
    /// Where a text is found: "conversation:seq", in their order.
    QStringList places(const HistorySearch &wanted)
    {
        QStringList list;
        const HistoryPage page = search(wanted);
        for (const HistoryHit &hit : page.hits)
            list.append(QString("%1:%2").arg(hit.conversationId.right(2).toInt()).arg(hit.seq));
        return list;
    }
    QStringList found(const QString &text) { return places({.text = text}); }
    /// How many blocks of the index hold @p word as it is.
    qint64 blocksWith(const QByteArray &word)
    {
        return valueOf(m_opened->database->read<qint64>([word](Connection &connection) {
            return connection
                .execute("SELECT count(*) FROM event_texts_data WHERE instr(block, ?) > 0", {word})
                .transform([](Statement counted) {
                counted.next();
                return counted.integer(0);
            });
        }));
    }

private slots:
    void init()
    {
        m_opened = std::make_unique<Opened>();
        m_conversations = std::make_unique<Conversations>(m_opened->database.get());
        m_events = std::make_unique<Events>(m_opened->database.get());
        m_history = std::make_unique<History>(m_opened->database.get());
        m_lengths.clear();
        add(1);
    }

    void findsWhatWasSaidOnceItIsIndexed()
    {
        say(1, "The upload fails behind a proxy.");
        QCOMPARE(found("proxy"), QStringList());
        QCOMPARE(indexAll(), 1);
        QCOMPARE(found("proxy"), QStringList("1:0"));
        const HistoryHit hit = search({.text = "upload"}).hits.value(0);
        QCOMPARE(hit.conversationId, idOf(1));
        QCOMPARE(hit.title, "Title");
        QCOMPARE(hit.eventId, "event-0");
        QCOMPARE(hit.kind, "MessageEvent");
        QCOMPARE(marked(hit.snippet), "The [upload] fails behind a proxy.");
    }

    void matchesWords_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<bool>("isFound");
        const QString path = "Look at server/store/EventText.cpp, line 42.";
        QTest::addRow("any case") << "The Proxy" << "pROXY" << true;
        QTest::addRow("all words in any order") << "one two three" << "three one" << true;
        QTest::addRow("not only some") << "one two three" << "one four" << false;
        QTest::addRow("the beginning of a word") << "configuration" << "conf" << true;
        QTest::addRow("not the middle of one") << "configuration" << "figuration" << false;
        QTest::addRow("two letters only whole") << "configuration" << "co" << false;
        QTest::addRow("two letters whole") << "co worker" << "co" << true;
        QTest::addRow("a path") << path << "store/EventText.cpp" << true;
        QTest::addRow("a path in another order") << path << "EventText.cpp/store" << false;
        QTest::addRow("a number") << path << "42" << true;
        QTest::addRow("accents") << "Überlauf im Café" << "uberlauf cafe" << true;
        QTest::addRow("accents wanted") << "Cafe" << "café" << true;
        QTest::addRow("ideographs within") << "我在东京工作" << "东京" << true;
        QTest::addRow("ideographs apart") << "东方北京" << "东京" << false;
        QTest::addRow("kana") << "テストを実行" << "テスト" << true;
        QTest::addRow("Hangul") << "서버가 멈췄다" << "서버가" << true;
        QTest::addRow("an operator") << "this OR that" << "this OR" << true;
        QTest::addRow("an operator is a word") << "this that" << "this OR that" << false;
        QTest::addRow("NOT") << "this that" << "this NOT that" << false;
        QTest::addRow("quotes") << "say \"hello\" now" << "\"hello\"" << true;
        QTest::addRow("an open quote") << "say hello" << "\"hello" << true;
        QTest::addRow("a column") << "owner: maria" << "owner:maria" << true;
        QTest::addRow("nobody's column") << "nothing" << "text:nothing" << false;
        QTest::addRow("parentheses") << "call(one)" << "call(one" << true;
        QTest::addRow("a star") << "one two" << "one*" << true;
        QTest::addRow("only signs") << "one ***" << "***" << false;
        QTest::addRow("a caret") << "one two" << "^two" << true;
        QTest::addRow("a NUL") << "one two" << QString("one%1two").arg(QChar(0)) << true;
        QTest::addRow("a lone surrogate") << "one" << QString(QChar(0xd800)) << false;
    }

    void matchesWords()
    {
        QFETCH(const QString, said);
        QFETCH(const QString, wanted);
        QFETCH(const bool, isFound);
        say(1, said);
        indexAll();
        QCOMPARE(found(wanted), isFound ? QStringList("1:0") : QStringList());
    }

    void indexesWhatEventsSay_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("body");
        QTest::addRow("a command")
            << "ActionEvent"
            << QByteArray(R"({"action":{"kind":"TerminalAction","command":"run needle"}})");
        QTest::addRow("an edit") << "ActionEvent"
                                 << QByteArray(R"({"action":{"path":"/a/needle.py"}})");
        QTest::addRow("a plan") << "ActionEvent"
                                << QByteArray(
                                       R"({"action":{"task_list":[{"title":"Find the needle"}]}})");
        QTest::addRow("a thought")
            << "ActionEvent" << QByteArray(R"({"thought":[{"type":"text","text":"A needle?"}]})");
        QTest::addRow("reasoning")
            << "ActionEvent" << QByteArray(R"({"reasoning_content":"A needle?"})");
        QTest::addRow("an output")
            << "ObservationEvent"
            << QByteArray(R"({"observation":{"content":[{"type":"text","text":"1 needle"}]}})");
        QTest::addRow("a rejection")
            << "UserRejectObservation" << QByteArray(R"({"rejection_reason":"no needle"})");
        QTest::addRow("an error") << "AgentErrorEvent" << QByteArray(R"({"error":"no needle"})");
        QTest::addRow("a failure")
            << "ConversationErrorEvent" << QByteArray(R"({"detail":"no needle"})");
        QTest::addRow("a summary") << "Condensation" << QByteArray(R"({"summary":"a needle"})");
    }

    void indexesWhatEventsSay()
    {
        QFETCH(const QString, kind);
        QFETCH(const QByteArray, body);
        append(1, kind, body);
        indexAll();
        QCOMPARE(found("needle"), QStringList("1:0"));
    }

    void indexesNothingOfOtherKinds()
    {
        append(1, "SystemPromptEvent", R"({"system_prompt":{"text":"a needle"}})");
        append(1, "ConversationStateUpdateEvent", R"({"key":"needle","value":"needle"})");
        QCOMPARE(indexAll(), 0);
        QCOMPARE(found("needle"), QStringList());
    }

    void boundsLongTexts()
    {
        say(1, "beginning " + QString("filler ").repeated(3000) + "middle "
                   + QString("filler ").repeated(3000) + "ending");
        indexAll();
        QCOMPARE(found("beginning"), QStringList("1:0"));
        QCOMPARE(found("ending"), QStringList("1:0"));
        QCOMPARE(found("middle"), QStringList());
    }

    void marksWhatMatches_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("snippet");
        const QString dots(QChar(0x2026));
        QTest::addRow("beginnings") << "Needles and needle" << "needle" << "[Needle]s and [needle]";
        QTest::addRow("several") << "one two three" << "three one" << "[one] two [three]";
        QTest::addRow("accents") << "Im Café" << "cafe" << "Im [Café]";
        QTest::addRow("ideographs") << "我在东京工作" << "东京" << "我在[东京]工作";
        QTest::addRow("lines") << "one\n\n  two" << "two" << "one [two]";
        QTest::addRow("far in a text")
            << QString("before ").repeated(30) + "needle " + QString("behind ").repeated(30)
            << "needle"
            << dots + QString("before ").repeated(7) + "[needle] " + QString("behind ").repeated(14)
                   + "behind" + dots;
    }

    void marksWhatMatches()
    {
        QFETCH(const QString, said);
        QFETCH(const QString, wanted);
        QFETCH(const QString, snippet);
        say(1, said);
        indexAll();
        QCOMPARE(marked(search({.text = wanted}).hits.value(0).snippet), snippet);
    }

    void showsAUserTheirOwnOnly()
    {
        add(2, "jonas");
        add(3, "mari"); // the beginning of another user's id
        for (const int number : {1, 2, 3})
            say(number, "needle");
        indexAll();
        QCOMPARE(found("needle"), QStringList("1:0"));
        QCOMPARE(places({.userId = "jonas", .text = "needle"}), QStringList("2:0"));
        QCOMPARE(places({.userId = "mari", .text = "needle"}), QStringList("3:0"));
        QCOMPARE(places({.userId = "jonas", .text = "needle", .conversationId = idOf(1)}),
                 QStringList());
        QCOMPARE(places({.whose = Whose::Everybody, .text = "needle"}),
                 QStringList({"3:0", "2:0", "1:0"}));
    }

    void pagesThroughEverythingOnce()
    {
        add(2);
        for (const int number : {1, 2}) {
            for (int i = 0; i < 5; ++i)
                say(number, "needle");
        }
        indexAll();
        QStringList all;
        std::optional<HistoryPlace> before;
        do {
            const HistorySearch wanted{.text = "needle", .before = before, .limit = 3};
            all += places(wanted);
            before = search(wanted).next;
        } while (before);
        QCOMPARE(all, QStringList(
                          {"2:4", "2:3", "2:2", "2:1", "2:0", "1:4", "1:3", "1:2", "1:1", "1:0"}));
    }

    void takesAFewOfEachConversation()
    {
        for (const int number : {2, 3})
            add(number);
        for (const int number : {1, 2, 3}) {
            for (int i = 0; i < 4; ++i)
                say(number, "needle");
        }
        indexAll();
        HistorySearch wanted{.text = "needle", .perConversation = 2, .limit = 4};
        QCOMPARE(places(wanted), QStringList({"3:3", "3:2", "2:3", "2:2"}));
        wanted.before = search(wanted).next;
        QVERIFY(wanted.before);
        QCOMPARE(places(wanted), QStringList({"1:3", "1:2"}));
        QVERIFY(!search(wanted).next);
        QCOMPARE(places({.text = "needle", .conversationId = idOf(2), .limit = 2}),
                 QStringList({"2:3", "2:2"}));
    }

    void takesMuchInSteps()
    {
        QList<EventRow> rows;
        for (qint64 seq = 0; seq < 200; ++seq)
            rows.append({.seq = seq,
                         .id = QString("event-%1").arg(seq),
                         .kind = "MessageEvent",
                         .source = "user",
                         .timestamp = QString::number(seq),
                         .body = messageBody(QString("needle %1").arg(seq))});
        VERIFY_RESULT(QCoro::waitFor(m_events->append(idOf(1), rows)));
        QVERIFY(indexAll() >= 6);
        for (const int number : {0, 31, 32, 199})
            QCOMPARE(found(QString("needle %1").arg(number)).size(), 1);
        QCOMPARE(search({.text = "needle", .limit = 500}).hits.size(), 200);
    }

    void followsWhatIsAppendedBetweenTwoSteps()
    {
        say(1, "first");
        QVERIFY(valueOf(m_history->indexSome()));
        say(1, "second");
        indexAll();
        QCOMPARE(found("first"), QStringList("1:0"));
        QCOMPARE(found("second"), QStringList("1:1"));
    }

    void indexesWhatAForkTookOver()
    {
        say(1, "needle");
        indexAll();
        const ConversationRow fork{
            .id = idOf(2), .userId = "maria", .createdAt = 2, .status = "idle", .body = "{}"};
        VERIFY_RESULT(QCoro::waitFor(m_events->fork(idOf(1), fork, 1)));
        indexAll();
        QCOMPARE(found("needle"), QStringList({"2:0", "1:0"}));
    }

    void indexesTheHistoryOfAnOlderProgram()
    {
        QTemporaryDir folder;
        for (const QString &name : QDir(":/sql").entryList()) {
            if (name.left(4).toInt() < 11)
                QVERIFY(QFile::copy(":/sql/" + name, folder.filePath(name)));
        }
        {
            const auto old = Connection::open(folder.filePath("berth.db"),
                                              Connection::Access::ReadWrite);
            VERIFY_RESULT(old);
            VERIFY_RESULT(migrate(**old, folder.path()));
            QVERIFY((*old)->execute("INSERT INTO conversations (id, user_id, created_at, "
                                    "updated_at, status, body) VALUES (?, 'maria', 1, 1, '', '{}')",
                                    {idOf(1)}));
            QVERIFY((*old)->execute("INSERT INTO events (conversation, seq, id, kind, source, "
                                    "timestamp, body) VALUES (1, 0, 'a', 'MessageEvent', 'user', "
                                    "'', ?)",
                                    {messageBody("needle")}));
        }
        auto again = Database::open(folder.filePath("berth.db"));
        VERIFY_RESULT(again);
        m_history = std::make_unique<History>(again->get());
        QCOMPARE(found("needle"), QStringList());
        indexAll();
        QCOMPARE(found("needle"), QStringList("1:0"));
        m_history.reset();
    }

    void hidesWhatIsDeletedAtOnce()
    {
        say(1, "needle");
        indexAll();
        QVERIFY(valueOf(m_conversations->close(idOf(1), 1)));
        QCOMPARE(found("needle"), QStringList());
    }

    void leavesNothingOfWhatIsErased()
    {
        add(2);
        for (int i = 0; i < 120; ++i)
            say(1, "zqxjneedle " + QString::number(i));
        say(2, "other");
        indexAll();
        QVERIFY(blocksWith("zqxjneedle") > 0);
        say(1, "not yet indexed");
        QVERIFY(valueOf(m_conversations->close(idOf(1), 1)));
        while (!valueOf(m_conversations->erase(idOf(1), 500))) {
        }
        QCOMPARE(indexAll(), 0);
        QCOMPARE(places({.whose = Whose::Everybody, .text = "zqxjneedle"}), QStringList());
        while (valueOf(m_history->tidySome())) {
        }
        QCOMPARE(blocksWith("zqxjneedle"), 0);
        QCOMPARE(found("other"), QStringList("2:0"));
        QVERIFY(!valueOf(m_history->tidySome()));
    }

    void takesNothingOfWhatIsErasedMeanwhile()
    {
        say(1, "needle");
        const core::Task<bool> step = m_history->indexSome();
        QVERIFY(valueOf(m_conversations->close(idOf(1), 1)));
        while (!valueOf(m_conversations->erase(idOf(1), 500))) {
        }
        QTRY_VERIFY(step.isReady());
        indexAll();
        QCOMPARE(blocksWith("needle"), 0);
    }
};

BERTH_TEST(HistoryTest)
#include "HistoryTest.moc"
