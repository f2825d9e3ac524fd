// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkspaceSettings.h"

#include "TestMain.h"
#include "workspace/ContainerNetwork.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DockerRuntime.h"
#include "workspace/HelperFolder.h"
#include "workspace/WorkingDirectory.h"

using namespace workspace;

class WorkspaceSettingsTest : public QObject
{
    Q_OBJECT

    static core::Result<WorkspaceSettings> read(const QByteArray &text)
    {
        const auto value = json::parse(text);
        if (!value)
            return std::unexpected(value.error());
        return json::read<WorkspaceSettings>(*value);
    }

    static WorkspaceRecord recordWith(const WorkspaceSettings &settings)
    {
        WorkspaceRecord record;
        record.id = "user";
        record.userId = "user";
        record.settings = settings;
        return record;
    }

private slots:
    void readsSizes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("bytes");
        QTest::addRow("number") << "1048576" << qint64(1048576);
        QTest::addRow("short") << "2g" << (qint64(2) << 30);
        QTest::addRow("capital") << "512M" << (qint64(512) << 20);
        QTest::addRow("unit") << "1.5 GiB" << (qint64(3) << 29);
        QTest::addRow("empty") << "" << qint64(-1);
        QTest::addRow("negative") << "-1g" << qint64(-1);
        QTest::addRow("unknown unit") << "2x" << qint64(-1);
        QTest::addRow("too much") << "99999999999999t" << qint64(-1);
    }

    void readsSizes()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, bytes);
        QCOMPARE(byteCountFrom(text).value_or(ByteCount{-1}).bytes, bytes);
    }

    void letsTheUpperLevelWin()
    {
        const auto server = read(
            R"({"profile": "standard", "image": "a", "env": {"A": "1", "B": "1"},
                                     "resource_limits": {"memory": "1g", "cpus": 1}})");
        const auto user = read(R"({"profile": "developer", "env": {"B": "2"},
                                   "resource_limits": {"memory": 268435456}})");
        VERIFY_RESULT(server);
        VERIFY_RESULT(user);
        const auto expected = json::parse(R"({"profile": "developer", "image": "a",
            "env": {"A": "1", "B": "2"}, "resource_limits": {"memory": 268435456, "cpus": 1}})");
        QCOMPARE(json::write(merged(*server, *user)), *expected);
        QCOMPARE(json::write(merged(*server, {})), json::write(*server));
    }

    void saysOfANetworkWhatItsModeMeans_data()
    {
        QTest::addColumn<std::optional<NetworkMode>>("mode");
        QTest::addColumn<QString>("network");
        QTest::addColumn<bool>("hasProxy");
        using Mode = std::optional<NetworkMode>;
        QTest::addRow("usually") << Mode() << "none" << true;
        QTest::addRow("allowlist") << Mode(NetworkMode::Allowlist) << "none" << true;
        QTest::addRow("none") << Mode(NetworkMode::None) << "none" << false;
        QTest::addRow("bridge") << Mode(NetworkMode::Bridge) << "berth-a1b2c3d4" << false;
    }

    void saysOfANetworkWhatItsModeMeans()
    {
        QFETCH(const std::optional<NetworkMode>, mode);
        QFETCH(const QString, network);
        QFETCH(const bool, hasProxy);
        DockerOptions options;
        options.instance = "a1b2c3d4-e5f6";
        options.settings.networkMode = mode;
        options.settings.allowedHosts = QStringList{"pypi.org"};
        const docker::ContainerSpec spec = containerSpec(options, recordWith({}));
        QCOMPARE(spec.networkMode, network);
        for (const char *name :
             {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
            QCOMPARE(spec.environment.value(name),
                     hasProxy ? QString("http://127.0.0.1:3128") : QString());
        QCOMPARE(spec.environment.contains("no_proxy"), hasProxy);
        const auto egress = wayOut(options, recordWith({}));
        QCOMPARE(egress.has_value(), hasProxy);
        if (egress) {
            QVERIFY(egress->policy.lists(*EgressTarget::from("pypi.org", 443)));
            // What a workspace's own settings list takes the place of the server's list.
            WorkspaceSettings own;
            own.allowedHosts = QStringList{"crates.io"};
            QVERIFY(!wayOut(options, recordWith(own))
                         ->policy.lists(*EgressTarget::from("pypi.org", 443)));
        }
    }

    void knowsEveryHostThatIsCompiledIn()
    {
        QFile file(BERTH_SOURCE_DIR "/resources/egress/hosts.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray entries = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(entries.size() > 20);
        QStringList seen;
        for (const QJsonValue &entry : entries) {
            const QString host = entry["host"].toString();
            const auto rule = HostRule::from(host);
            QVERIFY2(rule && rule->name == host && !rule->isWildcard && !seen.contains(host),
                     qPrintable(host));
            QVERIFY2(entry["accepts_writes"].isBool() && entry["purpose"].isString(),
                     qPrintable(host));
            seen.append(host);
        }
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        const auto row = [](const char *name, const QByteArray &text, const QString &path) {
            QTest::addRow("%s", name) << text << path;
        };
        row("unknown field", R"({"memory": "2g"})", "memory");
        row("unknown limit", R"({"resource_limits": {"ram": 1}})", "resource_limits.ram");
        row("no size", R"({"resource_limits": {"memory": "lots"}})", "resource_limits.memory");
        row("little memory", R"({"resource_limits": {"memory": "1m"}})", "resource_limits.memory");
        row("much memory", R"({"resource_limits": {"memory": "65g"}})", "resource_limits.memory");
        row("many cpus", R"({"resource_limits": {"cpus": 9}})", "resource_limits.cpus");
        row("no cpu", R"({"resource_limits": {"cpus": 0}})", "resource_limits.cpus");
        row("little disk", R"({"resource_limits": {"disk": 1}})", "resource_limits.disk");
        row("few processes", R"({"pids": 1})", "pids");
        row("no time", R"({"timeout": 0})", "timeout");
        row("profile", R"({"profile": "root"})", "profile");
        row("network", R"({"network_mode": "host"})", "network_mode");
        row("host name", R"({"allowed_hosts": ["a.example", "b c"]})", "allowed_hosts[1]");
        row("port", R"({"allowed_hosts": ["a.example:70000"]})", "allowed_hosts[0]");
        row("image", R"({"image": "--privileged"})", "image");
        row("image of a folder that is not shared", R"({"image": "/etc"})", "image");
        row("name of a variable", R"({"env": {"A=B": "1"}})", "env.A=B");
        row("own variable", R"({"env": {"BERTH_TOKEN_SHA256": "1"}})", "env.BERTH_TOKEN_SHA256");
        row("proxy", R"({"env": {"HTTPS_PROXY": "1"}})", "env.HTTPS_PROXY");
        row("relative mount", R"({"mounts": [{"path": "a"}]})", "mounts[0].path");
        row("foreign mount", R"({"mounts": [{"path": "/etc"}]})", "mounts[0].path");
        row("gpu", R"({"gpu": "0"})", "gpu");
    }

    void refusesWhatCannotBe()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, path);
        SettingsBounds bounds;
        bounds.machine.cpus = 8;
        bounds.machine.memoryBytes = 64LL << 30;
        const auto settings = read(text);
        const core::Result<> checked = settings ? checkSettings(*settings, bounds)
                                                : std::unexpected(settings.error());
        QVERIFY(!checked);
        QCOMPARE(checked.error().kind, core::Error::Kind::Invalid);
        QCOMPARE(json::pathText(checked.error().problems.constFirst().path), path);
    }

    void sharesOnlyWhatLiesInAConfiguredFolder()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("shared/project"));
        QVERIFY(QDir(folder.path()).mkpath("shared-not"));
        QVERIFY(QFile::link("/etc", folder.filePath("shared/link")));
        const QStringList shared{folder.filePath("shared")};
        const auto isShared = [&](const QString &path) {
            return !sharedPath(folder.filePath(path), shared).isEmpty();
        };
        QVERIFY(isShared("shared"));
        QVERIFY(isShared("shared/project"));
        QVERIFY(!isShared("shared-not"));
        QVERIFY(!isShared("shared/link"));
        QVERIFY(!isShared("shared/../shared-not"));
        QVERIFY(!isShared("shared/nothing"));
    }

    void makesAnotherContainerForOtherSettings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addRow("profile") << QByteArray(R"({"profile": "developer"})");
        QTest::addRow("memory") << QByteArray(R"({"resource_limits": {"memory": "1g"}})");
        QTest::addRow("disk") << QByteArray(R"({"resource_limits": {"disk": "1g"}})");
        QTest::addRow("pids") << QByteArray(R"({"pids": 100})");
        QTest::addRow("image") << QByteArray(R"({"image": "other"})");
        QTest::addRow("env") << QByteArray(R"({"env": {"A": "1"}})");
        QTest::addRow("gpu") << QByteArray(R"({"gpu": "all"})");
    }

    void makesAnotherContainerForOtherSettings()
    {
        QFETCH(const QByteArray, text);
        const auto settings = read(text);
        VERIFY_RESULT(settings);
        const QString usual = containerSpec({}, recordWith({})).labels.value(specLabel);
        QCOMPARE(containerSpec({}, recordWith({})).labels.value(specLabel), usual);
        QVERIFY(containerSpec({}, recordWith(*settings)).labels.value(specLabel) != usual);
    }

    void sharesFoldersReadOnlyWithRootOfTheMachine()
    {
        const QTemporaryDir folder;
        DockerOptions options;
        options.bounds.sharedFolders = QStringList{folder.path()};
        options.settings.mounts = QList<SharedFolder>{{folder.path(), false}};
        const docker::ContainerSpec standard = containerSpec(options, recordWith({}));
        QCOMPARE(standard.mounts.constLast().target, folder.path());
        QVERIFY(!standard.mounts.constLast().readOnly);
        options.settings.profile = Profile::Developer;
        QVERIFY(containerSpec(options, recordWith({})).mounts.constLast().readOnly);
        options.bounds.machine.remapsUsers = true;
        QVERIFY(!containerSpec(options, recordWith({})).mounts.constLast().readOnly);
    }

    void boundsAWritableSystemWhereTheEngineCan_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<bool>("canBound");
        QTest::addColumn<qint64>("rootBytes");
        QTest::addColumn<QString>("enforcement");
        QTest::addRow("read-only") << "standard" << true << qint64(0) << "hard";
        QTest::addRow("writable") << "developer" << true << qint64(1 << 30) << "hard";
        QTest::addRow("unbounded") << "developer" << false << qint64(0) << "soft";
    }

    void boundsAWritableSystemWhereTheEngineCan()
    {
        QFETCH(const QString, profile);
        QFETCH(const bool, canBound);
        DockerOptions options;
        const auto settings = json::read<WorkspaceSettings>(
            QJsonObject{{"profile", profile}, {"resource_limits", QJsonObject{{"disk", "1g"}}}});
        VERIFY_RESULT(settings);
        options.settings = *settings;
        options.bounds.machine.limitsRoots = canBound;
        const docker::ContainerSpec spec = containerSpec(options, recordWith({}));
        QTEST(spec.rootBytes, "rootBytes");
        QCOMPARE(diskQuota(spec).limit, qint64(1 << 30));
        QTEST(json::name(diskQuota(spec).systemEnforcement), "enforcement");
    }

    void knowsWhichDirectoriesStay_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<DirectoryKind>("standard");
        QTest::addColumn<DirectoryKind>("developer");
        using enum DirectoryKind;
        QTest::addRow("workspace") << "/workspace/a" << Volume << Volume;
        QTest::addRow("home") << "/home/agent" << Volume << Volume;
        QTest::addRow("tmp") << "/tmp/a" << Volume << Volume;
        QTest::addRow("shared") << "/host/project/a" << Shared << Shared;
        QTest::addRow("beside") << "/host/project2" << Refused << Linked;
        QTest::addRow("elsewhere") << "/srv/app" << Refused << Linked;
        QTest::addRow("system") << "/proc/1" << Refused << Refused;
        QTest::addRow("helper") << "/opt/berth" << Refused << Refused;
        QTest::addRow("root") << "/" << Refused << Refused;
    }

    void knowsWhichDirectoriesStay()
    {
        QFETCH(const QString, path);
        WorkspaceSettings settings;
        settings.mounts = QList<SharedFolder>{{"/host/project", false}};
        QTEST(directoryKind(path, settings), "standard");
        settings.profile = Profile::Developer;
        QTEST(directoryKind(path, settings), "developer");
    }

    void keepsEachVersionOfTheHelper()
    {
        const QTemporaryDir folder;
        const auto put = [&folder](const QByteArray &bytes) {
            QFile file(folder.filePath("program"));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(put("one"));
        const auto one = helperFolder(folder.filePath("program"), folder.filePath("kept"));
        VERIFY_RESULT(one);
        QCOMPARE(helperFolder(folder.filePath("program"), folder.filePath("kept")).value_or(""),
                 *one);
        QVERIFY(put("two"));
        const auto two = helperFolder(folder.filePath("program"), folder.filePath("kept"));
        VERIFY_RESULT(two);
        QVERIFY(*one != *two);
        QFile kept(*one + "/berth-workspaced");
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("one"));
        QVERIFY(kept.permissions() & QFile::ExeOther);
        const auto none = helperFolder(folder.filePath("nothing"), folder.filePath("kept"));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, core::Error::Kind::Unavailable);
    }
};

BERTH_TEST(WorkspaceSettingsTest)
#include "WorkspaceSettingsTest.moc"
