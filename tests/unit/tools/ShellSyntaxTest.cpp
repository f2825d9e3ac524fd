// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/ShellSyntax.h"
#include "TestMain.h"

class ShellSyntaxTest : public QObject
{
    Q_OBJECT

private slots:
    void countsStatements_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("statements");
        const auto row = [](const char *name, int statements, const char *command) {
            QTest::addRow("%s", name) << QString::fromUtf8(command) << statements;
        };
        row("one", 1, "ls -la");
        row("two lines", 2, "echo a\necho b");
        row("three lines with blank ones", 3, "a\n\n\nb\n  \nc\n");
        row("semicolon", 1, "cd /tmp; ls");
        row("list that goes on", 1, "make &&\n  make test ||\necho no");
        row("pipe that goes on", 1, "cat f |\n  sort |&\nless");
        row("line continuation", 1, "gcc \\\n  -o x \\\n  x.c");
        row("comments", 1, "# what\nls # why\n# how");
        row("hash in a word", 2, "echo a#b\nls");
        row("single quotes", 1, "echo 'a\nb'");
        row("double quotes", 1, "git commit -m \"first\n\nsecond $(date\n) `ls\n`\"");
        row("ansi quotes", 1, "echo $'it\\'s\nhere'");
        row("quotes then another", 2, "echo 'a\nb'\nls");
        row("here-document", 1, "cat <<EOF > f\na 'b\nEOF\n");
        row("here-document and one more", 1, "cat > f.py <<'EOF'\nprint(1)\nEOF\npython f.py");
        row("here-document and two more", 2, "cat > f.py <<'EOF'\nprint(1)\nEOF\npython f.py\nls");
        row("statement before a here-document", 2, "ls\ncat <<EOF\nx\nEOF");
        row("tabs before the delimiter", 1, "cat <<-EOF\n\ta\n\tEOF");
        row("two here-documents", 1, "diff <(cat <<A\n1\nA\n) - <<B\n2\nB");
        row("here-document in a substitution", 1,
            "git commit -m \"$(cat <<'EOF'\nit's (new\n\nmore\nEOF\n)\"");
        row("here-string", 2, "cat <<< abc\nls");
        row("if", 1, "if true\nthen\n  echo a\nelse\n  echo b\nfi");
        row("if then another", 2, "if true; then\n  echo a\nfi\nls");
        row("for", 1, "for i in a b c; do\n  echo $i\n  ls\ndone | sort");
        row("arithmetic for", 1, "for ((i = 0; i < 3; i++)); do\n  echo $i\ndone");
        row("while with a redirection", 1, "while read -r x\ndo\n  echo $x\ndone < f");
        row("case", 1, "case $x in\n  a|b) echo 1 ;;\n  (c) echo 2\n  ;;\n  *) ls\nesac");
        row("function", 1, "f() {\n  echo a\n  echo b\n}");
        row("function with the brace below", 1, "function f\n{\n  ls\n}");
        row("braces", 1, "{ echo a\necho b\n}");
        row("subshell", 1, "(cd /tmp\nls\n)");
        row("test", 1, "[[ -f a &&\n -f b ]] && echo c");
        row("test then another", 2, "[[ $a =~ (x|y) ]] && ls\necho b");
        row("array", 1, "a=(1\n2\n3)");
        row("array then another", 2, "a=(1 2)\necho ${a[0]}");
        row("parameter with quotes", 2, "echo ${x:-'a b'}\nls");
        row("arithmetic", 2, "echo $((1 + (2 << 3)))\nls");
        row("background", 2, "sleep 1 &\nls");
        row("reserved words as arguments", 2, "echo if then case {\nls");
        row("find", 2, "find . -name '*.c' -exec ls {} \\;\nls");
        row("unfinished quote", 1, "echo 'a\nls");
        row("unfinished if", 1, "if true\nls");
        row("stray fi", 1, "fi\nls");
        row("begins with an operator", 1, "&& a\nls");
        row("ends with an operator", 1, "a\nls &&");
        row("redirections", 2, "a 2>&1 >f &>g\nls");
        row("nothing", 0, "");
    }

    void countsStatements()
    {
        QFETCH(QString, command);
        QFETCH(int, statements);
        QCOMPARE(tools::shellStatements(command).size(), statements);
    }

    void givesEachStatement()
    {
        QCOMPARE(tools::shellStatements("# first\necho a\n\nif b\nthen c; fi\nd"),
                 QStringList({"# first\necho a", "if b\nthen c; fi", "d"}));
    }
};

BERTH_TEST(ShellSyntaxTest)
#include "ShellSyntaxTest.moc"
