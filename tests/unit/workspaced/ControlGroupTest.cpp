// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ControlGroup.h"

#include "TestMain.h"

#include <QDir>
#include <QTemporaryDir>

using wire::Value;

/// What control groups say of the workspace, read from trees such as kernels show.
class ControlGroupTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    void put(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    ControlGroup group() const
    {
        return ControlGroup(m_folder->filePath("root").toStdString(),
                            m_folder->filePath("membership").toStdString());
    }

    /// A group of version 2 whose files lie in @p folder.
    void putUnified(const QString &folder)
    {
        put("root/cgroup.controllers", "cpuset cpu io memory hugetlb pids rdma misc\n");
        put(folder + "/cpu.stat",
            "usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\nnr_periods 40\n"
            "nr_throttled 2\nthrottled_usec 9000\nnr_bursts 0\nburst_usec 0\n");
        put(folder + "/memory.current", "67108864\n");
        put(folder + "/memory.max", "134217728\n");
        put(folder + "/memory.stat",
            "anon 20971520\nfile 31457280\nkernel 1048576\nkernel_stack 65536\n"
            "inactive_anon 20971520\nactive_anon 0\ninactive_file 27262976\n"
            "active_file 4194304\nunevictable 0\nslab 524288\n");
        put(folder + "/memory.events",
            "low 0\nhigh 0\nmax 312\noom 5\noom_kill 3\noom_group_kill 1\n");
        put(folder + "/pids.current", "7\n");
        put(folder + "/pids.max", "512\n");
    }

    void putSplit()
    {
        put("membership", "12:pids:/docker/abc\n11:cpu,cpuacct:/docker/abc\n"
                          "5:memory:/docker/abc\n1:name=systemd:/docker/abc\n0::/x\n");
        put("root/cpuacct/cpuacct.usage", "1234567890\n");
        put("root/memory/memory.usage_in_bytes", "67108864\n");
        put("root/memory/memory.limit_in_bytes", "9223372036854771712\n");
        put("root/memory/memory.stat", "cache 31457280\nrss 20971520\ninactive_file 5\n"
                                       "total_cache 31457280\ntotal_inactive_file 27262976\n");
        put("root/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        put("root/pids/pids.current", "7\n");
        put("root/pids/pids.max", "max\n");
    }

    static void compareUnified(const Value &usage)
    {
        QCOMPARE(usage["cgroup"].integer(), 2);
        QCOMPARE(usage["cpu_us"].integer(), 1234567);
        QCOMPARE(usage["memory_bytes"].integer(), 67108864 - 27262976);
        QCOMPARE(usage["memory_limit"].integer(), 134217728);
        QCOMPARE(usage["oom_kills"].integer(), 3);
        QCOMPARE(usage["pids"].integer(), 7);
        QCOMPARE(usage["pids_limit"].integer(), 512);
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsVersionTwoOfAContainer()
    {
        // With a namespace of its own, the container is the root of what it sees.
        putUnified("root");
        put("membership", "0::/\n");
        compareUnified(group().usage());
        QCOMPARE(group().oomKills(), 3);
    }

    void readsVersionTwoOfAMachine()
    {
        putUnified("root/user.slice/user-1000.slice/session-3.scope");
        put("root/memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 77\n");
        put("membership", "0::/user.slice/user-1000.slice/session-3.scope\n");
        compareUnified(group().usage());
        QCOMPARE(group().oomKills(), 3);
    }

    void saysNothingOfVersionTwoWithoutLimits()
    {
        putUnified("root");
        put("root/memory.max", "max\n");
        put("root/pids.max", "max\n");
        put("membership", "0::/\n");
        QVERIFY(group().usage()["memory_limit"].isNull());
        QVERIFY(group().usage()["pids_limit"].isNull());
    }

    void saysNothingOfControllersThatAreOff()
    {
        put("root/cgroup.controllers", "pids\n");
        put("root/pids.current", "7\n");
        put("membership", "0::/\n");
        const Value usage = group().usage();
        QCOMPARE(usage["pids"].integer(), 7);
        for (const char *name : {"cpu_us", "memory_bytes", "memory_limit", "oom_kills"})
            QVERIFY2(usage[name].isNull(), name);
        QCOMPARE(group().oomKills(), 0);
    }

    void readsVersionOne()
    {
        putSplit();
        const Value usage = group().usage();
        QCOMPARE(usage["cgroup"].integer(), 1);
        QCOMPARE(usage["cpu_us"].integer(), 1234567);
        QCOMPARE(usage["memory_bytes"].integer(), 67108864 - 27262976);
        QVERIFY(usage["memory_limit"].isNull());
        QCOMPARE(usage["oom_kills"].integer(), 2);
        QCOMPARE(usage["pids"].integer(), 7);
        QVERIFY(usage["pids_limit"].isNull());
        QCOMPARE(group().oomKills(), 2);
    }

    void countsKillsWhileItLives()
    {
        putUnified("root");
        put("membership", "0::/\n");
        const ControlGroup watched = group();
        put("root/memory.events", "low 0\nhigh 0\nmax 900\noom 6\noom_kill 4\n");
        QCOMPARE(watched.oomKills(), 4);
    }

    void readsNothingFromNothing()
    {
        const Value usage = group().usage();
        QCOMPARE(usage["cgroup"].integer(), 1);
        QVERIFY(usage["memory_bytes"].isNull());
        QCOMPARE(group().oomKills(), 0);
    }

    void tellsKillsFromOtherEnds_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isKill");
        QTest::addRow("killed") << 9 << true;
        QTest::addRow("a shell whose program was killed") << (137 << 8) << true;
        QTest::addRow("ended by another signal") << 15 << false;
        QTest::addRow("fine") << 0 << false;
        QTest::addRow("failed") << (9 << 8) << false;
    }

    void tellsKillsFromOtherEnds()
    {
        QFETCH(const int, status);
        QTEST(endsInKill(status), "isKill");
    }
};

BERTH_TEST(ControlGroupTest)
#include "ControlGroupTest.moc"
