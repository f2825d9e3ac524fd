// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Place.h"

using namespace workspace;
using QCoro::waitFor;

/// Terminals, and what is told of all that runs in a workspace.
class ProcessesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Place> m_place;

    std::shared_ptr<Job> start(const QStringList &arguments, std::optional<TerminalSize> terminal)
    {
        Command command;
        command.arguments = arguments;
        command.terminal = terminal;
        const auto job = waitFor(m_place->channel->start(command));
        return job.value_or(nullptr);
    }

private slots:
    void init() { m_place = std::make_unique<Place>(); }
    void cleanup() { m_place.reset(); }

    void runsAProgramInATerminal()
    {
        const std::shared_ptr<Job> job = start({"/bin/sh"}, TerminalSize{33, 77});
        QVERIFY(job);
        QByteArray shown;
        std::optional<Exit> exit;
        connect(job.get(), &Job::outputReceived, this, [&](Job::Stream, const QByteArray &bytes) {
            shown += bytes;
            job->consumed(bytes.size());
        });
        connect(job.get(), &Job::finished, this, [&](const Exit &how) { exit = how; });
        job->write("stty size\n");
        QTRY_VERIFY2(shown.contains("33 77"), shown.constData());
        job->resize({12, 40});
        job->write("stty size; [ -t 2 ] && exit 5\n");
        QTRY_VERIFY(exit);
        QVERIFY2(shown.contains("12 40"), shown.constData());
        QCOMPARE(exit->code, 5);
    }

    void listsWhatRuns()
    {
        const std::shared_ptr<Job> job = start({"/bin/sleep", "1234.5"}, {});
        QVERIFY(job);
        const auto list = waitFor(m_place->channel->processes());
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        const ProcessInfo process = list->constFirst();
        QCOMPARE(process.command, "/bin/sleep 1234.5");
        QVERIFY(process.id > 1 && process.parent > 0);
        QCOMPARE(process.user, int(getuid()));
        QVERIFY(QStringList({"S", "R", "D"}).contains(process.state));
        QVERIFY(process.memoryBytes > 0 && process.processorTime >= 0);
        QVERIFY(process.age >= 0 && process.age < 60'000);
    }
};

BERTH_TEST(ProcessesTest)

#include "ProcessesTest.moc"
