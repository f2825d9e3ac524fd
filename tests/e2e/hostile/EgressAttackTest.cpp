// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContainerHost.h"

#include "workspace/Egress.h"
#include "workspace/WireChannel.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace workspace;
using test::ContainerHost;
using Reason = EgressReason;

namespace {

int &questions()
{
    static int count = 0;
    return count;
}

/// Plays the resolver of a domain that an attacker owns.
core::Task<QList<QHostAddress>> lookUpHostileNames(QString host, std::stop_token)
{
    ++questions();
    QList<QHostAddress> addresses;
    if (host == "metadata.evil.example")
        addresses = {QHostAddress("169.254.169.254")};
    else if (host == "mixed.evil.example")
        addresses = {QHostAddress("8.8.8.8"), QHostAddress("127.0.0.1")};
    else if (host == "mapped.evil.example")
        addresses = {QHostAddress("::ffff:127.0.0.1")};
    else if (host == "rebind.evil.example") // harmless when it is checked, and then not
        addresses = {QHostAddress(questions() % 2 ? "127.0.0.44" : "127.0.0.1")};
    else
        addresses = {QHostAddress("127.0.0.1")};
    co_return addresses;
}

/// Counts who gets in.
class Guarded : public QTcpServer
{
public:
    explicit Guarded(const QHostAddress &address)
    {
        if (!listen(address))
            qFatal("%s", qPrintable(errorString()));
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                ++visitors;
                sockets.append(socket);
                connect(socket, &QTcpSocket::readyRead, this,
                        [this, socket] { received += socket->readAll(); });
            }
        });
    }

    int visitors = 0;
    QByteArray received;
    QList<QTcpSocket *> sockets;
};

QByteArray vectorOf(const QByteArray &content, int width)
{
    QByteArray length;
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        length.append(static_cast<char>(content.size() >> shift));
    return length + content;
}

/// The first message of a TLS client that asks for @p name.
QByteArray helloFor(const QByteArray &name)
{
    const QByteArray names = vectorOf(QByteArray(1, '\0') + vectorOf(name, 2), 2);
    const QByteArray extensions = QByteArray(2, '\0') + vectorOf(names, 2);
    const QByteArray body = "\x03\x03" + QByteArray(32, 'r') + vectorOf({}, 1)
                            + vectorOf(QByteArray("\x13\x01", 2), 2)
                            + vectorOf(QByteArray(1, '\0'), 1) + vectorOf(extensions, 2);
    return "\x16\x03\x01" + vectorOf("\x01" + vectorOf(body, 3), 2);
}

} // namespace

/// Tries from inside a container to get out past the list, as an ordinary user and as root.
class EgressAttackTest : public QObject
{
    Q_OBJECT

    ContainerHost m_host;
    std::unique_ptr<Guarded> m_allowed; ///< on 127.0.0.44
    std::unique_ptr<Guarded> m_inside; ///< on 127.0.0.1, with the same port
    std::unique_ptr<Guarded> m_own; ///< plays the server's listener
    std::unique_ptr<Guarded> m_secure; ///< where TLS must ask for the right name
    std::vector<std::unique_ptr<DockerRuntime>> m_attacked;

    static QString text(const QTcpServer &server)
    {
        return server.serverAddress().toString() + ':' + QString::number(server.serverPort());
    }
    QString port() const { return QString::number(m_allowed->serverPort()); }

    /// Defines `ask TARGET`, which says the status of the answer and leaves the connection at 3.
    static QString asking()
    {
        return "ask() { exec 3<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT %s HTTP/1.1\\r\\n\\r\\n' "
               "\"$1\" >&3; read -r -t 15 _ status _ <&3; echo $status; read -r -t 5 _ <&3; }; ";
    }

    Egress *wayOutOf(const std::shared_ptr<Channel> &channel) const
    {
        for (const auto &runtime : m_attacked) {
            if (QCoro::waitFor(runtime->open("attacker")).value_or(nullptr) == channel)
                return runtime->lineInto("attacker")->egress().get();
        }
        qFatal("nobody attacks from there");
    }
    const EgressRecord &recordOf(const std::shared_ptr<Channel> &channel) const
    {
        return wayOutOf(channel)->record();
    }

