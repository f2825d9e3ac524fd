// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContainerHost.h"

#include <QTcpServer>

using namespace workspace;
using test::ContainerHost;

/// Tries from inside a container to get at what is outside, as an ordinary user and as root of a
/// developer's container.
class HostileTest : public QObject
{
    Q_OBJECT

    ContainerHost m_host;
    std::vector<std::unique_ptr<DockerRuntime>> m_attacked; ///< one of each profile
    static constexpr auto marker = "sk-marker-51c1b6fa";

    /// Reads the memory of process $1 as far as it may and says whether $2 is there.
    static QString searchMemory(const QString &process, const QString &text)
    {
        return QString("search() { while IFS=' -' read -r from to rest; do "
                       "tail -c +$((0x$from + 1)) /proc/$1/mem 2>/dev/null | "
                       "head -c $((0x$to - 0x$from)); done < /proc/$1/maps "
                       "| grep -a -c \"$2\" | sed 's/^0$/nothing/; s/^[1-9].*/found/'; }; "
                       "search %1 \"%2\"")
            .arg(process, text);
    }

private slots:
    void initTestCase()
    {
        // What the server holds and a workspace must not.
        for (const char *name : {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", "LLM_API_KEY",
                                 "BERTH_API_KEY", "SESSION_API_KEY", "OH_SECRET_KEY"})
            qputenv(name, marker);
        const QString problem = m_host.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        for (const Profile profile : {Profile::Standard, Profile::Developer}) {
            DockerOptions options = m_host.options();
            options.instance = json::name(profile);
            options.settings.profile = profile;
            m_attacked.push_back(std::make_unique<DockerRuntime>(options, &m_host.ledger()));
        }
    }

    void cleanupTestCase()
    {
        for (const auto &runtime : m_attacked)
            VERIFY_RESULT(QCoro::waitFor(runtime->stop()));
    }

    void cleanup()
    {
        m_host.stop();
        m_host.removeVolumes();
    }

