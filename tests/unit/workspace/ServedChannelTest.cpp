// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/HelperSocket.h"
#include "workspace/WireChannel.h"

#include "Listening.h"
#include "Relay.h"
#include "TestMain.h"

#include <QCoroTask>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace workspace;
using QCoro::waitFor;

/// A helper that serves a socket, and peers that come and go: straight to the socket, or through a
/// bridge as from outside a container.
class ServedChannelTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_helper;

    static QString program() { return BERTH_BIN_DIR "/berth-workspaced"; }
    QString socketPath() const { return m_folder.filePath("helper.sock"); }
    WireOptions options() const { return {.directory = m_folder.path()}; }

    std::shared_ptr<WireChannel> direct()
    {
        const auto socket = std::make_shared<QLocalSocket>();
        socket->connectToServer(socketPath());
        if (!socket->waitForConnected(5000))
            return {};
        return waitFor(WireChannel::open(socket, options())).value_or(nullptr);
    }

    std::shared_ptr<WireChannel> bridged()
    {
        const auto process = std::make_shared<QProcess>();
        process->start(program(), {"bridge", socketPath()});
        if (!process->waitForStarted())
            return {};
        return waitFor(WireChannel::open(process, options())).value_or(nullptr);
    }

    static QString outputOf(Channel &channel, const QString &script)
    {
        Command command;
        command.arguments = QStringList{"/bin/sh", "-c", script};
        const auto output = waitFor(channel.run(command, {}));
        return output ? QString::fromUtf8(output->standardOutput).trimmed()
                      : output.error().message;
    }

    /// Processes with this word in their command line.
    static int running(const QString &word)
    {
        int count = 0;
        const QStringList names = QDir("/proc").entryList(QDir::Dirs);
        for (const QString &name : names) {
            QFile file("/proc/" + name + "/cmdline");
            count += name.toInt() > 0 && file.open(QIODevice::ReadOnly)
                     && file.readAll().contains(word.toUtf8());
        }
        return count;
    }

