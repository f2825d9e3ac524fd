// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContainerHost.h"

#include <QElapsedTimer>

#include <csignal>

using namespace workspace;
using test::ContainerHost;
using namespace std::chrono_literals;

/// Commands that take all there is. Each ends within seconds with an answer that says how, another
/// user's container does not feel it, and the workspace works on.
class ExhaustionTest : public QObject
{
    Q_OBJECT

    ContainerHost m_host;

private slots:
    void initTestCase()
    {
        const QString problem = m_host.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        m_host.use(m_host.options());
    }

    void cleanup()
    {
        const auto own = m_host.open();
        QVERIFY(own);
        QCOMPARE(ContainerHost::say(*own, "echo alive"), "alive");
        const auto other = m_host.open("other");
        QVERIFY(other);
        QCOMPARE(ContainerHost::say(*other, "echo alive"), "alive");
    }

    void cleanupTestCase()
    {
        m_host.stop();
        m_host.removeVolumes();
    }

    void endsWhatTakesAllMemory()
    {
        const auto output = ContainerHost::run(*m_host.open(), "exec tail /dev/zero", 20s);
        VERIFY_RESULT(output);
        QCOMPARE(output->exit.signal, SIGKILL);
        QVERIFY(!output->exit.timedOut);
        QVERIFY(output->exit.outOfMemory);
    }

    void endsAForkBomb()
    {
        QElapsedTimer timer;
        timer.start();
        const auto output = ContainerHost::run(*m_host.open(), "b() { b | b & }; b; sleep 60", 2s);
        VERIFY_RESULT(output);
        QVERIFY(output->exit.timedOut || output->exit.code != 0);
        QVERIFY2(timer.elapsed() < 15000, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY_WITH_TIMEOUT(
            ContainerHost::say(*m_host.open(), "ls -d /proc/[0-9]* | wc -l").toInt() < 10, 10000);
    }

    void endsWhatSpins()
    {
        QElapsedTimer timer;
        timer.start();
        const auto output =
            ContainerHost::run(*m_host.open(),
                               "for i in 1 2 3 4; do while :; do :; done & done; wait", 2s);
        VERIFY_RESULT(output);
        QVERIFY(output->exit.timedOut);
        QVERIFY2(timer.elapsed() < 7000, qPrintable(QString::number(timer.elapsed())));
    }

    void endsAFloodOfOutput()
    {
        const auto output = ContainerHost::run(*m_host.open(), "exec yes", 2s);
        VERIFY_RESULT(output);
        QVERIFY(output->exit.timedOut);
        QVERIFY(output->truncated);
        QCOMPARE(output->standardOutput.size(), 64 << 10);
    }

    void endsTheWholeTreeOfALateCommand()
    {
        const auto output = ContainerHost::run(
            *m_host.open(),
            "sleep 4001 & setsid sleep 4002 & (setsid bash -c 'sleep 4003 & sleep 4004') & "
            "env -i setsid bash -c '(sleep 4005 &)' & wait",
            1s);
        VERIFY_RESULT(output);
        QVERIFY(output->exit.timedOut);
        QTRY_COMPARE_WITH_TIMEOUT(ContainerHost::say(*m_host.open(),
                                                     "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | "
                                                     "grep -o 'sleep 400[0-9]' | wc -l"),
                                  "0", 5000);
    }

    void boundsAFile()
    {
        QCOMPARE(ContainerHost::say(*m_host.open(),
                                    "(trap '' XFSZ; dd if=/dev/zero of=big bs=1M count=100) "
                                    "2>/dev/null || stat -c %s big; rm -f big"),
                 QString::number(64 << 20));
    }

    void boundsWhatLiesInMemory_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addRow("/run/berth") << "/run/berth";
        QTest::addRow("/dev/shm") << "/dev/shm";
    }

    void boundsWhatLiesInMemory()
    {
        QFETCH(const QString, folder);
        const QString answer =
            ContainerHost::say(*m_host.open(),
                               "for i in 1 2 3 4 5 6; do dd if=/dev/zero of=" + folder
                                   + "/f$i bs=1M count=60 2>&1; done | grep -c 'No space'; rm -f "
                                   + folder + "/f*");
        QVERIFY2(answer.toInt() > 0, qPrintable(answer));
    }

    void comesBackWhenItIsKilledFromOutside()
    {
        const auto channel = m_host.open();
        QSignalSpy lost(channel.get(), &Channel::lost);
        docker::Containers all(m_host.engine());
        for (const docker::ContainerState &container : m_host.containers()) {
            if (container.name.endsWith("-user"))
                VERIFY_RESULT(QCoro::waitFor(all.kill(container.id, "KILL")));
        }
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 10000);
    }
};

BERTH_TEST(ExhaustionTest)
#include "ExhaustionTest.moc"
