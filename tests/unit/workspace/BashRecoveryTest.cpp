// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Listening.h"
#include "Relay.h"
#include "TestMain.h"
#include "workspace/BashService.h"
#include "workspace/HelperSocket.h"
#include "workspace/WireChannel.h"

#include <QCoroTask>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace workspace;
using Kind = core::Error::Kind;
using QCoro::waitFor;

namespace {

/// Holds what an earlier server left, and what is added to it.
class Journal : public BashJournal
{
public:
    core::Task<> append(QString userId, QList<QJsonObject> added, BashProgress progress) override
    {
        for (const QJsonObject &event : std::as_const(added))
            events.append(event);
        last = {userId, progress};
        co_return {};
    }

    core::Task<QList<BashRemnant>> unfinished(std::chrono::microseconds) override
    {
        const QList<BashRemnant> found = left;
        co_return found;
    }

    QString text(const QString &stream) const
    {
        QString joined;
        for (const QJsonObject &event : events)
            joined += event[stream].toString();
        return joined;
    }

    QList<BashRemnant> left;
    QList<QJsonObject> events;
    BashRemnant last;
};

/// Workspaces that are one served helper, reached through a relay.
class Served : public Runtime
{
public:
    explicit Served(QString socket)
        : m_socket(std::move(socket))
    {}

    QString name() const override { return "served"; }
    core::Task<std::shared_ptr<Channel>> open(QString) override
    {
        const auto socket = openHelperSocket(m_socket);
        if (!socket)
            co_return std::unexpected(socket.error());
        const auto channel = co_await WireChannel::open(*socket);
        if (!channel)
            co_return std::unexpected(channel.error());
        m_channel = *channel; // which closes the one before
        const std::shared_ptr<Channel> opened = m_channel;
        co_return opened;
    }
    core::Task<std::shared_ptr<Channel>> openIfRunning(QString userId) override
    {
        ++asked;
        if (isAway)
            co_return core::fail(Kind::Unavailable, "The engine is away.");
        if (!isRunning)
            co_return std::shared_ptr<Channel>();
        co_return co_await open(userId);
    }
    core::Task<> stop() override { co_return {}; }

    int asked = 0;
    bool isRunning = true;
    bool isAway = false;

private:
    QString m_socket;
    std::shared_ptr<Channel> m_channel;
};

} // namespace

