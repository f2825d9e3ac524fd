// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Clock.h"
#include "workspace/ContainerSpec.h"
#include "workspace/DockerContainer.h"
#include "workspace/DockerRuntime.h"
#include "workspace/Janitor.h"
#include "workspace/WireChannel.h"
#include "workspace/Workspaces.h"

#include "ContainerHost.h"
#include "TestMain.h"

#include <QSignalSpy>

using namespace std::chrono_literals;
using namespace workspace;
using core::Error;
using QCoro::waitFor;
using State = WorkspaceState;

/// What becomes of containers that nobody uses, that are lost, or that nobody knows.
class LifecycleTest : public QObject
{
    Q_OBJECT

    test::ContainerHost m_host;

    DockerOptions options() const
    {
        DockerOptions options = m_host.options();
        options.secret = "a secret of the test";
        options.socketRoot = m_host.path("sockets");
        return options;
    }

    State state(const QString &id = "user") const { return m_host.runtime()->status(id).state; }

    QString containerStatus()
    {
        const auto containers = m_host.containers();
        return containers.isEmpty() ? "none" : containers.first().status;
    }

    qsizetype volumes()
    {
        docker::Volumes all(m_host.engine());
        return waitFor(all.list({{"dev.berth.instance", "a1b2c3d4-test"}}))
            .value_or(QList<docker::Volume>())
            .size();
    }

    WorkspaceRecord addRecord(const QString &id, const QString &user)
    {
        WorkspaceRecord record;
        record.id = id;
        record.userId = user;
        record.createdAt = record.usedAt = core::Clock::system().now();
        m_host.ledger().rows.insert(id, record);
        return record;
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
        m_host.ledger().rows.clear();
    }

    void writesAWorkspaceDownBeforeItIsMade()
    {
        m_host.use(options());
        QVERIFY(m_host.ledger().rows.isEmpty());
        QVERIFY(m_host.open());
        QCOMPARE(m_host.ledger().rows.keys(), QStringList{"user"});
        const WorkspaceStatus status = m_host.runtime()->status("user");
        QCOMPARE(status.state, State::Ready);
        QList<State> stages;
        for (const WorkspaceStage &stage : status.stages)
            stages.append(stage.state);
        QCOMPARE(stages, QList<State>(
                             {State::Queued, State::Creating, State::Starting, State::Connecting}));
    }

