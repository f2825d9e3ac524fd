// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/UsageSampler.h"

#include "TestMain.h"

#include <QCoroCore>
#include <QSignalSpy>
#include <QTest>

using namespace workspace;
using namespace std::chrono_literals;
using QCoro::waitFor;

namespace {

/// Workspaces that are always busy, and a count of how often somebody looked.
class Busy : public Runtime
{
public:
    QString name() const override { return "busy"; }
    core::Task<std::shared_ptr<Channel>> open(QString) override
    {
        co_return core::fail(core::Error::Kind::Unavailable, "There is nothing here.");
    }
    QStringList running() const override { return ready; }
    core::Task<std::optional<WorkspaceUse>> use(QString, Looks looks) override
    {
        ++(looks == Looks::All ? thorough : quick);
        WorkspaceUse use;
        use.processorTime = 1'000'000 * (thorough + quick);
        if (looks == Looks::All)
            use.folders.append({"/workspace", 7, 1, true});
        co_return use;
    }
    core::Task<> stop() override { co_return {}; }

    void set(const QStringList &ids)
    {
        ready = ids;
        emit changed("a");
    }

    QStringList ready;
    int quick = 0;
    int thorough = 0;
};

} // namespace

class UsageSamplerTest : public QObject
{
    Q_OBJECT

    static constexpr UsageSampler::Options brisk{5ms, 1h, 1h};

private slots:
    void looksOnlyWhileSomethingRuns()
    {
        Busy runtime;
        UsageSampler sampler(&runtime, brisk);
        QSignalSpy sampled(&sampler, &UsageSampler::sampled);
        std::shared_ptr<void> watch = sampler.watch();
        QVERIFY(!sampled.wait(50ms));
        QVERIFY(!sampler.latest("a"));
        runtime.set({"a"});
        QTRY_VERIFY(sampled.size() >= 3);
        QVERIFY(sampler.latest("a")->processors.value_or(0) > 1);
        QCOMPARE(sampler.all().size(), 1);
        QCOMPARE(runtime.thorough, 0);
        QSignalSpy ended(&sampler, &UsageSampler::ended);
        runtime.set({});
        QCOMPARE(ended.size(), 1);
        QVERIFY(!sampler.latest("a"));
        sampled.clear();
        QVERIFY(!sampled.wait(50ms));
    }

    void looksAtOnceAtWhatHasJustStarted()
    {
        Busy runtime;
        UsageSampler sampler(&runtime, {1h, 1h, 1h});
        const std::shared_ptr<void> watch = sampler.watch();
        runtime.set({"a"});
        QTRY_VERIFY(sampler.latest("a"));
        runtime.set({"a", "b"});
        QTRY_VERIFY(sampler.latest("b"));
        QCOMPARE(runtime.quick, 2);
    }

    void takesItsTimeWhileNobodyWatches()
    {
        Busy runtime;
        runtime.ready = QStringList{"a"};
        UsageSampler sampler(&runtime, brisk);
        QSignalSpy sampled(&sampler, &UsageSampler::sampled);
        QVERIFY(!sampled.wait(50ms));
        std::shared_ptr<void> one = sampler.watch();
        const std::shared_ptr<void> two = sampler.watch();
        one.reset();
        QTRY_VERIFY(sampled.size() >= 3);
    }

    void asksOnceForAllWhoLookAtTheSameTime()
    {
        Busy runtime;
        runtime.ready = QStringList{"a"};
        UsageSampler sampler(&runtime, brisk);
        const auto first = waitFor(sampler.look("a"));
        const auto second = waitFor(sampler.look("a"));
        VERIFY_RESULT(first);
        VERIFY_RESULT(second);
        QCOMPARE((*first)->use.folders.size(), 1);
        QCOMPARE((*second)->at, (*first)->at);
        QCOMPARE(runtime.thorough, 1);
    }
};

BERTH_TEST(UsageSamplerTest)

#include "UsageSamplerTest.moc"
