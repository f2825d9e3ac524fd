// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/DeltaMask.h"

using conversations::DeltaMask;
using conversations::PieceMask;

namespace {

/// What is shown of @p pieces, one after the other, and of the rest.
QStringList shown(const QStringList &pieces, const QStringList &secrets)
{
    PieceMask mask;
    QStringList list;
    for (const QString &piece : pieces)
        list.append(mask.take(piece, secrets));
    list.append(mask.rest(secrets));
    return list;
}

llm::Delta delta(const char *reasoning, const char *content, const char *id = "1")
{
    llm::Delta made;
    made.responseId = id;
    if (reasoning)
        made.reasoningContent = reasoning;
    if (content)
        made.content = content;
    return made;
}

} // namespace

class DeltaMaskTest : public QObject
{
    Q_OBJECT

private slots:
    void masksASecretHoweverItIsSplit_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<QStringList>("secrets");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QStringList &pieces, const QStringList &secrets,
                            const QStringList &expected) {
            QTest::addRow("%s", name) << pieces << secrets << expected;
        };
        const QString mask = "<secret-hidden>";
        row("nothing to hide", {"a", "b"}, {}, {"a", "b", ""});
        row("no secret in sight", {"one ", "two"}, {"tok-1"}, {"one ", "two", ""});
        row("whole", {"a tok-1 b"}, {"tok-1"}, {"a " + mask + " b", ""});
        row("two pieces", {"a to", "k-1 b"}, {"tok-1"}, {"a ", mask + " b", ""});
        row("letters", {"t", "o", "k", "-", "1", "!"}, {"tok-1"}, {"", "", "", "", mask, "!", ""});
        row("a false start", {"a tok", "en"}, {"tok-1"}, {"a ", "token", ""});
        row("a start within a start", {"totok", "-1"}, {"tok-1"}, {"to", mask, ""});
        row("an end that is none", {"a tok-"}, {"tok-1"}, {"a ", "tok-"});
        row("one begins another", {"ab", "cd"}, {"ab", "abc"}, {"", mask + "d", ""});
        row("the shorter one", {"ab", "x"}, {"ab", "abc"}, {"", mask + "x", ""});
        row("twice", {"tok-1tok", "-1"}, {"tok-1"}, {mask, mask, ""});
    }

    void masksASecretHoweverItIsSplit()
    {
        QFETCH(QStringList, pieces);
        QFETCH(QStringList, secrets);
        QFETCH(QStringList, expected);
        QCOMPARE(shown(pieces, secrets), expected);
    }

    void masksTheRest()
    {
        PieceMask mask;
        QCOMPARE(mask.take("ab", {"ab", "abc"}), "");
        QCOMPARE(mask.rest({"ab", "abc"}), "<secret-hidden>");
    }

    void holdsBackNoMoreThanTheLongestSecret()
    {
        PieceMask mask;
        const QString secret = QString(50, 'x') + 'y';
        qsizetype out = 0;
        for (int step = 1; step <= 1000; ++step) {
            out += mask.take("x", {secret}).size();
            QVERIFY(step - out < secret.size());
        }
    }

    void endsThoughtsWhereTheAnswerBegins()
    {
        DeltaMask mask;
        QCOMPARE(*mask.take(delta("a tok", nullptr), {"tok-1"}).reasoningContent, "a ");
        const llm::Delta both = mask.take(delta(nullptr, "hello to"), {"tok-1"});
        QCOMPARE(*both.reasoningContent, "tok");
        QCOMPARE(*both.content, "hello ");
        const llm::Delta rest = mask.rest({"tok-1"});
        QVERIFY(!rest.reasoningContent);
        QCOMPARE(*rest.content, "to");
    }

    void forgetsAnAnswerThatIsBegunAnew()
    {
        DeltaMask mask;
        QVERIFY(!conversations::saysSomething(mask.take(delta(nullptr, "tok"), {"tok-1"})));
        QCOMPARE(*mask.take(delta(nullptr, "-1", "2"), {"tok-1"}).content, "-1");
    }
};

BERTH_TEST(DeltaMaskTest)

#include "DeltaMaskTest.moc"
