// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "agent/Locks.h"

#include <QCoroTask>

using agent::Locks;

class LocksTest : public QObject
{
    Q_OBJECT

private slots:
    void letsOneHolderAtATimeHaveAKey()
    {
        Locks locks;
        VERIFY_RESULT(QCoro::waitFor(locks.take({"a", "b"}, {})));
        bool isTaken = false;
        const auto take = [](Locks *from, bool *out) -> QCoro::Task<> {
            const core::Result<> taken = co_await from->take({"b", "c"}, {});
            *out = taken.has_value();
        };
        const QCoro::Task<> waiting = take(&locks, &isTaken);
        QCoreApplication::processEvents();
        QVERIFY(!isTaken);
        locks.release({"a", "b"});
        QTRY_VERIFY(isTaken);
    }

    void letsDifferentKeysPass()
    {
        Locks locks;
        VERIFY_RESULT(QCoro::waitFor(locks.take({"a"}, {})));
        VERIFY_RESULT(QCoro::waitFor(locks.take({"b"}, {})));
        VERIFY_RESULT(QCoro::waitFor(locks.take({}, {})));
    }

    void stopsWaitingWhenInterrupted()
    {
        Locks locks;
        VERIFY_RESULT(QCoro::waitFor(locks.take({"a"}, {})));
        std::stop_source source;
        auto waiting = locks.take({"a"}, source.get_token());
        source.request_stop();
        const core::Result<> result = QCoro::waitFor(std::move(waiting));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, core::Error::Kind::Cancelled);
    }
};

BERTH_TEST(LocksTest)

#include "LocksTest.moc"