    void pausesWhatIsNotUsedAndWakesIt()
    {
        DockerOptions options = this->options();
        options.lifecycle.pauseAfter = 1s;
        m_host.use(options);
        const auto channel = m_host.open();
        QVERIFY(channel);
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Paused, 10000);
        QTRY_COMPARE_WITH_TIMEOUT(containerStatus(), "paused", 10000);
        // Looking does not wake it.
        const auto use = waitFor(m_host.runtime()->use("user"));
        QVERIFY(use && !*use);
        QCOMPARE(state(), State::Paused);
        QCOMPARE(m_host.say(*channel, "echo awake"), "awake");
        QCOMPARE(containerStatus(), "running");
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Paused, 10000);
    }

    void doesNotPauseWhatRuns()
    {
        DockerOptions options = this->options();
        options.lifecycle.pauseAfter = 100ms;
        m_host.use(options);
        const auto channel = m_host.open();
        QVERIFY(channel);
        Command command;
        command.shell = "sleep 1; echo through";
        QSignalSpy changes(m_host.runtime(), &Runtime::changed);
        const auto output = waitFor(channel->run(command, {}));
        VERIFY_RESULT(output);
        QCOMPARE(output->standardOutput, "through\n");
        QVERIFY(changes.isEmpty());
    }

    void pausesOnRequest()
    {
        m_host.use(options());
        QCOMPARE(waitFor(m_host.runtime()->pause("user")).error().kind, Error::Kind::Conflict);
        const auto channel = m_host.open();
        QVERIFY(channel);
        VERIFY_RESULT(waitFor(m_host.runtime()->pause("user")));
        QCOMPARE(containerStatus(), "paused");
        QCOMPARE(waitFor(m_host.runtime()->pause("user")).error().kind, Error::Kind::Conflict);
        QCOMPARE(m_host.say(*channel, "echo awake"), "awake");
    }

    void removesWhatIsNotUsedForLongAndKeepsItsFiles()
    {
        DockerOptions options = this->options();
        options.lifecycle.pauseAfter = 200ms;
        options.settings.idleTimeout = 1;
        m_host.use(options);
        auto channel = m_host.open();
        QVERIFY(channel);
        m_host.say(*channel, "echo one > /workspace/a; echo two > ~/b; echo three > /tmp/c");
        QTRY_COMPARE_WITH_TIMEOUT(containerStatus(), "none", 10000);
        QTRY_COMPARE_WITH_TIMEOUT(state(), State::Stopped, 10000);
        QVERIFY(m_host.runtime()->status("user").reason.contains("not used"));
        QCOMPARE(volumes(), 3);
        channel = m_host.open();
        QVERIFY(channel);
        QCOMPARE(m_host.say(*channel, "cat /workspace/a ~/b /tmp/c"), "one\ntwo\nthree");
    }

    void startsAgainAfterItsContainerWasEndedFromOutside()
    {
        m_host.use(options());
        m_host.runtime()->begin();
        auto channel = m_host.open();
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        docker::Containers all(m_host.engine());
        VERIFY_RESULT(waitFor(all.kill(m_host.containers().first().id, "KILL")));
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 5000);
        QCOMPARE(state(), State::Stopped);
        channel = m_host.open();
        QVERIFY(channel);
        QCOMPARE(m_host.say(*channel, "echo back"), "back");
    }

    void letsAFewStartAtATime()
    {
        DockerOptions options = this->options();
        options.lifecycle.startsAtOnce = 1;
        m_host.use(options);
        int most = 0;
        int furthest = 0;
        const QStringList users{"a", "b", "c", "d"};
        connect(m_host.runtime(), &Runtime::changed, this, [&] {
            int starting = 0;
            for (const QString &user : users) {
                const WorkspaceStatus status = m_host.runtime()->status(user);
                starting += status.state == State::Creating || status.state == State::Starting
                            || status.state == State::Connecting;
                furthest = std::max(furthest, status.position);
            }
            most = std::max(most, starting);
        });
        std::vector<core::Task<std::shared_ptr<Channel>>> opening;
        for (const QString &user : users)
            opening.push_back(m_host.runtime()->open(user));
        for (auto &task : opening)
            VERIFY_RESULT(waitFor(std::move(task)));
        QCOMPARE(most, 1);
        QCOMPARE(furthest, 3);
        QCOMPARE(m_host.containers().size(), 4);
    }

    void doesNotTryWithoutEnd()
    {
        DockerOptions options = this->options();
        options.program = "/bin/true"; // a helper that never listens
        m_host.use(options);
        const auto first = waitFor(m_host.runtime()->open("user"));
        QCOMPARE(first.error().kind, Error::Kind::Unavailable);
        QCOMPARE(state(), State::Failed);
        QVERIFY(!m_host.runtime()->status("user").reason.isEmpty());
        QElapsedTimer timer;
        timer.start();
        const auto second = waitFor(m_host.runtime()->open("user"));
        QVERIFY2(second.error().message.contains("tried again in"),
                 qPrintable(second.error().message));
        QVERIFY(timer.elapsed() < 500);
        QCOMPARE(m_host.containers().size(), 0);
    }

    void deletesAWorkspaceWithItsFiles()
    {
        m_host.use(options());
        const auto channel = m_host.open();
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        VERIFY_RESULT(waitFor(m_host.runtime()->destroy("user")));
        QCOMPARE(containerStatus(), "none");
        QCOMPARE(volumes(), 0);
        QVERIFY(m_host.ledger().rows.isEmpty());
        QCOMPARE(state(), State::Stopped);
        // A default workspace comes to be again.
        const auto anew = m_host.open();
        QVERIFY(anew);
        QCOMPARE(m_host.say(*anew, "ls -A /workspace"), "");
    }

    void deletesAWorkspaceWhileTheEngineIsAway()
    {
        addRecord("added", "user");
        m_host.use(options());
        QVERIFY(m_host.open("added"));
        m_host.engineStops();
        VERIFY_RESULT(waitFor(m_host.runtime()->destroy("added")));
        QVERIFY(m_host.ledger().rows.value("added").isLeaving);
        QCOMPARE(waitFor(m_host.runtime()->open("added")).error().kind, Error::Kind::Unavailable);
        m_host.engineStarts();
        m_host.runtime()->begin();
        QTRY_VERIFY_WITH_TIMEOUT(m_host.ledger().rows.isEmpty(), 20000);
        QCOMPARE(containerStatus(), "none");
        QCOMPARE(volumes(), 0);
    }

    void saysWhetherTheEngineAnswers()
    {
        m_host.use(options());
        DockerRuntime *runtime = m_host.runtime();
        QSignalSpy told(runtime, &Runtime::engineChanged);
        const auto isTold = [&](bool answers) {
            return runtime->engineAnswers() == answers && !told.isEmpty();
        };
        runtime->begin();
        QTRY_VERIFY_WITH_TIMEOUT(isTold(true), 20000);
        QVERIFY(m_host.open("user"));
        told.clear();
        VERIFY_RESULT(waitFor(
            docker::Containers(m_host.engine()).kill(m_host.containers().first().id, "KILL")));
        QTRY_VERIFY_WITH_TIMEOUT(isTold(true), 20000); // it was not the engine's fault
        told.clear();
        m_host.engineStops();
        QTRY_VERIFY_WITH_TIMEOUT(isTold(false), 20000);
        told.clear();
        m_host.engineStarts();
        QTRY_VERIFY_WITH_TIMEOUT(isTold(true), 20000);
    }

    void removesWhatNobodyKnows()
    {
        m_host.use(options());
        QVERIFY(m_host.open("known"));
        QVERIFY(m_host.open("lost"));
        VERIFY_RESULT(waitFor(
            docker::Containers(m_host.engine()).kill(m_host.containers().first().id, "KILL")));
        // As after a server that was killed and forgot one.
        m_host.forget();
        m_host.ledger().rows.remove("lost");
        m_host.use(options());
        m_host.runtime()->begin();
        const auto owners = [this] {
            QStringList list;
            for (const docker::ContainerState &container : m_host.containers())
                list.append(container.labels.value(workspaceLabel));
            list.sort();
            return list;
        };
        QTRY_VERIFY_WITH_TIMEOUT(!owners().contains("lost"), 10000);
        // Nobody's files stay until somebody says that they may go.
        QCOMPARE(volumes(), 6);
        QVERIFY(m_host.open("known"));
    }

    void keepsOrPausesContainersWhenItEnds_data()
    {
        QTest::addColumn<OnShutdown>("onShutdown");
        QTest::addColumn<QString>("status");
        QTest::addRow("remove") << OnShutdown::Remove << "none";
        QTest::addRow("pause") << OnShutdown::Pause << "paused";
        QTest::addRow("keep") << OnShutdown::Keep << "running";
    }

    void keepsOrPausesContainersWhenItEnds()
    {
        QFETCH(const OnShutdown, onShutdown);
        QFETCH(const QString, status);
        DockerOptions options = this->options();
        options.lifecycle.onShutdown = onShutdown;
        m_host.use(options);
        auto channel = m_host.open();
        QVERIFY(channel);
        m_host.say(*channel, "echo kept > /workspace/kept");
        m_host.stop();
        QCOMPARE(containerStatus(), status);
        // The next server goes on, in the same container if there is one.
        const auto before = m_host.containers();
        m_host.use(this->options());
        channel = m_host.open();
        QVERIFY(channel);
        QCOMPARE(m_host.say(*channel, "cat /workspace/kept"), "kept");
        if (!before.isEmpty())
            QCOMPARE(m_host.containers().first().id, before.first().id);
    }

    void endsItselfWithoutAServer()
    {
        DockerOptions options = this->options();
        options.settings.idleTimeout = 1;
        options.lifecycle.lease = 1s;
        options.lifecycle.onShutdown = OnShutdown::Keep;
        m_host.use(options);
        QVERIFY(m_host.open());
        m_host.stop();
        QCOMPARE(containerStatus(), "running");
        QTRY_COMPARE_WITH_TIMEOUT(containerStatus(), "exited", 20000);
        // The next server clears it away.
        m_host.use(this->options());
        m_host.runtime()->begin();
        QTRY_COMPARE_WITH_TIMEOUT(containerStatus(), "none", 10000);
    }

    void takesThePlaceOfWhatAnEngineMadeTooLate()
    {
        m_host.use(options());
        DockerOptions options = this->options();
        options.helperFolder = QFileInfo(options.program).path();
        DockerContainer container(m_host.engine(), options, addRecord("late", "user"), {});
        const auto late = waitFor(container.create());
        VERIFY_RESULT(late);
        const auto made = waitFor(container.create());
        VERIFY_RESULT(made);
        QVERIFY(*made != *late);
        QCOMPARE(m_host.containers().size(), 1);
        VERIFY_RESULT(waitFor(container.remove()));
    }

    void takesTheWayThroughTheEngineWhereThereIsNoOther()
    {
        DockerOptions options = this->options();
        options.socketRoot.clear();
        m_host.use(options);
        const auto channel = m_host.open();
        QVERIFY(channel);
        QCOMPARE(m_host.say(*channel, "ls /run/berth"), "helper.sock");
    }
};

BERTH_TEST(LifecycleTest)
#include "LifecycleTest.moc"
