// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Diagnosis.h"

#include "docker/Images.h"
#include "docker/RootLimit.h"

#include "Dockerd.h"
#include "TestMain.h"

#include <QLocalServer>
#include <QTcpServer>

using namespace docker;
using QCoro::waitFor;
using Weight = Finding::Weight;

static const QString helper = BERTH_BIN_DIR "/berth-workspaced";

/// An engine with a fault: it answers what it was told, on a real socket.
class FaultyEngine
{
public:
    explicit FaultyEngine(const QString &path)
    {
        m_server.listen(path);
        QObject::connect(&m_server, &QLocalServer::newConnection, &m_server, [this] {
            QLocalSocket *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QLocalSocket::readyRead, socket, [this, socket] {
                const QByteArray line = socket->readAll();
                for (auto it = m_answers.begin(); it != m_answers.end(); ++it) {
                    if (line.contains(it.key() + " HTTP"))
                        return reply(socket, 200, it.value());
                }
                reply(socket, 404, R"({"message":"page not found"})");
            });
        });
    }

    void answer(const QByteArray &path, const QByteArray &body) { m_answers[path] = body; }
    void speak(const QByteArray &newest = "1.41", const QByteArray &oldest = "1.12")
    {
        answer("/version", R"({"Version":"20.10.24","ApiVersion":")" + newest
                               + R"(","MinAPIVersion":")" + oldest
                               + R"(","Os":"linux","Arch":"amd64"})");
    }
    void describe(QJsonObject changes)
    {
        QJsonObject info{{"Driver", "overlay2"},
                         {"DockerRootDir", "/"},
                         {"Architecture", "x86_64"},
                         {"CgroupVersion", "2"},
                         {"MemTotal", 8LL << 30},
                         {"MemoryLimit", true},
                         {"CpuCfsQuota", true},
                         {"PidsLimit", true},
                         {"SecurityOptions", QJsonArray{"name=seccomp,profile=default"}}};
        for (auto it = changes.begin(); it != changes.end(); ++it)
            info.insert(it.key(), it.value());
        answer("/info", QJsonDocument(info).toJson());
    }

private:
    static void reply(QLocalSocket *socket, int status, const QByteArray &body)
    {
        socket->write("HTTP/1.1 " + QByteArray::number(status)
                      + " X\r\nContent-Type: application/json\r\nContent-Length: "
                      + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }

    QLocalServer m_server;
    QMap<QByteArray, QByteArray> m_answers;
};

class DiagnosisTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString &name) const { return m_folder.filePath(name); }

    static Diagnosis of(const QString &socketPath, const QString &program = helper)
    {
        const core::Result<Diagnosis> diagnosis = waitFor(
            diagnose({{.socketPath = socketPath, .source = "the test"}},
                     {"berth/workspace:latest", program}));
        return diagnosis.value_or(Diagnosis());
    }
    static Finding named(const Diagnosis &diagnosis, const QString &name)
    {
        for (const Finding &finding : diagnosis.findings) {
            if (finding.name == name)
                return finding;
        }
        return {Weight::Fine, {}, {}, {}};
    }
    /// What a person sees who asks the program, as user @p uid.
    static QString told(
        const QStringList &arguments, int uid, int *code,
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("/usr/bin/setpriv",
                      QStringList{"--reuid", QString::number(uid), "--regid", QString::number(uid),
                                  "--clear-groups", BERTH_BIN_DIR "/berthd", "doctor"}
                          + arguments);
        process.waitForFinished(30000);
        *code = process.exitCode();
        return QString::fromUtf8(process.readAll());
    }

