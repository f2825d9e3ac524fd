// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Containers.h"
#include "docker/EventStream.h"
#include "docker/ExecStream.h"
#include "docker/Images.h"
#include "docker/Networks.h"
#include "docker/RootLimit.h"
#include "docker/VolumeLimit.h"
#include "docker/Volumes.h"

#include "Dockerd.h"
#include "TestMain.h"

#include <QLocalServer>
#include <QSignalSpy>

using namespace docker;
using core::Error;
using QCoro::waitFor;

static const Labels ours{{"dev.berth.instance", "test"}};

/// Everything against a real engine, with an image that holds one static program.
class EngineTest : public QObject
{
    Q_OBJECT

    test::Dockerd m_daemon;
    QTemporaryDir m_folder;
    std::shared_ptr<Engine> m_engine;
    QString m_image;
    int m_count = 0;

    ContainerSpec spec()
    {
        ContainerSpec spec;
        spec.name = QString("berth-test-%1").arg(++m_count);
        spec.image = m_image;
        // Its input never comes, so it waits until it is killed.
        spec.entrypoint = QStringList{"/bin/berth-workspaced"};
        spec.command = QStringList{"stdio"};
        spec.user = "1000:1000";
        spec.labels = ours;
        spec.environment = {{"GREETING", "hello"}};
        spec.memoryBytes = 256 << 20;
        spec.cpus = 0.5;
        spec.processes = 64;
        return spec;
    }

    QString created()
    {
        const core::Result<QString> id = waitFor(Containers(m_engine).create(spec()));
        return id.value_or(QString());
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        const auto engine = waitFor(findEngine({{.socketPath = "/nonexistent", .source = "x"},
                                                {.socketPath = m_daemon.socketPath()}}));
        VERIFY_RESULT(engine);
        m_engine = *engine;
        const auto tar = test::tarOf(m_folder,
                                     {{"bin/berth-workspaced", BERTH_BIN_DIR "/berth-workspaced"}});
        QVERIFY(tar);
        const core::Result<QString> id = waitFor(Images(m_engine).import("berth/test:1", tar));
        VERIFY_RESULT(id);
        m_image = *id;
    }

    void cleanup()
    {
        Containers containers(m_engine);
        const auto left = waitFor(containers.list(ours));
        for (const ContainerState &container : left.value_or(QList<ContainerState>()))
            VERIFY_RESULT(waitFor(containers.remove(container.id)));
    }

    void saysWhyNoEngineAnswers()
    {
        QFile plain(m_folder.filePath("no-socket"));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        const auto engine = waitFor(findEngine({{.socketPath = "/nonexistent", .source = "here"},
                                                {.socketPath = m_folder.filePath("no-socket")}}));
        QVERIFY(!engine);
        QCOMPARE(engine.error().kind, Error::Kind::Unavailable);
        QVERIFY(engine.error().message.contains("/nonexistent: there is no such socket. (here)"));
        QVERIFY(engine.error().message.contains("no-socket does not answer"));
    }

    void agreesOnAVersion()
    {
        Engine engine({.socketPath = m_daemon.socketPath()});
        const auto version = waitFor(engine.connect());
        VERIFY_RESULT(version);
        QCOMPARE(version->operatingSystem, "linux");
        QVERIFY(!version->isPodman);
        QVERIFY(engine.target("/info").startsWith("/v1.4"));
    }

