// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WireChannel.h"

#include "Listening.h"
#include "Relay.h"
#include "TestMain.h"

#include <QBuffer>
#include <QCoroTask>
#include <QCryptographicHash>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>

using namespace workspace;
using QCoro::waitFor;

namespace {

core::Task<std::shared_ptr<QIODevice>> connectTo(QString path)
{
    const auto socket = std::make_shared<QLocalSocket>();
    socket->setReadBufferSize(1024 * 1024);
    socket->connectToServer(path);
    if (!socket->waitForConnected(1000))
        co_return core::fail(core::Error::Kind::Unavailable, socket->errorString());
    co_return socket;
}

core::Task<std::shared_ptr<QIODevice>> nothingThere()
{
    co_return core::fail(core::Error::Kind::NotFound, "There is no such container.");
}

} // namespace

/// A channel whose connection breaks at any byte, and what runs in it goes on.
class ResumeTest : public QObject
{
    Q_OBJECT

    static constexpr qint64 unlimited = std::numeric_limits<qint64>::max();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_helper;
    std::unique_ptr<Relay> m_relay;
    QRandomGenerator m_random{4711};
    qint64 m_budget = unlimited; ///< on average

    QString path(const QString &name) const { return m_folder->filePath(name); }

    void serve(const QStringList &options = {})
    {
        m_helper = std::make_unique<QProcess>();
        m_helper->start(BERTH_BIN_DIR "/berth-workspaced",
                        QStringList{"serve", path("helper.sock")} + options);
        QVERIFY(m_helper->waitForStarted());
        QVERIFY(QTest::qWaitFor([this] { return test::isListening(path("helper.sock")); }, 5000));
    }

    void endHelper()
    {
        m_helper->kill();
        QVERIFY(m_helper->waitForFinished(5000));
        QFile::remove(path("helper.sock"));
    }

    WireOptions options() const
    {
        WireOptions options;
        options.directory = m_folder->path();
        options.reopen = [socket = path("relay.sock")] { return connectTo(socket); };
        return options;
    }

    static std::shared_ptr<WireChannel> open(const WireOptions &options)
    {
        const auto device = waitFor(options.reopen());
        if (!device)
            return {};
        return waitFor(WireChannel::open(*device, options)).value_or(nullptr);
    }

    static QString outputOf(Channel &channel, const QString &script)
    {
        Command command;
        command.shell = script;
        const auto output = waitFor(channel.run(command, {}));
        return output ? QString::fromUtf8(output->standardOutput).trimmed()
                      : output.error().message;
    }

    static int running(const QByteArray &word)
    {
        int count = 0;
        for (const QString &name : QDir("/proc").entryList(QDir::Dirs)) {
            QFile file("/proc/" + name + "/cmdline");
            count += name.toInt() > 0 && file.open(QIODevice::ReadOnly)
                     && file.readAll().contains(word);
        }
        return count;
    }

    static QByteArray pattern(qsizetype size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        QRandomGenerator random(42);
        for (char &byte : bytes)
            byte = static_cast<char>(random.bounded(256));
        return bytes;
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_budget = unlimited;
        serve();
        m_relay = std::make_unique<Relay>(path("relay.sock"), path("helper.sock"),
                                          [this]() -> qint64 {
            return m_budget == unlimited ? unlimited : 1 + m_random.bounded(2 * m_budget);
        });
    }

    void cleanup()
    {
        m_relay.reset();
        m_helper->terminate();
        QVERIFY(m_helper->waitForFinished(5000));
        m_helper.reset();
    }

