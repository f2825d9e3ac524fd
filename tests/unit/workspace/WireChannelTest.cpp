// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WireChannel.h"
#include "Place.h"

using namespace workspace;
using Kind = core::Error::Kind;

namespace {

/// What a job said, with its output acknowledged only on demand.
class Listener : public QObject
{
public:
    explicit Listener(std::shared_ptr<Job> job)
        : m_job(std::move(job))
    {
        connect(m_job.get(), &Job::outputReceived, this,
                [this](Job::Stream stream, const QByteArray &bytes) {
            (stream == Job::Stream::Error ? errors : output).append(bytes);
            received += bytes.size();
            if (acknowledges)
                m_job->consumed(bytes.size());
        });
        connect(m_job.get(), &Job::finished, this, [this](const Exit &value) { exit = value; });
    }

    QByteArray output;
    QByteArray errors;
    qint64 received = 0;
    bool acknowledges = true;
    std::optional<Exit> exit;

private:
    std::shared_ptr<Job> m_job;
};

/// A source without end, until it breaks off.
class Endless : public QIODevice
{
public:
    bool isSequential() const override { return true; }
    void breakOff()
    {
        close();
        emit readChannelFinished();
    }
    qint64 sent = 0;

protected:
    qint64 readData(char *data, qint64 size) override
    {
        std::fill_n(data, size, 'x');
        sent += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }
};

Command shellCommand(const QString &line)
{
    Command command;
    command.shell = line;
    return command;
}

qint64 residentKilobytes()
{
    QFile file("/proc/self/status");
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    static const QRegularExpression line("VmRSS:\\s+(\\d+)");
    return line.match(QString::fromUtf8(file.readAll())).captured(1).toLongLong();
}

bool isAlive(const QByteArray &pid)
{
    QFile file("/proc/" + QString::fromUtf8(pid.trimmed()) + "/stat");
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains(") Z ");
}

} // namespace

class WireChannelTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Place> m_place;

