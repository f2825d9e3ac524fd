// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/FileEditorTool.h"
#include "workspace/QuotaChannel.h"

#include "TestMain.h"
#include "Workplace.h"

#include <QDir>

static constexpr const char *tenLines =
    "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

class FileEditorToolTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Workplace> m_workplace;
    std::unique_ptr<tools::FileEditorTool> m_tool;

    QString withPlace(QString text) const { return text.replace("<W>", m_workplace->path()); }
    core::Result<QJsonObject> run(const QString &json)
    {
        return call(*m_tool, QJsonDocument::fromJson(withPlace(json).toUtf8()).object());
    }
    /// The observation's text with the folder as <W>; an error of the call itself in brackets.
    QString text(const QString &json)
    {
        const core::Result<QJsonObject> observation = run(json);
        if (!observation)
            return '(' + observation.error().message + ')';
        return textOf(*observation).replace(m_workplace->path(), "<W>");
    }

private slots:
    void init()
    {
        m_workplace = std::make_unique<Workplace>();
        m_tool = std::make_unique<tools::FileEditorTool>(m_workplace->place());
        m_workplace->writeFile("ten", tenLines);
        m_workplace->writeFile("unended", "a\nb");
        m_workplace->writeFile("empty", "");
        m_workplace->writeFile("binary", QByteArray("a\0b", 3));
        m_workplace->writeFile("big", QByteArray("x\n").repeated(6 * 1024 * 1024));
        m_workplace->writeFile("p.PNG", "\x89PNG\r\n");
        m_workplace->writeFile("folder/below/deep/deeper", "");
        m_workplace->writeFile("folder/.hidden", "");
        m_workplace->writeFile("folder/file", "");
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *arguments, const char *expected) {
            QTest::addRow("%s", name) << arguments << expected;
        };
        row("relative path", R"({"command":"view","path":"nothing"})",
            "Invalid `path` parameter: nothing. The path should be an absolute path.");
        row("relative path of a file", R"({"command":"create","path":"ten","file_text":""})",
            "Invalid `path` parameter: ten. The path should be an absolute path. Maybe you meant "
            "<W>/ten?");
        row("existing file", R"({"command":"create","path":"<W>/ten"})",
            "Invalid `path` parameter: <W>/ten. File already exists at: <W>/ten. Cannot overwrite "
            "files "
            "using command "
            "`create`.");
        row("no such file", R"({"command":"undo_edit","path":"<W>/nothing"})",
            "Invalid `path` parameter: <W>/nothing. The path <W>/nothing does not exist. Please "
            "provide a "
            "valid path.");
        row("edit of a directory", R"({"command":"insert","path":"<W>/folder"})",
            "Invalid `path` parameter: <W>/folder. The path <W>/folder is a directory and only the "
            "`view` "
            "command can be "
            "used on directories.");
        row("no text for a file", R"({"command":"create","path":"<W>/new"})",
            "Parameter `file_text` is required for command: create.");
        row("no old text", R"({"command":"str_replace","path":"<W>/ten","new_str":"a"})",
            "Parameter `old_str` is required for command: str_replace.");
        row("no new text", R"({"command":"str_replace","path":"<W>/ten","old_str":"a"})",
            "Parameter `new_str` is required for command: str_replace.");
        row("no line", R"({"command":"insert","path":"<W>/ten","new_str":"a"})",
            "Parameter `insert_line` is required for command: insert.");
        row("nothing to insert", R"({"command":"insert","path":"<W>/ten","insert_line":1})",
            "Parameter `new_str` is required for command: insert.");
        row("the same text",
            R"({"command":"str_replace","path":"<W>/big","old_str":"a","new_str":"a"})",
            "Invalid `new_str` parameter: a. No replacement was performed. `new_str` and `old_str` "
            "must be "
            "different.");
        row("large file", R"({"command":"view","path":"<W>/big"})",
            "File validation failed for <W>/big: File is too large (12.0MB). Maximum allowed size "
            "is 10MB.");
        row("binary file", R"({"command":"view","path":"<W>/binary"})",
            "File validation failed for <W>/binary: File appears to be binary and this file type "
            "cannot be "
            "read or "
            "edited by this tool.");
        row("no match",
            R"({"command":"str_replace","path":"<W>/ten","old_str":"zero","new_str":"a"})",
            "No replacement was performed, old_str `zero` did not appear verbatim in <W>/ten.");
        row("several matches",
            R"({"command":"str_replace","path":"<W>/ten","old_str":"e","new_str":"a"})",
            "No replacement was performed. Multiple occurrences of old_str `e` in lines [1, 3, 5, "
            "7, 8, 9, "
            "10]. Please "
            "ensure it is unique.");
        row("empty text in a file",
            R"({"command":"str_replace","path":"<W>/unended","old_str":"","new_str":"a"})",
            "No replacement was performed. Multiple occurrences of old_str `` in lines [1, 2]. "
            "Please ensure "
            "it is unique.");
        row("line beyond the end",
            R"({"command":"insert","path":"<W>/ten","insert_line":11,"new_str":"a"})",
            "Invalid `insert_line` parameter: 11. It should be within the range of allowed values: "
            "[0, 10]");
        row("range of a directory", R"({"command":"view","path":"<W>/folder","view_range":[1,2]})",
            "Invalid `view_range` parameter: [1, 2]. The `view_range` parameter is not allowed "
            "when `path` "
            "points to a "
            "directory.");
        row("range of one number", R"({"command":"view","path":"<W>/ten","view_range":[1]})",
            "Invalid `view_range` parameter: [1]. It should be a list of two integers.");
        row("range from zero", R"({"command":"view","path":"<W>/ten","view_range":[0,4]})",
            "Invalid `view_range` parameter: [0, 4]. Its first element `0` should be within the "
            "range of "
            "lines of the "
            "file: [1, 10].");
        row("range of an empty file", R"({"command":"view","path":"<W>/empty","view_range":[1,1]})",
            "Invalid `view_range` parameter: [1, 1]. Its first element `1` should be within the "
            "range of "
            "lines of the "
            "file: [1, 0].");
        row("backward range", R"({"command":"view","path":"<W>/ten","view_range":[4,2]})",
            "Invalid `view_range` parameter: [4, 2]. Its second element `2` should be greater than "
            "or equal "
            "to the first "
            "element `4`.");
        row("nothing to undo", R"({"command":"undo_edit","path":"<W>/ten"})",
            "No edit history found for <W>/ten.");
    }

    void refusesWhatIsWrong()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, expected);
        QCOMPARE(text(arguments), expected);
        const core::Result<QJsonObject> observation = run(arguments);
        VERIFY_RESULT(observation);
        QCOMPARE(observation->value("is_error"), true);
        QVERIFY(!observation->contains("path"));
        QCOMPARE(m_workplace->readFile("ten"), tenLines);
    }

    void showsFiles_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("expected");
        const QString head = "Here's the result of running `cat -n` on <W>/ten:\n";
        QTest::addRow("whole") << R"({"command":"view","path":"<W>//./ten"})"
                               << head
                                      + "     1\tone\n     2\ttwo\n     3\tthree\n     4\tfour\n   "
                                        "  5\tfive\n     6\tsix\n"
                                        "     7\tseven\n     8\teight\n     9\tnine\n    10\tten\n";
        QTest::addRow("range") << R"({"command":"view","path":"<W>/ten","view_range":[2,3]})"
                               << head + "     2\ttwo\n     3\tthree\n";
        QTest::addRow("to the end") << R"({"command":"view","path":"<W>/ten","view_range":[10,-1]})"
                                    << head + "    10\tten\n";
        QTest::addRow("beyond the end")
            << R"({"command":"view","path":"<W>/ten","view_range":[9,12]})"
            << "NOTE: We only show up to 10 since there're only 10 lines in this file.\n" + head
                   + "     9\tnine\n    10\tten\n";
        QTest::addRow("without a last newline")
            << R"({"command":"view","path":"<W>/unended"})"
            << "Here's the result of running `cat -n` on <W>/unended:\n     1\ta\n     2\tb\n";
        QTest::addRow("empty") << R"({"command":"view","path":"<W>/empty"})"
                               << "Here's the result of running `cat -n` on <W>/empty:\n";
        QTest::addRow("directory")
            << R"({"command":"view","path":"<W>/folder/"})"
            << "Here's the files and directories up to 2 levels deep in <W>/folder, excluding "
               "hidden items:\n"
               "<W>/folder/\n<W>/folder/below/\n<W>/folder/below/deep/\n<W>/folder/file\n\n1 "
               "hidden "
               "files/directories in "
               "this directory are excluded. You can use 'ls -la <W>/folder' to see them.";
    }

    void showsFiles()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, expected);
        QCOMPARE(text(arguments), expected);
        QCOMPARE(run(arguments)->value("is_error"), false);
    }

    void clipsLongFiles()
    {
        m_workplace->writeFile("long", QByteArray("0123456789\n").repeated(5000));
        const QString shown = text(R"({"command":"view","path":"<W>/long"})");
        QVERIFY(shown.contains("<response clipped>"));
        QVERIFY(shown.size() < 30000);
    }

    void showsImages()
    {
        const core::Result<QJsonObject> observation = run(
            R"({"command":"view","path":"<W>/p.PNG"})");
        VERIFY_RESULT(observation);
        QCOMPARE(textOf(*observation),
                 withPlace("Image file <W>/p.PNG read successfully. Displaying image content."));
        const QJsonObject image = observation->value("content").toArray().at(1).toObject();
        QCOMPARE(image.value("image_urls").toArray().first(), "data:image/png;base64,iVBORw0K");
    }

    void createsAFile()
    {
        const core::Result<QJsonObject> observation = run(
            R"({"command":"create","path":"<W>/new","file_text":"grüß\n"})");
        VERIFY_RESULT(observation);
        QCOMPARE(textOf(*observation), withPlace("File created successfully at: <W>/new"));
        QCOMPARE(observation->value("prev_exist"), false);
        QCOMPARE(observation->value("new_content"), "grüß\n");
        QVERIFY(!observation->contains("old_content"));
        QCOMPARE(m_workplace->readFile("new"), "gr\xc3\xbc\xc3\x9f\n");
    }

    void makesNoDirectoriesForAFile()
    {
        const QString said = text(
            R"({"command":"create","path":"<W>/missing/new","file_text":"a"})");
        QVERIFY2(said.startsWith("Ran into ")
                     && said.endsWith(" while trying to write to <W>/missing/new"),
                 qPrintable(said));
        QVERIFY(!QDir(m_workplace->path("missing")).exists());
    }

    void replacesAText()
    {
        const core::Result<QJsonObject> observation = run(
            R"({"command":"str_replace","path":"<W>/ten","old_str":"six","new_str":"SIX\nSEVEN"})");
        VERIFY_RESULT(observation);
        QCOMPARE(textOf(*observation), withPlace("The file <W>/ten has been edited. Here's the "
                                                 "result of running `cat -n` on a snippet of "
                                                 "<W>/ten:\n     3\tthree\n     4\tfour\n     "
                                                 "5\tfive\n     6\tSIX\n     7\tSEVEN\n     "
                                                 "8\tseven\n"
                                                 "     9\teight\n    10\tnine\n    11\tten\nReview "
                                                 "the changes and make sure they are as "
                                                 "expected. Edit the file again if necessary."));
        QCOMPARE(observation->value("old_content"), tenLines);
        QCOMPARE(observation->value("new_content").toString(),
                 QString(tenLines).replace("six", "SIX\nSEVEN"));
        QCOMPARE(observation->value("path"), m_workplace->path("ten"));
        QCOMPARE(m_workplace->readFile("ten"), QByteArray(tenLines).replace("six", "SIX\nSEVEN"));
    }

    void replacesATextWithBlanksAroundIt()
    {
        text(
            R"({"command":"str_replace","path":"<W>/unended","old_str":"  b \n","new_str":" c "})");
        QCOMPARE(m_workplace->readFile("unended"), "a\n c ");
    }

    void deletesAText()
    {
        text(R"({"command":"str_replace","path":"<W>/unended","old_str":"a\n","new_str":""})");
        QCOMPARE(m_workplace->readFile("unended"), "b");
    }

    void insertsLines_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("content");
        QTest::addRow("at the beginning") << "unended" << 0 << QByteArray("x\ny\na\nb");
        QTest::addRow("in the middle") << "unended" << 1 << QByteArray("a\nx\ny\nb");
        QTest::addRow("after a line without an end")
            << "unended" << 2 << QByteArray("a\nb\nx\ny\n");
        QTest::addRow("into an empty file") << "empty" << 0 << QByteArray("x\ny\n");
        QTest::addRow("at the end") << "ten" << 10 << tenLines + QByteArray("x\ny\n");
    }

    void insertsLines()
    {
        QFETCH(QString, file);
        QFETCH(int, line);
        QFETCH(QByteArray, content);
        text(QString(R"({"command":"insert","path":"<W>/%1","insert_line":%2,"new_str":"x\ny"})")
                 .arg(file)
                 .arg(line));
        QCOMPARE(m_workplace->readFile(file), content);
    }

    void showsWhatWasInserted()
    {
        QCOMPARE(text(R"({"command":"insert","path":"<W>/ten","insert_line":6,"new_str":"mid\n"})"),
                 "The file <W>/ten has been edited. Here's the result of running `cat -n` on a "
                 "snippet of "
                 "the edited "
                 "file:\n     3\tthree\n     4\tfour\n     5\tfive\n     6\tsix\n     7\tmid\n     "
                 "8\t\n     "
                 "9\tseven\n"
                 "    10\teight\n    11\tnine\n    12\tten\nReview the changes and make sure they "
                 "are as "
                 "expected (correct "
                 "indentation, no duplicate lines, etc). Edit the file again if necessary.");
    }

    void undoesTheLastEdits()
    {
        text(R"({"command":"str_replace","path":"<W>/unended","old_str":"a","new_str":"1"})");
        text(R"({"command":"insert","path":"<W>/unended","insert_line":1,"new_str":"2"})");
        QCOMPARE(m_workplace->readFile("unended"), "1\n2\nb");
        QCOMPARE(text(R"({"command":"undo_edit","path":"<W>/unended"})"),
                 "Last edit to <W>/unended undone successfully. Here's the result of running `cat "
                 "-n` on "
                 "<W>/unended:\n"
                 "     1\t1\n     2\tb\n");
        QCOMPARE(m_workplace->readFile("unended"), "1\nb");
        const core::Result<QJsonObject> observation = run(
            R"({"command":"undo_edit","path":"<W>/unended"})");
        QCOMPARE(observation->value("old_content"), "1\nb");
        QCOMPARE(observation->value("new_content"), "a\nb");
        QCOMPARE(text(R"({"command":"undo_edit","path":"<W>/unended"})"),
                 "No edit history found for <W>/unended.");
    }

    void remembersTenEdits()
    {
        for (int number = 0; number < 12; ++number)
            text(R"({"command":"insert","path":"<W>/empty","insert_line":0,"new_str":"x"})");
        int undone = 0;
        while (text(R"({"command":"undo_edit","path":"<W>/empty"})").startsWith("Last edit"))
            ++undone;
        QCOMPARE(undone, 10);
        QCOMPARE(m_workplace->readFile("empty"), "x\nx\n");
    }

    void keepsTheEncodingOfAFile()
    {
        m_workplace->writeFile("latin", "gr\xfc\xdf\r\nb\r\n");
        text(R"({"command":"str_replace","path":"<W>/latin","old_str":"b","new_str":"ö\nc"})");
        QCOMPARE(m_workplace->readFile("latin"), "gr\xfc\xdf\r\n\xf6\r\nc\r\n");
    }

    void keepsThePermissionsOfAFile()
    {
        const QFile::Permissions executable = QFile::ReadOwner | QFile::WriteOwner
                                              | QFile::ExeOwner;
        QVERIFY(QFile::setPermissions(m_workplace->path("ten"), executable));
        text(R"({"command":"str_replace","path":"<W>/ten","old_str":"six","new_str":"6"})");
        QVERIFY(QFile::permissions(m_workplace->path("ten")).testFlag(QFile::ExeOwner));
        QVERIFY(!QFile::permissions(m_workplace->path("ten")).testFlag(QFile::ReadOther));
    }

    void tellsThatTheWorkspaceRunsFull()
    {
        m_workplace->writeFile("more", QByteArray(1 << 20, 'x'));
        tools::Place place = m_workplace->place();
        const auto wire = std::dynamic_pointer_cast<workspace::WireChannel>(place.channel);
        QVERIFY(wire);
        workspace::DiskQuotaOptions options;
        options.limit = 16 << 20;
        options.folders = QStringList{m_workplace->path()};
        options.afterChange = std::chrono::milliseconds(50);
        place.channel = workspace::QuotaChannel::around(wire, options);
        m_tool = std::make_unique<tools::FileEditorTool>(place);
        QTRY_VERIFY(!place.channel->notice().isEmpty());
        QCOMPARE(
            text(R"({"command":"create","path":"<W>/small","file_text":"x"})"),
            "File created successfully at: <W>/small\n[The workspace is nearly full: 13 MiB of "
            "16 MiB are used. Remove what is not needed.]");
        const QString edited = text(
            R"({"command":"str_replace","path":"<W>/ten","old_str":"six","new_str":"6"})");
        QVERIFY2(edited.endsWith("Remove what is not needed.]"), qPrintable(edited));

        m_workplace->writeFile("yet more", QByteArray(4 << 20, 'x'));
        text(R"({"command":"create","path":"<W>/other","file_text":"x"})");
        QTRY_VERIFY(place.channel->notice().contains("is full"));
        QCOMPARE(text(R"({"command":"create","path":"<W>/none","file_text":"x"})"),
                 "Ran into The workspace is full: 17 MiB of 16 MiB are used. Remove files. while "
                 "trying to write to <W>/none");
    }

    void locksTheFile()
    {
        QCOMPARE(m_tool->locks({{"path", "/a//b/../c"}}), QStringList("file:/a/c"));
    }
};

BERTH_TEST(FileEditorToolTest)
#include "FileEditorToolTest.moc"
