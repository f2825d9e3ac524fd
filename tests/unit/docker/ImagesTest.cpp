// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Images.h"

#include "Registry.h"
#include "TestMain.h"

#include <QCoroTask>

using namespace docker;
using core::Error;
using QCoro::waitFor;

/// Images that come from a registry and go again; engine and registry are real ones.
class ImagesTest : public QObject
{
    Q_OBJECT

    test::Dockerd m_daemon;
    QTemporaryDir m_folder;
    std::shared_ptr<Engine> m_engine;
    QString m_image;

    std::shared_ptr<QIODevice> dockerfile(const QByteArray &content)
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("Dockerfile"));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return nullptr;
        file.close();
        return test::tarOf(folder, {{"Dockerfile", file.fileName()}});
    }

    /// Gives an image another name.
    core::Result<> tag(const QString &name, const QString &repository, const QString &tag)
    {
        Call call{.method = "POST", .path = "/images/" + name + "/tag"};
        call.query.addQueryItem("repo", repository);
        call.query.addQueryItem("tag", tag);
        const auto done = waitFor(m_engine->send(call));
        return done.transform([](const QByteArray &) {});
    }

    /// Brings an image that is called after a registry there.
    QByteArray push(const QString &repository, const QString &tag)
    {
        Call call{.method = "POST",
                  .path = "/images/" + repository + "/push",
                  .body = "{}",
                  .timeout = std::chrono::minutes(1)};
        call.query.addQueryItem("tag", tag);
        const auto answer = waitFor(m_engine->send(call));
        return answer ? *answer : answer.error().message.toUtf8();
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        const auto engine = waitFor(findEngine({{.socketPath = m_daemon.socketPath()}}));
        VERIFY_RESULT(engine);
        m_engine = *engine;
        // Large and not to be compressed, so that there is progress to see.
        QFile ballast(m_folder.filePath("ballast"));
        QVERIFY(ballast.open(QIODevice::WriteOnly));
        QList<quint64> noise(2 << 20);
        QRandomGenerator(1).generate(noise.begin(), noise.end());
        ballast.write(reinterpret_cast<const char *>(noise.constData()), noise.size() * 8);
        ballast.close();
        const auto tar = test::tarOf(m_folder, {{"ballast", ballast.fileName()}});
        QVERIFY(tar);
        const auto id = waitFor(Images(m_engine).import("berth/test:1", tar));
        VERIFY_RESULT(id);
        m_image = *id;
    }

    void pullsWhatARegistryHas()
    {
        test::Registry registry(m_daemon);
        QVERIFY2(registry.isReady(), registry.log().constData());
        Images images(m_engine);
        const QString repository = test::Registry::name("berth/test");
        VERIFY_RESULT(tag("berth/test:1", repository, "1"));
        const QByteArray pushed = push(repository, "1");
        QVERIFY2(pushed.contains("digest: sha256:"), pushed.constData());
        VERIFY_RESULT(waitFor(images.remove(repository + ":1")));
        VERIFY_RESULT(waitFor(images.remove("berth/test:1")));
        QVERIFY(!waitFor(images.inspect(m_image)));

        QList<Progress> steps;
        const auto note = [&steps](const Progress &progress) { steps.append(progress); };
        VERIFY_RESULT(waitFor(images.pull(repository + ":1", note)));
        const auto image = waitFor(images.inspect(repository + ":1"));
        VERIFY_RESULT(image);
        QCOMPARE(image->id, m_image);
        const bool hasCounted = std::ranges::any_of(steps, [](const Progress &step) {
            return !step.layer.isEmpty() && step.done > 0 && step.total > 8'000'000
                   && step.done <= step.total;
        });
        QVERIFY(hasCounted);
        QVERIFY2(steps.last().text.contains("Downloaded newer image"),
                 qPrintable(steps.last().text));

        const QByteArray digest = pushed.mid(pushed.indexOf("sha256:"), 71);
        VERIFY_RESULT(waitFor(images.pull(repository + '@' + digest, {})));
        VERIFY_RESULT(tag(m_image, "berth/test", "1"));
    }

    void saysThatARegistryHasNoSuchImage()
    {
        test::Registry registry(m_daemon);
        QVERIFY2(registry.isReady(), registry.log().constData());
        const QString name = test::Registry::name("berth/nothing:7");
        const auto pulled = waitFor(Images(m_engine).pull(name, {}));
        QVERIFY(!pulled);
        QCOMPARE(pulled.error().kind, Error::Kind::NotFound);
        QVERIFY2(pulled.error().message.startsWith(
                     "The image 127.0.0.1:5000/berth/nothing:7 could not be pulled: "),
                 qPrintable(pulled.error().message));
        QVERIFY2(pulled.error().message.contains("unknown"), qPrintable(pulled.error().message));
    }

    void saysThatARegistryIsDown()
    {
        const QString name = test::Registry::name("berth/test:1");
        const auto pulled = waitFor(Images(m_engine).pull(name, {}));
        QVERIFY(!pulled);
        QCOMPARE(pulled.error().kind, Error::Kind::Upstream);
        QVERIFY2(pulled.error().message.startsWith("The image " + name + " could not be pulled: ")
                     && pulled.error().message.contains("connection refused"),
                 qPrintable(pulled.error().message));
    }

    void saysThatAPullWasCutInTheMiddle()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Cut);
        QVERIFY(registry.isReady());
        const auto pulled = waitFor(Images(m_engine).pull(registry.name(), {}));
        QVERIFY(!pulled);
        QCOMPARE(pulled.error().kind, Error::Kind::Upstream);
        QVERIFY2(pulled.error().message.startsWith("The image " + registry.name()
                                                   + " could not be pulled: "),
                 qPrintable(pulled.error().message));
        QVERIFY2(pulled.error().message.contains("EOF"), qPrintable(pulled.error().message));
        QVERIFY(!waitFor(Images(m_engine).inspect(registry.name())));
    }

    void endsAPullThatStandsStill()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        const auto pulled = waitFor(
            Images(m_engine, std::chrono::seconds(2)).pull(registry.name(), {}));
        QVERIFY(!pulled);
        QCOMPARE(pulled.error().kind, Error::Kind::Timeout);
        QCOMPARE(pulled.error().message,
                 "The image " + registry.name() + " could not be pulled: nothing went on for 2 s.");
    }

    void stopsAPullWhenAskedTo()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        std::stop_source stop;
        const auto end = [&stop](const Progress &) { stop.request_stop(); };
        const auto pulled = waitFor(Images(m_engine).pull(registry.name(), end, stop.get_token()));
        QVERIFY(!pulled);
        QCOMPARE(pulled.error().kind, Error::Kind::Cancelled);
    }

    void keepsNamesAndLabelsOnPodman()
    {
        const test::Dockerd podman(test::EngineKind::Podman);
        QVERIFY2(podman.isReady(), podman.log().constData());
        const auto engine = waitFor(findEngine({{.socketPath = podman.socketPath()}}));
        VERIFY_RESULT(engine);
        Images images(*engine);
        const QTemporaryDir folder;
        const auto tar = test::tarOf(folder, {{"file", QCoreApplication::applicationFilePath()}});
        VERIFY_RESULT(waitFor(images.import("berth/imported:7", tar)));
        VERIFY_RESULT(waitFor(images.inspect("berth/imported:7")));
        const auto list = waitFor(images.list());
        VERIFY_RESULT(list);
        QCOMPARE(list->value(0).names, QStringList{"berth/imported:7"});

        const Call create{.method = "POST",
                          .path = "/containers/create",
                          .body = R"({"Image":"berth/imported:7","Cmd":["/file"]})"};
        const auto made = waitFor((*engine)->json(create));
        VERIFY_RESULT(made);
        const Labels labels{{"dev.berth.saved", "ann-1"}};
        VERIFY_RESULT(waitFor(images.commit((*made)["Id"].toString(), "berth/saved-1:7", labels)));
        const auto saved = waitFor(images.inspect("berth/saved-1:7"));
        VERIFY_RESULT(saved);
        QCOMPARE(saved->labels, labels);
    }

    void removesWhatNobodyUses()
    {
        Images images(m_engine);
        const Labels ours{{"dev.berth.built", "yes"}};
        const auto build = [&](const QByteArray &value, const Labels &labels) {
            return waitFor(images.build({.name = "berth/built:1",
                                         .tar = dockerfile("FROM berth/test:1\nENV VALUE=" + value),
                                         .labels = labels},
                                        {}));
        };
        VERIFY_RESULT(build("one", {}));
        const auto nameless = waitFor(images.inspect("berth/built:1"));
        VERIFY_RESULT(nameless);
        VERIFY_RESULT(build("two", ours));
        const auto named = waitFor(images.inspect("berth/built:1"));
        VERIFY_RESULT(named);

        VERIFY_RESULT(waitFor(images.prune(Unused::Nameless, ours)));
        VERIFY_RESULT(waitFor(images.inspect(nameless->id)));
        VERIFY_RESULT(waitFor(images.prune(Unused::Nameless)));
        QVERIFY(!waitFor(images.inspect(nameless->id)));
        VERIFY_RESULT(waitFor(images.inspect(named->id)));
        VERIFY_RESULT(waitFor(images.prune(Unused::All, ours)));
        QVERIFY(!waitFor(images.inspect(named->id)));
        VERIFY_RESULT(waitFor(images.inspect("berth/test:1")));
    }

    void freesNothingWhenAllIsInUse()
    {
        // The one image that is left has a name.
        const auto freed = waitFor(Images(m_engine).prune(Unused::Nameless));
        VERIFY_RESULT(freed);
        QCOMPARE(*freed, 0);
    }
};

BERTH_TEST(ImagesTest)
#include "ImagesTest.moc"
