// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Caller.h"
#include "Listening.h"
#include "TestMain.h"
#include "Workspaced.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

using namespace wire;
using test::Caller;

/// A helper that serves a socket: who may command it, who may come back, and when it ends.
class ServeTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_helper;
    const std::string m_token = std::string(64, 'a');

    QString socketPath() const { return m_folder->filePath("helper.sock"); }

    void serve(const QStringList &options = {}, const QString &digest = {})
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_helper = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!digest.isEmpty())
            environment.insert("BERTH_TOKEN_SHA256", digest);
        m_helper->setProcessEnvironment(environment);
        m_helper->start(QString::fromStdString(test::workspacedProgram()),
                        QStringList{"serve", socketPath()} + options);
        QVERIFY(m_helper->waitForStarted());
        QTRY_VERIFY(test::isListening(socketPath()));
    }

    void serveWithToken()
    {
        serve({}, QString::fromLatin1(QCryptographicHash::hash(QByteArray::fromStdString(m_token),
                                                               QCryptographicHash::Sha256)
                                          .toHex()));
    }

    Hello hello(const Welcome &welcome = {}, std::int64_t received = 0) const
    {
        Hello hello;
        hello.token = m_token;
        hello.isResumable = true;
        hello.session = welcome.session;
        hello.received = received;
        return hello;
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

    void asksForItsToken_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<bool>("isRight");
        QTest::addRow("right") << QString(64, 'a') << true;
        QTest::addRow("wrong") << QString(64, 'b') << false;
        QTest::addRow("short") << QString(63, 'a') << false;
        QTest::addRow("long") << QString(65, 'a') << false;
        QTest::addRow("none") << QString() << false;
        QTest::addRow("digest")
            << "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" << false;
    }

    void asksForItsToken()
    {
        QFETCH(QString, token);
        QFETCH(bool, isRight);
        serveWithToken();
        Caller caller(socketPath());
        Hello greeting;
        greeting.token = token.toStdString();
        caller.greet(greeting);
        if (isRight)
            QVERIFY(caller.welcome());
        else
            QCOMPARE(caller.goodbye(), std::string("token"));
    }

    void admitsNobodyWithABrokenDigest()
    {
        serve({}, "not hexadecimal");
        Caller caller(socketPath());
        caller.greet(Hello());
        QCOMPARE(caller.goodbye(), std::string("token"));
    }

    /// The kernel lets the owner of a file do this, and then the file counts elsewhere.
    void keepsFilesInTheirQuota_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<int>("error");
        QTest::addRow("by ioctl") << "fcntl.ioctl(f, 0x401c5820, bytes(28))" << EPERM;
        QTest::addRow("by call") << "check(libc.syscall(469, -100, b'x', bytes(24), 24, 0))"
                                 << ENOSYS;
        QTest::addRow("asking") << "fcntl.ioctl(f, 0x40045431, bytes(4))" << ENOTTY;
    }

    void keepsFilesInTheirQuota()
    {
        QFETCH(const QString, call);
        QFETCH(const int, error);
        serveWithToken();
        Caller caller(socketPath());
        caller.greet(hello());
        QVERIFY(caller.welcome());
        QFile script(m_folder->filePath("script.py"));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("import ctypes, fcntl, tempfile\n"
                     "libc = ctypes.CDLL(None, use_errno=True)\n"
                     "def check(result):\n"
                     "    if result: raise OSError(ctypes.get_errno(), 'call')\n"
                     "f = tempfile.TemporaryFile()\n"
                     "try:\n"
                     "    "
                     + call.toUtf8()
                     + "\n"
                       "    print(0, end='')\n"
                       "except OSError as error: print(error.errno, end='')\n");
        script.close();
        caller.request(1, op::procStart,
                       Value::map({{"shell", "python3 " + script.fileName().toStdString()},
                                   {"inherit", true}}));
        const auto output = caller.next(FrameType::Data);
        QVERIFY(output);
        QCOMPARE(output->payload, std::to_string(error));
    }

    void hidesItsTokenFromItsChildren()
    {
        serveWithToken();
        QFile environment(QString("/proc/%1/environ").arg(m_helper->processId()));
        QVERIFY(environment.open(QIODevice::ReadOnly));
        const QByteArray shown = environment.readAll();
        QVERIFY(shown.contains("PATH="));
        QVERIFY(!shown.contains("ffe054fe7ae0cb6d"));
        Caller caller(socketPath());
        caller.greet(hello());
        QVERIFY(caller.welcome());
        caller.request(1, op::procStart,
                       Value::map({{"shell", "env | grep -c BERTH_TOKEN"}, {"inherit", true}}));
        const auto output = caller.next(FrameType::Data);
        QVERIFY(output);
        QCOMPARE(output->payload, std::string("0\n"));
    }

    void dropsWhoSaysNothing()
    {
        serveWithToken();
        QElapsedTimer timer;
        timer.start();
        Caller silent(socketPath());
        silent.write(std::string(magic) + "half");
        Caller other(socketPath()); // is not held up by it
        other.greet(hello());
        QVERIFY(other.welcome());
        QVERIFY(timer.elapsed() < 2000);
        QCOMPARE(silent.goodbye(), std::string("no HELLO in time"));
        QVERIFY(timer.elapsed() < 8000);
        QVERIFY(!silent.next() && silent.isClosed);
    }

    void isNotHeldUpByACrowd()
    {
        serveWithToken();
        std::vector<std::unique_ptr<Caller>> crowd;
        for (int i = 0; i < 50; ++i)
            crowd.push_back(std::make_unique<Caller>(socketPath()));
        Caller caller(socketPath());
        caller.greet(hello());
        QVERIFY(caller.welcome());
    }

    void survivesNonsense_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const std::string &bytes) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(bytes);
        };
        const std::string begin(magic);
        Frame large{.type = FrameType::Hello, .payload = {}};
        std::string header = encode(large);
        header[3] = 0x7f;
        row("no magic", std::string(100'000, 'x'));
        row("request first",
            begin + encode({.type = FrameType::Request, .stream = 1, .payload = {}}));
        row("huge frame", begin + header);
        row("unknown frame", begin + encode({.type = FrameType(200), .payload = {}}));
        row("empty HELLO", begin + encode(large));
        large.payload = Value::map({{"min", 9}, {"max", 9}}).encode();
        row("HELLO of a later version", begin + encode(large));
        large.payload = Value::map({{"min", 1}, {"max", 1}, {"received", -1}}).encode();
        row("negative count", begin + encode(large));
    }

    void survivesNonsense()
    {
        QFETCH(QByteArray, bytes);
        serveWithToken();
        Caller owner(socketPath());
        owner.greet(hello());
        QVERIFY(owner.welcome());
        Caller caller(socketPath());
        caller.write(bytes.toStdString());
        QVERIFY(!caller.goodbye().empty());
        owner.send(pingFrame(7)); // who is in stays in
        QVERIFY(owner.next(FrameType::Pong));
    }

    void goesOnWhereItWasCut()
    {
        serve();
        auto first = std::make_unique<Caller>(socketPath());
        first->greet(hello());
        const auto welcome = first->welcome();
        QVERIFY(welcome);
        QCOMPARE(welcome->session.size(), std::size_t{32});
        const std::string folder = m_folder->filePath("made").toStdString();
        first->request(1, op::fsMkdir, Value::map({{"path", folder}}));
        QVERIFY(first->next(FrameType::Response));
        first.reset(); // as if the answer had not arrived
        Caller second(socketPath());
        second.greet(hello(*welcome, 0));
        const auto again = second.welcome();
        QVERIFY(again);
        QVERIFY(again->isResumed);
        QCOMPARE(again->boot, welcome->boot);
        QCOMPARE(again->received, 1); // the request is not to be sent again
        const auto response = second.next(FrameType::Response);
        QVERIFY(response);
        QVERIFY(Response::decode(response->payload)->result->operator[]("created").boolean());
    }

    void takesOneHalfOfAFrameForNone()
    {
        serve();
        auto first = std::make_unique<Caller>(socketPath());
        first->greet(hello());
        const auto welcome = first->welcome();
        QVERIFY(welcome);
        const std::string path = m_folder->filePath("made").toStdString();
        const std::string request = encode(
            {.type = FrameType::Request,
             .stream = 1,
             .payload =
                 Request{std::string(op::fsMkdir), Value::map({{"path", path}}), {}}.encode()});
        first->write(request.substr(0, request.size() - 1));
        first.reset();
        Caller second(socketPath());
        second.greet(hello(*welcome, 0));
        const auto again = second.welcome();
        QVERIFY(again && again->isResumed);
        QCOMPARE(again->received, 0);
        QVERIFY(!QFile::exists(QString::fromStdString(path)));
        second.write(request);
        QVERIFY(second.next(FrameType::Response));
        QVERIFY(QFile::exists(QString::fromStdString(path)));
    }

    void refusesWhoClaimsTooMuch_data()
    {
        QTest::addColumn<qint64>("received");
        QTest::addRow("one more than was sent") << qint64(2);
        QTest::addRow("as many as fit") << std::numeric_limits<qint64>::max();
    }

    void refusesWhoClaimsTooMuch()
    {
        QFETCH(qint64, received);
        serve();
        auto first = std::make_unique<Caller>(socketPath());
        first->greet(hello());
        const auto welcome = first->welcome();
        QVERIFY(welcome);
        first->request(1, op::sysInfo, {});
        QVERIFY(first->next(FrameType::Response));
        first.reset();
        Caller second(socketPath());
        second.greet(hello(*welcome, received));
        QCOMPARE(second.goodbye(), std::string("received"));
    }

    void refusesAnAcknowledgementOfTooMuch()
    {
        serve();
        Caller caller(socketPath());
        caller.greet(hello());
        QVERIFY(caller.welcome());
        caller.send(ackFrame(1));
        QCOMPARE(caller.goodbye(), std::string("ACK"));
    }

    void knowsNoForeignSession()
    {
        serve();
        Caller owner(socketPath());
        owner.greet(hello());
        const auto welcome = owner.welcome();
        QVERIFY(welcome);
        Caller caller(socketPath());
        Hello foreign = hello();
        foreign.session = std::string(32, '0');
        caller.greet(foreign);
        const auto answer = caller.welcome();
        QVERIFY(answer);
        QVERIFY(!answer->isResumed);
        QCOMPARE(answer->boot, welcome->boot);
        QVERIFY(!caller.next() && caller.isClosed);
        owner.send(pingFrame(7));
        QVERIFY(owner.next(FrameType::Pong));
    }

    void saysGoodbyeToWhomANewerPeerReplaces()
    {
        serve();
        Caller first(socketPath());
        first.greet(hello());
        QVERIFY(first.welcome());
        Caller second(socketPath());
        second.greet(hello());
        QVERIFY(second.welcome());
        QCOMPARE(first.goodbye(), std::string("replaced"));
    }

    void beatsItsHeart()
    {
        serve();
        Caller caller(socketPath());
        caller.greet(hello());
        QVERIFY(caller.welcome());
        const auto ping = caller.next(12000);
        QVERIFY(ping);
        QCOMPARE(ping->type, FrameType::Ping);
    }

    void endsWithItsLease()
    {
        serve({"--lease", "1"});
        QElapsedTimer timer;
        timer.start();
        {
            Caller caller(socketPath());
            caller.greet(hello());
            QVERIFY(caller.welcome());
            QVERIFY(!m_helper->waitForFinished(1500)); // somebody is there
            caller.request(1, op::procStart, Value::map({{"shell", "sleep 7655.9"}}));
            QVERIFY(caller.next(FrameType::Event));
        }
        QVERIFY(m_helper->waitForFinished(4000));
        QTRY_COMPARE(test::countProcesses("7655.9"), 0);
    }

    void takesALeaseFromItsPeer()
    {
        serve();
        {
            Caller caller(socketPath());
            caller.greet(hello());
            QVERIFY(caller.welcome());
            caller.request(1, op::sysSetLease, Value::map({{"idle_s", 1}}));
            QVERIFY(caller.next(FrameType::Response));
        }
        QVERIFY(m_helper->waitForFinished(4000));
    }

    void saysWhatTheWorkspaceUses()
    {
        serve();
        QDir folder(m_folder->path());
        QVERIFY(folder.mkpath("a/b/c"));
        for (const QString name : {"a/one", "a/b/two"}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(QByteArray(1 << 20, 'x')), 1 << 20);
        }
        QVERIFY(QFile::link(folder.filePath("a"), folder.filePath("a/b/loop")));
        QCOMPARE(::link(folder.filePath("a/one").toUtf8().constData(),
                        folder.filePath("a/again").toUtf8().constData()),
                 0);
        Caller caller(socketPath());
        caller.greet(hello());
        QVERIFY(caller.welcome());
        const Value disk = Value::array({folder.filePath("a").toStdString(), "/nowhere"});
        caller.request(1, op::sysStats, Value::map({{"disk", disk}}));
        const auto frame = caller.next(FrameType::Response);
        QVERIFY(frame);
        const Value stats = *Response::decode(frame->payload)->result;
        QVERIFY(stats["cgroup"].integer() == 1 || stats["cgroup"].integer() == 2);
        const Value &used = stats["disk"].items()[0];
        QCOMPARE(used["files"].integer(), 6); // b, c, one, again, two, loop
        QVERIFY(used["bytes"].integer() >= 2 << 20);
        QVERIFY(used["bytes"].integer() < 3 << 20); // the file with two names counts once
        QVERIFY(used["complete"].boolean());
        QVERIFY(!stats["disk"].items()[1]["complete"].boolean(true));
    }
};

BERTH_TEST(ServeTest)
#include "ServeTest.moc"
