// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/Placing.h"
#include "workspace/LocalRuntime.h"

using conversations::State;
using core::Error;
using Made = core::Result<State>;

namespace {

/// A workspace of this machine that is open when the test says so.
class SlowRuntime : public workspace::LocalRuntime
{
public:
    using LocalRuntime::LocalRuntime;

    core::Task<std::shared_ptr<workspace::Channel>> open(QString userId) override
    {
        co_await ready;
        co_return co_await LocalRuntime::open(userId);
    }
    core::Task<QString> workingDirectory(QString userId, QString path) override
    {
        Q_UNUSED(userId)
        if (path.contains("forbidden"))
            co_return core::fail(Error::Kind::Invalid, "not there");
        co_return path;
    }

    core::Deferred<bool> ready;
};

} // namespace

class PlacingTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_runtime = std::make_unique<SlowRuntime>();
        m_services = {};
        m_services.runtime = m_runtime.get();
        m_services.worktreeRoot = m_folder->filePath("worktrees");
    }

    void cleanup() { QCoro::waitFor(m_runtime->stop()); }

    void makesTheDirectoryAtOnceWhereThereIsAWorkspace()
    {
        m_runtime->ready.resolve(true);
        const Made made = place("project");
        VERIFY_RESULT(made);
        QCOMPARE(made->directory, m_folder->filePath("project"));
        QVERIFY(QFileInfo::exists(made->directory + "/.git"));
    }

    void makesTheDirectoryBehindAConversationThatDoesNotWait()
    {
        const Made made = place("later");
        VERIFY_RESULT(made);
        QVERIFY(!QFileInfo::exists(made->directory));
        m_runtime->ready.resolve(true);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(made->directory + "/.git"), 20000);
    }

    void refusesADirectoryWithoutAWorkspace()
    {
        const Made made = place("forbidden");
        QVERIFY(!made);
        QCOMPARE(made.error().kind, Error::Kind::Invalid);
        QCOMPARE(made.error().problems.size(), 1);
        QCOMPARE(made.error().problems.first().path, QJsonArray({"workspace", "working_dir"}));
    }

private:
    Made place(const QString &name)
    {
        State state;
        state.userId = "somebody";
        state.workingDir = m_folder->filePath(name);
        state.directory = state.workingDir;
        return QCoro::waitFor(conversations::inItsPlace(m_services, state));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SlowRuntime> m_runtime;
    conversations::Services m_services;
};

BERTH_TEST(PlacingTest)
#include "PlacingTest.moc"
