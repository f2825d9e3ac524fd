// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"
#include "workspace/Janitor.h"

#include "docker/Containers.h"
#include "docker/Images.h"
#include "docker/Networks.h"
#include "docker/Volumes.h"

#include "Dockerd.h"
#include "EgressPlace.h"
#include "MemoryLedger.h"
#include "TestMain.h"

#include <QCoroTask>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>

using namespace workspace;
using core::Error;
using QCoro::waitFor;
using test::Outside;

/// Leads from a port to the socket of an engine, as if that were on another machine.
class FarEngine : public QObject
{
public:
    explicit FarEngine(QString socketPath)
        : m_path(std::move(socketPath))
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *const near = m_server.nextPendingConnection();
            auto *const far = new QLocalSocket(near);
            far->connectToServer(m_path);
            connect(near, &QTcpSocket::readyRead, far,
                    [near, far] { far->write(near->readAll()); });
            connect(far, &QLocalSocket::readyRead, near,
                    [near, far] { near->write(far->readAll()); });
            connect(far, &QLocalSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
            connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("%s", qPrintable(m_server.errorString()));
    }
    docker::Endpoint endpoint() const
    {
        const QString url = QString("http://127.0.0.1:%1").arg(m_server.serverPort());
        return {.url = QUrl(url), .source = "the test"};
    }

private:
    QString m_path;
    QTcpServer m_server;
};

/// Real containers of a real engine, from an image that is copied from this machine.
class DockerRuntimeTest : public QObject
{
    Q_OBJECT

public:
    explicit DockerRuntimeTest(test::EngineKind kind = test::EngineKind::Docker)
        : m_kind(kind)
        , m_daemon(kind)
    {}

private:
    test::EngineKind m_kind;
    test::Dockerd m_daemon;
    QTemporaryDir m_folder;
    test::MemoryLedger m_ledger;
    std::unique_ptr<FarEngine> m_far; ///< outlives the runtime that uses it
    std::unique_ptr<DockerRuntime> m_runtime;
    const docker::Labels m_ours{{"dev.berth.instance", "a1b2c3d4-test"}};

    DockerOptions options() const
    {
        DockerOptions options;
        options.engines = {{.socketPath = m_daemon.socketPath(), .source = "the test"}};
        options.instance = "a1b2c3d4-test";
        options.secret = "a secret of the test";
        options.program = BERTH_BIN_DIR "/berth-workspaced";
        options.helperRoot = m_folder.filePath("helpers");
        options.settings.resourceLimits.emplace().memory = ByteCount{512 << 20};
        options.settings.pids = 64;
        return options;
    }

    std::shared_ptr<docker::Engine> engine()
    {
        return waitFor(docker::findEngine(options().engines)).value_or(nullptr);
    }

    qsizetype containers()
    {
        return waitFor(docker::Containers(engine()).list(m_ours))
            .value_or(QList<docker::ContainerState>())
            .size();
    }

    std::shared_ptr<Channel> open(const QString &user = "user")
    {
        const auto channel = waitFor(m_runtime->open(user));
        if (!channel)
            qWarning().noquote() << channel.error().message;
        return channel.value_or(nullptr);
    }

    core::Result<> importAs(const QString &name)
    {
        auto tar = std::make_shared<QFile>(m_folder.filePath("image.tar"));
        if (!tar->open(QIODevice::ReadOnly))
            return core::fail(Error::Kind::Internal, tar->errorString());
        const auto done = waitFor(docker::Images(engine()).import(name, tar));
        return done ? core::Result<>() : std::unexpected(done.error());
    }

    /// What a command says, both streams, without white space at its ends.
    static QString say(Channel &channel, const QString &script)
    {
        Command command;
        command.shell = "{ " + script + "; } 2>&1";
        command.timeout = std::chrono::seconds(20);
        const auto output = waitFor(channel.run(command, {}));
        return output ? QString::fromUtf8(output->standardOutput).trimmed()
                      : output.error().message;
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        const QString archive = m_folder.filePath("image.tar");
        QCOMPARE(QProcess::execute("sh",
                                   {"-c", BERTH_SOURCE_DIR "/scripts/host-image > " + archive}),
                 0);
        VERIFY_RESULT(importAs("berth/workspace:latest"));
    }

