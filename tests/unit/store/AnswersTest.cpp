// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Answers.h"
#include "Opened.h"
#include "TestMain.h"

using store::AnswerRow;
using store::Answers;

class AnswersTest : public QObject
{
    Q_OBJECT

private:
    static AnswerRow row(const QByteArray &id, const QString &user, qint64 at)
    {
        return {.id = id, .userId = user, .createdAt = at, .request = "r", .answer = "a" + id};
    }

private slots:
    void givesAnAnswerAgainUntilItIsOld()
    {
        Opened opened;
        Answers answers(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(answers.insert(row("1", "ann", 10), 0, 5)));
        const auto found = valueOf(answers.find("1", 10));
        QVERIFY(found);
        QCOMPARE(found->answer, "a1");
        QCOMPARE(found->request, "r");
        QVERIFY(!valueOf(answers.find("1", 11)));
        QVERIFY(!valueOf(answers.find("2", 0)));
    }

    void forgetsTheOldAndTheOldestOfAUser()
    {
        Opened opened;
        Answers answers(opened.database.get());
        VERIFY_RESULT(QCoro::waitFor(answers.insert(row("old", "ben", 1), 0, 2)));
        for (const char *id : {"1", "2", "3"})
            VERIFY_RESULT(
                QCoro::waitFor(answers.insert(row(id, "ann", QByteArray(id).toInt() + 10), 5, 2)));
        QVERIFY(!valueOf(answers.find("old", 0)));
        QVERIFY(!valueOf(answers.find("1", 0)));
        QVERIFY(valueOf(answers.find("2", 0)));
        QVERIFY(valueOf(answers.find("3", 0)));
    }
};

BERTH_TEST(AnswersTest)
#include "AnswersTest.moc"