    void makePlace(Profile profile)
    {
        DockerOptions options = m_host.options();
        options.instance = json::name(profile);
        options.settings.profile = profile;
        options.settings.allowedHosts = QStringList{
            text(*m_allowed), text(*m_own),
            text(*m_secure),  "*.evil.example:" + port(),
            "*.evil.example", "name.example:" + QString::number(m_secure->serverPort())};
        options.egress.lookup = lookUpHostileNames;
        options.egress.limits.tlsPort = m_secure->serverPort();
        options.ownListeners = [own = m_own->serverPort()] {
            return QList<std::pair<QHostAddress, quint16>>{
                {QHostAddress(QHostAddress::LocalHost), own}};
        };
        m_attacked.push_back(std::make_unique<DockerRuntime>(options, &m_host.ledger()));
    }

private slots:
    void initTestCase()
    {
        const QString problem = m_host.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        m_allowed = std::make_unique<Guarded>(QHostAddress("127.0.0.44"));
        m_inside = std::make_unique<Guarded>(QHostAddress("127.0.0.45"));
        m_own = std::make_unique<Guarded>(QHostAddress(QHostAddress::LocalHost));
        m_secure = std::make_unique<Guarded>(QHostAddress(QHostAddress::LocalHost));
        m_inside->close();
        QVERIFY(m_inside->listen(QHostAddress(QHostAddress::LocalHost), m_allowed->serverPort()));
        for (const Profile profile : {Profile::Standard, Profile::Developer})
            makePlace(profile);
    }

    void cleanupTestCase()
    {
        for (const auto &runtime : m_attacked)
            VERIFY_RESULT(QCoro::waitFor(runtime->stop()));
        m_host.removeVolumes();
    }

    /// What is allowed still works, and nobody got in elsewhere.
    void cleanup()
    {
        for (const auto &runtime : m_attacked) {
            const auto place = QCoro::waitFor(runtime->open("attacker")).value_or(nullptr);
            QVERIFY(place);
            QTRY_COMPARE(ContainerHost::say(*place, asking() + "ask " + text(*m_allowed)), "200");
        }
        QCOMPARE(m_inside->visitors, 0);
        QCOMPARE(m_own->visitors, 0);
        QCOMPARE(m_secure->received, "");
    }

    void reachesNothingElse_data()
    {
        QTest::addColumn<QString>("target"); ///< PORT and OWN are ports
        for (const char *target : {"169.254.169.254:80",
                                   "[fd00:ec2::254]:80",
                                   "metadata.evil.example:80",
                                   "metadata.google.internal:80",
                                   "127.0.0.1:PORT",
                                   "[::1]:PORT",
                                   "[::ffff:127.0.0.1]:PORT",
                                   "[::127.0.0.1]:PORT",
                                   "0.0.0.0:PORT",
                                   "localhost:PORT",
                                   "0x7f000001:PORT",
                                   "0x7f.0x0.0x0.0x1:PORT",
                                   "0177.0.0.1:PORT",
                                   "017700000001:PORT",
                                   "2130706433:PORT",
                                   "127.1:PORT",
                                   "127.0.0.44.:PORT",
                                   "127.000.000.044:PORT",
                                   "a.evil.example:PORT",
                                   "mixed.evil.example:PORT",
                                   "mapped.evil.example:PORT",
                                   "evil.example:PORT",
                                   "127.0.0.44:22",
                                   "127.0.0.44@127.0.0.1:PORT",
                                   "127.0.0.1:OWN",
                                   "127.0.0.2:OWN",
                                   "[::1]:OWN",
                                   "8.8.8.8:53"})
            QTest::addRow("%s", target) << QString(target);
    }

    void reachesNothingElse()
    {
        QFETCH(QString, target);
        target.replace("PORT", port()).replace("OWN", QString::number(m_own->serverPort()));
        for (const auto &runtime : m_attacked) {
            const auto place = QCoro::waitFor(runtime->open("attacker")).value_or(nullptr);
            QVERIFY(place);
            const QString said = ContainerHost::say(*place, asking() + "ask '" + target + "'");
            QVERIFY2(said == "403" || said == "400", qPrintable(said));
        }
    }

    void isNotFooledByANameThatMoves()
    {
        for (const auto &runtime : m_attacked) {
            const auto place = QCoro::waitFor(runtime->open("attacker")).value_or(nullptr);
            QVERIFY(place);
            questions() = 0;
            const QString ask = asking() + "for i in 1 2 3 4; do ask rebind.evil.example:" + port()
                                + "; done";
            QCOMPARE(ContainerHost::say(*place, ask), "200\n403\n200\n403");
            QCOMPARE(questions(), 4); // one each: what was checked is what is dialled
        }
    }

