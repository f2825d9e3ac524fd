// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/TerminalInput.h"
#include "TestMain.h"

class TerminalInputTest : public QObject
{
    Q_OBJECT

private slots:
    void typesKeysAndText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("control key") << "C-c" << QByteArray("\x03");
        QTest::addRow("long form") << "ctrl+D" << QByteArray("\x04");
        QTest::addRow("with a dash") << "CTRL-z" << QByteArray("\x1a");
        QTest::addRow("arrow") << "up" << QByteArray("\x1b[A");
        QTest::addRow("page") << "PGDN" << QByteArray("\x1b[6~");
        QTest::addRow("enter") << "ENTER" << QByteArray("\r");
        QTest::addRow("text") << "yes" << QByteArray("yes\r");
        QTest::addRow("lines") << "a\nb" << QByteArray("a\rb\r");
        QTest::addRow("almost a key") << "C-cc" << QByteArray("C-cc\r");
        QTest::addRow("digit") << "C-1" << QByteArray("C-1\r");
    }

    void typesKeysAndText()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, bytes);
        QCOMPARE(tools::typedBytes(text), bytes);
    }

    void tellsLiteralsFromCommands_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("kind");
        QTest::addRow("list of objects") << "[{\"a\": 1}]" << "list";
        QTest::addRow("list of texts") << " ['a']" << "list";
        QTest::addRow("object") << "{'a': 1}" << "dict";
        QTest::addRow("nested list") << "[[1]]" << "nested list";
        QTest::addRow("test of the shell") << "[[ -f a ]]" << "";
        QTest::addRow("test command") << "[ -f a ]" << "";
        QTest::addRow("group") << "{ ls; }" << "";
        QTest::addRow("command") << "ls" << "";
    }

    void tellsLiteralsFromCommands()
    {
        QFETCH(QString, command);
        QFETCH(QString, kind);
        QCOMPARE(tools::literalKind(command), kind);
    }

    void knowsNamesOfVariables()
    {
        QVERIFY(tools::isVariableName("_A1"));
        QVERIFY(!tools::isVariableName("1A"));
        QVERIFY(!tools::isVariableName("A-B"));
        QVERIFY(!tools::isVariableName("A\n"));
        QVERIFY(!tools::isVariableName(""));
    }
};

BERTH_TEST(TerminalInputTest)
#include "TerminalInputTest.moc"
