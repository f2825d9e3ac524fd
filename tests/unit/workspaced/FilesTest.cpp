// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"
#include "Workspaced.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace wire;
using test::WorkspacedPeer;

/// Operations on files.
class FilesTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_peer = std::make_unique<WorkspacedPeer>(test::workspacedProgram());
    }
    void cleanup()
    {
        m_peer.reset();
        m_folder.reset();
    }

    void returnsWhatWasWritten_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 128 * 1024, 128 * 1024 + 1, 10'000'000})
            QTest::addRow("%d", size) << size;
    }

    void returnsWhatWasWritten()
    {
        QFETCH(int, size);
        std::string content(static_cast<std::size_t>(size), '\0');
        for (std::size_t i = 0; i < content.size(); ++i)
            content[i] = static_cast<char>(i * 7);
        const Value written =
            m_peer->writeFile(Value::map({{"path", path("a")}, {"size", size}}), content).ok();
        QCOMPARE(written["size"].integer(), size);
        QVERIFY(written["created"].boolean());
        auto &read = m_peer->call(op::fsRead, Value::map({{"path", path("a")}}));
        QVERIFY(read.file == content);
        QCOMPARE(read.ok()["size"].integer(), size);
        QCOMPARE(read.ok()["mtime_ns"].integer(), written["mtime_ns"].integer());
    }

    void readsAPart()
    {
        create("a", "0123456789");
        auto &read = m_peer->call(op::fsRead,
                                  Value::map({{"path", path("a")}, {"offset", 3}, {"length", 4}}));
        QCOMPARE(read.file, std::string("3456"));
        QCOMPARE(read.ok()["size"].integer(), 10);
        QCOMPARE(read.ok()["sent"].integer(), 4);
        QCOMPARE(m_peer->call(op::fsRead, Value::map({{"path", path("a")}, {"offset", 50}}))
                     .ok()["sent"]
                     .integer(),
                 0);
    }

    void readsTheVersionThatWasSeen()
    {
        create("a", "seen");
        const auto read = [this](std::int64_t modified, std::int64_t size) {
            const Value match = Value::map({{"mtime_us", modified}, {"size", size}});
            return m_peer->call(op::fsRead, Value::map({{"path", path("a")}, {"if_match", match}}));
        };
        const std::int64_t seen =
            m_peer->call(op::fsStat, Value::map({{"path", path("a")}})).ok()["mtime_ns"].integer()
            / 1000;
        QCOMPARE(read(seen, 4).file, std::string("seen"));
        QCOMPARE(read(seen, 5).code(), std::string("conflict"));
        QCOMPARE(read(seen - 1, 4).code(), std::string("conflict"));
    }

    void waitsForCreditWhileReading()
    {
        create("a", std::string(5'000'000, 'x'));
        m_peer->setStalled(true);
        const std::uint32_t id = m_peer->request(op::fsRead, Value::map({{"path", path("a")}}));
        QVERIFY(m_peer->pump([&] { return m_peer->stream(id).received == initialCredit; }));
        QVERIFY(m_peer->ping());
        QCOMPARE(m_peer->stream(id).received, std::size_t(initialCredit));
        m_peer->catchUp();
        QCOMPARE(m_peer->finish(id).file.size(), 5'000'000u);
    }

    void refusesWhatIsNotAFile_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("code");
        QTest::addRow("missing") << QByteArray("/nowhere/file") << QByteArray("not_found");
        QTest::addRow("folder") << QByteArray("/tmp") << QByteArray("is_directory");
        QTest::addRow("device") << QByteArray("/dev/zero") << QByteArray("invalid");
        QTest::addRow("below a file") << QByteArray("/etc/passwd/x") << QByteArray("not_directory");
        QTest::addRow("relative") << QByteArray("etc/passwd") << QByteArray("invalid");
        QTest::addRow("NUL") << QByteArray("/etc\0/passwd", 12) << QByteArray("invalid");
    }

    void refusesWhatIsNotAFile()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, code);
        QCOMPARE(m_peer->call(op::fsRead, Value::map({{"path", path.toStdString()}})).code(),
                 code.toStdString());
    }

    void showsTheOldFileUntilTheNewOneIsComplete()
    {
        create("a", "old");
        const std::uint32_t id = m_peer->request(op::fsWrite, Value::map({{"path", path("a")}}));
        m_peer->sendData(id, Channel::File, "new");
        QVERIFY(m_peer->ping());
        QCOMPARE(contentOf("a"), QByteArray("old"));
        m_peer->sendEof(id, Channel::File);
        m_peer->finish(id);
        QCOMPARE(contentOf("a"), QByteArray("new"));
        QCOMPARE(names(), QStringList{"a"});
    }

    void removesTheTemporaryFileOnCancel()
    {
        create("a", "old");
        const std::uint32_t id = m_peer->request(op::fsWrite, Value::map({{"path", path("a")}}));
        m_peer->sendData(id, Channel::File, "new");
        m_peer->cancel(id, CancelMode::Polite);
        QCOMPARE(m_peer->finish(id).code(), std::string("cancelled"));
        QCOMPARE(names(), QStringList{"a"});
        QCOMPARE(contentOf("a"), QByteArray("old"));
    }

    void removesTheTemporaryFileWhenTheLineEnds()
    {
        const std::uint32_t id = m_peer->request(op::fsWrite, Value::map({{"path", path("a")}}));
        m_peer->sendData(id, Channel::File, "new");
        QVERIFY(m_peer->ping());
        QCOMPARE(names().size(), 1);
        m_peer->hangUp();
        QVERIFY(m_peer->waitForExit());
        QCOMPARE(names(), QStringList());
    }

    void endsAtItsDeadline()
    {
        const std::uint32_t id = m_peer->request(op::fsWrite, Value::map({{"path", path("a")}}), {},
                                                 50);
        QCOMPARE(m_peer->finish(id).code(), std::string("timeout"));
        QCOMPARE(names(), QStringList());
    }

    void keepsTheModeOfAnExistingFile()
    {
        create("a", "old");
        ::chmod(path("a").c_str(), 0741);
        QCOMPARE(m_peer->writeFile(Value::map({{"path", path("a")}}), "new").ok()["mode"].integer(),
                 0741);
        QCOMPARE(m_peer->writeFile(Value::map({{"path", path("a")}, {"mode", 0600}}), "new")
                     .ok()["mode"]
                     .integer(),
                 0600);
    }

    void writesThroughALink()
    {
        create("real", "old");
        QVERIFY(::symlink("real", path("link").c_str()) == 0);
        QVERIFY(::symlink("missing", path("dangling").c_str()) == 0);
        m_peer->writeFile(Value::map({{"path", path("link")}}), "new");
        m_peer->writeFile(Value::map({{"path", path("dangling")}}), "made");
        QCOMPARE(contentOf("real"), QByteArray("new"));
        QCOMPARE(contentOf("missing"), QByteArray("made"));
        QVERIFY(QFileInfo(m_folder->filePath("link")).isSymLink());
    }

    void refusesAWriteThatDoesNotFit_data()
    {
        QTest::addColumn<QByteArray>("args");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, const Value &args, const char *code) {
            QTest::addRow("%s", name)
                << QByteArray::fromStdString(args.encode()) << QByteArray(code);
        };
        row("exists", Value::map({{"create_only", true}}), "exists");
        row("too few bytes", Value::map({{"size", 4}}), "invalid");
        row("too many bytes", Value::map({{"size", 2}}), "invalid");
        row("changed", Value::map({{"if_match", Value::map({{"mtime_ns", 1}, {"size", 3}})}}),
            "conflict");
        row("match without size", Value::map({{"if_match", Value::map({{"mtime_ns", 1}})}}),
            "invalid");
        row("folder", Value::map({{"path", "/tmp"}}), "is_directory");
        row("no parent", Value::map({{"path", "/tmp/berth-nowhere/a"}}), "not_found");
    }

    void refusesAWriteThatDoesNotFit()
    {
        QFETCH(QByteArray, args);
        QFETCH(QByteArray, code);
        create("a", "old");
        Value all = *Value::decode(args.toStdString());
        if (!all.contains("path"))
            all.set("path", path("a"));
        QCOMPARE(m_peer->writeFile(all, "new").code(), code.toStdString());
        QCOMPARE(contentOf("a"), QByteArray("old"));
        QCOMPARE(names(), QStringList{"a"});
    }

    void writesWhatMatches()
    {
        create("a", "old");
        const Value info = m_peer->call(op::fsStat, Value::map({{"path", path("a")}})).ok();
        const Value match = Value::map({{"mtime_ns", info["mtime_ns"]}, {"size", info["size"]}});
        QVERIFY(m_peer->writeFile(Value::map({{"path", path("a")}, {"if_match", match}}), "newer")
                    .response->result.has_value());
        QCOMPARE(m_peer->writeFile(Value::map({{"path", path("a")}, {"if_match", match}}), "newest")
                     .code(),
                 std::string("conflict"));
    }

    void makesParents()
    {
        m_peer->writeFile(Value::map({{"path", path("x/y/z")}, {"make_parents", true}}), "deep");
        QCOMPARE(contentOf("x/y/z"), QByteArray("deep"));
    }

    void carriesNamesThatAreNotUtf8()
    {
        const std::string name = "b\xff\xfe";
        const Value args = Value::map({{"path", Value::bytes(path(name))}});
        QVERIFY(m_peer->writeFile(args, "odd").response->result.has_value());
        const Value entry = m_peer->call(op::fsList, Value::map({{"path", path("")}}))
                                .ok()["entries"]
                                .items()
                                .front();
        QVERIFY(entry["name"].is(Value::Type::Bytes));
        QCOMPARE(entry["name"].string(), std::string_view(name));
        QCOMPARE(m_peer->call(op::fsRead, args).file, std::string("odd"));
        QCOMPARE(m_peer->call(op::fsRemove, args).ok()["removed"].integer(), 1);
    }

    void listsToTheDepthThatWasAsked()
    {
        create("b", "12");
        create(".hidden", "");
        create("a/inner/leaf", "");
        QVERIFY(::symlink("a", path("link").c_str()) == 0);
        QCOMPARE(list(Value::map()), (QStringList{".hidden", "a", "b", "link"}));
        QCOMPARE(list(Value::map({{"hidden", false}, {"depth", 2}})),
                 (QStringList{"a", "a/inner", "b", "link"}));
        QCOMPARE(list(Value::map({{"hidden", false}, {"depth", 0}})),
                 (QStringList{"a", "a/inner", "a/inner/leaf", "b", "link"}));
        QCOMPARE(list(Value::map({{"limit", 2}})), (QStringList{".hidden", "a", "..."}));
    }

    void describesLinksAndFiles()
    {
        create("a", "12");
        QVERIFY(::symlink("a", path("link").c_str()) == 0);
        const Value followed = m_peer->call(op::fsStat, Value::map({{"path", path("link")}})).ok();
        const Value itself = m_peer->call(op::fsLstat, Value::map({{"path", path("link")}})).ok();
        QCOMPARE(followed["type"].string(), std::string_view("file"));
        QCOMPARE(followed["size"].integer(), 2);
        QCOMPARE(itself["type"].string(), std::string_view("symlink"));
        QCOMPARE(itself["target"].string(), std::string_view("a"));
    }

    void makesRenamesAndRemovesFolders()
    {
        const auto call = [this](std::string_view op, Value args) -> WorkspacedPeer::Stream & {
            return m_peer->call(op, std::move(args));
        };
        QCOMPARE(call(op::fsMkdir, Value::map({{"path", path("x/y")}})).code(),
                 std::string("not_found"));
        QVERIFY(call(op::fsMkdir, Value::map({{"path", path("x/y")}, {"parents", true}}))
                    .ok()["created"]
                    .boolean());
        QCOMPARE(call(op::fsMkdir, Value::map({{"path", path("x/y")}, {"parents", true}}))
                     .ok()["created"]
                     .boolean(true),
                 false);
        QCOMPARE(call(op::fsMkdir, Value::map({{"path", path("x/y")}})).code(),
                 std::string("exists"));
        create("x/y/file", "");
        create("other", "");
        QCOMPARE(call(op::fsRename,
                      Value::map(
                          {{"from", path("other")}, {"to", path("x/y/file")}, {"replace", false}}))
                     .code(),
                 std::string("exists"));
        QVERIFY(call(op::fsRename, Value::map({{"from", path("other")}, {"to", path("x/y/file")}}))
                    .response->result.has_value());
        QCOMPARE(call(op::fsRemove, Value::map({{"path", path("x")}})).code(),
                 std::string("not_empty"));
        QCOMPARE(call(op::fsRemove, Value::map({{"path", path("x")}, {"recursive", true}}))
                     .ok()["removed"]
                     .integer(),
                 3);
        QCOMPARE(call(op::fsRemove, Value::map({{"path", path("x")}})).code(),
                 std::string("not_found"));
        QCOMPARE(call(op::fsRemove, Value::map({{"path", path("x")}, {"missing_ok", true}}))
                     .ok()["removed"]
                     .integer(9),
                 0);
    }

    void removesLinksWithoutFollowingThem()
    {
        create("keep/file", "");
        QVERIFY(::mkdir(path("x").c_str(), 0755) == 0
                && ::symlink("../keep", path("x/link").c_str()) == 0);
        m_peer->call(op::fsRemove, Value::map({{"path", path("x")}, {"recursive", true}}));
        QVERIFY(QFile::exists(m_folder->filePath("keep/file")));
        QVERIFY(!QFile::exists(m_folder->filePath("x")));
    }

    void resolvesPaths()
    {
        create("a", "");
        QVERIFY(::symlink("a", path("link").c_str()) == 0);
        QCOMPARE(
            m_peer
                ->call(op::fsRealpath,
                       Value::map(
                           {{"path", path("../" + m_folder->path().section('/', -1).toStdString()
                                          + "/link")}}))
                .ok()["path"]
                .string(),
            std::string_view(QFileInfo(m_folder->path()).canonicalFilePath().toStdString() + "/a"));
    }

    void findsFilesByPattern_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QStringList>("paths");
        QTest::addRow("star") << QByteArray("*.cpp") << QStringList{"a.cpp"};
        QTest::addRow("any folder")
            << QByteArray("**/*.cpp") << QStringList{"a.cpp", "x/b.cpp", "x/y/c.cpp"};
        QTest::addRow("one folder") << QByteArray("*/*.cpp") << QStringList{"x/b.cpp"};
        QTest::addRow("set") << QByteArray("**/[b-z].[!h]*") << QStringList{"x/b.cpp", "x/y/c.cpp"};
        QTest::addRow("question mark") << QByteArray("x/?.h") << QStringList{"x/d.h"};
        QTest::addRow("all below")
            << QByteArray("x/**") << QStringList{"x/b.cpp", "x/d.h", "x/y/c.cpp"};
        QTest::addRow("nothing") << QByteArray("*.py") << QStringList();
    }

    void findsFilesByPattern()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QStringList, paths);
        for (const char *name : {"a.cpp", "x/b.cpp", "x/y/c.cpp", "x/d.h", ".hidden.cpp"})
            create(name, "");
        QStringList found;
        for (const Value &value :
             m_peer
                 ->call(op::fsGlob,
                        Value::map({{"path", path("")}, {"pattern", pattern.toStdString()}}))
                 .ok()["paths"]
                 .items())
            found.append(QString::fromUtf8(value.string()));
        found.sort();
        QCOMPARE(found, paths);
    }

private:
    std::string path(const std::string &name) const
    {
        return m_folder->path().toStdString() + '/' + name;
    }

    void create(const std::string &name, const std::string &content)
    {
        const QString file = m_folder->filePath(QString::fromStdString(name));
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content.data(), static_cast<qint64>(content.size()));
    }

    QByteArray contentOf(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
    }

    QStringList names() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    QStringList list(Value args)
    {
        args.set("path", path(""));
        const Value result = m_peer->call(op::fsList, args).ok();
        QStringList names;
        for (const Value &entry : result["entries"].items())
            names.append(QString::fromUtf8(entry["name"].string()));
        if (result["truncated"].boolean())
            names.append("...");
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WorkspacedPeer> m_peer;
};

BERTH_TEST(FilesTest)
#include "FilesTest.moc"
