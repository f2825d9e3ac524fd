// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalTool.h"
#include "TestMain.h"
#include "Workplace.h"

#include <QElapsedTimer>
#include <QFile>

using namespace std::chrono_literals;

static QString suffixOf(const QJsonObject &observation)
{
    return observation.value("metadata").toObject().value("suffix").toString();
}

static QString prefixOf(const QJsonObject &observation)
{
    return observation.value("metadata").toObject().value("prefix").toString();
}

class TerminalToolTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Workplace> m_workplace;
    std::unique_ptr<tools::TerminalTool> m_tool;

    QJsonObject run(const QString &command, QJsonObject others = {}, std::stop_token stop = {})
    {
        others.insert("command", command);
        const core::Result<QJsonObject> observation = call(*m_tool, others, stop);
        return observation ? *observation : QJsonObject{{"failure", observation.error().message}};
    }
    QJsonObject type(const QString &text) { return run(text, {{"is_input", true}}); }
    QString text(const QString &command) { return textOf(run(command)); }
    /// Reads on until what was printed holds @p expected.
    bool readUntil(const QJsonObject &observation, const QString &expected)
    {
        QString printed = textOf(observation);
        for (QDeadlineTimer deadline(20s); !printed.contains(expected) && !deadline.hasExpired();)
            printed += textOf(run(""));
        return printed.contains(expected);
    }
    void useSilence(std::chrono::milliseconds silence)
    {
        m_tool->close();
        m_tool = std::make_unique<tools::TerminalTool>(
            m_workplace->place(),
            tools::TerminalParameters{.silence = silence, .environment = {{"GREETING", "hi"}}});
    }

