// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"
#include "Workspaced.h"

#include <QTemporaryDir>

using namespace wire;
using test::WorkspacedPeer;

/// The persistent shell.
class ShellTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_peer = std::make_unique<WorkspacedPeer>(test::workspacedProgram());
        open();
    }
    void cleanup() { m_peer.reset(); }

    void reportsOutputExitCodeAndFolder()
    {
        auto &run = this->run("echo hi; cd /usr; (exit 7)");
        QCOMPARE(run.out, std::string("hi\n"));
        QCOMPARE(run.exit["exit_code"].integer(), 7);
        QCOMPARE(run.exit["cwd"].string(), std::string_view("/usr"));
        QVERIFY(!run.exit["ended"].boolean());
    }

    void printsOnlyWhatTheCommandPrints_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const QByteArray &command, const char *output,
                            int code = 0) {
            QTest::addRow("%s", name) << command << QByteArray(output) << code;
        };
        row("nothing", ":", "");
        row("empty", "", "");
        row("no newline", "printf abc", "abc");
        row("several lines", "echo a\necho b\n\necho c", "a\nb\nc\n");
        row("here-document", "cat <<X\none\n'two\nX\necho three", "one\n'two\nthree\n");
        row("quotes and dollars", "x='a\"b'; echo \"$x\" '$x' \\\\ \"$(echo sub)\"",
            "a\"b $x \\ sub\n");
        row("long line", "echo " + QByteArray(100'000, 'x') + " | wc -c", "100001\n");
        row("long script", QByteArray("true\n").repeated(20'000) + "echo end", "end\n");
        row("comment", "echo a # comment", "a\n");
        row("exclamation mark", "echo hello!world", "hello!world\n");
        row("loop", "for i in 1 2; do\n  echo $i\ndone", "1\n2\n");
        row("function", "f() {\n return 5\n}\nf", "", 5);
        row("subshell", "(exit 3)", "", 3);
        row("pipeline", "echo a | tr a b", "b\n");
        row("standard error", "echo err >&2", "err\n");
        row("tab", "printf 'a\\tb\\n'", "a\tb\n");
        row("not found", "berth-no-such-program 2>/dev/null", "", 127);
        row("echo is on", "stty -a | grep -o -- '-\\?echo '", "echo \n");
        row("size", "stty size", "200 256\n");
        row("prompts are empty", "echo \"[$PS1$PS2]\"", "[]\n");
        row("nothing leaks into the environment",
            "env | grep -c -e PROMPT_COMMAND -e ^PS1 -e __berth", "0\n", 1);
        row("unset variables are errors", "set -u; set +u; echo fine", "fine\n");
    }

    void printsOnlyWhatTheCommandPrints()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, output);
        QFETCH(int, code);
        auto &run = this->run(command.toStdString());
        QCOMPARE(QByteArray::fromStdString(run.out), output);
        QCOMPARE(run.exit["exit_code"].integer(), code);
        QCOMPARE(this->run("echo next").out, std::string("next\n"));
    }

    void keepsItsState()
    {
        run("export A=1; b=2; alias hello='echo aliased'; f() { echo function; }; shopt -s "
            "extglob; umask "
            "077");
        QCOMPARE(run("echo $A$b; hello; f; umask; shopt -q extglob; echo $?").out,
                 std::string("12\naliased\nfunction\n0077\n0\n"));
        run("(exit 42)");
        QCOMPARE(run("echo $?").out, std::string("42\n"));
        run("set -- x y");
        QCOMPARE(run("echo $# $2").out, std::string("2 y\n"));
    }

    void reportsSyntaxErrors_data()
    {
        QTest::addColumn<QByteArray>("command");
        for (const char *command : {"if then", "echo 'open", "echo \"open", "echo $(", "for",
                                    "{ echo a", "cat <<X &&", ")", "echo a; fi", "case x in"})
            QTest::addRow("%s", command) << QByteArray(command);
    }

    void reportsSyntaxErrors()
    {
        QFETCH(QByteArray, command);
        auto &run = this->run(command.toStdString());
        QVERIFY(run.isOver);
        QVERIFY(run.exit["exit_code"].integer() != 0);
        QVERIFY(QByteArray::fromStdString(run.out).contains("bash: "));
        QCOMPARE(this->run("echo next; exit_code() { return 4; }; exit_code").out,
                 std::string("next\n"));
        QCOMPARE(this->run("echo $?").out, std::string("4\n"));
    }

    void reportsBackgroundJobs()
    {
        auto &started = run("sleep 7654.7 & echo started");
        QVERIFY(started.exit["last_bg_pid"].integer() > 1);
        QVERIFY(started.out.ends_with("started\n"));
        QVERIFY(!started.out.contains("Running"));
        QVERIFY(run("kill %1; wait %1").out.contains("Terminated"));
        QCOMPARE(run("true").out, std::string());
    }

    void keepsWhatIsPrintedBetweenCommands()
    {
        printInBackground("echo late");
        QCOMPARE(run("echo now").out, std::string("late\nnow\n"));
    }

    void boundsWhatIsPrintedBetweenCommands()
    {
        printInBackground("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo end");
        auto &next = run("echo now");
        QVERIFY(next.exit["skipped"].integer() > 700'000);
        QVERIFY(next.out.ends_with("end\nnow\n"));
        QVERIFY(next.out.size() <= 256 * 1024 + 16);
    }

    void endsWithExit()
    {
        auto &run = this->run("echo bye; exit 4");
        QVERIFY(run.exit["ended"].boolean());
        QCOMPARE(run.exit["exit_code"].integer(), 4);
        QVERIFY(run.out.starts_with("bye\n"));
        QCOMPARE(this->run("echo").code(), std::string("not_found"));
    }

    void endsUnderSetE()
    {
        QCOMPARE(run("set -e; true").exit["ended"].boolean(), false);
        QCOMPARE(run("echo still; if false; then :; fi").out, std::string("still\n"));
        auto &run = this->run("false");
        QVERIFY(run.exit["ended"].boolean());
        QCOMPARE(run.exit["exit_code"].integer(), 1);
    }

    void reportsTheSignalThatKilledIt()
    {
        auto &run = this->run("kill -9 $$");
        QVERIFY(run.exit["ended"].boolean());
        QCOMPARE(run.exit["signal"].integer(), 9);
        QCOMPARE(run.exit["exit_code"].integer(), -1);
    }

    void noticesThatItsLineWasClosed_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addRow("alone") << QByteArray("exec 63>&- 63<&-");
        QTest::addRow("a child holds it") << QByteArray("sleep 7654.4 & exec 63>&- 63<&-");
    }

    void noticesThatItsLineWasClosed()
    {
        QFETCH(QByteArray, command);
        auto &run = this->run(command.toStdString());
        QVERIFY(run.exit["ended"].boolean());
        QVERIFY(run.exit["prompt_lost"].boolean());
        QCOMPARE(run.exit["exit_code"].integer(), -1);
    }

    void typesIntoTheRunningProgram()
    {
        const std::uint32_t id = start("read line; echo \"got $line\"; cat");
        type("hello\n");
        waitFor(id, "got hello\n");
        type("to cat\n");
        waitFor(id, "to cat\nto cat\n"); // echoed, and printed
        type("\x04");
        QCOMPARE(m_peer->finish(id).exit["exit_code"].integer(), 0);
    }

    void doesNotEchoWhatIsReadSilently()
    {
        const std::string out = run("tty").out;
        const std::uint32_t id = start("read -s secret; echo \"length ${#secret}\"");
        const test::Echo echo(out.substr(0, out.find('\n')));
        QTRY_VERIFY(!echo.isOn());
        type("hidden\n");
        QCOMPARE(m_peer->finish(id).out, std::string("length 6\n"));
    }

    void runsAnInteractiveProgram()
    {
        const std::uint32_t id = start("sh");
        type("echo $((6*7)); exit 3\n");
        auto &run = m_peer->finish(id);
        QVERIFY(run.out.contains("42\n"));
        QCOMPARE(run.exit["exit_code"].integer(), 3);
    }

    void interruptsTheForeground_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<bool>("types");
        QTest::addRow("program") << QByteArray("sleep 7654.5") << false;
        QTest::addRow("builtin loop") << QByteArray("while :; do :; done") << false;
        QTest::addRow("list") << QByteArray("sleep 7654.5; echo not reached") << false;
        QTest::addRow("C-c") << QByteArray("sleep 7654.5; echo not reached") << true;
    }

    void interruptsTheForeground()
    {
        QFETCH(QByteArray, command);
        QFETCH(bool, types);
        const std::uint32_t id = start(command.toStdString());
        if (types) {
            // What is typed before the program runs is the shell's.
            QTRY_VERIFY(m_peer->call(op::shellList, {})
                            .ok()["shells"]
                            .items()
                            .front()["foreground_pid"]
                            .integer()
                        != shellPid());
            QTRY_COMPARE(test::countProcesses(QByteArray("sleep\0"
                                                         "7654.5",
                                                         12)),
                         1);
            type("\x03");
        } else {
            m_peer->call(op::shellInterrupt,
                         Value::map(
                             {{"shell", m_shell}})); // at once, while the shell still starts it
        }
        auto &run = m_peer->finish(id);
        QCOMPARE(run.exit["exit_code"].integer(), 130);
        QVERIFY(!run.out.contains("reached"));
        QCOMPARE(this->run("echo alive").out, std::string("alive\n"));
    }

    void interruptsOnPoliteCancel()
    {
        const std::uint32_t id = m_peer->request(op::shellRun, args("sleep 7654.5"));
        m_peer->cancel(id, CancelMode::Polite); // maybe before the shell has taken it
        QCOMPARE(m_peer->finish(id).exit["exit_code"].integer(), 130);
        QVERIFY(!m_peer->stream(id).exit["ended"].boolean());
    }

    void runsOneCommandAtATime()
    {
        const std::uint32_t id = start("read line");
        QCOMPARE(run("echo").code(), std::string("busy"));
        type("\n");
        QCOMPARE(m_peer->finish(id).exit["exit_code"].integer(), 0);
    }

    void isNotConfusedByTypingAhead()
    {
        const std::uint32_t id = start("true; sleep 0.1");
        type("echo ahead\n");
        m_peer->finish(id);
        auto &next = run("sleep 0.1; echo mine; (exit 6)");
        QCOMPARE(next.exit["exit_code"].integer(), 6);
        QVERIFY(next.out.ends_with("mine\n"));
    }

    void holdsAFloodBackWhenNobodyReads()
    {
        m_peer->setForgetful(true);
        m_peer->setStalled(true);
        const std::uint32_t id = start("head -c 20000000 /dev/zero");
        QVERIFY(m_peer->pump([&] { return m_peer->stream(id).received == initialCredit; }));
        QVERIFY(m_peer->ping());
        QVERIFY(test::statusField(m_peer->pid(), "VmHWM").split(' ').first().toInt() < 16 * 1024);
        m_peer->catchUp();
        QCOMPARE(m_peer->finish(id).received, std::size_t(20000000));
        QCOMPARE(m_peer->stream(id).exit["out_bytes"].integer(), 20000000);
    }

    void diesWithItsWholeTree()
    {
        const std::uint32_t id = start(
            "setsid sleep 7654.6 & (env -i setsid sleep 7654.6 &); sleep 7654.6");
        QTRY_COMPARE(test::countProcesses("7654.6"), 3);
        m_peer->call(op::shellClose, Value::map({{"shell", m_shell}}));
        QVERIFY(m_peer->finish(id).exit["ended"].boolean());
        QTRY_COMPARE(test::countProcesses("7654.6"), 0);
        QVERIFY(m_peer->pump([&] { return !m_peer->events().empty(); }));
        QCOMPARE(m_peer->events().front()["event"].string(), std::string_view("shell.ended"));
    }

    void emptiesThePromptThatAScriptSets()
    {
        run("PS1='(venv) '; PS2='more '; PS0='run '");
        run("true");
        QCOMPARE(run("echo a").out, std::string("a\n"));
    }

    void survivesFunctionsNamedLikeBuiltins()
    {
        run("printf() { echo wrong; }; read() { echo wrong; }; jobs() { echo wrong; }; local() { "
            "echo wrong; "
            "}");
        QCOMPARE(run("echo a").out, std::string("a\n"));
    }

    void tellsWhatTheShellsDo()
    {
        const std::uint32_t id = start("read line");
        const Value shell = m_peer->call(op::shellList, {}).ok()["shells"].items().front();
        QCOMPARE(shell["shell"].integer(), m_shell);
        QVERIFY(shell["running"].boolean());
        QCOMPARE(shell["cwd"].string(), std::string_view("/tmp"));
        m_peer->call(op::shellResize, Value::map({{"shell", m_shell}, {"rows", 50}, {"cols", 60}}));
        type("\n");
        m_peer->finish(id);
        QCOMPARE(run("stty size").out, std::string("50 60\n"));
    }

    void worksWithAPlainShell()
    {
        open(Value::map({{"program", "/bin/sh"}}));
        QCOMPARE(run("echo hi; cd /usr").exit["cwd"].string(), std::string_view("/usr"));
        QCOMPARE(run("(exit 5)").exit["exit_code"].integer(), 5);
        QCOMPARE(run("echo $?").out, std::string("5\n"));
        QVERIFY(run("echo 'open").exit["exit_code"].integer() != 0);
        QCOMPARE(run("echo next").out, std::string("next\n"));
        QVERIFY(run("exit 9").exit["ended"].boolean());
    }

    void endsLinesAsATerminalWhenAsked()
    {
        open(Value::map({{"crlf", true}}));
        QCOMPARE(run("echo a").out, std::string("a\r\n"));
    }

    void saysWhyAShellDoesNotOpen_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QByteArray>("code");
        QTest::addRow("no such program") << QByteArray("/nowhere/bash") << QByteArray("not_found");
        QTest::addRow("not a shell") << QByteArray("/bin/true") << QByteArray("io");
    }

    void saysWhyAShellDoesNotOpen()
    {
        QFETCH(QByteArray, program);
        QFETCH(QByteArray, code);
        QCOMPARE(
            m_peer->call(op::shellOpen, Value::map({{"program", program.toStdString()}})).code(),
            code.toStdString());
    }

    void takesAFractionOfAMillisecondPerBuiltin()
    {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 200; ++i)
            run(":");
        qInfo("builtin: %.3f ms", timer.nsecsElapsed() / 2e8);
        QVERIFY(timer.elapsed() < 10'000); // a machine may be busy
    }

