// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SandboxHost.h"

#include <QLocalServer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>

#include <seccomp.h>

using namespace workspace;
using test::SandboxHost;

/// Tries from inside a sandbox to get at what is outside.
class SandboxTest : public QObject
{
    Q_OBJECT

    SandboxHost m_host;

    QString say(const QString &script, const QString &user = "attacker")
    {
        const auto channel = m_host.open(user);
        return channel ? SandboxHost::say(*channel, script) : QString("no sandbox");
    }

    /// Calls the kernel and says how it answers.
    static QString callOf(const QString &arguments)
    {
        return "python3.13 -c 'import ctypes, errno, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
               "number = libc.syscall("
               + arguments
               + ")\nprint(\"done\" if number >= 0 else errno.errorcode[ctypes.get_errno()])'";
    }

private slots:
    void initTestCase()
    {
        // What the server holds and a workspace must not.
        qputenv("OPENAI_API_KEY", "sk-marker-51c1b6fa");
        QVERIFY(m_host.open("attacker"));
    }

    void cannotLeave_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("answer");
        QTest::addRow("mount") << "mount -t tmpfs x /tmp && echo done"
                               << "(denied|permitted|superuser)";
        QTest::addRow("remount") << "mount -o remount,rw / && echo done"
                                 << "(denied|permitted|superuser)";
        QTest::addRow("namespace") << "unshare -Urm true && echo done" << "not permitted";
        QTest::addRow("namespaces of PID 1") << "nsenter -t 1 -m -n true && echo done"
                                             << "(not permitted|denied)";
        QTest::addRow("chroot") << "chroot / true && echo done" << "not permitted";
        QTest::addRow("device") << "mknod /tmp/disk b 8 0 && echo done" << "not permitted";
        QTest::addRow("disks") << "ls /dev | grep -E '^(sd|vd|nvme|loop|mem$|kmsg$|kvm$)' || "
                                  "echo none"
                               << "^none$";
        QTest::addRow("host name") << "hostname other && echo done" << "(must be root|permitted)";
        QTest::addRow("kernel settings") << "echo 1 > /proc/sys/kernel/panic && echo done"
                                         << "(Read-only|denied)";
        QTest::addRow("core pattern")
            << "echo '|/tmp/x' > /proc/sys/kernel/core_pattern && echo done"
            << "(Read-only|denied)";
        QTest::addRow("reboot") << "echo b > /proc/sysrq-trigger && echo done"
                                << "(Read-only|denied|No such file)";
        QTest::addRow("memory of the machine") << "head -c 1 /proc/kcore | wc -c" << "^0$|\\n0$";
        QTest::addRow("limits") << "ulimit -n 1000000 && echo done" << "not permitted";
        QTest::addRow("more processes") << "ulimit -u 1000 && echo done" << "not permitted";
        QTest::addRow("new privileges") << "grep '^NoNewPrivs' /proc/self/status"
                                        << "^NoNewPrivs:\\s1$";
        QTest::addRow("capabilities")
            << "grep '^Cap' /proc/self/status | grep -v 0000000000000000; echo none" << "^none$";
        QTest::addRow("filter") << "grep '^Seccomp:' /proc/self/status" << "^Seccomp:\\s2$";
        QTest::addRow("other users") << "setpriv --reuid 0 true && echo done"
                                     << "(not permitted|Invalid argument)";
        QTest::addRow("engine") << "ls /var/run/docker.sock /run/docker.sock"
                                << "^ls: cannot access.*\\nls: cannot access";
        QTest::addRow("helper") << "echo x > /opt/berth/berth-workspaced && echo done"
                                << "Read-only";
        QTest::addRow("memory without a bound")
            << "for d in / /dev /etc /run /var /home /opt /usr; do touch $d/x && echo done; done; "
               "echo"
            << "(.*Read-only[^\\n]*\\n){7}.*Read-only";
        QTest::addRow("other processes") << "ls -d /proc/[0-9]* | wc -l" << "^[1-9]$";
        QTest::addRow("groups") << "id -G" << "^1000( 65534)*$";
    }

    void cannotLeave()
    {
        QFETCH(const QString, script);
        QFETCH(const QString, answer);
        const QString said = say(script);
        QVERIFY2(QRegularExpression(answer).match(said).hasMatch(), qPrintable(said));
        QVERIFY2(!said.split('\n').contains("done"), qPrintable(said));
    }

    void seesNoFilesOfTheMachine()
    {
        QFile data(m_host.path("private"));
        QVERIFY(data.open(QIODevice::WriteOnly));
        data.write("the machine's");
        data.close();
        data.setPermissions(QFile::Permissions(0x7777));
        QCOMPARE(say("ls -A / | tr '\\n' ' '").replace(QRegularExpression("\\blib\\w* "), ""),
                 "bin dev etc home opt proc run sbin tmp usr var workspace");
        QCOMPARE(say("ls -A /home /run /opt /tmp; ls -A /root /boot /srv /mnt 2>&1 | grep -c No"),
                 "/home:\nagent\n\n/opt:\nberth\n\n/run:\n\n/tmp:\n4");
        QVERIFY(say("ls " + m_host.path("private")).contains("No such file"));
        QVERIFY(say("ls " + m_host.path("workspaces")).contains("No such file"));
        QVERIFY(
            say("cat /etc/shadow /etc/hostname /etc/fstab /etc/machine-id").count("No such file")
            == 4);
        QCOMPARE(say("cut -d: -f1 /etc/passwd | tr '\\n' ' '"), "root agent nobody");
        QCOMPARE(say("find / -xdev -path /usr -prune -o -path /proc -prune -o -type f -writable "
                     "-print 2>/dev/null | wc -l"),
                 "0");
    }

    void isRefusedSystemCalls_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("answer");
        QTest::addRow("add_key") << "add_key" << "b\"user\", b\"a\", b\"b\", 1, -3" << "EPERM";
        QTest::addRow("keyctl") << "keyctl" << "0, -3, 1" << "EPERM";
        QTest::addRow("bpf") << "bpf" << "0, 0, 0" << "EPERM";
        QTest::addRow("perf_event_open") << "perf_event_open" << "0, 0, -1, -1, 0" << "EPERM";
        QTest::addRow("userfaultfd") << "userfaultfd" << "1" << "EPERM";
        QTest::addRow("io_uring_setup") << "io_uring_setup" << "1, 0" << "ENOSYS";
        QTest::addRow("clone with a user namespace")
            << "clone" << "0x10000011, 0, 0, 0, 0" << "EPERM";
        QTest::addRow("clone with bits above")
            << "clone" << "ctypes.c_long(0x7000000010000011), 0, 0, 0, 0" << "EPERM";
        QTest::addRow("clone3") << "clone3" << "0, 0" << "ENOSYS";
        QTest::addRow("unshare") << "unshare" << "0x10000000" << "EPERM";
        QTest::addRow("setns") << "setns" << "0, 0" << "EPERM";
        QTest::addRow("mount") << "mount" << "0, 0, 0, 0, 0" << "EPERM";
        QTest::addRow("fsopen") << "fsopen" << "b\"tmpfs\", 0" << "ENOSYS";
        QTest::addRow("open_tree") << "open_tree" << "-100, b\"/\", 0" << "ENOSYS";
        QTest::addRow("kexec_load") << "kexec_load" << "0, 0, 0, 0" << "EPERM";
        QTest::addRow("init_module") << "init_module" << "0, 0, 0" << "EPERM";
        QTest::addRow("open_by_handle_at") << "open_by_handle_at" << "0, 0, 0" << "EPERM";
        QTest::addRow("TIOCSTI") << "ioctl" << "0, 0x5412, b\"x\"" << "EPERM";
        QTest::addRow("TIOCSTI with bits above")
            << "ioctl" << "0, ctypes.c_long(0x100005412), b\"x\"" << "EPERM";
        QTest::addRow("TIOCLINUX") << "ioctl" << "0, 0x541c, b\"x\"" << "EPERM";
        QTest::addRow("packets") << "socket" << "17, 3, 0" << "EAFNOSUPPORT";
        QTest::addRow("machines") << "socket" << "40, 1, 0" << "EAFNOSUPPORT";
        QTest::addRow("cryptography") << "socket" << "38, 5, 0" << "EAFNOSUPPORT";
        QTest::addRow("Bluetooth") << "socket" << "31, 3, 0" << "EAFNOSUPPORT";
        QTest::addRow("X.25") << "socket" << "9, 5, 0" << "EAFNOSUPPORT";
        QTest::addRow("X.25 with bits above")
            << "socket" << "ctypes.c_long(0x100000009), 5, 0" << "EAFNOSUPPORT";
        QTest::addRow("netfilter") << "socket" << "16, 3, 12" << "EAFNOSUPPORT";
        QTest::addRow("raw IP") << "socket" << "2, 3, 1" << "EPERM";
        QTest::addRow("routes") << "socket" << "16, 3, 0" << "done";
        QTest::addRow("TCP") << "socket" << "2, 1, 0" << "done";
        QTest::addRow("unix") << "socket" << "1, 1, 0" << "done";
    }

    void isRefusedSystemCalls()
    {
        QFETCH(const QString, call);
        QFETCH(const QString, arguments);
        QFETCH(const QString, answer);
        const int number = seccomp_syscall_resolve_name(qPrintable(call));
        QVERIFY(number >= 0);
        QCOMPARE(say(callOf(QString::number(number) + ", " + arguments)), answer);
    }

    void isEndedWhenItUsesAnotherInstructionSet()
    {
        // The number of getpid() for programs with short pointers, where there are any.
        const QString said = say(callOf("0x40000000 + 39") + "; echo $?");
        const bool isX86 = QSysInfo::currentCpuArchitecture() == "x86_64";
        QVERIFY2(said.endsWith(isX86 ? "159" : "ENOSYS\n0"), qPrintable(said));
    }

    void reachesNoListenerOfTheMachine()
    {
        QTcpServer loopback;
        QTcpServer everywhere;
        QLocalServer abstract;
        QVERIFY(loopback.listen(QHostAddress::LocalHost));
        QVERIFY(everywhere.listen(QHostAddress::AnyIPv4));
        abstract.setSocketOptions(QLocalServer::AbstractNamespaceOption);
        QVERIFY(abstract.listen("berth-hostile-test"));
        QString script;
        for (const quint16 port : {loopback.serverPort(), everywhere.serverPort()})
            script +=
                QString("(echo > /dev/tcp/127.0.0.1/%1) 2>/dev/null && echo reached;").arg(port);
        script += "python3.13 -c 'import socket; "
                  "socket.socket(socket.AF_UNIX).connect(\"\\0berth-hostile-test\")' 2>&1 | "
                  "tail -n 1;";
        QCOMPARE(say(script
                     + "tail -n +3 /proc/net/dev | cut -d: -f1; cat /proc/net/route | wc -l"),
                 "ConnectionRefusedError: [Errno 111] Connection refused\n    lo\n1");
        QVERIFY(!loopback.waitForNewConnection(0));
        QVERIFY(!everywhere.waitForNewConnection(0));
        QVERIFY(!abstract.waitForNewConnection(0));
    }

    void findsNoKeyOfTheServer()
    {
        QCOMPARE(say("cat /proc/*/environ 2>/dev/null | grep -a -c sk-marke[r]"), "0");
        QVERIFY(say("cat /proc/1/environ").contains("Permission denied"));
        QVERIFY(say("ls -l /proc/1/fd").contains("Permission denied"));
        QVERIFY(say("head -c 1 /proc/1/mem").contains("Permission denied"));
    }

    void seesNothingOfAnotherUser()
    {
        const auto other = m_host.open("other");
        QVERIFY(other);
        Command command;
        command.arguments = QStringList{"sleep", "4242"};
        command.environment.insert("PRIVATE", "mine-8812");
        const auto job = QCoro::waitFor(other->start(command));
        VERIFY_RESULT(job);
        SandboxHost::say(*other, "for d in /workspace ~ /tmp /dev/shm; do echo mine-8812 > $d/f; "
                                 "done");
        QCOMPARE(say("cat /proc/*/cmdline | tr '\\0' ' ' | grep -c 'sleep 424[2]'; "
                     "cat /proc/*/environ 2>/dev/null | grep -a -c mine-881[2]; "
                     "grep -r -l mine-881[2] /workspace ~ /tmp /dev/shm | wc -l; ipcs -m | grep -c "
                     "0x"),
                 "0\n0\n0\n0");
        QCOMPARE(SandboxHost::say(*other, "cat /workspace/f"), "mine-8812");
        (*job)->stop(Job::Stop::Now);
    }

    void survivesAttacksOnItsFirstProcess_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addRow("kill") << "kill -9 1; kill -TERM 1; kill -STOP 1; kill -HUP 1";
        QTest::addRow("kill all") << "kill -9 -1";
        QTest::addRow("memory") << "tail /dev/zero";
        QTest::addRow("shared memory") << "head -c 1G /dev/zero > /dev/shm/f; rm /dev/shm/f";
        QTest::addRow("descriptors") << "python3.13 -c 'import os\nwhile True: os.open(\"/\", 0)'";
    }

    void survivesAttacksOnItsFirstProcess()
    {
        QFETCH(const QString, script);
        QCOMPARE(say("echo kept > /workspace/kept; echo fine"), "fine");
        say(script);
        QString said;
        QTRY_COMPARE_WITH_TIMEOUT((said = say("cat /workspace/kept")), "kept", 30000);
    }

    void endsAForkBomb()
    {
        const auto channel = m_host.open("attacker");
        QVERIFY(channel);
        Command bomb;
        bomb.arguments = QStringList{"bash", "-c", "b() { b | b & }; b; sleep 60"};
        bomb.timeout = std::chrono::seconds(2);
        bomb.outputLimit = 1000;
        VERIFY_RESULT(QCoro::waitFor(channel->run(bomb, {})));
        QTRY_VERIFY_WITH_TIMEOUT(say("ls -d /proc/[0-9]* | wc -l").toInt() < 10, 30000);
    }

    void endsWhenItsServerIsKilled()
    {
        QProcess server;
        server.setProcessChannelMode(QProcess::SeparateChannels);
        server.start(BERTH_BIN_DIR "/berthd",
                     {"--runtime", "sandbox", "--no-auth", "--keychain", "off", "--port", "0",
                      "--data-dir", m_host.path("server")});
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 20000);
        const QString url = QString::fromUtf8(server.readLine()).trimmed().section(' ', -1);
        const auto isThere = [](const QString &pattern) {
            return QProcess::execute("pgrep", {"-f", pattern}) == 0;
        };
        QNetworkAccessManager client;
        QNetworkRequest request(QUrl(url + "/api/bash/start_bash_command"));
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
        const std::unique_ptr<QNetworkReply> answer(
            client.post(request, R"({"command": "setsid sleep 4713 & sleep 4713"})"));
        QTRY_VERIFY_WITH_TIMEOUT(isThere("^sleep 4713"), 20000);
        server.kill();
        QVERIFY(server.waitForFinished());
        QTRY_VERIFY(!isThere("^sleep 4713"));
    }
};

BERTH_TEST(SandboxTest)
#include "SandboxTest.moc"
