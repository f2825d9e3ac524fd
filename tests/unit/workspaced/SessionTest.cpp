// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"
#include "Workspaced.h"

#include <QTemporaryDir>

using namespace wire;
using test::WorkspacedPeer;

/// The line between the peer and the program: greeting, heart, idempotency, death.
class SessionTest : public QObject
{
    Q_OBJECT

private slots:
    void welcomesItsPeerAtOnce()
    {
        QElapsedTimer timer;
        timer.start();
        WorkspacedPeer peer(test::workspacedProgram());
        QVERIFY(peer.isWelcome());
        qInfo("open to WELCOME: %.2f ms", timer.nsecsElapsed() / 1e6);
        QVERIFY(timer.elapsed() < 200);
        QCOMPARE(peer.welcome().version, protocolVersion);
        QCOMPARE(peer.welcome().pid, peer.pid());
        QVERIFY(!peer.welcome().boot.empty());
    }

    void staysSmall()
    {
        QVERIFY(QFileInfo(QString::fromStdString(test::workspacedProgram())).size() < 1'000'000);
    }

    void answersPings()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        QVERIFY(peer.ping());
    }

    void describesItsMachine()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        const Value info = peer.call(op::sysInfo, {}).ok();
        QCOMPARE(info["uid"].integer(), ::getuid());
        QVERIFY(!info["user"].string().empty());
        QVERIFY(!info["hostname"].string().empty());
        QVERIFY(info["home"].string().starts_with('/'));
    }

    void saysWhatItDoesNotKnow()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        QCOMPARE(peer.call("fs.nonsense", {}).code(), std::string("unimplemented"));
        QCOMPARE(peer.call(op::fsGrep, {}).code(), std::string("unimplemented"));
    }

    void goesAwayFromNonsense_data()
    {
        QTest::addColumn<QByteArray>("frame");
        const auto row = [](const char *name, const Frame &frame) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(encode(frame));
        };
        const std::string request = Request{.op = "sys.info", .args = {}, .opid = {}}.encode();
        row("even stream", {.type = FrameType::Request, .stream = 2, .payload = request});
        row("bad CBOR", {.type = FrameType::Request, .stream = 1, .payload = "\xff"});
        row("not a request",
            {.type = FrameType::Request, .stream = 1, .payload = Value(1).encode()});
        row("second HELLO", {.type = FrameType::Hello, .payload = Hello().encode()});
        row("short PING", {.type = FrameType::Ping, .payload = "a"});
        row("short WINDOW", {.type = FrameType::Window, .stream = 1, .payload = "a"});
        row("unknown type", {.type = FrameType(77), .payload = {}});
    }

    void goesAwayFromNonsense()
    {
        QFETCH(QByteArray, frame);
        WorkspacedPeer peer(test::workspacedProgram());
        Frame sent;
        const std::string bytes = frame.toStdString();
        sent.type = FrameType(bytes[8]);
        sent.stream = *decodeNumber32(bytes.substr(4, 4));
        sent.payload = bytes.substr(headerSize);
        peer.send(sent);
        QVERIFY(peer.pump([&] { return peer.isClosed(); }));
        QVERIFY(!peer.goodbye().empty());
    }

    void refusesAStreamIdUsedBefore()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        peer.call(op::sysInfo, {});
        peer.send({.type = FrameType::Request,
                   .stream = 1,
                   .payload = Request{.op = "sys.info", .args = {}, .opid = {}}.encode()});
        QVERIFY(peer.pump([&] { return peer.isClosed(); }));
        QCOMPARE(peer.goodbye(), std::string("stream id"));
    }

    void ignoresFramesForStreamsThatHaveEnded()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        peer.call(op::sysInfo, {});
        peer.sendData(1, Channel::Input, "late");
        peer.sendEof(1, Channel::Input);
        peer.cancel(1, CancelMode::Now);
        peer.send(windowFrame(1, Channel::Output, 5));
        QVERIFY(peer.ping());
    }

    void runsAnOperationOnce()
    {
        QTemporaryDir folder;
        WorkspacedPeer peer(test::workspacedProgram());
        const Value args = Value::map({{"path", folder.filePath("a").toStdString()}});
        const std::string opid(16, 'a');
        QVERIFY(peer.call(op::fsMkdir, args, opid).ok()["created"].boolean());
        QVERIFY(
            peer.call(op::fsMkdir, args, opid).ok()["created"].boolean()); // the recorded answer
        QCOMPARE(peer.call(op::fsMkdir, args, std::string(16, 'b')).code(), std::string("exists"));
    }

    void startsAJobOnce()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        const Value args = Value::map({{"shell", "exit 3"}});
        const std::string opid(16, 'a');
        QCOMPARE(peer.call(op::procStart, args, opid).exit["code"].integer(), 3);
        QCOMPARE(peer.call(op::procStart, args, opid).code(), std::string("duplicate"));
    }

    void boundsTheNumberOfStreams()
    {
        QTemporaryDir folder;
        WorkspacedPeer peer(test::workspacedProgram());
        for (std::size_t i = 0; i < maxStreams; ++i)
            peer.request(op::fsWrite,
                         Value::map({{"path", folder.filePath(QString::number(i)).toStdString()}}));
        QCOMPARE(peer.writeFile(Value::map({{"path", folder.filePath("more").toStdString()}}), "")
                     .code(),
                 std::string("limit"));
        QVERIFY(peer.ping());
    }

    void endsWithEverythingWhenTheLineEnds()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        startTrees(peer, "7655.1");
        peer.hangUp();
        const auto took = peer.waitForExit();
        QVERIFY(took);
        qInfo("end of line to exit: %lld ms", static_cast<long long>(took->count()));
        QVERIFY(took->count() < 500); // 100 on an idle machine
        QTRY_COMPARE(test::countProcesses("7655.1"), 0);
    }

    void endsWithEverythingOnShutdown()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        startTrees(peer, "7655.2");
        QVERIFY(peer.call(op::sysShutdown, {}).response->result.has_value());
        QVERIFY(peer.waitForExit());
        QTRY_COMPARE(test::countProcesses("7655.2"), 0);
    }

    void refusesOptionsThatItDoesNotKnow_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addRow("no number") << QStringList{"--processes"};
        QTest::addRow("a word") << QStringList{"--processes", "many"};
        QTest::addRow("below nothing") << QStringList{"--processes", "-1"};
        QTest::addRow("too many") << QStringList{"--processes", "9999999999"};
        QTest::addRow("another option") << QStringList{"--lease", "1"};
        QTest::addRow("a word too much") << QStringList{"--processes", "10", "x"};
    }

    void refusesOptionsThatItDoesNotKnow()
    {
        QFETCH(const QStringList, options);
        QCOMPARE(QProcess::execute(QString::fromStdString(test::workspacedProgram()),
                                   QStringList{"stdio"} + options),
                 2);
    }

    void endsWithEverythingWhenItsParentIsKilled()
    {
        // The parent dies and the pipes stay open, here: only the kernel tells.
        int line[2];
        int report[2];
        QVERIFY(::pipe2(line, 0) == 0 && ::pipe2(report, O_CLOEXEC) == 0);
        const pid_t parent = ::fork();
        if (parent == 0) {
            const pid_t child = ::fork();
            if (child == 0) {
                ::dup2(line[0], 0);
                ::dup2(line[1], 1);
                const std::string program = test::workspacedProgram();
                ::execl(program.c_str(), program.c_str(), "stdio", nullptr);
                ::_exit(127);
            }
            [[maybe_unused]] const ssize_t written = ::write(report[1], &child, sizeof(child));
            ::pause();
            ::_exit(0);
        }
        pid_t program = 0;
        QVERIFY(::read(report[0], &program, sizeof(program)) == sizeof(program));
        // It is up when it has taken its signals over.
        const auto isUp = [&] {
            return test::statusField(program, "Name") == "berth-workspace"
                   && test::statusField(program, "SigBlk").toULongLong(nullptr, 16)
                          & (1 << (SIGCHLD - 1));
        };
        QTRY_VERIFY(isUp());
        ::kill(parent, SIGKILL);
        ::waitpid(parent, nullptr, 0);
        QTRY_VERIFY(test::statusField(program, "State").isEmpty()
                    || test::statusField(program, "State").startsWith('Z'));
        for (const int fd : {line[0], line[1], report[0], report[1]})
            ::close(fd);
    }

    void survivesAPeerThatDoesNotReadItsAnswers()
    {
        WorkspacedPeer peer(test::workspacedProgram());
        // Nothing is read while these are written: the program stops reading before its memory
        // grows.
        for (int i = 0; i < 100'000; ++i)
            peer.send(pingFrame(7));
        QVERIFY(test::statusField(peer.pid(), "VmHWM").split(' ').first().toInt() < 24 * 1024);
        QVERIFY(peer.ping());
    }

private:
    static void startTrees(WorkspacedPeer &peer, const std::string &seconds)
    {
        const std::string script = "setsid sleep " + seconds + " & (env -i sleep " + seconds
                                   + " &) ; (setsid sh -c 'sleep " + seconds + " &'); sleep "
                                   + seconds;
        peer.startShell(script);
        const std::int64_t shell =
            peer.call(op::shellOpen, Value::map({{"inherit", true}})).ok()["shell"].integer();
        peer.request(op::shellRun, Value::map({{"shell", shell}, {"command", script}}));
        QTRY_VERIFY(peer.ping()
                    && test::countProcesses(
                           QByteArray::fromStdString("sleep" + std::string(1, '\0') + seconds))
                           == 8);
    }
};

BERTH_TEST(SessionTest)
#include "SessionTest.moc"