/// Commands of the bash side channel whose server, or whose channel, has gone.
class BashRecoveryTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_helper;
    std::unique_ptr<Relay> m_relay;
    std::unique_ptr<Served> m_runtime;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<BashService> m_service;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString until(const QString &name) const
    {
        return "until [ -e " + path(name) + " ]; do sleep 0.05; done; ";
    }
    void touch(const QString &name) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    /// Starts a command as an earlier server did that was killed once @p output had come.
    void leave(const QString &script, const QByteArray &output)
    {
        const auto channel = waitFor(m_runtime->open("user"));
        VERIFY_RESULT(channel);
        Command command;
        command.shell = script;
        command.tag = "left";
        const auto started = waitFor((*channel)->start(command));
        VERIFY_RESULT(started);
        QByteArray received;
        connect(started->get(), &Job::outputReceived, this,
                [&received](Job::Stream, const QByteArray &bytes) { received += bytes; });
        QSignalSpy lost(started->get(), &Job::finished);
        QTRY_COMPARE(received, output);
        m_relay->breakAll();
        QTRY_COMPARE(lost.size(), 1);
    }

    void remember(const QString &commandId, int order, JobOffsets kept)
    {
        m_journal->left.append({"user", {commandId, order, kept, false}});
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_helper = std::make_unique<QProcess>();
        m_helper->start(BERTH_BIN_DIR "/berth-workspaced", {"serve", path("helper.sock")});
        QVERIFY(m_helper->waitForStarted());
        QTRY_VERIFY(test::isListening(path("helper.sock")));
        m_relay = std::make_unique<Relay>(path("relay.sock"), path("helper.sock"),
                                          [] { return std::numeric_limits<qint64>::max(); });
        m_runtime = std::make_unique<Served>(path("relay.sock"));
        m_journal = std::make_unique<Journal>();
        m_service = std::make_unique<BashService>(m_runtime.get(), m_journal.get());
    }

    void cleanup()
    {
        VERIFY_RESULT(waitFor(m_service->stop()));
        m_service.reset();
        m_relay.reset();
        m_helper->terminate();
        QVERIFY(m_helper->waitForFinished(5000));
        QCOMPARE(m_helper->exitCode(), 0);
    }

    void goesOnWithACommandOfAnEarlierServer()
    {
        leave("echo one; " + until("go") + "echo two; echo three >&2; exit 3", "one\n");
        remember("left", 1, {4, 0});
        QSignalSpy events(m_service.get(), &BashService::eventProduced);
        VERIFY_RESULT(waitFor(m_service->recover()));
        QCOMPARE(m_service->running(), 1);
        touch("go");
        QTRY_COMPARE(m_service->running(), 0);
        QCOMPARE(events.size(), 1);
        const QJsonObject last = m_journal->events.last();
        QCOMPARE(last["command_id"], "left");
        QCOMPARE(last["order"], 1);
        QCOMPARE(last["stdout"], "two\n");
        QCOMPARE(last["stderr"], "three\n");
        QCOMPARE(last["exit_code"], 3);
        QCOMPARE(m_journal->last.userId, "user");
        QVERIFY(m_journal->last.progress.hasEnded);
        QCOMPARE(m_journal->last.progress.kept, (JobOffsets{8, 6}));
    }

    void tellsTheEndOfWhatHasEndedMeanwhile()
    {
        leave("echo one; " + until("go") + "echo two; touch " + path("done"), "one\n");
        remember("left", 0, {});
        touch("go");
        QTRY_VERIFY(QFile::exists(path("done")));
        VERIFY_RESULT(waitFor(m_service->recover()));
        QTRY_COMPARE(m_service->running(), 0);
        QCOMPARE(m_journal->text("stdout"), "one\ntwo\n");
        QCOMPARE(m_journal->events.last()["exit_code"], 0);
    }

    void closesWhatIsGone_data()
    {
        QTest::addColumn<bool>("isRunning");
        QTest::addRow("with its workspace") << false;
        QTest::addRow("in a workspace that runs") << true;
    }

    void closesWhatIsGone()
    {
        QFETCH(bool, isRunning);
        m_runtime->isRunning = isRunning;
        remember("first", 2, {100, 0});
        remember("second", 0, {});
        m_journal->left.append({"another", {"third", 0, {}, false}});
        VERIFY_RESULT(waitFor(m_service->recover()));
        QTRY_COMPARE(m_service->running(), 0);
        QCOMPARE(m_runtime->asked, 2); // once for each user
        QCOMPARE(m_journal->events.size(), 3);
        QCOMPARE(m_journal->events.first()["order"], 2);
        for (const QJsonObject &event : std::as_const(m_journal->events)) {
            QCOMPARE(event["exit_code"], -1);
            QVERIFY(event["stderr"].toString().contains("the server was restarted"));
        }
    }

    void saysHowMuchIsMissing()
    {
        leave("echo one; " + until("go") + "yes | head -c 3000000; touch " + path("done"), "one\n");
        remember("left", 1, {4, 0});
        const auto other = waitFor(m_runtime->open("user")); // in its place, and does not look
        VERIFY_RESULT(other);
        touch("go");
        QTRY_VERIFY(QFile::exists(path("done")));
        VERIFY_RESULT(waitFor(m_service->recover()));
        QTRY_COMPARE(m_service->running(), 0);
        QCOMPARE(m_journal->text("stdout").size(), 1 << 20);
        const QString missing =
            QString("[%1 bytes of the output are missing").arg(3'000'000 - (1 << 20));
        QVERIFY2(m_journal->text("stderr").startsWith(missing), qPrintable(missing));
        QCOMPARE(m_journal->last.progress.kept.output, 3'000'004);
    }

    void stopsACommandOfAnEarlierServer()
    {
        leave("echo one; exec sleep 7654.1", "one\n");
        remember("left", 1, {4, 0});
        VERIFY_RESULT(waitFor(m_service->recover()));
        QCOMPARE(*waitFor(m_service->stopCommand("another", "left")), false);
        QCOMPARE(*waitFor(m_service->stopCommand("user", "left")), true);
        QCOMPARE(m_journal->events.last()["exit_code"], -15);
    }

    void stopsACommandThatIsNotReachedYet()
    {
        leave("echo one; exec sleep 7654.2", "one\n");
        remember("left", 1, {4, 0});
        m_runtime->isAway = true;
        core::spawn(m_service->recover(), "going on with commands");
        core::Task<bool> stopped = m_service->stopCommand("user", "left");
        QTRY_COMPARE(m_runtime->asked, 1);
        m_runtime->isAway = false;
        QCOMPARE(*waitFor(std::move(stopped)), true);
        QCOMPARE(m_journal->events.last()["exit_code"], -15);
    }

    void goesOnOverAnotherChannelWhenOneIsLost()
    {
        BashRequest request;
        request.command = "seq 1 1000; touch " + path("up") + "; " + until("go")
                          + "seq 1001 2000; exit 6";
        VERIFY_RESULT(waitFor(m_service->start("user", request)));
        QTRY_VERIFY(QFile::exists(path("up")));
        m_relay->breakAll();
        QTRY_COMPARE(m_runtime->asked, 1);
        touch("go");
        QTRY_COMPARE(m_service->running(), 0);
        QCOMPARE(m_journal->text("stdout").count('\n'), 2000);
        QVERIFY(m_journal->text("stdout").endsWith("1999\n2000\n"));
        QCOMPARE(m_journal->events.last()["exit_code"], 6);
    }

    void leavesItToTheNextServerWhenItIsStoppedBefore()
    {
        m_runtime->isAway = true;
        remember("left", 0, {});
        core::spawn(m_service->recover(), "going on with commands");
        QTRY_COMPARE(m_runtime->asked, 1);
        VERIFY_RESULT(waitFor(m_service->stop()));
        QCOMPARE(m_journal->events.size(), 0);
    }
};

BERTH_TEST(BashRecoveryTest)
#include "BashRecoveryTest.moc"
