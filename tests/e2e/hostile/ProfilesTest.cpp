// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContainerHost.h"

#include <unistd.h>

using namespace workspace;
using QCoro::waitFor;
using test::ContainerHost;

/// What the settings make of a container, seen from inside.
class ProfilesTest : public QObject
{
    Q_OBJECT

    ContainerHost m_host;

    /// Makes the directory and a file in it.
    core::Result<> put(const QString &directory)
    {
        const core::Result<> made = waitFor(m_host.runtime()->makeDirectory("user", directory));
        if (!made)
            return made;
        return waitFor(m_host.open()->write(directory + "/file", directory.toUtf8(), {}));
    }

private slots:
    void initTestCase()
    {
        const QString problem = m_host.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void cleanup()
    {
        m_host.stop();
        m_host.removeVolumes();
    }

    void isAnOrdinaryUserOfAReadOnlySystem()
    {
        m_host.use(m_host.options());
        const auto channel = m_host.open();
        QVERIFY(channel);
        QCOMPARE(ContainerHost::say(*channel, "id -u; grep -E 'CapBnd|NoNewPrivs|Seccomp:' "
                                              "/proc/self/status; touch /usr/x"),
                 "1000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n"
                 "touch: cannot touch '/usr/x': Read-only file system");
        QCOMPARE(ContainerHost::say(*channel, "ulimit -n; ulimit -c; ulimit -u; ulimit -f"),
                 "16384\n0\n16384\n65536");
    }

    void isRootOfABoundedContainer()
    {
        DockerOptions options = m_host.options();
        options.settings.profile = Profile::Developer;
        m_host.use(options);
        const auto channel = m_host.open();
        QVERIFY(channel);
        // CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID and SETUID.
        QCOMPARE(ContainerHost::say(*channel,
                                    "id -u; grep -E 'CapBnd|NoNewPrivs' /proc/self/status; "
                                    "echo fine > /usr/x && cat /usr/x; chown 5:5 /usr/x && "
                                    "stat -c %u /usr/x"),
                 "0\nCapBnd:\t00000000000000eb\nNoNewPrivs:\t1\nfine\n5");
    }

    void keepsWorkingDirectoriesOfAStandardUser()
    {
        m_host.use(m_host.options());
        const QStringList kept{"/workspace/a/b", "/home/agent/c", "/tmp/d"};
        for (const QString &directory : kept)
            VERIFY_RESULT(put(directory));
        const core::Result<> refused = put("/srv/app");
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, core::Error::Kind::Invalid);
        for (const char *kind : {"/workspace", "/home/agent", "/tmp", "shared folder"})
            QVERIFY2(refused.error().message.contains(kind), qPrintable(refused.error().message));
        m_host.use(m_host.options());
        for (const QString &directory : kept)
            QCOMPARE(ContainerHost::say(*m_host.open(), "cat " + directory + "/file"), directory);
    }

    void keepsWorkingDirectoriesOfADeveloper()
    {
        DockerOptions options = m_host.options();
        options.settings.profile = Profile::Developer;
        m_host.use(options);
        const QStringList kept{"/workspace/a", "/srv/app", "/srv/app/below", "/data"};
        for (const QString &directory : kept)
            VERIFY_RESULT(put(directory));
        QVERIFY(!put("/proc/x"));
        const core::Result<> taken = put("/usr/bin");
        QVERIFY(!taken);
        QCOMPARE(taken.error().message, "/usr/bin is there already");
        options.settings.pids = 65; // another container
        m_host.use(options);
        for (const QString &directory : kept)
            QCOMPARE(ContainerHost::say(*m_host.open(), "cat " + directory + "/file"), directory);
    }

    void sharesAFolderUnderItsOwnPath()
    {
        const QString folder = m_host.path("shared");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::setPermissions(m_host.path(""), QFile::permissions(folder)));
        QCOMPARE(::chown(folder.toLocal8Bit().constData(), 4321, 4321), 0);
        DockerOptions options = m_host.options();
        options.settings.mounts = QList<SharedFolder>{{folder, false}};
        options.bounds.sharedFolders = QStringList{folder};
        m_host.use(options);
        VERIFY_RESULT(put(folder + "/project"));
        QCOMPARE(ContainerHost::say(*m_host.open(), "id -u"), "4321");
        QCOMPARE(QFileInfo(folder + "/project/file").ownerId(), 4321u);
        options.settings.profile = Profile::Developer;
        m_host.use(options);
        QVERIFY(ContainerHost::say(*m_host.open(), "touch " + folder + "/x")
                    .endsWith("Read-only file system"));
    }

    void worksInAnEmptyImage()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("root"));
        const QString archive = folder.filePath("empty.tar");
        QCOMPARE(QProcess::execute("tar", {"-C", folder.filePath("root"), "-cf", archive, "."}), 0);
        QCOMPARE(m_host.import("berth/empty:latest", archive), QString());
        DockerOptions options = m_host.options();
        options.settings.image = "berth/empty:latest";
        m_host.use(options);
        VERIFY_RESULT(put("/workspace/a"));
        QCOMPARE(waitFor(m_host.open()->read("/workspace/a/file", 0, 100)).value_or(""),
                 QByteArray("/workspace/a"));
    }

    void refusesMoreThanTheMachineHas()
    {
        DockerOptions options = m_host.options();
        options.settings.resourceLimits->cpus = 4000;
        m_host.use(options);
        const auto channel = waitFor(m_host.runtime()->open("user"));
        QVERIFY(!channel);
        QVERIFY2(channel.error().message.contains("resource_limits.cpus: the engine's machine has"),
                 qPrintable(channel.error().message));
    }
};

BERTH_TEST(ProfilesTest)
#include "ProfilesTest.moc"
