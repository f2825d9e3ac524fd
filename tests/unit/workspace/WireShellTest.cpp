// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Place.h"

using namespace workspace;

namespace {

/// Runs commands in a shell one by one.
class Session : public QObject
{
public:
    explicit Session(const Place &place)
    {
        const auto opened = QCoro::waitFor(place.channel->openShell({}));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        shell = *opened;
        connect(shell.get(), &Shell::outputReceived, this,
                [this](const QByteArray &bytes) { output += bytes; });
        connect(shell.get(), &Shell::commandFinished, this,
                [this](const ShellResult &value) { result = value; });
    }

    void start(const QString &command)
    {
        output.clear();
        result.reset();
        shell->run(command);
    }

    ShellResult run(const QString &command)
    {
        start(command);
        return QTest::qWaitFor([this] { return result.has_value(); }) ? *result
                                                                      : ShellResult{-99, {}, false};
    }

    std::shared_ptr<Shell> shell;
    QByteArray output;
    std::optional<ShellResult> result;
};

} // namespace

class WireShellTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsItsFolderAndVariables()
    {
        const Place place;
        Session session(place);
        QCOMPARE(session.run("mkdir -p deep; cd deep; WORD=kept; (exit 3)").exitCode, 3);
        const ShellResult result = session.run("echo $WORD");
        QCOMPARE(session.output, QByteArray("kept\n"));
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.directory, QFileInfo(place.path("deep")).canonicalFilePath());
        QVERIFY(!result.shellEnded);
    }

    void takesInputWhileACommandRuns()
    {
        const Place place;
        Session session(place);
        session.start("read -p 'name? ' name; echo hello $name");
        QTRY_VERIFY(session.output.contains("name?"));
        session.shell->input("berth\n");
        QTRY_VERIFY(session.result);
        QCOMPARE(session.result->exitCode, 0);
        QVERIFY2(session.output.contains("hello berth"), session.output.constData());
    }

    void interruptsACommand()
    {
        const Place place;
        Session session(place);
        session.start("echo begun; sleep 1000");
        QTRY_VERIFY(session.output.contains("begun"));
        session.shell->input("\x03");
        QTRY_VERIFY(session.result);
        QCOMPARE(session.result->exitCode, 130);
        QCOMPARE(session.run("echo still here").exitCode, 0);
    }

    void saysThatACommandEndedTheShell()
    {
        const Place place;
        Session session(place);
        QSignalSpy closed(session.shell.get(), &Shell::closed);
        const ShellResult result = session.run("exit 4");
        QCOMPARE(result.exitCode, 4);
        QVERIFY(result.shellEnded);
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(session.run("echo nothing").shellEnded);
        QCOMPARE(closed.size(), 1);
    }

    void closingEndsTheCommand()
    {
        const Place place;
        Session session(place);
        QSignalSpy closed(session.shell.get(), &Shell::closed);
        session.start("echo begun; sleep 1000");
        QTRY_VERIFY(session.output.contains("begun"));
        session.shell->close();
        QTRY_VERIFY(session.result);
        QVERIFY(session.result->shellEnded);
    }
};

BERTH_TEST(WireShellTest)
#include "WireShellTest.moc"
