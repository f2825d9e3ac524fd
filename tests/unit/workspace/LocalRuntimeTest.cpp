// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/DockerRuntime.h"

#include "MemoryLedger.h"
#include "Place.h"

#include <csignal>

using namespace workspace;
using Kind = core::Error::Kind;

class LocalRuntimeTest : public QObject
{
    Q_OBJECT

private slots:
    void showsCommandsNoSecretOfTheServer()
    {
        const QByteArrayList names{"OH_SECRET_KEY",         "OPENAI_API_KEY",
                                   "SESSION_API_KEY",       "OH_SESSION_API_KEYS_0",
                                   "AWS_SECRET_ACCESS_KEY", "BERTH_ANYTHING"};
        for (const QByteArray &name : names)
            qputenv(name.constData(), "the-secret");
        const Place place;
        for (const QByteArray &name : names)
            qunsetenv(name.constData());
        const QByteArray environment = place.shell("env; cat /proc/$PPID/environ");
        QVERIFY(!environment.contains("the-secret"));
        for (const char *wanted :
             {"AI_AGENT=openhands", "GIT_PAGER=cat", "PAGER=cat", "PATH=", "HOME="})
            QVERIFY2(environment.contains(wanted), wanted);
    }

    void handsOnlyStandardStreamsToItsProgram()
    {
        QTemporaryFile leak;
        QVERIFY(leak.open());
        const int copy = dup(leak.handle()); // stays open in programs that are started carelessly
        const Place place;
        const QByteArray files = place.shell("ls -l /proc/$PPID/fd");
        close(copy);
        QVERIFY2(!files.contains(leak.fileName().toUtf8()), files.constData());
    }

    void tellsWhatItsOwnProcessesUse()
    {
        Place place;
        const auto before = QCoro::waitFor(place.runtime()->use("user"));
        VERIFY_RESULT(before);
        QVERIFY(before->has_value());
        QCOMPARE((*before)->processes, 0);
        place.shell("(setsid sleep 60 > /dev/null 2>&1 &)");
        const auto use = [&place] {
            return QCoro::waitFor(place.runtime()->use("user"))
                .value_or(std::nullopt)
                .value_or(WorkspaceUse());
        };
        QTRY_COMPARE(use().processes, 1);
        // While it changes from the shell's copy to its own program it has no memory at all.
        QTRY_VERIFY(use().memoryBytes > 0);
        const auto nothing = QCoro::waitFor(place.runtime()->use("somebody"));
        VERIFY_RESULT(nothing);
        QVERIFY(!*nothing);
    }

    void opensOnePlacePerUser()
    {
        QTemporaryDir folder;
        LocalRuntime runtime(Place::options(folder.path()));
        auto first = runtime.open("anna");
        auto second = runtime.open("anna");
        auto third = runtime.open("bert");
        const auto one = QCoro::waitFor(first);
        const auto two = QCoro::waitFor(second);
        const auto three = QCoro::waitFor(third);
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        VERIFY_RESULT(three);
        QCOMPARE(one->get(), two->get());
        QVERIFY(one->get() != three->get());
    }

    void opensAgainAfterItsProgramWasKilled()
    {
        Place place;
        QSignalSpy lost(place.channel.get(), &Channel::lost);
        const pid_t pid = place.shell("echo $PPID").trimmed().toInt();
        QVERIFY(pid > 1);
        Command command;
        command.shell = "touch begun; sleep 1000";
        auto running = place.channel->run(command, {});
        QTRY_VERIFY(QFile::exists(place.path("begun")));
        QCOMPARE(kill(pid, SIGKILL), 0);
        const auto result = QCoro::waitFor(running);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Kind::Unavailable);
        QTRY_COMPARE(lost.size(), 1);

        const auto again = QCoro::waitFor(place.runtime()->open("user"));
        VERIFY_RESULT(again);
        QVERIFY(again->get() != place.channel.get());
        place.channel = *again;
        QCOMPARE(place.shell("echo back"), QByteArray("back\n"));
        QCOMPARE(lost.size(), 1);
    }

    void endsItsProgramsWhenItStops()
    {
        Place place;
        const pid_t pid = place.shell("echo $PPID").trimmed().toInt();
        VERIFY_RESULT(QCoro::waitFor(place.runtime()->stop()));
        QVERIFY(kill(pid, 0) != 0);
        const auto refused = QCoro::waitFor(place.runtime()->open("user"));
        QCOMPARE(refused.error().kind, Kind::Unavailable);
        const auto late = QCoro::waitFor(place.channel->info());
        QCOMPARE(late.error().kind, Kind::Unavailable);
    }

    void saysThatItsProgramIsMissing()
    {
        LocalOptions options;
        options.program = "/nowhere/berth-workspaced";
        LocalRuntime runtime(options);
        const auto opened = QCoro::waitFor(runtime.open("user"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Kind::Unavailable);
        QVERIFY(opened.error().message.contains("/nowhere/berth-workspaced"));
    }

    void saysThatItsProgramDoesNotSpeak()
    {
        LocalOptions options;
        options.program = "/bin/true";
        LocalRuntime runtime(options);
        const auto opened = QCoro::waitFor(runtime.open("user"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Kind::Unavailable);
    }

    void withoutAnEngineSaysWhatToDo()
    {
        test::MemoryLedger ledger;
        DockerRuntime runtime(DockerOptions(), &ledger);
        const auto opened = QCoro::waitFor(runtime.open("user"));
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Kind::Unavailable);
        QVERIFY(opened.error().message.contains("--runtime local"));
    }
};

BERTH_TEST(LocalRuntimeTest)
#include "LocalRuntimeTest.moc"