    void cannotLeave_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("answer");
        QTest::addRow("mount") << "mount -t tmpfs x /tmp && echo done"
                               << "(denied|permitted|superuser)";
        QTest::addRow("mount proc") << "mount -t proc x /tmp && echo done"
                                    << "(denied|permitted|superuser)";
        QTest::addRow("namespace") << "unshare -Urm true && echo done" << "not permitted";
        QTest::addRow("network of PID 1") << "nsenter -t 1 -n true && echo done"
                                          << "(not permitted|denied)";
        QTest::addRow("chroot") << "chroot / true && echo done" << "not permitted";
        QTest::addRow("device") << "mknod /tmp/disk b 8 0 && echo done" << "not permitted";
        QTest::addRow("disks") << "ls /dev | grep -E '^(sd|vd|nvme|loop|mem$|kmsg$)' || echo none"
                               << "^none$";
        QTest::addRow("kernel settings") << "echo 1 > /proc/sys/kernel/panic && echo done"
                                         << "(Read-only|denied)";
        QTest::addRow("core pattern")
            << "echo '|/tmp/x' > /proc/sys/kernel/core_pattern && echo done"
            << "(Read-only|denied)";
        QTest::addRow("reboot") << "echo b > /proc/sysrq-trigger && echo done"
                                << "(Read-only|denied|No such file)";
        QTest::addRow("control groups")
            << "for f in $(ls -d /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs "
               "2>/dev/null); do mkdir ${f%/*}/x 2>/dev/null && echo done $f; "
               "(echo 1 > $f) 2>/dev/null && echo done $f; done; echo none"
            << "^none$";
        QTest::addRow("memory of the machine") << "head -c 1 /proc/kcore | wc -c" << "^0$|\\n0$";
        QTest::addRow("limits") << "ulimit -n 1000000 && echo done" << "not permitted";
        QTest::addRow("set-uid program")
            << "cp /bin/id /tmp/id 2>&1; chmod u+s /tmp/id; grep -c '^NoNewPrivs:\\s*1' "
               "/proc/self/status"
            << "^1$";
        QTest::addRow("engine")
            << "find / -xdev -name '*docker*.sock' -o -xdev -name 'podman*.sock' 2>/dev/null; "
               "ls /var/run/docker.sock /run/docker.sock"
            << "^ls: cannot access.*\\nls: cannot access";
        QTest::addRow("helper") << "echo x > /opt/berth/berth-workspaced && echo done"
                                << "Read-only";
        QTest::addRow("other processes") << "ls -d /proc/[0-9]* | wc -l" << "^[1-9]$";
    }

    void cannotLeave()
    {
        QFETCH(const QString, script);
        QFETCH(const QString, answer);
        for (const auto &runtime : m_attacked) {
            const auto place = QCoro::waitFor(runtime->open("attacker")).value_or(nullptr);
            QVERIFY(place);
            const QString said = ContainerHost::say(*place, script);
            QVERIFY2(QRegularExpression(answer).match(said).hasMatch(), qPrintable(said));
            QVERIFY2(!said.split('\n').contains("done"), qPrintable(said));
        }
    }

    void reachesNoListenerOfTheMachine()
    {
        QTcpServer loopback;
        QTcpServer everywhere;
        QVERIFY(loopback.listen(QHostAddress::LocalHost));
        QVERIFY(everywhere.listen(QHostAddress::AnyIPv4));
        m_host.use(m_host.options());
        const auto channel = m_host.open();
        QVERIFY(channel);
        QString script;
        for (const QString &host : {QString("127.0.0.1"), QString("172.17.0.1"),
                                    QString("169.254.169.254"), QString("host.docker.internal")}) {
            for (const quint16 port : {loopback.serverPort(), everywhere.serverPort()})
                script += QString("(echo > /dev/tcp/%1/%2) 2>/dev/null && echo reached %1;")
                              .arg(host)
                              .arg(port);
        }
        QCOMPARE(ContainerHost::say(*channel,
                                    script + "ls /sys/class/net; cat /proc/net/route | wc -l"),
                 "lo\n1");
        QVERIFY(!loopback.waitForNewConnection(0));
        QVERIFY(!everywhere.waitForNewConnection(0));
    }

    void findsNoKeyOfTheServer()
    {
        m_host.use(m_host.options());
        const auto channel = m_host.open();
        QVERIFY(channel);
        // The search itself works: it finds what a process does hold.
        QCOMPARE(ContainerHost::say(*channel, "export HELD=held-here-77; sleep 20 & sleep 0.2; "
                                                  + searchMemory("$!", "held-here-7[7]")
                                                  + "; kill $!"),
                 "found");
        // Nobody but root may even open the helper's memory.
        const QString memory = ContainerHost::say(*channel,
                                                  searchMemory("1", "sk-marker-51c1b6f[a]"));
        QVERIFY2(memory.endsWith("nothing") && memory.contains("Permission denied"),
                 qPrintable(memory));
        QCOMPARE(ContainerHost::say(*channel,
                                    "cat /proc/*/environ 2>/dev/null | grep -a -c sk-marker"),
                 "0");
        QCOMPARE(ContainerHost::say(*channel,
                                    "grep -r -l sk-marker /workspace /home /tmp /etc /run "
                                    "/opt 2>/dev/null | wc -l"),
                 "0");
    }

    void seesNothingOfAnotherUser()
    {
        m_host.use(m_host.options());
        const auto first = m_host.open("first");
        const auto second = m_host.open("second");
        QVERIFY(first && second);
        Command command;
        command.arguments = QStringList{"sleep", "4242"};
        command.environment.insert("PRIVATE", "mine-8812");
        const auto job = QCoro::waitFor(first->start(command));
        VERIFY_RESULT(job);
        ContainerHost::say(*first, "for d in /workspace ~ /tmp /dev/shm; do echo mine-8812 > $d/f; "
                                   "done");
        QCOMPARE(ContainerHost::say(*second,
                                    "cat /proc/*/cmdline | tr '\\0' ' ' | grep -c 'sleep 424[2]'; "
                                    "cat /proc/*/environ 2>/dev/null | grep -a -c mine-881[2]; "
                                    "grep -r -l mine-881[2] /workspace ~ /tmp /dev/shm | wc -l; "
                                    "grep -c berth-a1b2c3d4-first "
                                    "/proc/mounts"),
                 "0\n0\n0\n0");
        QCOMPARE(ContainerHost::say(*first, "cat /workspace/f"), "mine-8812");
        (*job)->stop(Job::Stop::Now);
    }

    void survivesAttacksOnItsFirstProcess_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addRow("kill") << "kill -9 1; kill -TERM 1; kill -STOP 1";
        QTest::addRow("kill all") << "kill -9 -1";
        QTest::addRow("junk for its socket")
            << "for i in $(seq 20); do head -c 100000 /dev/urandom | /opt/berth/berth-workspaced "
               "bridge /run/berth/helper.sock > /dev/null & done; wait";
        QTest::addRow("silent peers")
            << "for i in $(seq 40); do sleep 3 | /opt/berth/berth-workspaced bridge "
               "/run/berth/helper.sock > /dev/null & done; sleep 1";
        QTest::addRow("no socket") << "rm -f /run/berth/helper.sock; kill -9 -1";
        QTest::addRow("another socket")
            << "rm -f /run/berth/helper.sock; ln -s /dev/zero /run/berth/helper.sock; kill -9 -1";
        QTest::addRow("full folder of the socket")
            << "head -c 20000000 /dev/zero > /run/berth/full; kill -9 -1";
    }

    void survivesAttacksOnItsFirstProcess()
    {
        QFETCH(const QString, script);
        m_host.use(m_host.options());
        QVERIFY(m_host.open());
        QCOMPARE(ContainerHost::say(*m_host.open(), "echo kept > /workspace/kept; echo fine"),
                 "fine");
        ContainerHost::say(*m_host.open(), script);
        QString said;
        QTRY_COMPARE_WITH_TIMEOUT((said = m_host.open() ? ContainerHost::say(*m_host.open(),
                                                                             "cat /workspace/kept")
                                                        : QString()),
                                  "kept", 30000);
        QCOMPARE(m_host.containers().size(), 1);
    }
};

BERTH_TEST(HostileTest)
#include "HostileTest.moc"