    void init() { m_runtime = std::make_unique<DockerRuntime>(options(), &m_ledger); }

    void cleanup()
    {
        VERIFY_RESULT(waitFor(m_runtime->stop()));
        m_runtime.reset();
        QCOMPARE(containers(), 0);
        docker::Volumes volumes(engine());
        const auto left = waitFor(volumes.list(m_ours));
        VERIFY_RESULT(left);
        for (const docker::Volume &volume : *left)
            VERIFY_RESULT(waitFor(volumes.remove(volume.name)));
    }

    void runsCommandsInAContainer()
    {
        const auto channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, "hostname; pwd; id -u; echo $HOME"),
                 "workspace\n/workspace\n1000\n/home/agent");
        QCOMPARE(say(*channel, "git init -q x && git -C x status --short && echo fine"), "fine");
        for (int time = 0; time < 3; ++time)
            QCOMPARE(open(), channel);
    }

    void bringsItsHelperToAnEngineElsewhere()
    {
        m_far = std::make_unique<FarEngine>(m_daemon.socketPath());
        DockerOptions elsewhere = options();
        elsewhere.engines = {m_far->endpoint()};
        VERIFY_RESULT(waitFor(m_runtime->stop()));
        m_runtime = std::make_unique<DockerRuntime>(elsewhere, &m_ledger);
        const docker::Volume old{"berth-old-helper",
                                 {{"dev.berth.instance", "a1b2c3d4-test"},
                                  {"dev.berth.helper", QString(32, '0')}}};
        VERIFY_RESULT(waitFor(docker::Volumes(engine()).create(old)));
        auto first = m_runtime->open("user");
        auto second = m_runtime->open("other");
        for (auto *each : {&first, &second}) {
            const auto channel = waitFor(std::move(*each));
            VERIFY_RESULT(channel);
            QVERIFY(say(**channel, "grep ' /opt/berth ' /proc/self/mountinfo")
                        .contains("/berth-a1b2c3d4-helper-"));
            QVERIFY(say(**channel, "touch /opt/berth/x").contains("Read-only file system"));
            QCOMPARE(say(**channel, "touch /workspace/x && ls /workspace"), "x");
        }
        const auto left = waitFor(m_runtime->leftovers());
        VERIFY_RESULT(left);
        QCOMPARE(left->size(), 1);
        QCOMPARE(left->first().name, "berth-old-helper");
        VERIFY_RESULT(waitFor(m_runtime->destroy("other")));
        VERIFY_RESULT(waitFor(m_runtime->destroy("user")));
        const auto volumes = waitFor(docker::Volumes(engine()).list(m_ours));
        VERIFY_RESULT(volumes);
        QCOMPARE(volumes->size(), 2); // that with the helper, and the old one
    }

    void keepsWhatItRunsApart_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("answer");
        QTest::addRow("network") << "ls /sys/class/net" << "lo";
        QTest::addRow("capabilities")
            << "grep CapEff /proc/self/status" << "CapEff:\t0000000000000000";
        QTest::addRow("new privileges") << "grep NoNewPrivs /proc/self/status" << "NoNewPrivs:\t1";
        QTest::addRow("root file system")
            << "touch /usr/bin/x" << "touch: cannot touch '/usr/bin/x': Read-only file system";
        QTest::addRow("helper") << "cp /bin/sh /opt/berth/berth-workspaced"
                                << "cp: cannot create regular file '/opt/berth/berth-workspaced': "
                                   "Read-only file system";
        QTest::addRow("engine")
            << "ls /var/run/docker.sock"
            << "ls: cannot access '/var/run/docker.sock': No such file or directory";
        QTest::addRow("processes of the machine") << "cat /proc/1/cmdline | tr '\\0' ' '"
                                                  << "/opt/berth/berth-workspaced serve "
                                                     "/run/berth/helper.sock";
        QTest::addRow("environment of the helper")
            << "cat /proc/1/environ" << "cat: /proc/1/environ: Permission denied";
        QTest::addRow("likelihood to be ended for memory")
            << "cat /proc/self/oom_score_adj" << "500";
        // A greeting without the token, as docs/wire.md has it.
        QTest::addRow("another peer")
            << "{ printf "
               "'\\000WSA1\\n\\013\\000\\000\\000\\000\\000\\000\\000\\001\\000\\000\\000\\000"
               "\\000\\000\\000\\242cmin\\001cmax\\001'; sleep 1; } | "
               "/opt/berth/berth-workspaced bridge /run/berth/helper.sock | grep -a -c token"
            << "1";
        QTest::addRow("environment") << "env | grep -c -i -E 'key|secret|token' || true" << "0";
    }

    void keepsWhatItRunsApart()
    {
        QFETCH(const QString, script);
        QFETCH(const QString, answer);
        const auto channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, script), answer);
    }

    void boundsProcesses()
    {
        const auto channel = open();
        QVERIFY(channel);
        const QString answer = say(*channel, "for i in $(seq 200); do sleep 5 & done; echo");
        QVERIFY2(answer.contains("fork", Qt::CaseInsensitive), qPrintable(answer));
        // What was too much has ended with its command; the place still works.
        QCOMPARE(say(*channel, "echo alive"), "alive");
    }

    void saysThatACommandWasKilledForMemory_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("isOutOfMemory");
        QTest::addRow("the command itself")
            << "exec sh -c 'x=x; while :; do x=$x$x; done'" << 9 << -1 << true;
        QTest::addRow("a program of the shell")
            << "sh -c 'x=x; while :; do x=$x$x; done'; exit $?" << 0 << 137 << true;
        QTest::addRow("killed by somebody else") << "kill -9 $$" << 9 << -1 << false;
        QTest::addRow("a code that looks like it") << "exit 137" << 0 << 137 << false;
    }

    void saysThatACommandWasKilledForMemory()
    {
        QFETCH(const QString, script);
        DockerOptions small = options();
        small.settings.resourceLimits->memory = ByteCount{64 << 20};
        m_runtime = std::make_unique<DockerRuntime>(small, &m_ledger);
        const auto channel = open();
        QVERIFY(channel);
        Command command;
        command.shell = script;
        command.timeout = std::chrono::seconds(60);
        const auto output = waitFor(channel->run(command, {}));
        VERIFY_RESULT(output);
        QTEST(output->exit.signal, "signal");
        if (output->exit.signal == 0)
            QTEST(output->exit.code, "code");
        QTEST(output->exit.outOfMemory, "isOutOfMemory");
        QCOMPARE(say(*channel, "echo alive"), "alive");
    }

    void saysThatAShellsCommandWasKilledForMemory()
    {
        DockerOptions small = options();
        small.settings.resourceLimits->memory = ByteCount{64 << 20};
        m_runtime = std::make_unique<DockerRuntime>(small, &m_ledger);
        const auto channel = open();
        QVERIFY(channel);
        const auto shell = waitFor(channel->openShell({}));
        VERIFY_RESULT(shell);
        QSignalSpy finished(shell->get(), &Shell::commandFinished);
        const auto result = [&finished] {
            return finished.takeFirst().constFirst().value<ShellResult>();
        };
        (*shell)->run("sh -c 'x=x; while :; do x=$x$x; done'");
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
        const ShellResult killed = result();
        QCOMPARE(killed.exitCode, 137);
        QVERIFY(killed.outOfMemory);
        QVERIFY(!killed.shellEnded);
        (*shell)->run("(exit 137)");
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
        const ShellResult fine = result();
        QCOMPARE(fine.exitCode, 137);
        QVERIFY(!fine.outOfMemory);
    }

    void keepsUsersApart()
    {
        const auto first = open("first");
        const auto second = open("second");
        QVERIFY(first && second && first != second);
        say(*first, "echo mine > /workspace/secret; echo mine > /tmp/secret");
        const QString answer = say(*second, "cat /workspace/secret /tmp/secret");
        QCOMPARE(answer.count("No such file"), 2);
        QCOMPARE(containers(), 2);
    }

    void keepsFilesWhenTheContainerGoes()
    {
        auto channel = open();
        QVERIFY(channel);
        say(*channel, "echo one > /workspace/a; echo two > ~/b; echo three > /tmp/c");
        channel.reset();
        VERIFY_RESULT(waitFor(m_runtime->stop()));
        QCOMPARE(containers(), 0);
        m_runtime = std::make_unique<DockerRuntime>(options(), &m_ledger);
        channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, "cat /workspace/a ~/b /tmp/c"), "one\ntwo\nthree");
    }

    void comesBackAfterItsContainerWasKilled()
    {
        auto channel = open();
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        docker::Containers all(engine());
        const auto list = waitFor(all.list(m_ours));
        VERIFY_RESULT(list);
        VERIFY_RESULT(waitFor(all.kill(list->first().id, "KILL")));
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 10000);
        channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, "echo back"), "back");
    }

    void survivesACommandThatKillsEverything()
    {
        auto channel = open();
        QVERIFY(channel);
        say(*channel, "echo kept > /workspace/kept; kill -9 -1");
        // The first process of the container lives on; only the bridge to it has to be built anew.
        channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, "cat /workspace/kept"), "kept");
        QCOMPARE(containers(), 1);
    }

    void goesOnWithWhatAnEarlierRunLeft()
    {
        {
            DockerRuntime killed(options(), &m_ledger);
            const auto channel = waitFor(killed.open("user"));
            VERIFY_RESULT(channel);
            say(**channel, "setsid sleep 1000 > /dev/null 2>&1 & echo $! > /workspace/pid");
        }
        const auto channel = open();
        QVERIFY(channel);
        QCOMPARE(containers(), 1);
        QCOMPARE(say(*channel, "cat /workspace/pid | wc -l"), "1");
    }

    void carriesALot()
    {
        const auto channel = open();
        QVERIFY(channel);
        const QByteArray bytes(30 << 20, 'b');
        VERIFY_RESULT(waitFor(channel->write("/workspace/large", bytes, {})));
        QCOMPARE(say(*channel, "wc -c < /workspace/large"), QString::number(bytes.size()));
        Command command;
        command.shell = "cat /workspace/large";
        const auto output = waitFor(channel->run(command, {}));
        VERIFY_RESULT(output);
        QCOMPARE(output->standardOutput.size(), bytes.size());
    }

    void reachesWhatIsListed()
    {
        Outside outside;
        outside.isEchoing = true;
        DockerOptions wanted = options();
        wanted.settings.allowedHosts = QStringList{outside.address()};
        m_runtime = std::make_unique<DockerRuntime>(wanted, &m_ledger);
        const auto channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, "echo $https_proxy $HTTP_PROXY; ls /sys/class/net"),
                 "http://127.0.0.1:3128 http://127.0.0.1:3128\nlo");
        const QString ask = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/3128; printf \"CONNECT %1 "
                            "HTTP/1.1\\r\\n\\r\\n\" >&3; read -r _ status _ <&3; echo $status; "
                            "read -r _ <&3; printf hello >&3; read -r -N 5 echoed <&3; "
                            "echo $echoed'";
        QCOMPARE(say(*channel, ask.arg(outside.address())), "200\nhello");
        QVERIFY(say(*channel, ask.arg("127.0.0.1:1")).startsWith("403"));
        QVERIFY(say(*channel, ask.arg("169.254.169.254:80")).startsWith("403"));
        const auto wire = m_runtime->lineInto("user");
        QCOMPARE(wire->egress()->record().count(EgressReason::Listed), 1);
        QCOMPARE(wire->egress()->record().count(EgressReason::NotPublic), 2);
    }

    void reachesNothingWithoutANetwork()
    {
        DockerOptions wanted = options();
        wanted.settings.networkMode = NetworkMode::None;
        wanted.settings.allowedHosts = QStringList{"127.0.0.1"};
        m_runtime = std::make_unique<DockerRuntime>(wanted, &m_ledger);
        const auto channel = open();
        QVERIFY(channel);
        QCOMPARE(say(*channel, "env | grep -c -i proxy; bash -c '</dev/tcp/127.0.0.1/3128' && echo "
                               "open || echo closed")
                     .section('\n', -1),
                 "closed");
        QVERIFY(!m_runtime->lineInto("user")->egress());
    }

    void sharesTheMachinesNetworkWhenToldTo()
    {
        DockerOptions wanted = options();
        wanted.settings.networkMode = NetworkMode::Bridge;
        m_runtime = std::make_unique<DockerRuntime>(wanted, &m_ledger);
        const auto channel = waitFor(m_runtime->open("user"));
        docker::Networks networks(engine());
        const auto made = waitFor(networks.list(m_ours));
        VERIFY_RESULT(made);
        if (m_kind == test::EngineKind::Podman) { // it cannot keep containers apart there
            QVERIFY(!channel);
            QVERIFY(channel.error().message.contains("--network allowlist"));
            QCOMPARE(made->size(), 0);
            return;
        }
        VERIFY_RESULT(channel);
        QCOMPARE(made->size(), 1);
        QCOMPARE(made->first().name, "berth-a1b2c3d4");
        QCOMPARE(say(**channel, "ls /sys/class/net; env | grep -c -i proxy"), "eth0\nlo\n0");
        VERIFY_RESULT(waitFor(m_runtime->open("another")));
        VERIFY_RESULT(waitFor(m_runtime->stop()));
        VERIFY_RESULT(waitFor(networks.remove("berth-a1b2c3d4")));
    }

    void refusesFilesBeyondItsSpace()
    {
        DockerOptions wanted = options();
        wanted.settings.resourceLimits.emplace().disk = ByteCount{16 << 20};
        m_runtime = std::make_unique<DockerRuntime>(wanted, &m_ledger);
        const auto channel = open();
        QVERIFY(channel);
        for (const char *path : {"/workspace/a", "/home/agent/b"})
            VERIFY_RESULT(waitFor(channel->write(path, QByteArray(7 << 20, 'x'), {})));
        const auto refused = waitFor(channel->write("/tmp/c", QByteArray(7 << 20, 'x'), {}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::TooLarge);
        QCOMPARE(say(*channel, "rm /workspace/a && echo removed"), "removed");
        VERIFY_RESULT(waitFor(channel->write("/tmp/c", QByteArray(7 << 20, 'x'), {})));
    }

    void saysWhichImageIsMissing()
    {
        DockerOptions wanted = options();
        wanted.settings.image = "berth/nothing:latest";
        DockerRuntime runtime(wanted, &m_ledger);
        const auto channel = waitFor(runtime.open("user"));
        QVERIFY(!channel);
        QCOMPARE(channel.error().kind, Error::Kind::Unavailable);
        QVERIFY(channel.error().message.contains("berth/nothing:latest"));

        const WorkspaceStatus failed = runtime.status("user");
        QCOMPARE(failed.state, WorkspaceState::Failed);
        QVERIFY(failed.rest > std::chrono::seconds(5));
        const auto again = waitFor(runtime.open("user"));
        QVERIFY(again.error().message.contains("tried again in"));
        VERIFY_RESULT(importAs("berth/nothing:latest"));
        QVERIFY(!waitFor(runtime.open("user"))); // it rests yet
        runtime.forgetFailures("user");
        VERIFY_RESULT(waitFor(runtime.open("user")));
        QCOMPARE(runtime.status("user").rest, std::nullopt);
        VERIFY_RESULT(waitFor(runtime.stop()));
    }

    void waitsForAnEngineThatWasStopped()
    {
        QVERIFY(open());
        m_daemon.stop();
        const auto gone = waitFor(m_runtime->open("another"));
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, Error::Kind::Unavailable);
        m_daemon.start();
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        const auto channel = open("another");
        QVERIFY(channel);
        QCOMPARE(say(*channel, "echo here"), "here");
    }
};

/// The same behind Podman's socket.
class PodmanRuntimeTest : public DockerRuntimeTest
{
    Q_OBJECT

public:
    PodmanRuntimeTest()
        : DockerRuntimeTest(test::EngineKind::Podman)
    {}
};

BERTH_TEST(DockerRuntimeTest)
BERTH_TEST(PodmanRuntimeTest)
#include "DockerRuntimeTest.moc"