private slots:
    void findsAnEngineThatBoundsTheRootOfAContainer()
    {
        FaultyEngine engine(path("bounds"));
        engine.speak();
        engine.answer("/containers/create?name=probe", R"({"Id":"abc"})");
        engine.answer("/containers/abc?force=1&v=1", "");
        const auto found = waitFor(findEngine({{.socketPath = path("bounds"), .source = "x"}}));
        VERIFY_RESULT(found);
        ContainerSpec probe;
        probe.name = "probe";
        probe.rootBytes = 1 << 30;
        const QJsonValue body = bodyOf(probe);
        QCOMPARE(body["HostConfig"]["StorageOpt"]["size"].toString(), "1073741824");
        const auto bounds = waitFor(boundsRoots(*found, probe));
        VERIFY_RESULT(bounds);
        QVERIFY(*bounds);
    }

    void saysThatARealEngineIsWell()
    {
        test::Dockerd daemon;
        QVERIFY2(daemon.isReady(), daemon.log().constData());
        const Diagnosis without = of(daemon.socketPath());
        QVERIFY(without.used);
        QVERIFY(!without.isWell());
        QCOMPARE(named(without, "image").weight, Weight::Trouble);
        QCOMPARE(named(without, "limits").weight, Weight::Fine);
        QCOMPARE(named(without, "disk").weight, Weight::Fine);
        // The test's folder lies on no disk with quotas; tests/e2e/quota has an engine that does.
        QCOMPARE(named(without, "disk-limits").weight, Weight::Note);
        QCOMPARE(named(without, "helper").weight, Weight::Fine);

        const auto engine = waitFor(findEngine({{.socketPath = daemon.socketPath()}}));
        VERIFY_RESULT(engine);
        const auto tar = test::tarOf(m_folder, {{"bin/berth-workspaced", helper}});
        VERIFY_RESULT(waitFor(Images(*engine).import("berth/workspace:latest", tar)));
        const Diagnosis with = of(daemon.socketPath());
        for (const Finding &finding : with.findings)
            QVERIFY2(finding.weight != Weight::Trouble, qPrintable(finding.text));
        QVERIFY(with.isWell());

        int code = -1;
        const QString text = told({"--docker-host", "unix://" + daemon.socketPath()}, 0, &code);
        QVERIFY2(text.contains("used: unix://" + daemon.socketPath()), qPrintable(text));
        QCOMPARE(code, 0);
    }

    void namesASocketThatIsNotThere()
    {
        const Diagnosis diagnosis = of(path("absent"));
        QVERIFY(!diagnosis.used);
        QCOMPARE(diagnosis.passedOver.value(0).finding.name, "no-socket");
    }

    void namesAnEngineThatHasStopped()
    {
        {
            QLocalServer server;
            QVERIFY(server.listen(path("listening")));
            QVERIFY(::link(QFile::encodeName(path("listening")).constData(),
                           QFile::encodeName(path("left")).constData())
                    == 0);
        }
        QCOMPARE(of(path("left")).passedOver.value(0).finding.name, "stopped");
    }

    void namesAMissingPermission()
    {
        QTemporaryDir folder("/tmp/berth-doctor-XXXXXX");
        QVERIFY(QFile::setPermissions(folder.path(), QFile::Permissions(0x7055)));
        QLocalServer server;
        server.setSocketOptions(QLocalServer::UserAccessOption);
        QVERIFY(server.listen(folder.filePath("engine")));
        int code = -1;
        const QString text = told({"--docker-host", "unix://" + folder.filePath("engine")}, 65534,
                                  &code);
        QVERIFY2(text.contains("[no-permission]"), qPrintable(text));
        QVERIFY2(text.contains("usermod -aG"), qPrintable(text));
        QCOMPARE(code, 1);
    }

    void namesAPlainFile()
    {
        QFile file(path("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QString name = of(path("file")).passedOver.value(0).finding.name;
        QVERIFY2(name == "stopped" || name == "no-socket", qPrintable(name));
    }

    void namesAnApiThatDoesNotMeetOurs_data()
    {
        QTest::addColumn<QByteArray>("newest");
        QTest::addColumn<QByteArray>("oldest");
        QTest::addRow("old") << QByteArray("1.30") << QByteArray("1.12");
        QTest::addRow("new") << QByteArray("1.99") << QByteArray("1.90");
    }
    void namesAnApiThatDoesNotMeetOurs()
    {
        QFETCH(QByteArray, newest);
        QFETCH(QByteArray, oldest);
        FaultyEngine engine(path("api"));
        engine.speak(newest, oldest);
        const Diagnosis diagnosis = of(path("api"));
        QVERIFY(!diagnosis.used);
        QCOMPARE(diagnosis.passedOver.value(0).finding.name, "api");
        QVERIFY(diagnosis.passedOver.value(0).finding.text.contains(QString::fromLatin1(newest)));
    }

    void namesWhatIsNoEngine()
    {
        FaultyEngine engine(path("other"));
        QCOMPARE(of(path("other")).passedOver.value(0).finding.name, "no-engine");
        engine.answer("/version", "<html>");
        QCOMPARE(of(path("other")).passedOver.value(0).finding.name, "no-engine");
    }

    void namesAnEngineThatIsSilent()
    {
        QLocalServer server;
        QVERIFY(server.listen(path("silent")));
        const Diagnosis diagnosis = of(path("silent"));
        QCOMPARE(diagnosis.passedOver.value(0).finding.name, "silent");
    }

    void namesWhatAnEngineLacks_data()
    {
        QTest::addColumn<QJsonObject>("changes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("words");
        QTest::addRow("rootless without limits")
            << QJsonObject{{"SecurityOptions", QJsonArray{"name=seccomp", "name=rootless"}},
                           {"CgroupVersion", "1"},
                           {"MemoryLimit", false},
                           {"PidsLimit", false}}
            << "limits" << "memory, processes";
        QTest::addRow("no seccomp")
            << QJsonObject{{"SecurityOptions", QJsonArray{}}} << "seccomp" << "system calls";
        QTest::addRow("a full disk")
            << QJsonObject{{"DockerRootDir", "/proc"}} << "disk" << "0 bytes left";
        QTest::addRow("little memory")
            << QJsonObject{{"MemTotal", 256LL << 20}} << "memory" << "256.0 MB";
        QTest::addRow("another machine")
            << QJsonObject{{"Architecture", "aarch64"}} << "helper-machine" << "aarch64";
    }
    void namesWhatAnEngineLacks()
    {
        QFETCH(QJsonObject, changes);
        QFETCH(QString, name);
        QFETCH(QString, words);
        FaultyEngine engine(path("lacking"));
        engine.speak();
        engine.describe({});
        QCOMPARE(named(of(path("lacking")), name).weight, Weight::Fine);
        engine.describe(changes);
        const Diagnosis diagnosis = of(path("lacking"));
        const Finding finding = named(diagnosis, name);
        QCOMPARE(finding.weight, Weight::Trouble);
        QVERIFY2(finding.text.contains(words), qPrintable(finding.text));
        QVERIFY(!finding.advice.isEmpty());
        QVERIFY(!diagnosis.isWell());
    }

    void passesOnTheEnginesOwnWarnings()
    {
        FaultyEngine engine(path("warning"));
        engine.speak();
        engine.describe({{"Warnings", QJsonArray{"WARNING: No swap limit support"}}});
        QVERIFY(named(of(path("warning")), "warning").text.contains("No swap limit support"));
    }

    void namesAHelperThatIsMissing()
    {
        FaultyEngine engine(path("helper"));
        engine.speak();
        engine.describe({});
        QCOMPARE(named(of(path("helper"), path("nothing")), "helper").weight, Weight::Trouble);
    }

    void namesCertificatesThatAreMissing()
    {
        QProcessEnvironment environment;
        environment.insert("DOCKER_HOST", "tcp://127.0.0.1:1");
        environment.insert("DOCKER_TLS_VERIFY", "1");
        environment.insert("DOCKER_CERT_PATH", path("none"));
        environment.insert("HOME", m_folder.path());
        int code = -1;
        const QString text = told({}, 0, &code, environment);
        QVERIFY2(text.contains("[certificates]") && text.contains("ca.pem"), qPrintable(text));
        QCOMPARE(code, 1);
    }

    void namesAPortWithoutAnEngine()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString address = QString("tcp://127.0.0.1:%1").arg(server.serverPort());
        server.close();
        int code = -1;
        const QString text = told({"--docker-host", address}, 0, &code);
        QVERIFY2(text.contains("[unreachable]"), qPrintable(text));
        QVERIFY2(text.contains("\nSandboxes can be made"), qPrintable(text));
    }

    void saysWhyNoSandboxCanBeMade()
    {
        QProcessEnvironment environment;
        environment.insert("PATH", "/nowhere");
        environment.insert("HOME", m_folder.path());
        int code = -1;
        const QString text = told({"--docker-host", "unix:///nowhere/docker.sock"}, 0, &code,
                                  environment);
        QVERIFY2(text.contains("\nSandboxes cannot be made: bubblewrap"), qPrintable(text));
        QCOMPARE(code, 1);
    }

    void namesAContextWithoutAnEngine()
    {
        QProcessEnvironment environment;
        environment.insert("DOCKER_CONTEXT", "gone");
        environment.insert("HOME", m_folder.path());
        int code = -1;
        const QString text = told({}, 0, &code, environment);
        QVERIFY2(text.contains("The Docker context \"gone\" names no engine"), qPrintable(text));
        QCOMPARE(code, 2);
    }

    void saysWhyEachIsPassedOver()
    {
        FaultyEngine engine(path("second"));
        engine.speak();
        engine.describe({});
        const auto diagnosis = waitFor(diagnose({{.socketPath = path("first"), .source = "one"},
                                                 {.socketPath = path("second"), .source = "two"}},
                                                {"berth/workspace:latest", helper}));
        VERIFY_RESULT(diagnosis);
        QCOMPARE(diagnosis->passedOver.size(), 1);
        QCOMPARE(diagnosis->used->source, "two");
    }
};

BERTH_TEST(DiagnosisTest)
#include "DiagnosisTest.moc"
