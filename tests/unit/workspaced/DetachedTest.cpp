// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Caller.h"
#include "Listening.h"
#include "TestMain.h"
#include "Workspaced.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace wire;
using test::Caller;

namespace {

/// What came on one stream until it was over.
struct Watched
{
    Value begun;
    std::string out;
    std::string err;
    Value exit;
    std::string code;
};

/// Reads a stream to its end, and grants what was read.
Watched readAll(Caller &caller, std::uint32_t stream)
{
    Watched watched;
    while (const auto frame = caller.next()) {
        if (frame->stream != stream)
            continue;
        if (frame->type == FrameType::Event)
            watched.begun = *Value::decode(frame->payload);
        if (frame->type == FrameType::Data) {
            const auto channel = static_cast<Channel>(frame->channel);
            (channel == Channel::Error ? watched.err : watched.out) += frame->payload;
            caller.send(
                windowFrame(stream, channel, static_cast<std::uint32_t>(frame->payload.size())));
        }
        if (frame->type == FrameType::Exit)
            watched.exit = *Value::decode(frame->payload);
        if (frame->type == FrameType::Response)
            watched.code = Response::decode(frame->payload)->result.error().code;
        if (frame->type == FrameType::Exit || frame->type == FrameType::Response)
            break;
    }
    return watched;
}

Value detached(std::string_view script, std::string_view tag = "tag")
{
    return Value::map({{"shell", script}, {"inherit", true}, {"detach", true}, {"tag", tag}});
}

Value attached(std::int64_t out = 0, std::int64_t err = 0, std::string_view tag = "tag")
{
    return Value::map({{"tag", tag}, {"out_offset", out}, {"err_offset", err}});
}

std::string numbers(int last)
{
    std::string text;
    for (int number = 1; number <= last; ++number)
        text += std::to_string(number) + '\n';
    return text;
}

} // namespace

/// Jobs that go on when the peer that started them is gone.
class DetachedTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_helper;

    QString socketPath() const { return m_folder->filePath("helper.sock"); }
    std::string go() const { return m_folder->filePath("go").toStdString(); }
    std::string untilGo() const { return "until [ -e " + go() + " ]; do sleep 0.05; done; "; }
    void letGo() const
    {
        QFile file(QString::fromStdString(go()));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void serve(const QStringList &options = {})
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_helper = std::make_unique<QProcess>();
        m_helper->start(QString::fromStdString(test::workspacedProgram()),
                        QStringList{"serve", socketPath()} + options);
        QVERIFY(m_helper->waitForStarted());
        QTRY_VERIFY(test::isListening(socketPath()));
    }

    std::unique_ptr<Caller> come() const
    {
        auto caller = std::make_unique<Caller>(socketPath());
        Hello hello;
        hello.isResumable = true;
        caller->greet(hello);
        if (!caller->welcome())
            qFatal("nobody answers");
        return caller;
    }

