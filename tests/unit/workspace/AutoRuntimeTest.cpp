// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/AutoRuntime.h"
#include "workspace/DockerRuntime.h"

#include "Dockerd.h"
#include "MemoryLedger.h"
#include "SandboxHost.h"

using namespace workspace;
using core::Error;
using QCoro::waitFor;
using test::SandboxHost;

class AutoRuntimeTest : public QObject
{
    Q_OBJECT

    const SandboxHost m_host;
    test::MemoryLedger m_ledger;

    std::unique_ptr<AutoRuntime> runtime(const QString &socket, const SandboxOptions &sandboxes)
    {
        DockerOptions containers;
        containers.engines = {{.socketPath = socket, .source = "the test"}};
        containers.instance = "a1b2c3d4-auto";
        containers.helperRoot = m_host.path("helpers");
        containers.program = sandboxes.program;
        return std::make_unique<AutoRuntime>(containers.engines,
                                             std::make_unique<DockerRuntime>(containers, &m_ledger),
                                             std::make_unique<SandboxRuntime>(sandboxes));
    }

    SandboxOptions withoutBubblewrap() const
    {
        SandboxOptions options = m_host.options();
        options.bubblewrap = "/nowhere/bwrap";
        return options;
    }

private slots:
    void takesSandboxesWhereNoEngineAnswers()
    {
        const auto runtime = this->runtime("/nowhere/docker.sock", m_host.options());
        QCOMPARE(runtime->name(), "auto");
        auto first = runtime->open("user");
        auto second = runtime->open("user");
        const auto one = waitFor(first);
        const auto two = waitFor(second);
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        QCOMPARE(*one, *two);
        QCOMPARE(runtime->name(), "sandbox");
        WorkspaceSettings wanted;
        wanted.pids = 64;
        wanted.image = "debian:13";
        const auto own = waitFor(runtime->checkOwn(wanted));
        QVERIFY(!own);
        QCOMPARE(own.error().kind, Error::Kind::Invalid);
        QCOMPARE(own.error().problems.size(), 2);
        VERIFY_RESULT(waitFor(runtime->checkOwn({})));
        VERIFY_RESULT(waitFor(runtime->makeDirectory("user", "/workspace/a")));
        const auto refused = waitFor(runtime->makeDirectory("user", "/srv"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Invalid);
        VERIFY_RESULT(waitFor(runtime->stop()));
        QVERIFY(!waitFor(runtime->open("user")));
    }

    void takesAnEngineThatAnswersFirst()
    {
        const test::Dockerd daemon;
        QVERIFY2(daemon.isReady(), daemon.log().constData());
        const auto runtime = this->runtime(daemon.socketPath(), m_host.options());
        const auto opened = waitFor(runtime->open("user"));
        // It has no image: that is no reason to work elsewhere.
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.contains("image"), qPrintable(opened.error().message));
        QCOMPARE(runtime->name(), "docker");
        VERIFY_RESULT(waitFor(runtime->stop()));
    }

    void staysWithWhatItChose()
    {
        test::Dockerd daemon;
        QVERIFY2(daemon.isReady(), daemon.log().constData());
        daemon.stop();
        const auto runtime = this->runtime(daemon.socketPath(), m_host.options());
        VERIFY_RESULT(waitFor(runtime->open("user")));
        daemon.start();
        QVERIFY2(daemon.isReady(), daemon.log().constData());
        VERIFY_RESULT(waitFor(runtime->open("another")));
        QCOMPARE(runtime->name(), "sandbox");
        VERIFY_RESULT(waitFor(runtime->stop()));
    }

    void looksAgainWhileThereIsNothing()
    {
        test::Dockerd daemon;
        QVERIFY2(daemon.isReady(), daemon.log().constData());
        daemon.stop();
        const auto runtime = this->runtime(daemon.socketPath(), withoutBubblewrap());
        const auto refused = waitFor(runtime->open("user"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unavailable);
        QCOMPARE(runtime->name(), "auto");
        daemon.start();
        QVERIFY2(daemon.isReady(), daemon.log().constData());
        QVERIFY(!waitFor(runtime->open("user")));
        QCOMPARE(runtime->name(), "docker");
        VERIFY_RESULT(waitFor(runtime->stop()));
    }

    void saysWhatToDoWhenThereIsNothing()
    {
        const auto runtime = this->runtime("/nowhere/docker.sock", withoutBubblewrap());
        const auto opened = waitFor(runtime->open("user"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::Unavailable);
        for (const char *wanted : {"Docker or Podman", "install bubblewrap", "--runtime local",
                                   "/nowhere/docker.sock", "No sandbox can be made: "})
            QVERIFY2(opened.error().message.contains(wanted), qPrintable(opened.error().message));
    }
};

BERTH_TEST(AutoRuntimeTest)
#include "AutoRuntimeTest.moc"
