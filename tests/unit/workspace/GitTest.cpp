// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Git.h"
#include "Place.h"

using namespace workspace;
using Kind = core::Error::Kind;

using Changes = QMap<QString, QString>;

class GitTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Place> m_place;

    QString root() const { return m_place->root(); }

    void prepare(const QString &commands)
    {
        const QString identity =
            "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A "
            "GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_GLOBAL=/dev/null; set -e; ";
        Command command;
        command.shell = identity + commands;
        const auto output = QCoro::waitFor(m_place->channel->run(command, {}));
        VERIFY_RESULT(output);
        QVERIFY2(output->exit.code == 0, output->standardError.constData());
    }

    Changes changes(std::optional<QString> ref = {}, const QString &path = {})
    {
        const auto list = QCoro::waitFor(
            Git(m_place->channel).changes(path.isEmpty() ? root() : path, ref));
        if (!list)
            return {{"error", list.error().message}};
        Changes map;
        QStringList paths;
        for (const GitChange &change : *list) {
            map.insert(change.path, json::name(change.status));
            paths.append(change.path);
        }
        QStringList sorted = paths;
        sorted.sort();
        return sorted == paths ? map : Changes{{"error", "not sorted"}};
    }

private slots:
    void init() { m_place = std::make_unique<Place>(); }
    void cleanup() { m_place.reset(); }

    void listsChanges_data()
    {
        QTest::addColumn<QString>("commands");
        QTest::addColumn<QString>("ref");
        QTest::addColumn<Changes>("expected");
        const QString begin =
            "git init -q -b main; echo 1 > one; mkdir sub; seq 50 > sub/two; git add .; "
            "git commit -qm first; ";
        QTest::addRow("no repository") << "echo 1 > one" << "" << Changes{};
        QTest::addRow("no commit") << "git init -q; echo 1 > one; echo 2 > two; git add two" << ""
                                   << Changes{{"one", "ADDED"}, {"two", "ADDED"}};
        QTest::addRow("no commit, from HEAD")
            << "git init -q; echo 1 > one" << "HEAD" << Changes{{"one", "ADDED"}};
        QTest::addRow("clean") << begin << "" << Changes{};
        QTest::addRow("edited") << begin + "echo 2 > one" << "" << Changes{{"one", "UPDATED"}};
        QTest::addRow("staged") << begin + "echo 2 > one; git add one" << ""
                                << Changes{{"one", "UPDATED"}};
        QTest::addRow("untracked") << begin + "echo 2 > three; echo '*.o' > .gitignore; touch x.o"
                                   << "" << Changes{{"three", "ADDED"}, {".gitignore", "ADDED"}};
        QTest::addRow("deleted") << begin + "rm one" << "" << Changes{{"one", "DELETED"}};
        QTest::addRow("renamed") << begin + "git mv sub/two sub/three" << ""
                                 << Changes{{"sub/two", "DELETED"}, {"sub/three", "ADDED"}};
        QTest::addRow("copied")
            << begin + "cp sub/two copy; git add copy; git config diff.renames copies" << ""
            << Changes{{"copy", "ADDED"}};
        QTest::addRow("odd names")
            << begin + "touch 'a b' 'ä' 'q\"uote' \"$(printf 'line\\nfeed')\"" << ""
            << Changes{{"a b", "ADDED"},
                       {"ä", "ADDED"},
                       {"q\"uote", "ADDED"},
                       {"line\nfeed", "ADDED"}};
        QTest::addRow("from a commit") << begin + "echo 2 > one; git commit -qam second" << "HEAD~1"
                                       << Changes{{"one", "UPDATED"}};
        QTest::addRow("branch from main")
            << begin + "git checkout -qb work; echo 2 > one; git commit -qam second" << ""
            << Changes{{"one", "UPDATED"}};
        QTest::addRow("unmerged")
            << begin
                   + "git checkout -qb work; echo 2 > one; git commit -qam b; git checkout "
                     "-q main; echo 3 > one; git commit -qam c; git merge -q work || true"
            << "HEAD" << Changes{{"one", "UPDATED"}};
        QTest::addRow("nested")
            << begin
                   + "git init -q child; echo 1 > child/in; git -C child add in; git -C child "
                     "commit -qm x; echo 2 > child/in; echo n > childless"
            << "" << Changes{{"child/in", "UPDATED"}, {"childless", "ADDED"}};
        QTest::addRow("only nested")
            << "git init -q child; echo 1 > child/in" << "" << Changes{{"child/in", "ADDED"}};
        const QString cloned =
            "git init -q -b main up; cd up; echo 1 > one; git add .; git commit -qm first; cd ..; "
            "git clone -q up down; ";
        QTest::addRow("pushed and clean") << cloned + "rm -rf up; cd down" << "" << Changes{};
        QTest::addRow("ahead of the remote")
            << cloned + "cd down; echo 2 > one; git commit -qam second; cd ..; rm -rf up" << ""
            << Changes{{"down/one", "UPDATED"}};
        QTest::addRow("branch ahead of the remote")
            << cloned
                   + "cd down; git checkout -qb work; echo 2 > two; "
                     "git add .; git commit -qm second; cd ..; rm "
                     "-rf up"
            << "" << Changes{{"down/two", "ADDED"}};
    }

    void listsChanges()
    {
        QFETCH(QString, commands);
        QFETCH(QString, ref);
        QFETCH(Changes, expected);
        prepare(commands);
        QCOMPARE(changes(ref.isEmpty() ? std::nullopt : std::optional(ref)), expected);
    }

    void tellsWhatWasRenamed_data()
    {
        QTest::addColumn<QString>("commands");
        QTest::addColumn<QStringList>("expected");
        const QString begin =
            "git init -q -b main; mkdir sub; seq 50 > sub/two; seq 7 > one; git add .; "
            "git commit -qm first; ";
        QTest::addRow("staged") << begin + "git mv sub/two 'sub/th ree'; echo 51 >> 'sub/th ree'"
                                << QStringList{"MOVED sub/th ree < sub/two"};
        QTest::addRow("unknown to git")
            << begin + "mv sub/two three; echo n > new; git init -q child"
            << QStringList{"ADDED new", "MOVED three < sub/two"};
        QTest::addRow("two things")
            << begin + "rm sub/two; echo n > new" << QStringList{"ADDED new", "DELETED sub/two"};
        QTest::addRow("nested")
            << "git init -q child; seq 50 > child/in; git -C child add in; git -C child commit "
               "-qm x; git -C child mv in out"
            << QStringList{"MOVED child/out < child/in"};
    }

    void tellsWhatWasRenamed()
    {
        QFETCH(QString, commands);
        prepare(commands);
        const auto list = QCoro::waitFor(
            Git(m_place->channel).changes(root(), "HEAD", Renames::AsOne));
        VERIFY_RESULT(list);
        QStringList told;
        for (const GitChange &change : *list)
            told.append(json::name(change.status) + ' ' + change.path
                        + (change.previousPath ? " < " + *change.previousPath : QString()));
        QTEST(told, "expected");
    }

    void refusesAReferenceThatMeansNothing()
    {
        prepare("git init -q; echo 1 > one; git add .; git commit -qm first");
        for (const QString &ref : QStringList{"nowhere", "--output=x"}) {
            const auto list = QCoro::waitFor(Git(m_place->channel).changes(root(), ref));
            QVERIFY(!list);
            QCOMPARE(list.error().kind, Kind::Invalid);
        }
    }

    void comparesAFile_data()
    {
        QTest::addColumn<QString>("commands");
        QTest::addColumn<QString>("original");
        QTest::addColumn<QString>("modified");
        const QString begin =
            "git init -q; printf ' a\\nb\\n\\n' > file; git add .; git commit -qm first; ";
        QTest::addRow("unchanged") << begin << " a\nb\n" << " a\nb\n";
        QTest::addRow("edited") << begin + "printf 'c\\r\\nd' > file" << " a\nb\n" << "c\nd";
        QTest::addRow("new") << "git init -q; echo x > file" << "" << "x";
        QTest::addRow("empty") << begin + ": > file" << " a\nb\n" << "";
    }

    void comparesAFile()
    {
        QFETCH(QString, commands);
        QFETCH(QString, original);
        QFETCH(QString, modified);
        prepare(commands);
        const auto diff = QCoro::waitFor(Git(m_place->channel).diff(m_place->path("file"), {}, {}));
        VERIFY_RESULT(diff);
        QCOMPARE(diff->original, original);
        QCOMPARE(diff->modified, modified);
    }

    void comparesNothingOutsideARepository()
    {
        m_place->put("file", "x");
        const auto diff = QCoro::waitFor(Git(m_place->channel).diff(m_place->path("file"), {}, {}));
        VERIFY_RESULT(diff);
        QVERIFY(!diff->original && !diff->modified);
        QCOMPARE(json::text(json::write(*diff, json::Nulls::Keep)),
                 QByteArray("{\"modified\":null,\"original\":null}"));
    }

    void refusesFilesThatCannotBeCompared()
    {
        prepare("git init -q; head -c 1048577 /dev/zero > large; touch file");
        const Git git(m_place->channel);
        for (const char *name : {"large", "missing", ""}) {
            const auto diff = QCoro::waitFor(git.diff(m_place->path(name), {}, {}));
            QVERIFY2(!diff, name);
            QCOMPARE(diff.error().kind, Kind::Invalid);
        }
        QCOMPARE(QCoro::waitFor(git.diff(m_place->path("file"), "HEAD", "abcd")).error().kind,
                 Kind::Invalid);
        QCOMPARE(QCoro::waitFor(git.diff(m_place->path("file"), {}, "abcd")).error().kind,
                 Kind::Invalid);
    }

    void comparesAFileThatIsGone()
    {
        prepare("git init -q; mkdir -p a/b; echo 1 > a/b/file; git add .; git commit -qm first; "
                "git rm -q "
                "a/b/file; "
                "git commit -qm second; git rev-parse HEAD > .git/id");
        const QString id = QString::fromUtf8(m_place->get(".git/id")).trimmed();
        const auto diff = QCoro::waitFor(
            Git(m_place->channel).diff(m_place->path("a/b/file"), {}, id));
        VERIFY_RESULT(diff);
        QCOMPARE(diff->original, "1");
        QCOMPARE(diff->modified, "");
    }

    void tellsTheHistory()
    {
        prepare("git init -q; for n in 1 2 3; do echo $n > file; git add .; git commit -qm "
                "\"commit $n\"; done");
        const Git git(m_place->channel);
        const auto history = QCoro::waitFor(git.commits(root(), 2));
        VERIFY_RESULT(history);
        QVERIFY(history->hasMore);
        QCOMPARE(history->commits.size(), 2);
        QCOMPARE(history->commits.first().subject, "commit 3");
        QCOMPARE(history->commits.first().author, "A");
        QVERIFY(history->commits.first().id.startsWith(history->commits.first().shortId));
        const auto all = QCoro::waitFor(git.commits(root(), 50));
        QVERIFY(!all->hasMore);
        const auto first = QCoro::waitFor(git.commitChanges(root(), all->commits.last().id));
        VERIFY_RESULT(first);
        QCOMPARE(*first, (QList<GitChange>{{GitStatus::Added, "file"}}));
        const auto second = QCoro::waitFor(git.commitChanges(root(), all->commits.at(1).shortId));
        QCOMPARE(*second, (QList<GitChange>{{GitStatus::Updated, "file"}}));
    }

    void makesARepositoryOnce()
    {
        const Git git(m_place->channel);
        QVERIFY(!QCoro::waitFor(git.isRepository(root())).value());
        QVERIFY(QCoro::waitFor(git.commits(root(), 5)).value().commits.isEmpty());
        VERIFY_RESULT(QCoro::waitFor(git.initialise(root())));
        QVERIFY(QCoro::waitFor(git.isRepository(root())).value());
        QVERIFY(QDir().mkdir(m_place->path("sub")));
        VERIFY_RESULT(QCoro::waitFor(git.initialise(m_place->path("sub"))));
        QVERIFY(!QFile::exists(m_place->path("sub/.git")));
        QVERIFY(QCoro::waitFor(git.commits(root(), 5)).value().commits.isEmpty());
    }
};

BERTH_TEST(GitTest)
#include "GitTest.moc"