    void findsOutWhetherTheEngineBoundsTheRootOfAContainer()
    {
        ContainerSpec probe = spec();
        probe.rootBytes = 1 << 30;
        const auto bounds = waitFor(boundsRoots(m_engine, probe));
        VERIFY_RESULT(bounds);
        Call call;
        call.path = "/info";
        const auto info = waitFor(m_engine->json(call));
        VERIFY_RESULT(info);
        QCOMPARE(*bounds, (QStringList{"btrfs", "zfs"}.contains((*info)["Driver"].toString())));
        QCOMPARE(waitFor(Containers(m_engine).list(ours))->size(), 0);
        probe.image = "berth/nothing:1";
        const auto missing = waitFor(boundsRoots(m_engine, probe));
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, Error::Kind::NotFound);
    }

    void findsOutThatTheEngineBoundsNoVolume()
    {
        Volume probe;
        probe.name = "berth-probe";
        probe.labels = ours;
        // One that an earlier run left says nothing.
        VERIFY_RESULT(waitFor(Volumes(m_engine).create(probe)));
        const auto bounds = waitFor(boundsVolumes(m_engine, probe));
        VERIFY_RESULT(bounds);
        QVERIFY(!*bounds);
        QCOMPARE(waitFor(Volumes(m_engine).list(ours))->size(), 0);
        const auto away = waitFor(
            boundsVolumes(std::make_shared<Engine>(Endpoint{.socketPath = "/nowhere"}), probe));
        QVERIFY(!away);
        QCOMPARE(away.error().kind, Error::Kind::Unavailable);
    }

    void doesNotBelievePodmanThatItBoundsVolumes()
    {
        const test::Dockerd podman(test::EngineKind::Podman);
        QVERIFY2(podman.isReady(), podman.log().constData());
        const auto engine = waitFor(findEngine({{.socketPath = podman.socketPath()}}));
        VERIFY_RESULT(engine);
        Volume probe;
        probe.name = "berth-probe";
        const auto bounds = waitFor(boundsVolumes(*engine, probe));
        VERIFY_RESULT(bounds);
        QVERIFY(!*bounds);
    }

    void listsAndInspectsImages()
    {
        Images images(m_engine);
        const auto list = waitFor(images.list());
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().names, QStringList{"berth/test:1"});
        const auto image = waitFor(images.inspect("berth/test:1"));
        VERIFY_RESULT(image);
        QCOMPARE(image->id, m_image);
        QVERIFY(image->size > 100'000);
        const auto unknown = waitFor(images.inspect("berth/unknown"));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, Error::Kind::NotFound);
        QVERIFY(unknown.error().message.contains("berth/unknown"));
    }

    void buildsAnImage()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("Dockerfile"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("FROM berth/test:1\nENV BUILT=yes\n");
        file.close();
        QStringList steps;
        const auto note = [&steps](const Progress &progress) { steps.append(progress.text); };
        Images images(m_engine);
        VERIFY_RESULT(
            waitFor(images.build({.name = "berth/built:1",
                                  .tar = test::tarOf(folder, {{"Dockerfile", file.fileName()}})},
                                 note)));
        QVERIFY(steps.join('\n').contains("ENV BUILT=yes"));
        VERIFY_RESULT(waitFor(images.remove("berth/built:1")));
    }

    void saysWhyABuildFailed()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("Dockerfile"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("FROM berth/test:1\nCOPY nothing /\n");
        file.close();
        const auto built = waitFor(
            Images(m_engine).build({.name = "berth/broken:1",
                                    .tar = test::tarOf(folder, {{"Dockerfile", file.fileName()}})},
                                   {}));
        QVERIFY(!built);
        QCOMPARE(built.error().kind, Error::Kind::Upstream);
        QVERIFY2(built.error().message.contains("nothing"), qPrintable(built.error().message));
    }

    void runsAContainerThroughItsLife()
    {
        Containers containers(m_engine);
        const QString id = created();
        QVERIFY(!id.isEmpty());
        QCOMPARE(waitFor(containers.inspect(id))->status, "created");
        VERIFY_RESULT(waitFor(containers.start(id)));
        VERIFY_RESULT(waitFor(containers.start(id))); // once more changes nothing
        const auto list = waitFor(containers.list(ours));
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().id, id);
        QCOMPARE(list->first().labels.value("dev.berth.instance"), "test");
        VERIFY_RESULT(waitFor(containers.remove(id)));
        const auto gone = waitFor(containers.inspect(id));
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, Error::Kind::NotFound);
    }

    void refusesANameThatIsTaken()
    {
        Containers containers(m_engine);
        const ContainerSpec one = spec();
        VERIFY_RESULT(waitFor(containers.create(one)));
        const auto twice = waitFor(containers.create(one));
        QVERIFY(!twice);
        QCOMPARE(twice.error().kind, Error::Kind::Conflict);
    }

    void isolatesWhatItRuns()
    {
        Containers containers(m_engine);
        const QString id = created();
        const auto raw = waitFor(m_engine->json({.path = "/containers/" + id + "/json"}));
        VERIFY_RESULT(raw);
        const QJsonValue host = (*raw)["HostConfig"];
        QCOMPARE(host["NetworkMode"].toString(), "none");
        QCOMPARE(host["CapDrop"][0].toString(), "ALL");
        QCOMPARE(host["ReadonlyRootfs"].toBool(), true);
        QCOMPARE(host["Memory"].toInteger(), 256 << 20);
        QCOMPARE(host["MemorySwap"].toInteger(), 256 << 20);
        QCOMPARE(host["NanoCpus"].toInteger(), 500'000'000);
        QCOMPARE(host["PidsLimit"].toInteger(), 64);
        QCOMPARE((*raw)["Config"]["User"].toString(), "1000:1000");
    }

    void talksToAProgramInAContainer()
    {
        const QString id = runningContainer();
        QVERIFY(!id.isEmpty());
        const auto stream = waitFor(
            ExecStream::open(m_engine,
                             {.containerId = id, .command = {"/bin/berth-workspaced", "stdio"}}));
        VERIFY_RESULT(stream);
        // The helper opens with its magic word, so the stream carries bytes in both directions.
        QByteArray heard;
        connect(stream->get(), &QIODevice::readyRead, this,
                [&heard, device = stream->get()] { heard += device->readAll(); });
        QSignalSpy ended(stream->get(), &QIODevice::readChannelFinished);
        QVERIFY((*stream)->write("this is no greeting, so the helper hangs up\n"
                                 + QByteArray(1 << 20, 'x'))
                > 0);
        QTRY_VERIFY_WITH_TIMEOUT(ended.size() == 1, 10000);
    }

    void saysWhyAProgramDoesNotStart()
    {
        const auto unknown = waitFor(
            ExecStream::open(m_engine, {.containerId = "unknown", .command = {"true"}}));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, Error::Kind::NotFound);
        const auto stopped = waitFor(
            ExecStream::open(m_engine, {.containerId = created(), .command = {"true"}}));
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, Error::Kind::Conflict);
    }

    void tellsWhatHappens()
    {
        EventStream events(m_engine, ours);
        QStringList actions;
        connect(&events, &EventStream::happened, this,
                [&actions](const EngineEvent &event) { actions.append(event.action); });
        // The stream is open when the first event comes through.
        Containers containers(m_engine);
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
            created();
            return QTest::qWaitFor([&] { return !actions.isEmpty(); }, 500);
        })(),
                                 10000);
        QCOMPARE(actions.first(), "create");
    }

    void takesFilesInAndOut()
    {
        ContainerSpec writable = spec();
        writable.readOnlyRoot = false;
        Containers containers(m_engine);
        const core::Result<QString> id = waitFor(containers.create(writable));
        VERIFY_RESULT(id);
        const QTemporaryDir folder;
        QFile file(folder.filePath("greeting"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Ahoy") == 4);
        file.close();
        const auto tar = test::tarOf(folder, {{"greeting", file.fileName()}});
        QVERIFY(tar);
        VERIFY_RESULT(waitFor(containers.putArchive(*id, "/", tar->readAll())));
        const core::Result<QByteArray> out = waitFor(containers.archive(*id, "/greeting"));
        VERIFY_RESULT(out);
        QVERIFY(out->contains("Ahoy"));
        QCOMPARE(waitFor(containers.archive(*id, "/nothing")).error().kind, Error::Kind::NotFound);
    }

    void tellsWhatAContainerUses()
    {
        Containers containers(m_engine);
        const QString idle = created();
        const auto nothing = waitFor(containers.stats(idle));
        VERIFY_RESULT(nothing);
        QVERIFY(!nothing->cpuNanoseconds && !nothing->processes);
        const QString id = runningContainer();
        QVERIFY(!id.isEmpty());
        const auto use = waitFor(containers.stats(id));
        VERIFY_RESULT(use);
        QVERIFY(use->cpuNanoseconds && *use->cpuNanoseconds > 0);
        QVERIFY(use->memoryBytes && *use->memoryBytes > 0);
        QVERIFY(use->processes && *use->processes >= 1);
        QCOMPARE(use->bytesSent, 0);
        QCOMPARE(waitFor(containers.stats("nobody")).error().kind, Error::Kind::NotFound);
    }

    void removesWhatIsBeingRemoved()
    {
        const QString id = created();
        Containers containers(m_engine);
        VERIFY_RESULT(waitFor(containers.start(id)));
        core::Task<> first = containers.remove(id);
        core::Task<> second = containers.remove(id);
        VERIFY_RESULT(waitFor(std::move(first)));
        const core::Result<> also = waitFor(std::move(second));
        QVERIFY2(also || also.error().kind == core::Error::Kind::NotFound, "it is in the way");
        QCOMPARE(waitFor(containers.inspect(id)).error().kind, core::Error::Kind::NotFound);
    }

    void keepsVolumes()
    {
        Volumes volumes(m_engine);
        VERIFY_RESULT(waitFor(volumes.create({"berth-w-1", ours})));
        const auto list = waitFor(volumes.list(ours));
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().name, "berth-w-1");
        VERIFY_RESULT(waitFor(volumes.remove("berth-w-1")));
        QCOMPARE(waitFor(volumes.remove("berth-w-1")).error().kind, Error::Kind::NotFound);
    }

    void keepsNetworksOnWhichContainersAreApart()
    {
        Networks networks(m_engine);
        VERIFY_RESULT(waitFor(networks.ensure({"berth-n", ours})));
        VERIFY_RESULT(waitFor(networks.ensure({"berth-n", ours})));
        const auto list = waitFor(networks.list(ours));
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().name, "berth-n");
        const auto theirs = waitFor(
            networks.ensure({"berth-n", {{"dev.berth.instance", "other"}}}));
        QCOMPARE(theirs.error().kind, Error::Kind::Conflict);
        VERIFY_RESULT(waitFor(networks.remove("berth-n")));
        QCOMPARE(waitFor(networks.remove("berth-n")).error().kind, Error::Kind::NotFound);
    }

    void refusesANetworkOnWhichContainersMeet()
    {
        Call call;
        call.method = "POST";
        call.path = "/networks/create";
        call.body = R"({"Name": "berth-n"})";
        VERIFY_RESULT(waitFor(m_engine->send(call)));
        Networks networks(m_engine);
        const auto refused = waitFor(networks.ensure({"berth-n", {}}));
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        VERIFY_RESULT(waitFor(networks.remove("berth-n")));
    }

    void givesUpOnAnEngineThatSaysNothing()
    {
        QLocalServer silent;
        QVERIFY(silent.listen(m_folder.filePath("silent")));
        Engine engine({.socketPath = silent.fullServerName()});
        const auto answer = waitFor(
            engine.send({.path = "/info", .timeout = std::chrono::milliseconds(200)}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::Timeout);
    }

    void stopsWhenAskedTo()
    {
        std::stop_source stop;
        auto following =
            m_engine->stream({.path = "/events", .timeout = std::chrono::milliseconds(0)},
                             [](const QByteArray &) { return true; }, stop.get_token());
        stop.request_stop();
        const auto done = waitFor(std::move(following));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, Error::Kind::Cancelled);
    }

    void saysThatTheEngineStopped()
    {
        m_daemon.stop();
        const auto answer = waitFor(m_engine->send({.path = "/info"}));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::Unavailable);
        m_daemon.start();
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        VERIFY_RESULT(waitFor(m_engine->send({.path = "/info"})));
    }

private:
    /// One that goes on by itself: the helper that serves a socket.
    QString runningContainer()
    {
        ContainerSpec wanted = spec();
        wanted.command = QStringList{"serve", "/run/berth/helper.sock"};
        wanted.tmpfs = {{"/run/berth", "rw,nosuid,nodev,noexec,size=16m,mode=1777"}};
        Containers containers(m_engine);
        const auto id = waitFor(containers.create(wanted));
        if (!id || !waitFor(containers.start(*id)))
            return {};
        return *id;
    }
};

BERTH_TEST(EngineTest)
#include "EngineTest.moc"