private slots:
    void cleanup()
    {
        if (m_helper->state() != QProcess::NotRunning) {
            m_helper->terminate();
            QVERIFY(m_helper->waitForFinished(5000));
        }
        QCOMPARE(m_helper->exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_helper->exitCode(), 0);
    }

    void isFoundAgainByTheNextPeer()
    {
        serve();
        auto first = come();
        first->request(1, op::procStart,
                       detached("echo one; " + untilGo() + "echo two; echo three >&2; exit 3"));
        const auto data = first->next(FrameType::Data);
        QVERIFY(data);
        QCOMPARE(data->payload, std::string("one\n"));
        first.reset();
        auto second = come();
        second->request(1, op::procAttach, attached(4));
        const auto begun = second->next(FrameType::Event);
        QVERIFY(begun);
        QVERIFY(Value::decode(begun->payload)->operator[]("running").boolean());
        letGo();
        const Watched rest = readAll(*second, 1);
        QCOMPARE(rest.out, std::string("two\n"));
        QCOMPARE(rest.err, std::string("three\n"));
        QCOMPARE(rest.exit["code"].integer(), 3);
        QCOMPARE(rest.exit["out_bytes"].integer(), 8);
    }

    void tellsItsEndAsOftenAsItIsAsked()
    {
        serve();
        auto first = come();
        first->request(1, op::procStart, detached("echo all; exit 4"));
        QCOMPARE(readAll(*first, 1).exit["code"].integer(), 4);
        for (const std::uint32_t stream : {3u, 5u}) {
            first->request(stream, op::procAttach, attached());
            const Watched again = readAll(*first, stream);
            QVERIFY(!again.begun["running"].boolean(true));
            QCOMPARE(again.out, std::string("all\n"));
            QCOMPARE(again.exit["code"].integer(), 4);
        }
        auto second = come();
        second->request(1, op::procAttach, attached(2));
        QCOMPARE(readAll(*second, 1).out, std::string("l\n"));
    }

    void runsOnAndKeepsTheEndWhileNobodyWatches()
    {
        serve();
        const std::string all = numbers(500'000);
        auto first = come();
        first->request(1, op::procStart,
                       detached(untilGo() + "seq 1 500000; touch " + go() + ".done"));
        QVERIFY(first->next(FrameType::Event));
        first.reset();
        auto second = come(); // in the place of the first, and does not watch
        letGo();
        QTRY_VERIFY(QFile::exists(QString::fromStdString(go() + ".done")));
        second->request(1, op::procAttach, attached(100));
        const Watched rest = readAll(*second, 1);
        const auto keptFrom = std::int64_t(all.size()) - (std::int64_t{1} << 20);
        const auto begun = std::int64_t(rest.begun["out_offset"].integer());
        // The pipe may hold some of the output for a moment after its writer has ended.
        QVERIFY2(begun <= keptFrom && begun > keptFrom - (128 << 10),
                 qPrintable(QString::number(begun)));
        QCOMPARE(rest.out, all.substr(std::size_t(begun)));
        QCOMPARE(rest.exit["out_bytes"].integer(), all.size());
    }

    void givesAgainWhatAReaderGotThatHasGone()
    {
        serve();
        const std::string all = numbers(150'000);
        auto first = come();
        first->request(1, op::procStart, detached("seq 1 150000; " + untilGo()));
        std::size_t received = 0;
        while (received < all.size()) { // and grants nothing
            const auto frame = first->next(FrameType::Data);
            QVERIFY(frame);
            received += frame->payload.size();
        }
        first.reset();
        letGo();
        auto second = come();
        second->request(1, op::procAttach, attached(0));
        const Watched again = readAll(*second, 1);
        QCOMPARE(again.begun["out_offset"].integer(-1), 0);
        QCOMPARE(again.out, all);
        QCOMPARE(again.exit["code"].integer(), 0);
    }

    void waitsForAWatcherThatIsSlow()
    {
        serve();
        auto caller = come();
        caller->request(1, op::procStart, detached("seq 1 500000; touch " + go()));
        std::size_t received = 0;
        while (received < initialCredit) {
            const auto frame = caller->next(FrameType::Data);
            QVERIFY(frame);
            received += frame->payload.size();
        }
        caller->send(pingFrame(7));
        QVERIFY(caller->next(FrameType::Pong));
        QVERIFY(!QFile::exists(QString::fromStdString(go())));
    }

    void tellsOneWatcherAtATime()
    {
        serve();
        auto caller = come();
        caller->request(1, op::procStart, detached(untilGo() + "echo late"));
        QVERIFY(caller->next(FrameType::Event));
        caller->request(3, op::procAttach, attached());
        QCOMPARE(readAll(*caller, 1).code, std::string(code::cancelled));
        letGo();
        QCOMPARE(readAll(*caller, 3).out, std::string("late\n"));
    }

    void endsWhenItsWatcherCancels()
    {
        serve();
        come()->request(1, op::procStart, detached("exec sleep 7655.1"));
        QTRY_COMPARE(test::countProcesses("7655.1"), 1);
        auto second = come();
        second->request(1, op::procAttach, attached());
        second->send(cancelFrame(1, CancelMode::Now));
        QVERIFY(readAll(*second, 1).exit["cancelled"].boolean());
        QCOMPARE(test::countProcesses("7655.1"), 0);
    }

    void endsWithAGoodbye()
    {
        serve();
        auto caller = come();
        caller->request(1, op::procStart, detached("exec sleep 7655.2"));
        QTRY_COMPARE(test::countProcesses("7655.2"), 1);
        caller->send(
            {.type = FrameType::GoAway, .payload = Value::map({{"reason", "closed"}}).encode()});
        QTRY_COMPARE(test::countProcesses("7655.2"), 0);
    }

    void endsWithTheLease()
    {
        serve({"--lease", "1"});
        auto caller = come();
        caller->request(1, op::procStart, detached("exec sleep 7655.3"));
        QTRY_COMPARE(test::countProcesses("7655.3"), 1);
        caller.reset();
        QVERIFY(m_helper->waitForFinished(5000));
        QTRY_COMPARE(test::countProcesses("7655.3"), 0);
    }

    void endsAtItsTimeout()
    {
        serve();
        Value args = detached("exec sleep 7655.4");
        args.set("timeout_ms", 300);
        auto caller = come();
        caller->request(1, op::procStart, std::move(args));
        QVERIFY(caller->next(FrameType::Event));
        auto second = come();
        second->request(1, op::procAttach, attached());
        QVERIFY(readAll(*second, 1).exit["timed_out"].boolean());
    }

    void leavesTheOthersToEndWithTheirPeer_data()
    {
        QTest::addColumn<bool>("isReplaced");
        QTest::addRow("another has come") << true;
        QTest::addRow("it did not come back in time") << false;
    }

    void leavesTheOthersToEndWithTheirPeer()
    {
        QFETCH(bool, isReplaced);
        serve({"--grace", "1"});
        auto caller = come();
        caller->request(1, op::procStart, detached("exec sleep 7655.5"));
        caller->request(3, op::procStart,
                        Value::map({{"shell", "(sleep 7655.6; :) & exec sleep 7655.6"},
                                    {"inherit", true}}));
        caller->request(5, op::shellOpen, Value::map({{"inherit", true}}));
        QVERIFY(caller->next(FrameType::Response));
        QTRY_COMPARE(test::countProcesses("7655.6"), 3);
        caller.reset();
        if (isReplaced)
            caller = come();
        QTRY_COMPARE(test::countProcesses("7655.6"), 0);
        QTRY_COMPARE(test::countChildren(static_cast<pid_t>(m_helper->processId())), 1);
        QCOMPARE(test::countProcesses("7655.5"), 1);
        caller.reset();
        caller = come();
        caller->request(1, op::procAttach, attached());
        caller->send(cancelFrame(1, CancelMode::Now));
        QVERIFY(readAll(*caller, 1).exit["cancelled"].boolean());
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<bool>("isFlag");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("code");
        QTest::addRow("no tag") << QByteArray("tag") << false << QByteArray()
                                << QByteArray("invalid");
        QTest::addRow("a long tag")
            << QByteArray("tag") << false << QByteArray(129, 'x') << QByteArray("invalid");
        QTest::addRow("a keyboard")
            << QByteArray("stdin") << true << QByteArray() << QByteArray("invalid");
        QTest::addRow("a tag that is taken")
            << QByteArray("tag") << false << QByteArray("taken") << QByteArray("exists");
    }

    void refusesWhatCannotBe()
    {
        QFETCH(QByteArray, field);
        QFETCH(bool, isFlag);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, code);
        serve();
        auto caller = come();
        caller->request(1, op::procStart, detached("true", "taken"));
        QCOMPARE(readAll(*caller, 1).exit["code"].integer(-1), 0);
        Value args = detached("touch " + go());
        if (isFlag)
            args.set(field.toStdString(), true);
        else
            args.set(field.toStdString(), text.toStdString());
        caller->request(3, op::procStart, std::move(args));
        QCOMPARE(readAll(*caller, 3).code, code.toStdString());
        QVERIFY(!QFile::exists(QString::fromStdString(go())));
    }

    void refusesToAttachToWhatIsNotThere_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QByteArray>("code");
        QTest::addRow("unknown") << QByteArray("other") << 0 << QByteArray("not_found");
        QTest::addRow("not detached") << QByteArray("ordinary") << 0 << QByteArray("not_found");
        QTest::addRow("beyond its output") << QByteArray("tag") << 5 << QByteArray("invalid");
        QTest::addRow("before its output") << QByteArray("tag") << -1 << QByteArray("invalid");
    }

    void refusesToAttachToWhatIsNotThere()
    {
        QFETCH(QByteArray, tag);
        QFETCH(int, offset);
        QFETCH(QByteArray, code);
        serve();
        auto caller = come();
        caller->request(1, op::procStart, detached("echo abc"));
        QCOMPARE(readAll(*caller, 1).out, std::string("abc\n"));
        caller->request(3, op::procStart,
                        Value::map({{"shell", "sleep 7655.7"}, {"tag", "ordinary"}}));
        caller->request(5, op::procAttach, attached(offset, 0, tag.toStdString()));
        QCOMPARE(readAll(*caller, 5).code, code.toStdString());
    }

    void runsOnlySoMany()
    {
        serve();
        auto caller = come();
        for (std::uint32_t number = 0; number < 64; ++number)
            caller->request(2 * number + 1, op::procStart,
                            detached("exec sleep 7655.8", std::to_string(number)));
        caller->request(201, op::procStart, detached("true", "one more"));
        QCOMPARE(readAll(*caller, 201).code, std::string(code::limit));
    }

    void forgetsTheOldestOfManyThatHaveEnded()
    {
        serve();
        auto caller = come();
        for (std::uint32_t number = 0; number < 66; ++number) {
            caller->request(2 * number + 1, op::procStart,
                            detached("true", std::to_string(number)));
            QCOMPARE(readAll(*caller, 2 * number + 1).exit["code"].integer(-1), 0);
        }
        caller->request(201, op::procAttach, attached(0, 0, "1"));
        QCOMPARE(readAll(*caller, 201).code, std::string(code::notFound));
        caller->request(203, op::procAttach, attached(0, 0, "2"));
        QCOMPARE(readAll(*caller, 203).exit["code"].integer(-1), 0);
    }
};

BERTH_TEST(DetachedTest)
#include "DetachedTest.moc"
