// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Worktree.h"
#include "Place.h"

using namespace workspace;
using Kind = core::Error::Kind;
using Base = WorktreeWish::Base;

class WorktreeTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Place> m_place;

    void prepare(const QString &commands)
    {
        const QString identity =
            "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A "
            "GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_GLOBAL=/dev/null; set -e; ";
        const QByteArray printed = m_place->shell(identity + commands + "; echo; echo ready");
        QVERIFY2(printed.endsWith("ready\n"), printed.constData());
    }
    void prepareRepository()
    {
        prepare("mkdir -p repo/sub && cd repo && git init -q -b main && echo 1 > sub/one && "
                "git add . && git commit -qm first && git checkout -qb side && echo 2 > two && "
                "git add . && git commit -qm second");
    }
    core::Result<std::optional<Worktree>> make(Base base = Base::DefaultBranch,
                                               const QString &reference = {},
                                               const QString &directory = "repo/sub")
    {
        const WorktreeWish wish{.directory = m_place->path(directory),
                                .folder = m_place->path("trees/id"),
                                .branch = "work/id",
                                .base = base,
                                .reference = reference};
        return QCoro::waitFor(makeWorktree(m_place->channel, wish));
    }
    QString branches()
    {
        return QString::fromUtf8(
                   m_place->shell("cd repo && git branch --format='%(refname:short)'"))
            .simplified();
    }

private slots:
    void init() { m_place = std::make_unique<Place>(); }
    void cleanup() { m_place.reset(); }

    void beginsAtTheDefaultBranch()
    {
        prepareRepository();
        const auto made = make();
        VERIFY_RESULT(made);
        QVERIFY(*made);
        QCOMPARE((*made)->root, m_place->path("trees/id/repo"));
        QCOMPARE((*made)->directory, m_place->path("trees/id/repo/sub"));
        QVERIFY(QFile::exists((*made)->directory + "/one"));
        QVERIFY2(!QFile::exists((*made)->root + "/two"), "main is the default, not what is out");
        QCOMPARE(branches(), "main side work/id");
    }

    void beginsWhereItIsTold()
    {
        prepareRepository();
        const auto head = make(Base::Head);
        VERIFY_RESULT(head);
        QVERIFY(QFile::exists((*head)->root + "/two"));
        VERIFY_RESULT(QCoro::waitFor(removeWorktrees(m_place->channel, m_place->path("trees/id"))));
        prepare("cd repo && git branch -qD work/id");
        const auto named = make(Base::Reference, "main");
        VERIFY_RESULT(named);
        QVERIFY(!QFile::exists((*named)->root + "/two"));
    }

    void beginsAtWhatTheRemoteHasNow()
    {
        prepareRepository();
        prepare("git clone -q -b main repo copy && cd repo && git checkout -q main && "
                "echo 3 > three && git add . && git commit -qm third && git checkout -q side");
        prepare("cd copy && git remote set-head origin main");
        const auto made = make(Base::DefaultBranch, {}, "copy");
        VERIFY_RESULT(made);
        QVERIFY(QFile::exists((*made)->root + "/three"));
    }

    void goesOnWithABranchThatIsThere()
    {
        prepareRepository();
        VERIFY_RESULT(make());
        prepare("cd trees/id/repo && echo 4 > four && git add . && git commit -qm fourth");
        VERIFY_RESULT(QCoro::waitFor(removeWorktrees(m_place->channel, m_place->path("trees/id"))));
        const auto again = make();
        VERIFY_RESULT(again);
        QVERIFY(QFile::exists((*again)->root + "/four"));
    }

    void leavesTheBranchWhenItGoes()
    {
        prepareRepository();
        VERIFY_RESULT(make());
        VERIFY_RESULT(QCoro::waitFor(removeWorktrees(m_place->channel, m_place->path("trees/id"))));
        QVERIFY(!QFile::exists(m_place->path("trees/id")));
        QCOMPARE(branches(), "main side work/id");
        QVERIFY(!m_place->shell("cd repo && git worktree list").contains("trees"));
        VERIFY_RESULT(QCoro::waitFor(removeWorktrees(m_place->channel, m_place->path("trees/id"))));
    }

    void isNothingOutsideARepository()
    {
        prepare("mkdir plain");
        for (const char *directory : {"plain", "missing"}) {
            const auto made = make(Base::DefaultBranch, {}, directory);
            VERIFY_RESULT(made);
            QVERIFY(!*made);
        }
        QVERIFY(!QFile::exists(m_place->path("trees")));
    }

    void saysWhyThereIsNone()
    {
        prepare("mkdir empty && cd empty && git init -q -b main");
        const auto empty = make(Base::DefaultBranch, {}, "empty");
        QVERIFY(!empty);
        QCOMPARE(empty.error().kind, Kind::Invalid);
        prepareRepository();
        const auto unknown = make(Base::Reference, "nowhere");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.contains("nowhere"));
        QCOMPARE(branches(), "main side");
        QVERIFY(!QFile::exists(m_place->path("trees/id")));
    }
};

BERTH_TEST(WorktreeTest)

#include "WorktreeTest.moc"