private slots:
    void init()
    {
        QFile::remove(socketPath()); // the last one's
        m_helper = std::make_unique<QProcess>();
        m_helper->start(program(), {"serve", socketPath()});
        QVERIFY(m_helper->waitForStarted());
        QVERIFY(QTest::qWaitFor([this] { return test::isListening(socketPath()); }, 5000));
    }

    void cleanup()
    {
        m_helper->terminate();
        QVERIFY(m_helper->waitForFinished(5000));
        QCOMPARE(m_helper->exitCode(), 0);
    }

    void answersOnItsSocket()
    {
        const auto channel = direct();
        QVERIFY(channel);
        QCOMPARE(outputOf(*channel, "echo hello"), "hello");
        QCOMPARE(QFile::permissions(socketPath()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void answersThroughABridge()
    {
        const auto channel = bridged();
        QVERIFY(channel);
        QCOMPARE(outputOf(*channel, "echo hello"), "hello");
    }

    void carriesMegabytesThroughABridge()
    {
        const auto channel = bridged();
        QVERIFY(channel);
        const QByteArray bytes(20 << 20, 'b');
        const QString path = m_folder.filePath("large");
        VERIFY_RESULT(waitFor(channel->write(path, bytes, {})));
        QCOMPARE(outputOf(*channel, "wc -c < " + path), QString::number(bytes.size()));
        QCOMPARE(outputOf(*channel, "head -c 300000 " + path + " | wc -c"), "300000");
    }

    void givesANewerPeerThePlace()
    {
        const auto first = bridged();
        QVERIFY(first);
        QSignalSpy lost(first.get(), &Channel::lost);
        const auto second = bridged();
        QVERIFY(second);
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 5000);
        QCOMPARE(outputOf(*second, "echo mine now"), "mine now");
    }

    void takesAPeerAfterOneThatVanished()
    {
        {
            const auto gone = bridged();
            QVERIFY(gone);
        }
        const auto next = bridged();
        QVERIFY(next);
        QCOMPARE(outputOf(*next, "echo again"), "again");
    }

    void endsWhatAVanishedPeerStarted()
    {
        const QString mark = "berth-served-" + QString::number(QCoreApplication::applicationPid());
        {
            const auto gone = bridged();
            QVERIFY(gone);
            Command command;
            command.shell = "sleep 1000; : " + mark;
            const auto job = waitFor(gone->start(command));
            VERIFY_RESULT(job);
            QTRY_COMPARE(running(mark), 1);
            gone->close();
        }
        QTRY_COMPARE_WITH_TIMEOUT(running(mark), 0, 5000);
    }

    void readsAJobOnWhereALostChannelEnded()
    {
        const Relay relay(m_folder.filePath("relay.sock"), socketPath(), [] { return 300'000; });
        const auto throughRelay = [this]() -> std::shared_ptr<WireChannel> {
            const auto socket = openHelperSocket(m_folder.filePath("relay.sock"));
            return socket ? waitFor(WireChannel::open(*socket, options())).value_or(nullptr)
                          : nullptr;
        };
        QByteArray output;
        QByteArray errors;
        Exit exit{.lost = true};
        // Reads until the channel breaks, or the job has ended.
        const auto read = [&](const std::shared_ptr<Job> &job) {
            QSignalSpy finished(job.get(), &Job::finished);
            connect(job.get(), &Job::outputReceived, this,
                    [&, raw = job.get()](Job::Stream stream, const QByteArray &bytes) {
                (stream == Job::Stream::Error ? errors : output) += bytes;
                raw->consumed(bytes.size());
            });
            QVERIFY(finished.size() == 1 || finished.wait(10000));
            exit = finished.first().first().value<Exit>();
        };
        Command command;
        command.shell = "seq 1 100000; seq 1 50000 >&2; exit 9";
        command.tag = "job";
        const auto first = throughRelay();
        QVERIFY(first);
        const auto started = waitFor(first->start(command));
        VERIFY_RESULT(started);
        read(*started);
        QVERIFY(exit.lost);
        int losses = 0;
        for (; exit.lost && losses < 20; ++losses) {
            const auto next = throughRelay();
            QVERIFY(next);
            const JobOffsets from{output.size(), errors.size()};
            const auto attached = waitFor(next->attach("job", from));
            VERIFY_RESULT(attached);
            QCOMPARE(attached->begin, from);
            read(attached->job);
        }
        QVERIFY(losses > 1);
        QCOMPARE(exit.code, 9);
        QCOMPARE(output.count('\n'), 100000);
        QCOMPARE(output.size(), 588895);
        QVERIFY(output.endsWith("99999\n100000\n"));
        QCOMPARE(errors.size(), 288894);
        const auto last = direct();
        QVERIFY(last);
        QCOMPARE(waitFor(last->attach("unknown", {})).error().kind, core::Error::Kind::NotFound);
    }

    void opensTheSocketItself()
    {
        const auto socket = openHelperSocket(socketPath());
        VERIFY_RESULT(socket);
        const auto channel = waitFor(WireChannel::open(*socket, options()));
        VERIFY_RESULT(channel);
        QCOMPARE(outputOf(**channel, "echo hello"), "hello");
        const auto use = waitFor((*channel)->use({m_folder.path()}));
        VERIFY_RESULT(use);
        QCOMPARE(use->folders.size(), 1);
        QVERIFY(use->folders.first().complete);
    }

    void opensNothingButASocket()
    {
        using Kind = core::Error::Kind;
        const QString link = m_folder.filePath("link.sock");
        QVERIFY(QFile::link(socketPath(), link));
        QCOMPARE(openHelperSocket(link).error().kind, Kind::Forbidden);
        QCOMPARE(openHelperSocket(m_folder.path()).error().kind, Kind::Forbidden);
        QCOMPARE(openHelperSocket(m_folder.filePath("nothing")).error().kind, Kind::NotFound);
        QVERIFY(QFile::remove(link));
    }

    void bridgesToNobody()
    {
        QProcess process;
        process.start(program(), {"bridge", m_folder.filePath("nobody.sock")});
        QVERIFY(process.waitForFinished(15000));
        QCOMPARE(process.exitCode(), 1);
    }
};

BERTH_TEST(ServedChannelTest)
#include "ServedChannelTest.moc"
