// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"
#include "core/Id.h"

using conversations::Conversations;
using store::Shelf;
using Live = std::shared_ptr<conversations::Conversation>;
using Removal = Conversations::Removal;

namespace {

bool isOnDisk(Harbour &harbour, const QString &id, Shelf shelf = Shelf::Closed)
{
    const auto row = QCoro::waitFor(harbour.table().find(id, shelf));
    return row && *row;
}

QString closedAt(Harbour &harbour, std::chrono::days ago)
{
    const QString id = harbour.begin()->id();
    const std::chrono::microseconds time = core::Clock::system().now() - ago;
    const auto closed = QCoro::waitFor(harbour.table().close(id, time.count()));
    return closed && *closed ? id : QString();
}

} // namespace

class RetentionTest : public QObject
{
    Q_OBJECT

private slots:
    void erasesWhatWasDeletedLongAgo()
    {
        Harbour harbour({.keepClosed = std::chrono::days(30)});
        const QString old = closedAt(harbour, std::chrono::days(31));
        const QString young = closedAt(harbour, std::chrono::days(29));
        const QString open = harbour.begin()->id();
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().retention().sweep()));
        QVERIFY(!isOnDisk(harbour, old));
        QVERIFY(isOnDisk(harbour, young));
        QVERIFY(isOnDisk(harbour, open, Shelf::Open));
    }

    void erasesNoMoreAtATimeThanItIsTold()
    {
        Harbour harbour({.keepClosed = std::chrono::days(1)});
        QStringList ids;
        for (int number = 0; number < 5; ++number)
            ids.append(closedAt(harbour, std::chrono::days(9 - number)));
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().retention().sweep(3)));
        for (int number = 0; number < 5; ++number)
            QCOMPARE(isOnDisk(harbour, ids.at(number)), number >= 3);
    }

    void hidesAndKeepsWhatIsDeleted()
    {
        Harbour harbour;
        const Live conversation = harbour.begin();
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("keep this"))));
        const QString id = conversation->id();
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().remove("default", id)));
        QVERIFY(!QCoro::waitFor(harbour.conversations().read("default", id)));
        QVERIFY(isOnDisk(harbour, id));
        QVERIFY(!harbour.log(id).isEmpty());
    }

    void erasesForGoodWhenItIsAsked_data()
    {
        QTest::addColumn<bool>("isClosed");
        QTest::addRow("open") << false;
        QTest::addRow("deleted before") << true;
    }

    void erasesForGoodWhenItIsAsked()
    {
        QFETCH(bool, isClosed);
        Harbour harbour;
        const Live conversation = harbour.begin();
        const QString id = conversation->id();
        VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("forget this"))));
        const QString files = conversation->state().persistenceDir;
        QVERIFY(QDir().mkpath(files));
        if (isClosed)
            VERIFY_RESULT(QCoro::waitFor(harbour.conversations().remove("default", id)));
        const auto erase = [&](const QString &user) {
            return QCoro::waitFor(harbour.conversations().remove(user, id, Removal::Erase));
        };
        QCOMPARE(erase("other").error().kind, core::Error::Kind::NotFound);
        QVERIFY(isOnDisk(harbour, id, isClosed ? Shelf::Closed : Shelf::Open));
        VERIFY_RESULT(erase("default"));
        QVERIFY(!isOnDisk(harbour, id) && !isOnDisk(harbour, id, Shelf::Open));
        QVERIFY(harbour.log(id).isEmpty());
        QVERIFY(!QFile::exists(files));
        QCOMPARE(erase("default").error().kind, core::Error::Kind::NotFound);
    }

    void erasesWithTheDeletionWhenNothingIsKept()
    {
        Harbour harbour({.keepClosed = std::chrono::days(0)});
        const QString id = harbour.begin()->id();
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().remove("default", id)));
        QVERIFY(!isOnDisk(harbour, id));
    }

    void givesAnIdAgain()
    {
        Harbour harbour;
        const QString id = core::newId();
        const Live first = harbour.begin({{"conversation_id", id}});
        VERIFY_RESULT(QCoro::waitFor(first->addMessage(Harbour::message("long ago"))));
        VERIFY_RESULT(QCoro::waitFor(harbour.conversations().remove("default", id)));
        const Live second = harbour.begin({{"conversation_id", id}});
        QVERIFY(second && second != first);
        QCOMPARE(second->id(), id);
        QVERIFY(harbour.log(id).isEmpty());
    }
};

BERTH_TEST(RetentionTest)

#include "RetentionTest.moc"
