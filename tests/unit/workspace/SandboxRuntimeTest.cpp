// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SandboxProbe.h"

#include "EgressPlace.h"
#include "SandboxHost.h"

#include <csignal>

using namespace workspace;
using core::Error;
using QCoro::waitFor;
using test::SandboxHost;

class SandboxRuntimeTest : public QObject
{
    Q_OBJECT

    static constexpr QFile::Permissions everyone{0x7755};

    /// Not in a folder for temporary files: root shows the one who makes sandboxes another one.
    const QTemporaryDir m_programs{"/var/tmp/berth-programs-XXXXXX"};
    std::unique_ptr<SandboxHost> m_host;

private slots:
    void init() { m_host = std::make_unique<SandboxHost>(); }
    void cleanup() { m_host.reset(); }

    void runsCommandsInASandbox()
    {
        const auto channel = m_host->open();
        QVERIFY(channel);
        QCOMPARE(m_host->say(*channel, "hostname; pwd; id -u; id -un; echo $HOME"),
                 "workspace\n/workspace\n1000\nagent\n/home/agent");
        QCOMPARE(m_host->say(*channel, "git init -q x && git -C x status --short && echo fine"),
                 "fine");
        QCOMPARE(m_host->open(), channel);
    }

    void tellsWhatItUses()
    {
        QSignalSpy changed(m_host->runtime(), &Runtime::changed);
        const auto nothing = waitFor(m_host->runtime()->use("user"));
        VERIFY_RESULT(nothing);
        QVERIFY(!*nothing);
        const auto channel = m_host->open();
        QVERIFY(channel);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(m_host->runtime()->running(), QStringList("user"));
        m_host->say(*channel, "head -c 3000000 /dev/zero > file; sleep 60 > /dev/null 2>&1 &");
        std::optional<WorkspaceUse> use;
        // A process has no memory while it changes from the shell's copy to its own program.
        QTRY_VERIFY_WITH_TIMEOUT(
            (use = waitFor(m_host->runtime()->use("user")).value_or(std::nullopt))
                && use->memoryBytes > 100'000,
            20000);
        QVERIFY(use->processes >= 1);
        QVERIFY(use->processorTime >= 0);
        QVERIFY(use->folders.first().bytes >= 3'000'000);
        QCOMPARE(use->memoryLimit, -1);
        QVERIFY(m_host->runtime()->disk("user"));
        QVERIFY(!m_host->runtime()->disk("somebody"));
    }

