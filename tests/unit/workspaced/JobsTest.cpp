// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"
#include "Workspaced.h"

#include <QTemporaryDir>

using namespace wire;
using test::WorkspacedPeer;

/// Jobs: `proc.start` and its family.
class JobsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_peer = std::make_unique<WorkspacedPeer>(test::workspacedProgram()); }
    void cleanup() { m_peer.reset(); }

    void reportsOutputAndExitCode()
    {
        auto &job = m_peer->shell("echo out; echo err >&2; exit 3");
        QCOMPARE(job.out, std::string("out\n"));
        QCOMPARE(job.err, std::string("err\n"));
        QCOMPARE(job.exit["code"].integer(), 3);
        QCOMPARE(job.exit["signal"].integer(), 0);
        QCOMPARE(job.exit["out_bytes"].integer(), 4);
        QVERIFY(job.exit["rusage"]["max_rss_kb"].integer() > 0);
        QCOMPARE(job.events.front()["event"].string(), std::string_view("started"));
    }

    void reportsTheSignalThatKilledIt()
    {
        auto &job = m_peer->shell("kill -9 $$");
        QCOMPARE(job.exit["code"].integer(), -1);
        QCOMPARE(job.exit["signal"].integer(), 9);
        QVERIFY(!job.exit["timed_out"].boolean());
    }

    void saysWhyNothingWasStarted_data()
    {
        QTest::addColumn<QByteArray>("args");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, const Value &args, const char *code) {
            QTest::addRow("%s", name)
                << QByteArray::fromStdString(args.encode()) << QByteArray(code);
        };
        const Value argv = Value::array({"/bin/true"});
        row("no program", Value::map({{"argv", Value::array({"berth-no-such-program"})}}),
            "not_found");
        row("no such path", Value::map({{"argv", Value::array({"/nowhere/program"})}}),
            "not_found");
        row("not executable", Value::map({{"argv", Value::array({"/etc/passwd"})}}), "permission");
        row("no such folder", Value::map({{"argv", argv}, {"cwd", "/nowhere"}}), "not_found");
        row("folder is a file", Value::map({{"argv", argv}, {"cwd", "/etc/passwd"}}),
            "not_directory");
        row("relative folder", Value::map({{"argv", argv}, {"cwd", "tmp"}}), "invalid");
        row("nothing to run", Value::map(), "invalid");
        row("both forms", Value::map({{"argv", argv}, {"shell", "true"}}), "invalid");
        row("empty list", Value::map({{"argv", Value::array()}}), "invalid");
        row("number in the list", Value::map({{"argv", Value::array({"/bin/true", 1})}}),
            "invalid");
        row("environment is a list", Value::map({{"argv", argv}, {"env", Value::array()}}),
            "invalid");
        row("name with an equals sign",
            Value::map({{"argv", argv}, {"env", Value::map({{"A=B", "x"}})}}), "invalid");
        row("negative timeout", Value::map({{"argv", argv}, {"timeout_ms", -1}}), "invalid");
    }

    void saysWhyNothingWasStarted()
    {
        QFETCH(QByteArray, args);
        QFETCH(QByteArray, code);
        QCOMPARE(m_peer->call(op::procStart, *Value::decode(args.toStdString())).code(),
                 code.toStdString());
    }

    void givesExactlyTheEnvironmentThatWasAsked()
    {
        auto &job = m_peer->call(op::procStart,
                                 Value::map({{"argv", Value::array({"/usr/bin/env"})},
                                             {"env", Value::map({{"A", Value::bytes("\xff")}})}}));
        QVERIFY(job.out.starts_with("A=\xff\nBERTH_JOB=" + m_peer->welcome().boot + '.'));
        QCOMPARE(std::ranges::count(job.out, '\n'), 2);
    }

    void givesNothingBeyondTheStandardStreams()
    {
        auto &job = m_peer->call(op::procStart,
                                 Value::map(
                                     {{"argv", Value::array({"/bin/ls", "/proc/self/fd"})}}));
        QCOMPARE(job.out, std::string("0\n1\n2\n3\n")); // 3 is the folder itself
    }

    void restoresSignalsForItsChildren()
    {
        auto &job = m_peer->call(
            op::procStart,
            Value::map({{"argv", Value::array({"/bin/grep", "Sig[BI]", "/proc/self/status"})}}));
        QCOMPARE(job.out, std::string("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
    }

    void streamsItsInput()
    {
        const std::uint32_t id =
            m_peer->request(op::procStart,
                            Value::map({{"argv", Value::array({"/bin/cat"})}, {"stdin", true}}));
        const std::string block(128 * 1024, 'x');
        std::size_t sent = 0;
        constexpr std::size_t total = 20 * 1024 * 1024;
        m_peer->setForgetful(true);
        m_peer->pump([&] {
            while (sent < total
                   && sent + block.size() <= initialCredit + m_peer->credit(id, Channel::Input)) {
                m_peer->sendData(id, Channel::Input, block);
                sent += block.size();
            }
            return sent == total;
        });
        m_peer->sendEof(id, Channel::Input);
        QCOMPARE(m_peer->finish(id).received, total);
        QCOMPARE(m_peer->stream(id).exit["code"].integer(), 0);
    }

    void acceptsInputForAChildThatDoesNotReadIt()
    {
        const std::uint32_t id =
            m_peer->request(op::procStart,
                            Value::map({{"argv", Value::array({"/bin/true"})}, {"stdin", true}}));
        m_peer->sendData(id, Channel::Input, std::string(900'000, 'x'));
        QCOMPARE(m_peer->finish(id).exit["code"].integer(), 0);
        QVERIFY(m_peer->ping());
    }

    void endsTheLineOfAPeerThatIgnoresItsCredit()
    {
        const std::uint32_t id =
            m_peer->request(op::procStart, Value::map({{"argv", Value::array({"/bin/sleep", "5"})},
                                                       {"stdin", true}}));
        for (int i = 0; i < 3; ++i)
            m_peer->sendData(id, Channel::Input, std::string(maxPayload, 'x'));
        QVERIFY(m_peer->pump([&] { return m_peer->isClosed(); }));
        QCOMPARE(m_peer->goodbye(), std::string("flow"));
    }

    void holdsAFloodBackWhenNobodyReads()
    {
        m_peer->setForgetful(true);
        m_peer->setStalled(true);
        const std::uint32_t id = m_peer->startShell("head -c 104857600 /dev/zero");
        QVERIFY(m_peer->pump([&] { return m_peer->stream(id).received == initialCredit; }));
        QVERIFY(m_peer->ping());
        QCOMPARE(m_peer->stream(id).received, std::size_t(initialCredit));
        QVERIFY(test::statusField(m_peer->pid(), "VmHWM").split(' ').first().toInt() < 16 * 1024);
        m_peer->catchUp();
        QCOMPARE(m_peer->finish(id).received, std::size_t(104857600));
        QVERIFY(test::statusField(m_peer->pid(), "VmHWM").split(' ').first().toInt() < 24 * 1024);
    }

    void answersWhileAFloodIsOn()
    {
        m_peer->setForgetful(true);
        const std::uint32_t id = m_peer->startShell("cat /dev/zero");
        m_peer->pump([&] { return m_peer->stream(id).received > 4 * 1024 * 1024; });
        QCOMPARE(m_peer->shell("exit 5").exit["code"].integer(), 5);
        m_peer->cancel(id, CancelMode::Now);
        QVERIFY(m_peer->finish(id).exit["cancelled"].boolean());
    }

    void cutsOutputAtItsLimit()
    {
        auto &job = m_peer->shell("head -c 5000000 /dev/zero; exit 4",
                                  Value::map({{"limits", Value::map({{"out_bytes", 1000}})}}));
        QCOMPARE(job.out.size(), 1000u);
        QVERIFY(job.exit["truncated"].boolean());
        QCOMPARE(job.exit["out_bytes"].integer(), 5000000);
        QCOMPARE(job.exit["code"].integer(), 4);
    }

    void killsTheWholeTreeOnTimeout_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addRow("plain") << QByteArray("sleep 7654.1");
        QTest::addRow("background") << QByteArray("sleep 7654.1 & sleep 7654.1");
        QTest::addRow("own session") << QByteArray("setsid sleep 7654.1 & sleep 7654.1");
        QTest::addRow("double fork")
            << QByteArray("(setsid sh -c 'sleep 7654.1 & sleep 7654.1 &') & sleep 7654.1");
        QTest::addRow("without environment")
            << QByteArray("(env -i setsid sh -c '/bin/sleep 7654.1 & wait') & sleep 7654.1");
        QTest::addRow("orphan without environment")
            << QByteArray("(env -i setsid /bin/sleep 7654.1 &) ; sleep 7654.1");
        QTest::addRow("deaf to SIGTERM")
            << QByteArray("trap '' TERM; sleep 7654.1 & while :; do sleep 7654.1; done");
    }

    void killsTheWholeTreeOnTimeout()
    {
        QFETCH(QByteArray, script);
        auto &job = m_peer->shell(script.toStdString(),
                                  Value::map({{"timeout_ms", 150}, {"kill_grace_ms", 50}}));
        QVERIFY(job.exit["timed_out"].boolean());
        QVERIFY(job.exit["signal"].integer() > 0);
        QTRY_COMPARE(test::countProcesses("7654.1"),
                     0); // killed, and gone as soon as the kernel gets to it
        QTRY_COMPARE(test::countChildren(m_peer->pid()), 0);
    }

    void asksPolitelyBeforeItKills()
    {
        const std::uint32_t id = m_peer->startShell(
            "trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.01; done");
        m_peer->pump([&] { return m_peer->stream(id).out == "ready\n"; });
        m_peer->cancel(id, CancelMode::Polite);
        auto &job = m_peer->finish(id);
        QCOMPARE(job.out, std::string("ready\nbye\n"));
        QCOMPARE(job.exit["code"].integer(), 9);
        QVERIFY(job.exit["cancelled"].boolean());
    }

    void doesNotWaitForABackgroundChildThatHoldsThePipe()
    {
        auto &job = m_peer->shell("sleep 7654.2 & echo started; (exit 2)");
        QCOMPARE(job.exit["code"].integer(), 2);
        QCOMPARE(job.out, std::string("started\n"));
        // For a moment it is still a copy of the shell.
        QTRY_COMPARE(test::countProcesses("7654.2"), 1);
    }

    void letsABackgroundChildWriteOn()
    {
        QTemporaryDir folder;
        const std::string proof = folder.filePath("proof").toStdString();
        const std::string go = folder.filePath("go").toStdString();
        m_peer->shell("(while ! [ -e " + go
                      + " ]; do sleep 0.01; done; head -c 3000000 /dev/zero; echo done > " + proof
                      + ") & exit 0");
        QFile file(QString::fromStdString(go));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_VERIFY(QFile::exists(QString::fromStdString(proof)) && m_peer->ping());
    }

    void leavesNoZombies()
    {
        for (int i = 0; i < 20; ++i)
            m_peer->shell("(true &) ; (setsid true &); true & exit 0");
        QTRY_COMPARE(test::countChildren(m_peer->pid()), 0);
    }

    void runsInATerminal()
    {
        const std::uint32_t id = m_peer->startShell(
            "test -t 0 && stty size; read line; echo \"got $line\"",
            Value::map({{"pty", Value::map({{"rows", 33}, {"cols", 44}})}, {"inherit", true}}));
        m_peer->sendData(id, Channel::Input, "hello\n");
        const std::string out = m_peer->finish(id).out;
        QVERIFY(out.contains("33 44\r\n"));
        QVERIFY(out.ends_with("got hello\r\n"));
    }

    void listsSignalsAndResizesJobs()
    {
        const std::uint32_t id = m_peer->startShell(
            "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.01; done",
            Value::map({{"pty", Value::map({{"rows", 10}, {"cols", 20}})},
                        {"tag", "mine"},
                        {"inherit", true}}));
        m_peer->pump([&] { return m_peer->stream(id).out.starts_with("ready"); });
        const Value job = m_peer->call(op::procList, {}).ok()["jobs"].items().front();
        QCOMPARE(job["tag"].string(), std::string_view("mine"));
        QVERIFY(job["pty"].boolean());
        m_peer->call(op::procResize, Value::map({{"job", job["job"]}, {"rows", 30}, {"cols", 40}}));
        QCOMPARE(m_peer->finish(id).out, std::string("ready\r\n30 40\r\n"));
        QCOMPARE(
            m_peer->call(op::procSignal, Value::map({{"job", job["job"]}, {"signal", 15}})).code(),
            std::string("not_found"));
    }

    void boundsTheNumberOfJobs()
    {
        for (std::size_t i = 0; i < maxJobs; ++i)
            m_peer->request(op::procStart,
                            Value::map({{"argv", Value::array({"/bin/sleep", "7654.3"})}}));
        QCOMPARE(m_peer->shell("true").code(), std::string("limit"));
    }

    void staysWithinMillisecondsPerJob()
    {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 100; ++i)
            m_peer->call(op::procStart, Value::map({{"argv", Value::array({"/bin/true"})}}));
        qInfo("true: %.2f ms", timer.nsecsElapsed() / 1e8);
        QVERIFY(timer.elapsed() < 10'000); // a machine may be busy
    }

private:
    std::unique_ptr<WorkspacedPeer> m_peer;
};

BERTH_TEST(JobsTest)
#include "JobsTest.moc"