private slots:
    void init() { m_place = std::make_unique<Place>(); }
    void cleanup() { m_place.reset(); }

    void saysWhoWorksWhere()
    {
        const auto info = QCoro::waitFor(m_place->channel->info());
        VERIFY_RESULT(info);
        QCOMPARE(info->directory, m_place->root());
        QVERIFY(!info->user.isEmpty());
        QVERIFY(info->home.startsWith('/'));
    }

    void tellsHowACommandEnded_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("errors");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("signal");
        QTest::addRow("success") << "echo hi" << QByteArray("hi\n") << QByteArray() << 0 << 0;
        QTest::addRow("failure") << "echo no >&2; exit 7" << QByteArray() << QByteArray("no\n") << 7
                                 << 0;
        QTest::addRow("killed") << "kill -9 $$" << QByteArray() << QByteArray() << -1 << 9;
        QTest::addRow("no input") << "cat" << QByteArray() << QByteArray() << 0 << 0;
        QTest::addRow("place") << "basename \"$PWD\"" << QByteArray() << QByteArray() << 0 << 0;
    }

    void tellsHowACommandEnded()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, errors);
        QFETCH(int, code);
        QFETCH(int, signal);
        if (line.startsWith("basename"))
            output = m_place->root().section('/', -1).toUtf8() + '\n';
        const auto result = QCoro::waitFor(m_place->channel->run(shellCommand(line), {}));
        VERIFY_RESULT(result);
        QCOMPARE(result->standardOutput, output);
        QCOMPARE(result->standardError, errors);
        QCOMPARE(result->exit.signal, signal);
        if (signal == 0)
            QCOMPARE(result->exit.code, code);
    }

    void passesArgumentsAndEnvironmentUnchanged()
    {
        Command command;
        command.arguments = {"/bin/sh", "-c",  "printf '%s|%s|%s' \"$1\" \"$2\" \"$WORD\"",
                             "sh",      "a b", "$HOME"};
        command.environment.insert("WORD", "ä'\"\n");
        const auto result = QCoro::waitFor(m_place->channel->run(command, {}));
        VERIFY_RESULT(result);
        QCOMPARE(result->standardOutput, QByteArray("a b|$HOME|ä'\"\n"));
    }

    void saysWhyACommandCannotStart()
    {
        Command missing;
        missing.arguments = {"/nowhere/program"};
        const auto none = QCoro::waitFor(m_place->channel->run(missing, {}));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, Kind::NotFound);
        QVERIFY(!none.error().message.isEmpty());

        Command lost = shellCommand("true");
        lost.directory = m_place->path("gone");
        const auto nowhere = QCoro::waitFor(m_place->channel->run(lost, {}));
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().kind, Kind::NotFound);
    }

    void keepsOnlySoMuchOutput()
    {
        Command command = shellCommand("head -c 100000 /dev/zero; echo err >&2");
        command.outputLimit = 1000;
        const auto result = QCoro::waitFor(m_place->channel->run(command, {}));
        VERIFY_RESULT(result);
        QCOMPARE(result->standardOutput.size(), 1000);
        QCOMPARE(result->standardError, QByteArray("err\n"));
        QVERIFY(result->truncated);
    }

    void endsACommandThatTakesTooLong()
    {
        Command command = shellCommand("echo begun; sleep 1000");
        command.timeout = std::chrono::milliseconds(200);
        QElapsedTimer timer;
        timer.start();
        const auto result = QCoro::waitFor(m_place->channel->run(command, {}));
        VERIFY_RESULT(result);
        QVERIFY(result->exit.timedOut);
        QCOMPARE(result->standardOutput, QByteArray("begun\n"));
        QVERIFY(timer.elapsed() < 5000);
    }

    void cancellingEndsTheWholeTree()
    {
        std::stop_source stop;
        auto task = m_place->channel->run(
            shellCommand(
                "sleep 1000 & echo $! > one; setsid sleep 1000 & echo $! > two; touch ready; wait"),
            stop.get_token());
        QTRY_VERIFY(QFile::exists(m_place->path("ready")));
        stop.request_stop();
        const auto result = QCoro::waitFor(task);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Kind::Cancelled);
        QTRY_VERIFY(!isAlive(m_place->get("one")));
        QTRY_VERIFY(!isAlive(m_place->get("two")));
    }

    void droppingAJobEndsIt()
    {
        auto job = QCoro::waitFor(
            m_place->channel->start(shellCommand("echo $$ > pid; exec sleep 1000")));
        VERIFY_RESULT(job);
        QTRY_VERIFY(!m_place->get("pid").isEmpty());
        job->reset();
        QTRY_VERIFY(!isAlive(m_place->get("pid")));
    }

    void feedsInputUntilItIsClosed()
    {
        Command command = shellCommand("cat; echo done");
        command.takesInput = true;
        const auto job = QCoro::waitFor(m_place->channel->start(command));
        VERIFY_RESULT(job);
        Listener listener(*job);
        const QByteArray text(3000000, 'x');
        (*job)->write(text);
        (*job)->closeInput();
        QTRY_VERIFY(listener.exit);
        QCOMPARE(listener.output, text + "done\n");
    }

    void losesNoOutputThatCameBeforeAnybodyListened()
    {
        const auto job = QCoro::waitFor(
            m_place->channel->start(shellCommand("echo early; touch ready")));
        VERIFY_RESULT(job);
        QTRY_VERIFY(QFile::exists(m_place->path("ready")));
        QCOMPARE(m_place->shell("echo later"), QByteArray("later\n"));
        Listener listener(*job);
        QTRY_VERIFY(listener.exit);
        QCOMPARE(listener.output, QByteArray("early\n"));
    }

    void stopsReadingWhenItsReaderStops()
    {
        const qint64 before = residentKilobytes();
        const auto job = QCoro::waitFor(
            m_place->channel->start(shellCommand("yes | head -c 1000000000")));
        VERIFY_RESULT(job);
        Listener listener(*job);
        listener.acknowledges = false;
        QTRY_VERIFY(listener.received >= 1 << 20);
        for (int round = 0; round < 20; ++round)
            QCOMPARE(m_place->shell("echo round"), QByteArray("round\n"));
        QCOMPARE(listener.received, 1 << 20);
        QVERIFY2(residentKilobytes() - before < 16 * 1024,
                 qPrintable(QString::number(residentKilobytes() - before)));
        QVERIFY(!listener.exit);
        (*job)->stop(Job::Stop::Now);
        (*job)->consumed(listener.received);
        listener.acknowledges = true;
        QTRY_VERIFY(listener.exit);
        QCOMPARE(listener.exit->signal > 0 || listener.exit->code != 0, true);
    }

    void carriesAFloodInLittleMemory()
    {
        const qint64 before = residentKilobytes();
        Command command = shellCommand("yes | head -c 200000000");
        command.outputLimit = 1;
        const auto result = QCoro::waitFor(m_place->channel->run(command, {}));
        VERIFY_RESULT(result);
        QCOMPARE(result->exit.code, 0);
        QVERIFY2(residentKilobytes() - before < 100 * 1024,
                 qPrintable(QString::number(residentKilobytes() - before)));
    }

    void runsManyCommandsAtOnce()
    {
        std::vector<core::Task<Output>> tasks;
        for (int number = 0; number < 50; ++number)
            tasks.push_back(
                m_place->channel->run(shellCommand("echo " + QString::number(number)), {}));
        for (int number = 0; number < 50; ++number) {
            const auto result = QCoro::waitFor(tasks[static_cast<size_t>(number)]);
            VERIFY_RESULT(result);
            QCOMPARE(result->standardOutput, QByteArray::number(number) + '\n');
        }
    }

    void carriesFilesUnchanged_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 131072, 1048576, 1048577, 5000000, 50000000})
            QTest::addRow("%d bytes", size) << size;
    }

    void carriesFilesUnchanged()
    {
        QFETCH(int, size);
        QByteArray bytes(size, Qt::Uninitialized);
        quint32 seed = 1;
        for (char &byte : bytes)
            byte = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
        const auto written = QCoro::waitFor(
            m_place->channel->write(m_place->path("file"), bytes, {}));
        VERIFY_RESULT(written);
        QVERIFY(m_place->get("file") == bytes);

        const auto read = QCoro::waitFor(
            m_place->channel->read(m_place->path("file"), 0, size + 1));
        VERIFY_RESULT(read);
        QVERIFY(*read == bytes);

        const auto device = QCoro::waitFor(m_place->channel->openRead(m_place->path("file"), {}));
        VERIFY_RESULT(device);
        const auto copied = QCoro::waitFor(
            m_place->channel->writeFrom(m_place->path("copy"), *device, {}));
        VERIFY_RESULT(copied);
        QVERIFY(m_place->get("copy") == bytes);
    }

    void readsAPart()
    {
        m_place->put("file", "0123456789");
        const auto part = QCoro::waitFor(m_place->channel->read(m_place->path("file"), 3, 4));
        VERIFY_RESULT(part);
        QCOMPARE(*part, QByteArray("3456"));
        const auto beyond = QCoro::waitFor(m_place->channel->read(m_place->path("file"), 100, 4));
        VERIFY_RESULT(beyond);
        QCOMPARE(*beyond, QByteArray());
    }

    void holdsLittleOfAFileThatNobodyReads()
    {
        m_place->put("file", QByteArray(50000000, 'x'));
        const qint64 before = residentKilobytes();
        const auto device = QCoro::waitFor(m_place->channel->openRead(m_place->path("file"), {}));
        VERIFY_RESULT(device);
        QTRY_VERIFY((*device)->bytesAvailable() >= 1 << 20);
        for (int round = 0; round < 20; ++round)
            QCOMPARE(m_place->shell("echo round"), QByteArray("round\n"));
        QCOMPARE((*device)->bytesAvailable(), 1 << 20);
        QVERIFY(residentKilobytes() - before < 16 * 1024);
    }

    void leavesNothingOfAWriteThatBreaksOff()
    {
        m_place->put("file", "old");
        const auto source = std::make_shared<Endless>();
        QVERIFY(source->open(QIODevice::ReadOnly));
        auto task = m_place->channel->writeFrom(m_place->path("file"), source, {});
        QTRY_VERIFY(source->sent > 5000000);
        QCOMPARE(QDir(m_place->root()).entryList(QDir::Files | QDir::Hidden).size(), 2);
        source->breakOff();
        const auto written = QCoro::waitFor(task);
        QVERIFY(!written);
        QCOMPARE(m_place->get("file"), QByteArray("old"));
        QCOMPARE(QDir(m_place->root()).entryList(QDir::Files | QDir::Hidden), QStringList{"file"});
    }

    void writesAsAsked()
    {
        WriteOptions parents;
        parents.makeParents = true;
        const QString deep = m_place->path("a/b/file");
        VERIFY_RESULT(QCoro::waitFor(m_place->channel->write(deep, "1", parents)));
        WriteOptions once;
        once.createOnly = true;
        const auto again = QCoro::waitFor(m_place->channel->write(deep, "2", once));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Kind::Conflict);
        QCOMPARE(m_place->get("a/b/file"), QByteArray("1"));
        const auto lost = QCoro::waitFor(m_place->channel->write(m_place->path("x/file"), "3", {}));
        QCOMPARE(lost.error().kind, Kind::NotFound);
    }

    void listsAndDescribesFiles()
    {
        QVERIFY(QDir().mkpath(m_place->path("sub/inner")));
        m_place->put("sub/b", "12");
        m_place->put("a", "");
        QVERIFY(QFile::link("a", m_place->path("link")));
        const auto list = QCoro::waitFor(m_place->channel->list(m_place->root(), 2, 100));
        VERIFY_RESULT(list);
        QStringList paths;
        for (const FileInfo &info : *list)
            paths.append(info.path.mid(m_place->root().size() + 1));
        QCOMPARE(paths, (QStringList{"a", "link", "sub", "sub/b", "sub/inner"}));
        QCOMPARE(list->at(1).type, FileInfo::Type::Link);
        QCOMPARE(list->at(2).type, FileInfo::Type::Directory);
        const auto info = QCoro::waitFor(m_place->channel->stat(m_place->path("sub/b")));
        VERIFY_RESULT(info);
        QCOMPARE(info->size, 2);
        QVERIFY(qAbs(info->modified / 1000 - QDateTime::currentMSecsSinceEpoch()) < 60000);
        const auto real = QCoro::waitFor(m_place->channel->realPath(m_place->path("link")));
        VERIFY_RESULT(real);
        QCOMPARE(*real, QFileInfo(m_place->path("a")).canonicalFilePath());
    }

    void makesAndRemovesFolders()
    {
        VERIFY_RESULT(QCoro::waitFor(m_place->channel->makeDirectory(m_place->path("x/y"))));
        VERIFY_RESULT(QCoro::waitFor(m_place->channel->makeDirectory(m_place->path("x/y"))));
        m_place->put("x/y/file", "1");
        VERIFY_RESULT(QCoro::waitFor(m_place->channel->remove(m_place->path("x"))));
        QVERIFY(!QFile::exists(m_place->path("x")));
        const auto again = QCoro::waitFor(m_place->channel->remove(m_place->path("x")));
        QCOMPARE(again.error().kind, Kind::NotFound);
    }
};

BERTH_TEST(WireChannelTest)
#include "WireChannelTest.moc"