    void deliversEveryByteOnceAndInOrder()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        m_budget = 3 << 20;
        m_relay->breakAll();
        Command command;
        command.shell = "seq 1 12000000; echo over >&2; exit 7";
        const auto started = waitFor(channel->start(command));
        VERIFY_RESULT(started);
        Job &job = **started;
        QCryptographicHash hash(QCryptographicHash::Sha256);
        qint64 size = 0;
        QByteArray errors;
        connect(&job, &Job::outputReceived, this, [&](Job::Stream stream, const QByteArray &bytes) {
            if (stream == Job::Stream::Error) {
                errors += bytes;
            } else {
                hash.addData(bytes);
                size += bytes.size();
            }
            job.consumed(bytes.size());
        });
        QSignalSpy finished(&job, &Job::finished);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
        const auto exit = finished.first().first().value<Exit>();
        QVERIFY(!exit.lost);
        QCOMPARE(exit.code, 7);
        QCOMPARE(errors, "over\n");
        qInfo("%lld bytes over %d connections", static_cast<long long>(size), m_relay->connections);
        QVERIFY(m_relay->connections > 10);
        QProcess direct;
        direct.start("/bin/sh", {"-c", "seq 1 12000000 | sha256sum"});
        QVERIFY(direct.waitForFinished(30000));
        QCOMPARE(hash.result().toHex(), direct.readAllStandardOutput().first(64));
    }

    void holdsAFloodThatNobodyReadsAcrossCuts()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        Command command;
        command.shell = "yes";
        const auto started = waitFor(channel->start(command));
        VERIFY_RESULT(started);
        qint64 size = 0;
        connect(started->get(), &Job::outputReceived, this,
                [&size](Job::Stream, const QByteArray &bytes) { size += bytes.size(); });
        connect(started->get(), &Job::finished, this, [] {});
        QTRY_COMPARE_WITH_TIMEOUT(size, 1 << 20, 5000); // the credit, and not a byte more
        for (int cut = 1; cut <= 3; ++cut) {
            m_relay->breakAll();
            QTRY_COMPARE_WITH_TIMEOUT(m_relay->connections, 1 + cut, 5000);
            QCOMPARE(outputOf(*channel, "echo here"), "here");
            QCOMPARE(size, 1 << 20);
        }
    }

    void carriesInputAndFilesAcrossCuts()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        m_budget = 2 << 20;
        m_relay->breakAll();
        const QByteArray bytes = pattern(30 << 20);
        const auto source = std::make_shared<QBuffer>();
        source->setData(bytes);
        QVERIFY(source->open(QIODevice::ReadOnly));
        VERIFY_RESULT(waitFor(channel->writeFrom(path("file"), source, {})));
        QFile file(path("file"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == bytes);
        const auto read = waitFor(channel->read(path("file"), 1000, bytes.size()));
        VERIFY_RESULT(read);
        QVERIFY(*read == bytes.sliced(1000));
        QVERIFY(m_relay->connections > 10);

        Command command;
        command.shell = "sha256sum";
        command.takesInput = true;
        const auto started = waitFor(channel->start(command));
        VERIFY_RESULT(started);
        Job &job = **started;
        QByteArray output;
        connect(&job, &Job::outputReceived, this, [&](Job::Stream, const QByteArray &part) {
            output += part;
            job.consumed(part.size());
        });
        QSignalSpy finished(&job, &Job::finished);
        job.write(bytes);
        job.closeInput();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QCOMPARE(output.first(64),
                 QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    }

    void runsEachCommandOnceAcrossCuts()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        m_budget = 1000;
        m_relay->breakAll();
        for (int i = 0; i < 60; ++i)
            QCOMPARE(outputOf(*channel, QString("echo %1 >> lines; echo %1").arg(i)),
                     QString::number(i));
        QVERIFY(m_relay->connections > 10);
        m_budget = unlimited;
        QStringList expected;
        for (int i = 0; i < 60; ++i)
            expected.append(QString::number(i));
        QCOMPARE(outputOf(*channel, "cat lines").split('\n'), expected);
    }

    void keepsAShellAcrossACut()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        const auto opened = waitFor(channel->openShell({}));
        VERIFY_RESULT(opened);
        Shell &shell = **opened;
        QByteArray output;
        connect(&shell, &Shell::outputReceived, this,
                [&output](const QByteArray &bytes) { output += bytes; });
        QSignalSpy finished(&shell, &Shell::commandFinished);
        QSignalSpy closed(&shell, &Shell::closed);
        shell.run("word=kept; echo begun; read line; echo $line");
        QTRY_VERIFY_WITH_TIMEOUT(output.contains("begun"), 5000);
        m_relay->breakAll();
        shell.input("typed while it was cut\n");
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10000);
        QVERIFY2(output.contains("typed while it was cut"), output.constData());
        shell.run("echo $word");
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, 10000);
        QVERIFY2(output.contains("kept"), output.constData());
        QVERIFY(closed.isEmpty());
    }

    void givesUpAfterTheGrace()
    {
        endHelper();
        serve({"--grace", "1"});
        WireOptions impatient = options();
        impatient.grace = std::chrono::milliseconds(1500);
        const auto channel = open(impatient);
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        Command command;
        const QByteArray mark = "berth-grace-" + QByteArray::number(m_helper->processId());
        command.shell = "sleep 1000; : " + mark;
        const auto job = waitFor(channel->start(command));
        VERIFY_RESULT(job);
        QSignalSpy finished(job->get(), &Job::finished);
        QTRY_VERIFY(running(mark) > 0);
        m_relay->isClosed = true;
        m_relay->breakAll();
        QTRY_COMPARE_WITH_TIMEOUT(running(mark), 0, 5000);
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 5000);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 1000);
        QVERIFY(finished.first().first().value<Exit>().lost);
        QVERIFY(!channel->isOpen());
    }

    void endsAtOnceWhenItIsClosed()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        Command command;
        const QByteArray mark = "berth-closed-" + QByteArray::number(m_helper->processId());
        command.shell = "sleep 1000; : " + mark;
        const auto job = waitFor(channel->start(command));
        VERIFY_RESULT(job);
        QTRY_VERIFY(running(mark) > 0);
        channel->close();
        QTRY_COMPARE_WITH_TIMEOUT(running(mark), 0, 5000);
    }

    void knowsAnotherLife()
    {
        const auto channel = open(options());
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        endHelper();
        serve();
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 10000);
        QVERIFY2(lost.first().first().toString().contains("restarted"),
                 qPrintable(lost.first().first().toString()));
    }

    void givesUpWhenThereIsNoWayBack()
    {
        WireOptions once = options();
        once.reopen = [this] {
            return m_relay->isClosed ? nothingThere() : connectTo(path("relay.sock"));
        };
        const auto channel = open(once);
        QVERIFY(channel);
        QSignalSpy lost(channel.get(), &Channel::lost);
        m_relay->isClosed = true;
        m_relay->breakAll();
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 3000);
        QVERIFY(!channel->isOpen());
    }

    void outlivesAPause()
    {
        WireOptions quick = options();
        quick.beat = std::chrono::milliseconds(50);
        quick.silence = std::chrono::milliseconds(300);
        quick.patience = std::chrono::milliseconds(300);
        const auto channel = open(quick);
        QVERIFY(channel);
        const auto process = static_cast<pid_t>(m_helper->processId());
        channel->setFrozen(true);
        ::kill(process, SIGSTOP);
        const auto info = channel->info(); // asked while nobody can answer
        const QDeadlineTimer pause(1000); // much longer than what counts as silence
        QTRY_VERIFY_WITH_TIMEOUT(pause.hasExpired(), 5000);
        QVERIFY(channel->isOpen());
        QCOMPARE(m_relay->connections, 1);
        ::kill(process, SIGCONT);
        channel->setFrozen(false);
        VERIFY_RESULT(waitFor(channel->info()));
        QCOMPARE(m_relay->connections, 1);
    }

    void comesBackAfterASilence()
    {
        WireOptions quick = options();
        quick.beat = std::chrono::milliseconds(50);
        quick.silence = std::chrono::milliseconds(300);
        quick.handshake = std::chrono::milliseconds(300);
        const auto channel = open(quick);
        QVERIFY(channel);
        const auto process = static_cast<pid_t>(m_helper->processId());
        ::kill(process, SIGSTOP);
        QTRY_VERIFY_WITH_TIMEOUT(m_relay->connections > 1, 5000);
        ::kill(process, SIGCONT);
        QCOMPARE(outputOf(*channel, "echo awake"), "awake");
    }
};

BERTH_TEST(ResumeTest)
#include "ResumeTest.moc"
