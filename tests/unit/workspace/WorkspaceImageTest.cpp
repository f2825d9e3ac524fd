// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkspaceImage.h"

#include "workspace/BuildContext.h"
#include "workspace/DockerRuntime.h"
#include "workspace/HelperFolder.h"

#include "MemoryLedger.h"
#include "Registry.h"
#include "TestMain.h"

#include <QCoroTask>

using namespace workspace;
using core::Error;
using QCoro::waitFor;

/// Images of a real engine on their way to be workspaces.
class WorkspaceImageTest : public QObject
{
    Q_OBJECT

    test::Dockerd m_daemon;
    QTemporaryDir m_folder;
    std::shared_ptr<docker::Engine> m_engine;

    docker::Images images() { return docker::Images(m_engine); }

    core::Result<WorkspaceImage> ensure(const ImageRequest &request, QStringList *steps = nullptr)
    {
        return waitFor(ensureImage(m_engine, request, [steps](const ImageProgress &progress) {
            if (steps)
                steps->append(progress.text);
        }));
    }

    void put(const QString &path, const QByteArray &content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    void build(const QString &name, const QByteArray &dockerfile)
    {
        docker::BuildSpec spec{.name = name, .tar = contextOf(dockerfile).tar};
        VERIFY_RESULT(waitFor(images().build(std::move(spec), {})));
    }

    /// An image as `docker save` writes it, without files, for a machine of @p architecture.
    void loadEmpty(const QString &name, const QString &architecture)
    {
        const QString root = m_folder.filePath("saved");
        const QByteArray layer(1024, '\0');
        const QByteArray digest =
            QCryptographicHash::hash(layer, QCryptographicHash::Sha256).toHex();
        const QJsonObject layers{{"type", "layers"},
                                 {"diff_ids", QJsonArray{"sha256:" + QString(digest)}}};
        const QJsonObject config{{"architecture", architecture},
                                 {"os", "linux"},
                                 {"config", QJsonObject()},
                                 {"rootfs", layers}};
        const QJsonObject manifest{{"Config", "config.json"},
                                   {"RepoTags", QJsonArray{name}},
                                   {"Layers", QJsonArray{"layer.tar"}}};
        put(root + "/config.json", QJsonDocument(config).toJson());
        put(root + "/manifest.json", QJsonDocument(QJsonArray{manifest}).toJson());
        put(root + "/layer.tar", layer);
        const QString archive = m_folder.filePath("saved.tar");
        QCOMPARE(QProcess::execute("tar", {"-C", root, "-cf", archive, "."}), 0);
        auto tar = std::make_shared<QFile>(archive);
        QVERIFY(tar->open(QIODevice::ReadOnly));
        VERIFY_RESULT(waitFor(images().load(tar)));
    }

    DockerOptions options() const
    {
        DockerOptions options;
        options.engines = {{.socketPath = m_daemon.socketPath(), .source = "the test"}};
        options.instance = "a1b2c3d4-images";
        options.program = BERTH_BIN_DIR "/berth-workspaced";
        options.helperRoot = m_folder.filePath("helpers");
        return options;
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        const auto engine = waitFor(docker::findEngine({{.socketPath = m_daemon.socketPath()}}));
        VERIFY_RESULT(engine);
        m_engine = *engine;
        const QString archive = m_folder.filePath("image.tar");
        QCOMPARE(QProcess::execute("sh",
                                   {"-c", BERTH_SOURCE_DIR "/scripts/host-image > " + archive}),
                 0);
        auto tar = std::make_shared<QFile>(archive);
        QVERIFY(tar->open(QIODevice::ReadOnly));
        VERIFY_RESULT(waitFor(images().import("host:1", tar)));
    }

    void leavesAnImageThatIsThere()
    {
        QStringList steps;
        const auto image = ensure({.image = "host:1"}, &steps);
        VERIFY_RESULT(image);
        QCOMPARE(image->id, waitFor(images().inspect("host:1")).value_or(docker::Image()).id);
        QCOMPARE(steps, QStringList());
    }

    void saysWhatToDoWithoutTheDefaultImage()
    {
        const auto image = ensure({});
        QVERIFY(!image);
        QCOMPARE(image.error().kind, Error::Kind::Unavailable);
        for (const QString word : {"berth/workspace:latest could not be built", "registry-1.docker",
                                   "scripts/workspace-image", "scripts/host-image", "--image"})
            QVERIFY2(image.error().message.contains(word), qPrintable(image.error().message));
    }

    void buildsTheDefaultImage()
    {
        // What the Dockerfile starts from and installs comes from the network; here it is played.
        build("debian:bookworm-slim",
              "FROM host:1\n"
              "RUN for name in apt-get groupadd useradd install; do"
              " printf '#!/bin/sh\\nmkdir -p /workspace; touch /ran-'$name > /usr/bin/$name &&"
              " chmod 755 /usr/bin/$name; done\n");
        QStringList steps;
        const auto image = ensure({}, &steps);
        VERIFY_RESULT(image);
        QCOMPARE(waitFor(images().inspect(defaultImage)).value_or(docker::Image()).id, image->id);
        QVERIFY2(steps.join('\n').contains("Building the default image: Step 1/4"),
                 qPrintable(steps.join('\n')));
        build("check:1", "FROM berth/workspace:latest\nUSER root\n"
                         "RUN test -e /ran-apt-get && test -e /ran-install\n");
        VERIFY_RESULT(waitFor(images().remove("check:1")));
        VERIFY_RESULT(waitFor(images().remove(defaultImage)));
        VERIFY_RESULT(waitFor(images().remove("debian:bookworm-slim")));
    }

    void pullsANamedImage()
    {
        const test::Registry registry(m_daemon);
        QVERIFY(registry.isReady());
        const QString repository = test::Registry::name("host");
        docker::Call tag{.method = "POST", .path = "/images/host:1/tag"};
        tag.query.addQueryItem("repo", repository);
        tag.query.addQueryItem("tag", "1");
        VERIFY_RESULT(waitFor(m_engine->send(tag)));
        docker::Call push{.method = "POST",
                          .path = "/images/" + repository + "/push",
                          .body = "{}",
                          .timeout = std::chrono::minutes(1)};
        push.query.addQueryItem("tag", "1");
        VERIFY_RESULT(waitFor(m_engine->send(push)));
        VERIFY_RESULT(waitFor(images().remove(repository + ":1")));
        const auto id = waitFor(images().inspect("host:1")).value_or(docker::Image()).id;
        VERIFY_RESULT(waitFor(images().remove("host:1")));

        QList<ImageProgress> steps;
        const auto image = waitFor(
            ensureImage(m_engine, {.image = repository + ":1"},
                        [&steps](const ImageProgress &progress) { steps.append(progress); }));
        VERIFY_RESULT(image);
        QCOMPARE(image->id, id);
        QCOMPARE(steps.first().text, "Pulling the image 127.0.0.1:5000/host:1");
        QVERIFY(steps.last().total > 1'000'000);
        QCOMPARE(steps.last().done, steps.last().total);
        tag.path = "/images/" + repository + ":1/tag";
        tag.query = QUrlQuery({{"repo", "host"}, {"tag", "1"}});
        VERIFY_RESULT(waitFor(m_engine->send(tag)));
    }

    void saysWhyANamedImageCannotBeHad()
    {
        const auto image = ensure({.image = "127.0.0.1:5000/nothing:1"});
        QVERIFY(!image);
        QCOMPARE(image.error().kind, Error::Kind::Unavailable);
        QVERIFY2(image.error().message.contains("127.0.0.1:5000/nothing:1 could not be pulled")
                     && image.error().message.contains("connection refused"),
                 qPrintable(image.error().message));
    }

    void sharesTheWorkOfThoseWhoAskAtTheSameTime()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        const ImageRequest request{.image = registry.name(), .patience = std::chrono::seconds(2)};
        std::stop_source impatient;
        int steps = 0;
        const auto count = [&steps](const ImageProgress &) { ++steps; };
        auto first = ensureImage(m_engine, request);
        auto second = ensureImage(m_engine, request, {}, impatient.get_token());
        auto third = ensureImage(m_engine, request, count);
        impatient.request_stop();
        const auto stopped = waitFor(std::move(second));
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, Error::Kind::Cancelled);
        const auto one = waitFor(std::move(first));
        const auto other = waitFor(std::move(third));
        QVERIFY(!one && !other);
        QCOMPARE(one.error().kind, Error::Kind::Unavailable);
        QVERIFY2(one.error().message.contains("nothing went on for 2 s"),
                 qPrintable(one.error().message));
        QCOMPARE(other.error().message, one.error().message);
        QVERIFY(steps > 0);
        QCOMPARE(registry.layersAsked(), 1);
    }

    void endsTheWorkWhenAllHaveStopped()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        std::stop_source stop;
        auto first = ensureImage(m_engine, {.image = registry.name()}, {}, stop.get_token());
        auto second = ensureImage(m_engine, {.image = registry.name()}, {}, stop.get_token());
        QTRY_COMPARE_WITH_TIMEOUT(registry.layersAsked(), 1, 10000);
        stop.request_stop();
        QCOMPARE(waitFor(std::move(first)).error().kind, Error::Kind::Cancelled);
        QCOMPARE(waitFor(std::move(second)).error().kind, Error::Kind::Cancelled);
        // Who asks next does not get what was given up.
        const auto next = waitFor(
            ensureImage(m_engine, {.image = registry.name(), .patience = std::chrono::seconds(2)}));
        QVERIFY(!next);
        QCOMPARE(next.error().kind, Error::Kind::Unavailable);
    }

    void buildsAFolder()
    {
        const QString folder = m_folder.filePath("shared/project");
        put(folder + "/Dockerfile", "FROM host:1\nCOPY . /files\nRUN ls /files > /list\n");
        put(folder + "/.dockerignore", "*.secret\n");
        put(folder + "/one.txt", "1");
        put(folder + "/two.secret", "2");
        const ImageRequest request{.image = folder, .sharedFolders = {m_folder.filePath("shared")}};
        QStringList steps;
        const auto first = ensure(request, &steps);
        VERIFY_RESULT(first);
        QVERIFY2(steps.join('\n').contains("Step 3/4 : RUN ls /files"),
                 qPrintable(steps.join('\n')));
        const QString name =
            waitFor(images().inspect(first->id)).value_or(docker::Image()).names.value(0);
        QVERIFY2(name.startsWith("berth/built:"), qPrintable(name));
        build("check:1", "FROM " + name.toUtf8()
                             + "\nRUN test -e /files/one.txt && test ! -e /files/two.secret\n");
        VERIFY_RESULT(waitFor(images().remove("check:1")));

        steps.clear();
        put(folder + "/two.secret", "changed");
        QCOMPARE(ensure(request, &steps).value_or(WorkspaceImage()).id, first->id);
        QCOMPARE(steps, QStringList{"Packing " + folder});

        put(folder + "/one.txt", "changed");
        const auto second = ensure(request);
        VERIFY_RESULT(second);
        QVERIFY(second->id != first->id);
        QTRY_VERIFY_WITH_TIMEOUT(!waitFor(images().inspect(name)), 10000);
        VERIFY_RESULT(waitFor(images().inspect(second->id)));
    }

    void buildsOnTheDefaultImageOnlyWhereItIs()
    {
        const QString folder = m_folder.filePath("shared/on-default");
        put(folder + "/Dockerfile", "FROM berth/workspace AS base\n");
        const auto image = ensure(
            {.image = folder, .sharedFolders = {m_folder.filePath("shared")}});
        QVERIFY(!image);
        // Berth tried to build it; the engine was not told to look for it in a registry.
        QVERIFY2(image.error().message.contains("berth/workspace:latest could not be built"),
                 qPrintable(image.error().message));
    }

    void saysWhyAFolderCannotBeBuilt_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<QString>("says");
        QTest::addRow("not shared") << "private" << Error::Kind::Invalid << "below a shared one";
        QTest::addRow("no Dockerfile")
            << "shared/empty" << Error::Kind::Invalid << "has no Dockerfile";
        QTest::addRow("bad step") << "shared/bad" << Error::Kind::Unavailable
                                  << "returned a non-zero code: 7";
    }

    void saysWhyAFolderCannotBeBuilt()
    {
        QFETCH(const QString, folder);
        QFETCH(const Error::Kind, kind);
        QFETCH(const QString, says);
        put(m_folder.filePath("private/Dockerfile"), "FROM host:1\n");
        put(m_folder.filePath("shared/empty/file"), "");
        put(m_folder.filePath("shared/bad/Dockerfile"), "FROM host:1\nRUN exit 7\n");
        const auto image = ensure(
            {.image = m_folder.filePath(folder), .sharedFolders = {m_folder.filePath("shared")}});
        QVERIFY(!image);
        QCOMPARE(image.error().kind, kind);
        QVERIFY2(image.error().message.contains(says), qPrintable(image.error().message));
    }

    void choosesTheHelperOfTheImagesMachine()
    {
        loadEmpty("foreign:1", "arm64");
        const QString program = m_folder.filePath("berth-workspaced");
        QVERIFY(QFile::copy(options().program, program));
        const QString own = architectureOf(program);
        QVERIFY(!own.isEmpty());
        QCOMPARE(ensure({.image = "host:1", .program = program}).value_or(WorkspaceImage()).program,
                 program);
        const auto refused = ensure({.image = "foreign:1", .program = program});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unavailable);
        QCOMPARE(refused.error().message,
                 "The image foreign:1 cannot be used. It is made for arm64, and there is no "
                     + program + "-arm64 that would run in it; use an image for " + own + '.');
        // The head of a program for that machine.
        put(program + "-arm64", "\177ELF\2\1\1" + QByteArray(9, '\0') + QByteArray("\2\0\xb7\0", 4)
                                    + QByteArray(44, '\0'));
        const auto image = ensure({.image = "foreign:1", .program = program});
        VERIFY_RESULT(image);
        QCOMPARE(image->program, program + "-arm64");
    }

    void worksInAnImageOfAlmostNothing_data()
    {
        QTest::addColumn<QByteArray>("dockerfile");
        QTest::addColumn<bool>("hasShell");
        QTest::addRow("scratch") << QByteArray("FROM scratch\nCOPY Dockerfile /\n") << false;
        QTest::addRow("no /workspace, no user")
            << QByteArray("FROM host:1\nRUN rm -rf /workspace /home /etc/passwd /etc/group\n")
            << true;
        QTest::addRow("a file at /workspace/README of root")
            << QByteArray("FROM host:1\nUSER root\nRUN echo hi > /workspace/README\n") << true;
    }

    void worksInAnImageOfAlmostNothing()
    {
        QFETCH(const QByteArray, dockerfile);
        QFETCH(const bool, hasShell);
        build("odd:1", dockerfile);
        DockerOptions wanted = options();
        wanted.settings.image = "odd:1";
        test::MemoryLedger ledger;
        DockerRuntime runtime(wanted, &ledger);
        const auto channel = waitFor(runtime.open("user"));
        VERIFY_RESULT(channel);
        VERIFY_RESULT(waitFor((*channel)->write("/workspace/file", "content", {})));
        Command command;
        command.shell = "id -u; cat /workspace/file";
        command.timeout = std::chrono::seconds(20);
        const auto output = waitFor((*channel)->run(command, {}));
        if (hasShell)
            QCOMPARE(output.value_or(Output()).standardOutput, "1000\ncontent");
        else
            QVERIFY(!output && output.error().message.contains("/bin/sh"));
        VERIFY_RESULT(waitFor(runtime.stop()));
    }
};

BERTH_TEST(WorkspaceImageTest)
#include "WorkspaceImageTest.moc"
