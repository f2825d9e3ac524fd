// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"
#include "workspace/Images.h"

#include "MemoryLedger.h"
#include "Registry.h"
#include "TestMain.h"

#include <QCoroTask>

using namespace workspace;
using core::Error;
using QCoro::waitFor;

/// Fetches of images that a person cancels, from a registry that never ends to send one.
class ImageFetchTest : public QObject
{
    Q_OBJECT

    test::Dockerd m_daemon;
    QTemporaryDir m_folder;
    test::MemoryLedger m_ledger;
    std::shared_ptr<docker::Engine> m_engine;

    DockerOptions options(const QString &image) const
    {
        DockerOptions options;
        options.engines = {{.socketPath = m_daemon.socketPath(), .source = "the test"}};
        options.instance = "a1b2c3d4-fetch";
        options.program = BERTH_BIN_DIR "/berth-workspaced";
        options.helperRoot = m_folder.filePath("helpers");
        options.settings.image = image;
        return options;
    }

    static QString said(const QString &image)
    {
        return "The fetch of the image " + image + " was cancelled by ann.";
    }

    static core::Result<ImageView> onlyOne(Images &images)
    {
        const auto list = waitFor(images.list());
        if (!list)
            return std::unexpected(list.error());
        if (list->size() != 1)
            return core::fail(Error::Kind::Internal, QString("%1 images").arg(list->size()));
        return list->first();
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(m_daemon.isReady(), m_daemon.log().constData());
        const auto engine = waitFor(docker::findEngine({{.socketPath = m_daemon.socketPath()}}));
        VERIFY_RESULT(engine);
        m_engine = *engine;
    }

    void tellsAllWhoWait()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        auto first = ensureImage(m_engine, {.image = registry.name()});
        auto second = ensureImage(m_engine, {.image = registry.name()});
        QTRY_COMPARE_WITH_TIMEOUT(registry.layersAsked(), 1, 10000);
        QCOMPARE(imagesBeingFetched().size(), 1);

        const auto other = waitFor(cancelImageFetch("127.0.0.1/other:1", "ann"));
        QVERIFY(!other);
        QCOMPARE(other.error().kind, Error::Kind::Conflict);

        const auto told = waitFor(cancelImageFetch(registry.name(), "ann"));
        VERIFY_RESULT(told);
        for (const auto &each : {waitFor(std::move(first)), waitFor(std::move(second))}) {
            QVERIFY(!each);
            QCOMPARE(each.error().kind, Error::Kind::Cancelled);
            QCOMPARE(each.error().message, said(registry.name()));
            QCOMPARE(each.error().message, told->value_or(Error()).message);
        }
        QCOMPARE(imagesBeingFetched().size(), 0);
        QVERIFY(!waitFor(docker::Images(m_engine).inspect(registry.name())));
        QVERIFY(!waitFor(cancelImageFetch(registry.name(), "ann"))); // it is over
    }

    void leavesTheWorkspacesStoppedThatWaitForIt()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        DockerRuntime runtime(options(registry.name()), &m_ledger);
        Images images(&runtime, &m_ledger, {});
        auto one = runtime.open("one");
        auto two = runtime.open("two");
        QTRY_COMPARE_WITH_TIMEOUT(registry.layersAsked(), 1, 10000);
        // It is shown although nobody asked for it by name.
        const auto coming = onlyOne(images);
        VERIFY_RESULT(coming);
        QCOMPARE(coming->names, QStringList(registry.name()));
        QCOMPARE(coming->stage, ImageStage::Fetching);
        // Who asks for it by name joins, and it is shown once.
        const auto joined = waitFor(images.fetch({.reference = registry.name(), .folder = {}}));
        VERIFY_RESULT(joined);
        const auto again = waitFor(images.fetch({.reference = registry.name(), .folder = {}}));
        QCOMPARE(again.value_or(ImageView()).id, joined->id);
        QCOMPARE(onlyOne(images).value_or(ImageView()).id, joined->id);

        const auto cancelled = waitFor(images.cancel(joined->id, "ann"));
        VERIFY_RESULT(cancelled);
        QCOMPARE(cancelled->stage, ImageStage::Cancelled);
        QCOMPARE(cancelled->error, said(registry.name()));
        for (const auto &opened : {waitFor(std::move(one)), waitFor(std::move(two))}) {
            QVERIFY(!opened);
            QCOMPARE(opened.error().kind, Error::Kind::Unavailable);
            QCOMPARE(opened.error().message, said(registry.name()));
        }
        QCOMPARE(runtime.status("one").state, WorkspaceState::Stopped);
        QCOMPARE(runtime.status("two").reason, said(registry.name()));
        QCOMPARE(waitFor(images.cancel(joined->id, "ann")).error().kind, Error::Kind::Conflict);
        QCOMPARE(waitFor(images.cancel("none", "ann")).error().kind, Error::Kind::NotFound);

        // An agent that goes on does not fetch it again; a person who starts the workspace does.
        const auto refused = waitFor(runtime.open("one"));
        QVERIFY2(refused.error().message.endsWith("Start the workspace to fetch it again."),
                 qPrintable(refused.error().message));
        QCOMPARE(imagesBeingFetched().size(), 0);
        runtime.forgetFailures("one");
        auto started = runtime.open("one");
        QTRY_COMPARE_WITH_TIMEOUT(registry.layersAsked(), 2, 10000);
        VERIFY_RESULT(waitFor(images.cancel(onlyOne(images).value_or(ImageView()).id, "ann")));
        QVERIFY(!waitFor(std::move(started)));
        VERIFY_RESULT(waitFor(runtime.stop()));
    }

    void remembersTheEndOfWhatAWorkspaceBegan()
    {
        test::BrokenRegistry registry(m_daemon, test::BrokenRegistry::Fault::Silence);
        QVERIFY(registry.isReady());
        DockerRuntime runtime(options(registry.name()), &m_ledger);
        Images images(&runtime, &m_ledger, {});
        QSignalSpy changed(&images, &Images::changed);
        QSignalSpy removed(&images, &Images::removed);
        auto opened = runtime.open("three");
        QTRY_COMPARE_WITH_TIMEOUT(registry.layersAsked(), 1, 10000);
        const QString id = onlyOne(images).value_or(ImageView()).id;
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(changed.last().first().value<ImageView>().id, id);
        QCOMPARE(changed.last().first().value<ImageView>().stage, ImageStage::Fetching);
        VERIFY_RESULT(waitFor(images.cancel(id, "ann")));
        QCOMPARE(changed.last().first().value<ImageView>().stage, ImageStage::Cancelled);
        QVERIFY(!waitFor(std::move(opened)));
        QCOMPARE(waitFor(images.find(id)).value_or(ImageView()).stage, ImageStage::Cancelled);
        // Once it is fetched again that is over.
        VERIFY_RESULT(waitFor(images.fetch({.reference = registry.name(), .folder = {}})));
        QCOMPARE(onlyOne(images).value_or(ImageView()).stage, ImageStage::Fetching);
        QCOMPARE(removed.last().first(), id);
        VERIFY_RESULT(waitFor(cancelImageFetch(registry.name(), "ann")));
        VERIFY_RESULT(waitFor(runtime.stop()));
    }
};

BERTH_TEST(ImageFetchTest)
#include "ImageFetchTest.moc"