private:
    void open(Value more = Value::map())
    {
        more.set("cwd", "/tmp");
        more.set("inherit", true);
        more.set("env", Value::map({{"TERM", "xterm-256color"}}));
        m_shell = m_peer->call(op::shellOpen, more).ok()["shell"].integer();
    }

    Value args(const std::string &command)
    {
        return Value::map({{"shell", m_shell}, {"command", Value::name(command)}});
    }
    WorkspacedPeer::Stream &run(const std::string &command)
    {
        return m_peer->call(op::shellRun, args(command));
    }

    std::uint32_t start(const std::string &command)
    {
        const std::uint32_t id = m_peer->request(op::shellRun, args(command));
        m_peer->pump([&] { return !m_peer->stream(id).events.empty(); });
        return id;
    }

    // Starts after the prompt is back, and returns when it is done.
    void printInBackground(const std::string &command)
    {
        const QTemporaryDir folder;
        const std::string go = folder.filePath("go").toStdString();
        const std::string done = folder.filePath("done").toStdString();
        run("(while ! [ -e " + go + " ]; do sleep 0.01; done; " + command + "; : > " + done
            + ") & disown");
        QFile file(QString::fromStdString(go));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QString::fromStdString(done)), 20'000);
        QVERIFY(m_peer->ping());
    }

    std::int64_t shellPid()
    {
        return m_peer->call(op::shellList, {}).ok()["shells"].items().front()["pid"].integer();
    }
    void type(const std::string &text)
    {
        m_peer->call(op::shellInput, Value::map({{"shell", m_shell}, {"data", text}}));
    }
    void waitFor(std::uint32_t id, std::string_view text)
    {
        QVERIFY(
            m_peer->pump([&] { return m_peer->stream(id).out.find(text) != std::string::npos; }));
    }

    std::unique_ptr<WorkspacedPeer> m_peer;
    std::int64_t m_shell = 0;
};

BERTH_TEST(ShellTest)
#include "ShellTest.moc"