    void looksUpNothingThatIsNotListed()
    {
        const auto place = QCoro::waitFor(m_attacked.front()->open("attacker")).value_or(nullptr);
        QVERIFY(place);
        questions() = 0;
        QCOMPARE(ContainerHost::say(*place, asking()
                                                + "ask secret-bytes.other.example:443; ask "
                                                  "secret-bytes.evil.example:22"),
                 "403\n403");
        QCOMPARE(questions(), 0);
    }

    void hidesNoNameInTls_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("another name") << helloFor("other.example");
        QTest::addRow("a longer name") << helloFor("name.example.evil.example");
        QTest::addRow("no TLS") << QByteArray("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n");
        QTest::addRow("many messages") << helloFor(QByteArray(1000, 'a')).repeated(60);
    }

    void hidesNoNameInTls()
    {
        QFETCH(const QByteArray, bytes);
        const auto place = QCoro::waitFor(m_attacked.front()->open("attacker")).value_or(nullptr);
        QVERIFY(place);
        const qint64 before = recordOf(place).count(Reason::ServerName);
        VERIFY_RESULT(QCoro::waitFor(place->write("/tmp/bytes", bytes, {})));
        QCOMPARE(ContainerHost::say(*place,
                                    asking() + "ask name.example:"
                                        + QString::number(m_secure->serverPort())
                                        + "; { cat /tmp/bytes >&3; cat <&3; } 2>/dev/null | wc -c"),
                 "200\n0");
        QCOMPARE(recordOf(place).count(Reason::ServerName), before + 1);
    }

    void survivesAFlood()
    {
        for (const auto &runtime : m_attacked) {
            const auto place = QCoro::waitFor(runtime->open("attacker")).value_or(nullptr);
            QVERIFY(place);
            Egress *egress = wayOutOf(place);
            qsizetype most = 0;
            const auto watch = connect(egress, &Egress::decided, this,
                                       [&] { most = std::max(most, egress->tunnels()); });
            const QString said = ContainerHost::say(
                *place, "for i in {1..600}; do exec {fd}<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT "
                            + text(*m_allowed)
                            + " HTTP/1.1\\r\\n\\r\\n' >&$fd; done & sleep 3; kill $!; echo over");
            QVERIFY2(said.endsWith("over"), qPrintable(said));
            disconnect(watch);
            QVERIFY2(most > 100 && most <= 128, qPrintable(QString::number(most)));
        }
    }

    void survivesJunk()
    {
        const auto place = QCoro::waitFor(m_attacked.front()->open("attacker")).value_or(nullptr);
        QVERIFY(place);
        const QString said = ContainerHost::say(
            *place, "for port in 3128 1080; do for i in {1..20}; do (head -c 300000 /dev/urandom "
                    "> /dev/tcp/127.0.0.1/$port) 2>/dev/null; done; done; echo over");
        QVERIFY2(said.endsWith("over"), qPrintable(said));
    }

    void waitsForNobodyWhoDoesNotRead()
    {
        const auto place = QCoro::waitFor(m_attacked.front()->open("attacker")).value_or(nullptr);
        QVERIFY(place);
        Command command;
        command.arguments = QStringList{"bash", "-c",
                                        asking() + "ask " + text(*m_allowed) + "; sleep 1000"};
        const int before = m_allowed->visitors;
        const auto job = QCoro::waitFor(place->start(command));
        VERIFY_RESULT(job);
        QTRY_COMPARE(m_allowed->visitors, before + 1);
        QTcpSocket *lazy = m_allowed->sockets.constLast();
        qint64 taken = 0;
        const auto push = [lazy] {
            if (lazy->bytesToWrite() < 1 << 20)
                lazy->write(QByteArray(1 << 20, 'x'));
        };
        connect(lazy, &QTcpSocket::bytesWritten, this, [&](qint64 bytes) {
            taken += bytes;
            push();
        });
        push();
        // Others are served at their usual pace while it is full.
        QCOMPARE(ContainerHost::say(*place, asking() + "ask " + text(*m_allowed)), "200");
        QElapsedTimer unchanged;
        qint64 last = -1;
        QVERIFY(QTest::qWaitFor([&] {
            if (std::exchange(last, taken) != taken)
                unchanged.start();
            return unchanged.elapsed() > 500;
        }, 20000));
        QVERIFY2(taken < 16 << 20, qPrintable(QString::number(taken)));
        lazy->disconnect(this);
        (*job)->stop(Job::Stop::Now);
        QTRY_COMPARE(lazy->state(), QAbstractSocket::UnconnectedState);
    }
};

BERTH_TEST(EgressAttackTest)
#include "EgressAttackTest.moc"