private slots:
    void init()
    {
        m_workplace = std::make_unique<Workplace>();
        m_tool = std::make_unique<tools::TerminalTool>(m_workplace->place(),
                                                       tools::TerminalParameters());
    }

    void cleanup()
    {
        m_tool->close();
        m_tool.reset();
        m_workplace.reset();
    }

    void tellsWhatACommandPrinted()
    {
        const QJsonObject observation = run("  echo hi; printf 'x\\n\\n\\n' >&2 ");
        QCOMPARE(textOf(observation), "hi\nx");
        QCOMPARE(observation.value("kind"), "TerminalObservation");
        QCOMPARE(observation.value("command"), "echo hi; printf 'x\\n\\n\\n' >&2");
        QCOMPARE(observation.value("exit_code"), 0);
        QCOMPARE(observation.value("is_error"), false);
        QCOMPARE(observation.value("timeout"), false);
        QCOMPARE(observation.value("full_output_save_dir"),
                 m_workplace->place().persistenceDirectory + "/observations");
        const QJsonObject metadata = observation.value("metadata").toObject();
        QCOMPARE(metadata.value("suffix"), "\n[The command completed with exit code 0.]");
        QCOMPARE(metadata.value("working_dir"), m_workplace->path());
        QCOMPARE(metadata.value("pid"), -1);
        QVERIFY(!metadata.value("username").toString().isEmpty());
        QVERIFY(!metadata.value("hostname").toString().isEmpty());
    }

    void tellsTheExitCode()
    {
        const QJsonObject observation = run("(exit 7)");
        QCOMPARE(observation.value("exit_code"), 7);
        QCOMPARE(suffixOf(observation), "\n[The command completed with exit code 7.]");
        QCOMPARE(observation.value("is_error"), false);
        QCOMPARE(text("echo $?"), "7");
    }

    void keepsDirectoryAndVariables()
    {
        run("mkdir -p a/b && cd a/b && export X=1 Y='2 3' && f() { echo \"f $1\"; }");
        const QJsonObject observation = run("echo $X $Y && f 4 && pwd");
        QCOMPARE(textOf(observation), "1 2 3\nf 4\n" + m_workplace->path("a/b"));
        QCOMPARE(observation.value("metadata").toObject().value("working_dir"),
                 m_workplace->path("a/b"));
    }

    void setsTheEnvironment()
    {
        useSilence(30s);
        QCOMPARE(text("echo $GREETING $PAGER $GIT_PAGER $TERM"), "hi cat cat xterm-256color");
    }

    void findsTheInterpreterThatIsActive()
    {
        m_workplace->writeFile("bin/python", "#!/bin/sh\n");
        QVERIFY(QFile::setPermissions(m_workplace->path("bin/python"),
                                      QFile::ReadOwner | QFile::ExeOwner));
        const QJsonObject observation = run("export PATH=$PWD/bin:$PATH; false");
        QCOMPARE(observation.value("metadata").toObject().value("py_interpreter_path"),
                 m_workplace->path("bin/python"));
        QCOMPARE(text("echo $?"), "1");
    }

    void acceptsStatementsOfSeveralLines()
    {
        QCOMPARE(text("cat <<EOF\na 'b\n$((1+1))\nEOF"), "a 'b\n2");
        QCOMPARE(text("for i in 1 2; do\n  echo $i\ndone"), "1\n2");
        QCOMPARE(text("cat > f.sh <<'EOF'\necho from f\nEOF\nsh f.sh"), "from f");
    }

    void refusesSeveralStatements()
    {
        const QJsonObject observation = run("echo a\necho b > made");
        QCOMPARE(observation.value("is_error"), true);
        QVERIFY(!observation.contains("exit_code"));
        QVERIFY(textOf(observation).startsWith("Cannot execute multiple commands at once.\n"));
        QVERIFY(
            textOf(observation).endsWith("\nProvided commands:\n(1) echo a\n(2) echo b > made"));
        QVERIFY(!QFile::exists(m_workplace->path("made")));
    }

    void refusesLiterals()
    {
        const QJsonObject observation = run("[{\"command\": \"ls\"}]");
        QCOMPARE(observation.value("is_error"), true);
        QVERIFY(textOf(observation).contains("Python/JSON list literal"));
        QVERIFY(textOf(observation).contains("[{\"command\": \"ls\"}]"));
    }

    void refusesInputWithoutAProgram()
    {
        QCOMPARE(text(""), "No previous running command to retrieve logs from.");
        QCOMPARE(textOf(type("yes")), "No previous running command to interact with.");
        QCOMPARE(text("C-c"), "No previous running command to interact with.");
        QCOMPARE(type("yes").value("is_error"), true);
    }

    void stopsWaitingForASilentCommand()
    {
        useSilence(1s);
        const QJsonObject observation = run("echo first; read -r line; echo \"got $line\"");
        QCOMPARE(textOf(observation), "first");
        QCOMPARE(observation.value("exit_code"), -1);
        QCOMPARE(observation.value("is_error"), false);
        QVERIFY(
            suffixOf(observation).startsWith("\n[The command has no new output after 1 seconds. "));
        const QJsonObject ended = type("hello");
        QCOMPARE(textOf(ended), "got hello");
        QCOMPARE(prefixOf(ended), "[Below is the output of the previous command.]\n");
        QCOMPARE(ended.value("exit_code"), 0);
    }

    void endsACommandThatTheWorkspaceLetsRunNoLonger_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("remembered");
        QTest::addRow("sleeps") << "echo first; sleep 60" << 130 << "1";
        QTest::addRow("deaf") << "echo first; sh -c \"trap '' INT; sleep 60; sleep 60\"" << -1
                              << "";
    }

    void endsACommandThatTheWorkspaceLetsRunNoLonger()
    {
        QFETCH(QString, command);
        QFETCH(int, exitCode);
        QFETCH(QString, remembered);
        run("REMEMBERED=1");
        m_workplace->place().channel->setLongestCommand(300ms);
        const QJsonObject observation = run(command, {{"timeout", 50}});
        const QString all = textOf(observation) + suffixOf(observation);
        QVERIFY2(all.startsWith("first"), qPrintable(all));
        QVERIFY2(all.contains("It was ended after 0.3 seconds: this workspace lets no command run "
                              "longer."),
                 qPrintable(all));
        QCOMPARE(observation.value("exit_code"), exitCode);
        m_workplace->place().channel->setLongestCommand(0ms);
        QCOMPARE(text("echo $REMEMBERED"), remembered);
    }

    void waitsWhileACommandPrints()
    {
        useSilence(1s);
        QCOMPARE(text("for i in 1 2 3 4 5 6; do sleep 0.3; echo $i; done"), "1\n2\n3\n4\n5\n6");
    }

    void stopsWaitingAfterTheTimeout()
    {
        useSilence(100ms);
        const QJsonObject observation = run("while :; do echo x; sleep 0.05; done",
                                            {{"timeout", 1.5}});
        QCOMPARE(observation.value("exit_code"), -1);
        QVERIFY(suffixOf(observation).startsWith("\n[The command timed out after 1.5 seconds. "));
        QVERIFY(textOf(observation).startsWith("x\nx"));
        const QJsonObject ended = type("C-c");
        QCOMPARE(ended.value("exit_code"), 130);
        QCOMPARE(suffixOf(ended), "\n[The command completed with exit code 130. CTRL+C was sent.]");
    }

    void ignoresSilenceWithATimeout()
    {
        useSilence(100ms);
        QCOMPARE(textOf(run("sleep 0.6; echo late", {{"timeout", 20}})), "late");
    }

    void refusesACommandWhileAnotherRuns()
    {
        useSilence(1s);
        run("echo begun; sleep 60");
        const QJsonObject refused = run("echo no > made");
        QCOMPARE(refused.value("is_error"), true);
        QCOMPARE(refused.value("exit_code"), -1);
        QVERIFY(
            suffixOf(refused).startsWith("\n[Your command \"echo no > made\" is NOT executed. "));
        QVERIFY(!QFile::exists(m_workplace->path("made")));
        QCOMPARE(run("C-c").value("exit_code"), 130);
        QCOMPARE(text("echo yes"), "yes");
    }

    void readsOnWithAnEmptyCommand()
    {
        useSilence(1s);
        run("mkfifo gate; echo one; read -r x < gate; echo two");
        m_workplace->writeFile("gate", "go\n");
        const QJsonObject observation = run("", {{"timeout", 20}});
        QCOMPARE(textOf(observation), "two");
        QCOMPARE(prefixOf(observation), "[Below is the output of the previous command.]\n");
        QCOMPARE(observation.value("exit_code"), 0);
        QCOMPARE(observation.value("command"), "");
        QCOMPARE(text(""), "No previous running command to retrieve logs from.");
    }

    void talksToAnInterpreter()
    {
        useSilence(500ms);
        run("env PYTHON_BASIC_REPL=1 python3 -q");
        QVERIFY(readUntil(type("print(6 * 7)"), "42\n>>>"));
        QVERIFY(readUntil(type("for i in range(2): print('n', i)"), "..."));
        QVERIFY(readUntil(type("ENTER"), "n 0\nn 1"));
        QCOMPARE(run("C-d", {{"timeout", 20}, {"is_input", true}}).value("exit_code"), 0);
    }

    void startsOver()
    {
        useSilence(200ms);
        run("X=1; sleep 60");
        const QJsonObject reset = run("", {{"reset", true}});
        QCOMPARE(textOf(reset),
                 "Terminal session has been reset. All previous environment variables and "
                 "session state have been cleared.");
        QCOMPARE(reset.value("command"), "[RESET]");
        QCOMPARE(reset.value("exit_code"), 0);
        const QJsonObject again = run("echo \"x=$X\"", {{"reset", true}});
        QVERIFY(textOf(again).startsWith("Terminal session has been reset."));
        QVERIFY(textOf(again).endsWith("\n\nx="));
        QCOMPARE(again.value("command"), "[RESET] echo \"x=$X\"");
        QCOMPARE(run("x", {{"reset", true}, {"is_input", true}}).value("failure"),
                 "Cannot use reset=True with is_input=True");
    }

    void startsOverWhenACommandEndsTheShell()
    {
        run("X=1");
        const QJsonObject observation = run("echo bye; exit 3");
        QCOMPARE(observation.value("is_error"), true);
        QCOMPARE(observation.value("exit_code"), -1);
        QVERIFY(textOf(observation).startsWith("bye\n"));
        QVERIFY(textOf(observation).contains("\n\nThe command ended the shell"));
        QCOMPARE(text("echo \"x=$X\""), "x=");
    }

    void survivesShellOptions()
    {
        run("set -x");
        QVERIFY(text("echo a").endsWith("+ echo a\na"));
        QVERIFY(!text("echo python").contains("command -v"));
        run("set +x; set -e");
        QCOMPARE(run("if false; then :; fi; export PATH").value("exit_code"), 0);
        QCOMPARE(text("echo b"), "b");
    }

    void clipsLongOutput()
    {
        const QJsonObject observation = run("seq 1 9000; yes 'äöü' | head -n 20000 | tr -d '\\n'");
        const QString shown = textOf(observation);
        QCOMPARE(shown.toUcs4().size(), 30000);
        const QRegularExpressionMatch match =
            QRegularExpression("\\S+/terminal_output_[0-9a-f]{8}\\.txt").match(shown);
        QVERIFY(match.hasMatch());
        QFile whole(match.captured());
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromUtf8(whole.readAll()).startsWith("1\n2\n3\n"));
        QVERIFY(QString::fromUtf8(json::text(observation)).size() < 60000);
    }

    void keepsTheLastLinesOfAFlood()
    {
        const QJsonObject observation = run("seq 1 200000");
        QVERIFY(textOf(observation).endsWith("\n200000"));
        QCOMPARE(prefixOf(observation), "[Previous command outputs are truncated. Showing the last "
                                        "10000 lines of the output below.]\n");
    }

    void givesSecretsToCommandsThatNameThem()
    {
        m_workplace->secrets.values = {{"API_TOKEN", "s3cr\\et 'x%2'\n2"},
                                       {"OTHER", "unused-value"},
                                       {"BAD-NAME", "zz"}};
        QCOMPARE(text("echo \"[$API_TOKEN]\""), "[<secret-hidden>]");
        QCOMPARE(text("false; printenv api_token API_TOKEN | wc -l"), "2");
        QCOMPARE(text("echo \"[${OTHE}R]\" ${#OTH}"), "[R] 0");
        QCOMPARE(text("echo ${BAD-NAME}"), "NAME");
        QCOMPARE(text("(exit 4)"), "");
        QCOMPARE(text("echo \"$? $API_TOKEN\""), "4 <secret-hidden>");
    }

    void showsNothingOfTheExport()
    {
        m_workplace->secrets.values = {{"API_TOKEN", "abcdef"}};
        run("set -x");
        QVERIFY(!text(": API_TOKEN").contains("export"));
        QCOMPARE(text("set +x; set -e; echo API_TOKEN").section('\n', -1), "API_TOKEN");
        QCOMPARE(text("echo $API_TOKEN"), "<secret-hidden>");
    }

    void interruptsACommand()
    {
        std::stop_source source;
        QTimer::singleShot(100, this, [&source] { source.request_stop(); });
        QElapsedTimer timer;
        timer.start();
        const QJsonObject observation = run("sleep 60", {}, source.get_token());
        QCOMPARE(observation.value("failure"), "The command was interrupted.");
        QVERIFY(timer.elapsed() < 1100);
        QCOMPARE(text("echo still here"), "still here");
    }

    void runsNothingAfterAStop()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(run("touch made", {}, source.get_token()).contains("failure"));
        QVERIFY(!QFile::exists(m_workplace->path("made")));
    }

    void endsACallWhenItIsClosed()
    {
        QTimer::singleShot(100, this, [this] { m_tool->close(); });
        QCOMPARE(run("sleep 60").value("failure"), "The terminal was closed.");
        QCOMPARE(run("echo a").value("failure"), "The terminal was closed.");
    }

    void refusesATimeoutThatTheHostWouldNotSurvive()
    {
        qputenv("OH_RUNTIME_IDLE_TIMEOUT_SECONDS", "100");
        const QJsonObject observation = run("echo a", {{"timeout", 95}});
        qunsetenv("OH_RUNTIME_IDLE_TIMEOUT_SECONDS");
        QCOMPARE(observation.value("is_error"), true);
        QVERIFY(textOf(observation).contains("at most 90 seconds"));
    }

    void locksTheSession() { QCOMPARE(m_tool->locks({}), QStringList("terminal:session")); }
};

BERTH_TEST(TerminalToolTest)
#include "TerminalToolTest.moc"