    void hasWhatProgramsNeed_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("answer");
        QTest::addRow("name of the user") << "whoami" << "agent";
        QTest::addRow("address of localhost") << "getent hosts workspace | tr -s ' '"
                                              << "127.0.0.1 localhost workspace";
        QTest::addRow("own loopback")
            << "python3.13 -c 'import socket; s = socket.create_server((\"127.0.0.1\", 0)); "
               "socket.create_connection(s.getsockname()); print(\"reached\")'"
            << "reached";
        QTest::addRow("pipes and processes") << "seq 1000 | sort -n | tail -n 1" << "1000";
        QTest::addRow("threads")
            << "python3.13 -c 'import threading as t; x = t.Thread(target=print, args=(\"ran\",)); "
               "x.start(); x.join()'"
            << "ran";
        QTest::addRow("semaphores of shared memory")
            << "python3.13 -c 'import multiprocessing as m; m.Lock(); print(\"made\")'" << "made";
        QTest::addRow("temporary files") << "cat $(f=$(mktemp); echo kept > $f; echo $f)" << "kept";
        QTest::addRow("devices") << "head -c 3 /dev/urandom | wc -c; echo x > /dev/null" << "3";
        QTest::addRow("terminals") << "script -qc 'tty' /dev/null | grep -c /dev/pts" << "1";
        QTest::addRow("certificates") << "head -c 11 /etc/ssl/certs/ca-certificates.crt"
                                      << "-----BEGIN";
    }

    void hasWhatProgramsNeed()
    {
        QFETCH(const QString, script);
        QFETCH(const QString, answer);
        const auto channel = m_host->open();
        QVERIFY(channel);
        QCOMPARE(m_host->say(*channel, script), answer);
    }

    void keepsUsersApart()
    {
        const auto first = m_host->open("first");
        const auto second = m_host->open("second");
        QVERIFY(first && second && first != second);
        m_host->say(*first, "for d in /workspace ~ /tmp /dev/shm; do echo mine > $d/secret; done");
        QCOMPARE(m_host->say(*first, "cat /workspace/secret"), "mine");
        QCOMPARE(m_host->say(*second, "ls -A /workspace ~ /tmp /dev/shm | grep -c secret"), "0");
    }

    void keepsFilesWhenTheSandboxGoes()
    {
        auto channel = m_host->open();
        QVERIFY(channel);
        m_host->say(*channel, "echo one > /workspace/a; echo two > ~/b; echo three > /tmp/c");
        channel.reset();
        m_host->use(m_host->options());
        channel = m_host->open();
        QVERIFY(channel);
        QCOMPARE(m_host->say(*channel, "cat /workspace/a ~/b /tmp/c"), "one\ntwo\nthree");
        const QFileInfo file(m_host->path("workspaces/user/workspace/a"));
        QCOMPARE(file.ownerId(), geteuid() == 0 ? m_host->options().owner : geteuid());
    }

    void opensAgainAfterItWasKilled()
    {
        auto channel = m_host->open();
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        Command command;
        command.arguments = QStringList{"sleep", "4711"};
        const auto job = waitFor(channel->start(command));
        VERIFY_RESULT(job);
        QProcess find;
        find.start("pgrep", {"-f", "^" + m_host->bubblewrap() + " --args"});
        QVERIFY(find.waitForFinished());
        const QList<QByteArray> found = find.readAllStandardOutput().trimmed().split('\n');
        QVERIFY(!found.first().isEmpty());
        for (const QByteArray &pid : found)
            kill(pid.toInt(), SIGKILL);
        QTRY_COMPARE(lost.size(), 1);
        channel = m_host->open();
        QVERIFY(channel);
        QCOMPARE(m_host->say(*channel, "pgrep -c -f '^sleep 4711'; echo back"), "0\nback");
    }

    void survivesACommandThatKillsEverything()
    {
        const auto channel = m_host->open();
        QVERIFY(channel);
        m_host->say(*channel, "echo kept > /workspace/kept; kill -9 -1");
        QCOMPARE(m_host->open(), channel);
        QCOMPARE(m_host->say(*channel, "cat /workspace/kept"), "kept");
    }

    void boundsProcesses()
    {
        const auto channel = m_host->open();
        QVERIFY(channel);
        const QString answer = m_host->say(*channel,
                                           "for i in $(seq 200); do sleep 5 & done; echo");
        QVERIFY2(answer.contains("fork", Qt::CaseInsensitive), qPrintable(answer));
        QCOMPARE(m_host->say(*channel, "echo alive"), "alive");
        // Another user's sandbox has a count of its own.
        const auto another = m_host->open("another");
        QVERIFY(another);
        QCOMPARE(m_host->say(*another, "for i in $(seq 40); do sleep 1 & done; echo fine"), "fine");
    }

    void boundsMemoryAndFilesOfOneProcess()
    {
        const auto channel = m_host->open();
        QVERIFY(channel);
        QVERIFY(m_host->say(*channel, "python3.13 -c 'x = bytearray(300 << 20)'")
                    .contains("MemoryError"));
        QCOMPARE(m_host->say(*channel, "python3.13 -c 'print(len(bytearray(100 << 20)))'"),
                 "104857600");
        const QString large = m_host->say(*channel, "head -c 70M /dev/zero > large; stat -c %s "
                                                    "large");
        QVERIFY2(large.endsWith("67108864"), qPrintable(large));
        QCOMPARE(m_host->say(*channel, "ulimit -c; ulimit -n"), "0\n16384");
    }

    void boundsFilesOfAllProcesses()
    {
        SandboxOptions options = m_host->options();
        options.quota = DiskQuotaOptions{.limit = 16 << 20,
                                         .whileBusy = std::chrono::milliseconds(50),
                                         .whileIdle = std::chrono::milliseconds(50),
                                         .afterChange = std::chrono::milliseconds(50)};
        m_host->use(options);
        const auto channel = m_host->open();
        QVERIFY(channel);
        const QString answer = m_host->say(*channel,
                                           "for d in /workspace ~ /tmp; do head -c 7M /dev/zero > "
                                           "$d/large; done; sleep 1000");
        QVERIFY2(answer.contains("far too full"), qPrintable(answer));
        const auto refused = waitFor(channel->write("/workspace/more", "x", {}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::TooLarge);
        QCOMPARE(m_host->say(*channel, "rm /workspace/large ~/large /tmp/large; echo fine"),
                 "fine");
        VERIFY_RESULT(waitFor(channel->write("/workspace/more", "x", {})));
    }

    void makesWorkingDirectoriesWhereFilesStay_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isMade");
        QTest::addRow("workspace") << "/workspace/a/b" << true;
        QTest::addRow("home") << "/home/agent/a" << true;
        QTest::addRow("temporary") << "/tmp/a" << true;
        QTest::addRow("elsewhere") << "/srv/a" << false;
        QTest::addRow("root") << "/" << false;
        QTest::addRow("system") << "/usr/share/a" << false;
    }

    void makesWorkingDirectoriesWhereFilesStay()
    {
        QFETCH(const QString, path);
        QFETCH(const bool, isMade);
        const auto made = waitFor(m_host->runtime()->makeDirectory("user", path));
        QCOMPARE(made.has_value(), isMade);
        if (!isMade)
            QCOMPARE(made.error().kind, Error::Kind::Invalid);
    }

    void showsSharedFoldersUnderTheirOwnPath()
    {
        // Deep in a folder that only its owner may enter, as those of a home often are.
        const QString folder = m_host->path("shared/project");
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + "/there");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const uint owner = geteuid() == 0 ? 64001 : geteuid();
        QCOMPARE(chown(qPrintable(folder), owner, owner), 0);
        SandboxOptions options = m_host->options();
        options.bounds.sharedFolders = {folder};
        options.settings.mounts = {{folder, false}};
        m_host->use(options);
        const auto channel = m_host->open();
        QVERIFY(channel);
        QCOMPARE(m_host->say(*channel, "cd " + folder + " && ls; echo new > new; cat new"),
                 "there\nnew");
        QCOMPARE(QFileInfo(folder + "/new").ownerId(), owner);
        QCOMPARE(m_host->say(*channel, "touch /workspace/x ~/x && echo fine"), "fine");
        QVERIFY(m_host->say(*channel, "ls " + m_host->path("")).contains("shared"));
        QVERIFY(!m_host->say(*channel, "ls " + m_host->path("")).contains("workspaces"));
    }

    void showsAReadOnlyFolderReadOnly()
    {
        const QString folder = m_host->path("shared");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x7777)));
        SandboxOptions options = m_host->options();
        options.bounds.sharedFolders = {folder};
        options.settings.mounts = {{folder, true}};
        m_host->use(options);
        const auto channel = m_host->open();
        QVERIFY(channel);
        QVERIFY(m_host->say(*channel, "touch " + folder + "/x").contains("Read-only"));
    }

    void hidesTheEnvironmentFromOthersOfThisMachine()
    {
        SandboxOptions options = m_host->options();
        options.settings.environment = {{"MY_TOKEN", "secret-token-5577"},
                                        {"LD_PRELOAD", "/workspace/own.so"}};
        m_host->use(options);
        const auto channel = m_host->open();
        QVERIFY(channel);
        QVERIFY(m_host->say(*channel, "env").contains("MY_TOKEN=secret-token-5577"));
        QProcess find;
        find.start("sh", {"-c", "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -a -c "
                                "'secret-token-557[7]'"});
        QVERIFY(find.waitForFinished());
        QCOMPARE(find.readAllStandardOutput().trimmed(), QByteArray("0"));
        // bubblewrap itself, which is outside, would load it.
        find.start("sh",
                   {"-c", "for p in $(pgrep -x bwrap); do cat /proc/$p/environ; done | grep -a "
                          "-c own.so"});
        QVERIFY(find.waitForFinished());
        QCOMPARE(find.readAllStandardOutput().trimmed(), QByteArray("0"));
    }

    void endsWhenItStops()
    {
        const auto channel = m_host->open();
        QVERIFY(channel);
        Command command;
        command.arguments = QStringList{"sleep", "4712"};
        const auto job = waitFor(channel->start(command));
        VERIFY_RESULT(job);
        VERIFY_RESULT(waitFor(m_host->runtime()->stop()));
        QCOMPARE(QProcess::execute("pgrep", {"-f", "^sleep 4712"}), 1);
        const auto refused = waitFor(m_host->runtime()->open("user"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unavailable);
    }

    void refusesUsersWhoseNameIsNoFolder_data()
    {
        QTest::addColumn<QString>("user");
        for (const char *user : {"", ".", "..", "../other", "a/b", ".hidden", "a b"})
            QTest::addRow("%s", user) << user;
    }

    void refusesUsersWhoseNameIsNoFolder()
    {
        QFETCH(const QString, user);
        const auto opened = waitFor(m_host->runtime()->open(user));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Invalid);
    }

    void saysWhatIsMissing_data()
    {
        QTest::addColumn<QString>("bubblewrap");
        QTest::addColumn<QString>("answer");
        QTest::addRow("no program") << "/nowhere/bwrap" << "No such file";
        QTest::addRow("forbidden") << "forbidden" << "No permissions to create new namespace";
        QTest::addRow("too old") << "old" << "Unknown option --args";
        QTest::addRow("silent") << "/bin/false" << "bubblewrap cannot make a sandbox here";
    }

    /// A program that ends as bubblewrap does when something is wrong.
    void saysWhatIsMissing()
    {
        QFETCH(const QString, bubblewrap);
        QFETCH(const QString, answer);
        SandboxOptions options = m_host->options();
        options.bubblewrap = bubblewrap.startsWith('/') ? bubblewrap : script(bubblewrap);
        m_host->use(options);
        const auto opened = waitFor(m_host->runtime()->open("user"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Unavailable);
        QVERIFY2(opened.error().message.contains(answer), qPrintable(opened.error().message));
    }

    void advisesByWhatBubblewrapSaid_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("isInContainer");
        QTest::addColumn<QString>("advice");
        const QString forbidden = "bwrap: No permissions to create new namespace, likely because "
                                  "the kernel does not allow non-privileged user namespaces.";
        QTest::addRow("forbidden") << forbidden << false << "kernel.unprivileged_userns_clone=1";
        QTest::addRow("by AppArmor") << "bwrap: setting up uid map: Permission denied" << false
                                     << "kernel.apparmor_restrict_unprivileged_userns=0";
        QTest::addRow("in a container") << forbidden << true << "socket of an engine";
        QTest::addRow("pivot in a container")
            << "bwrap: pivot_root: Operation not permitted" << true << "socket of an engine";
        QTest::addRow("something else") << "bwrap: out of tea" << false << "out of tea\n$";
    }

    void advisesByWhatBubblewrapSaid()
    {
        QFETCH(const QString, words);
        QFETCH(const bool, isInContainer);
        QFETCH(const QString, advice);
        const QString said = sandboxAdvice(words, isInContainer);
        QVERIFY2(QRegularExpression(advice).match(said).hasMatch(), qPrintable(said));
    }

    void looksAgainForWhatWasMissing()
    {
        SandboxOptions options = m_host->options();
        const QTemporaryDir folder("/var/tmp/berth-bwrap-XXXXXX");
        options.bubblewrap = folder.filePath("bwrap");
        m_host->use(options);
        QVERIFY(!waitFor(m_host->runtime()->open("user")));
        QVERIFY(QFile::link(m_host->bubblewrap(), options.bubblewrap));
        QVERIFY(QFile::setPermissions(folder.path(), everyone));
        QVERIFY(m_host->open());
    }

    void saysWhatNoSandboxCanGive_data()
    {
        QTest::addColumn<QJsonObject>("settings");
        QTest::addColumn<QString>("answer");
        QTest::addRow("developer") << QJsonObject{{"profile", "developer"}} << "developer";
        QTest::addRow("GPU") << QJsonObject{{"gpu", "all"}} << "GPU";
        QTest::addRow("network") << QJsonObject{{"network_mode", "bridge"}} << "bridge";
    }

    void saysWhatNoSandboxCanGive()
    {
        QFETCH(const QJsonObject, settings);
        QFETCH(const QString, answer);
        SandboxOptions options = m_host->options();
        const auto read = json::read<WorkspaceSettings>(settings);
        VERIFY_RESULT(read);
        options.settings = *read;
        m_host->use(options);
        const auto opened = waitFor(m_host->runtime()->open("user"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Unavailable);
        QVERIFY2(opened.error().message.contains(answer), qPrintable(opened.error().message));
    }

    void reachesWhatIsListed()
    {
        test::Outside outside;
        outside.isEchoing = true;
        SandboxOptions wanted = m_host->options();
        wanted.settings.allowedHosts = QStringList{outside.address()};
        m_host->use(wanted);
        const auto channel = m_host->open();
        QVERIFY(channel);
        QCOMPARE(m_host->say(*channel, "echo $https_proxy $HTTP_PROXY; ls /sys/class/net 2>&1 | "
                                       "grep -c eth"),
                 "http://127.0.0.1:3128 http://127.0.0.1:3128\n0");
        const QString ask = "exec 3<>/dev/tcp/127.0.0.1/3128; printf \"CONNECT %1 "
                            "HTTP/1.1\\r\\n\\r\\n\" >&3; read -r _ status _ <&3; echo $status; "
                            "read -r _ <&3; printf hello >&3; read -r -N 5 echoed <&3; "
                            "echo $echoed";
        QCOMPARE(m_host->say(*channel, ask.arg(outside.address())), "200\nhello");
        QVERIFY(m_host->say(*channel, ask.arg("127.0.0.1:1")).startsWith("403"));
    }

    void reachesNothingWithoutANetwork()
    {
        SandboxOptions wanted = m_host->options();
        wanted.settings.networkMode = NetworkMode::None;
        m_host->use(wanted);
        const auto channel = m_host->open();
        QVERIFY(channel);
        const QString answer = m_host->say(*channel,
                                           "env | grep -c -i proxy; (</dev/tcp/127.0.0.1/3128) && "
                                           "echo open || echo closed");
        QVERIFY2(answer.startsWith("0\n") && answer.endsWith("closed"), qPrintable(answer));
    }

private:
    QString script(const QString &what) const
    {
        const QString said = what == "old" ? "bwrap: Unknown option --args"
                                           : "bwrap: No permissions to create new namespace";
        QFile file(m_programs.filePath(what));
        if (file.open(QIODevice::WriteOnly))
            file.write(qPrintable("#!/bin/sh\necho '" + said + "' >&2\nexit 1\n"));
        file.setPermissions(everyone);
        QFile::setPermissions(m_programs.path(), everyone);
        return file.fileName();
    }
};

BERTH_TEST(SandboxRuntimeTest)
#include "SandboxRuntimeTest.moc"
