// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "docker/Endpoint.h"

#include "TestMain.h"

#include <QCryptographicHash>
#include <QTemporaryDir>

using core::Error;

class EndpointTest : public QObject
{
    Q_OBJECT

    QProcessEnvironment m_environment;
    QTemporaryDir m_home;

    void write(const QString &path, const QByteArray &text)
    {
        const QString whole = m_home.filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
        QFile file(whole);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private slots:
    void init()
    {
        m_environment.clear();
        m_environment.insert("HOME", m_home.path());
        m_environment.insert("XDG_RUNTIME_DIR", "/run/user/7");
        QDir(m_home.filePath(".docker")).removeRecursively();
    }

    void readsWhatPeopleWrite_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("socket");
        QTest::addColumn<QString>("url");
        QTest::addRow("socket") << "unix:///run/a b.sock" << "/run/a b.sock" << QString();
        QTest::addRow("tcp") << "tcp://10.1.2.3:4444" << QString() << "http://10.1.2.3:4444";
        QTest::addRow("no port") << "tcp://engine" << QString() << "http://engine:2375";
        QTest::addRow("https") << "https://engine" << QString() << "https://engine:2376";
    }

    void readsWhatPeopleWrite()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, socket);
        QFETCH(const QString, url);
        const auto endpoint = docker::endpointFrom(text, "a test");
        VERIFY_RESULT(endpoint);
        QCOMPARE(endpoint->socketPath, socket);
        QCOMPARE(endpoint->url.toString(), url);
    }

    void knowsNamedPipes()
    {
        const QString pipe = R"(\\.\pipe\docker_engine)";
        QCOMPARE(docker::pipePath(QUrl("npipe:////./pipe/docker_engine")), pipe);
        QCOMPARE(docker::pipePath(QUrl("npipe:////./pipe/")), QString());
        QCOMPARE(docker::pipePath(QUrl("npipe:////other/pipe/x")), QString());
        QCOMPARE(docker::pipePath(QUrl("unix:////./pipe/x")), QString());
        QCOMPARE((docker::Endpoint{.socketPath = pipe}).text(), "npipe:////./pipe/docker_engine");
    }

    void saysWhatCannotBeUsed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("word");
        QTest::addRow("ssh") << "ssh://me@host" << "ssh -L";
        QTest::addRow("pipe") << "npipe:////./pipe/docker_engine" << "Windows";
        QTest::addRow("bare path") << "/run/docker.sock" << "unix:///path";
        QTest::addRow("relative") << "unix://docker.sock" << "absolute";
        QTest::addRow("path") << "tcp://host:1/v1" << "tcp://host:port";
        QTest::addRow("password") << "tcp://me:secret@host" << "tcp://host:port";
    }

    void saysWhatCannotBeUsed()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, word);
        const auto endpoint = docker::endpointFrom(text, "a test");
        QVERIFY(!endpoint);
        QCOMPARE(endpoint.error().kind, Error::Kind::Invalid);
        QVERIFY2(endpoint.error().message.contains(word), qPrintable(endpoint.error().message));
        QVERIFY(endpoint.error().message.contains("a test"));
    }

    void triesTheUsualPlaces()
    {
        const auto list = docker::endpoints({}, m_environment);
        VERIFY_RESULT(list);
        QStringList paths;
        for (const docker::Endpoint &endpoint : *list)
            paths.append(endpoint.socketPath);
        QCOMPARE(paths.first(), "/var/run/docker.sock");
        QVERIFY(paths.contains("/run/user/7/docker.sock"));
        QVERIFY(paths.contains("/run/user/7/podman/podman.sock"));
        QVERIFY(paths.contains(m_home.filePath(".docker/desktop/docker.sock")));
    }

    void takesTheUsersWordAlone()
    {
        m_environment.insert("DOCKER_HOST", "unix:///run/other.sock");
        auto list = docker::endpoints({}, m_environment);
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().source, "DOCKER_HOST");
        list = docker::endpoints("unix:///run/mine.sock", m_environment);
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().socketPath, "/run/mine.sock");
    }

    void followsTheCurrentContext()
    {
        const QByteArray id = QCryptographicHash::hash("far", QCryptographicHash::Sha256).toHex();
        write(".docker/config.json", "{\"currentContext\":\"far\"}");
        QVERIFY(!docker::endpoints({}, m_environment));
        write(".docker/contexts/meta/" + id + "/meta.json",
              "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://far:2376\"}}}");
        write(".docker/contexts/tls/" + id + "/docker/cert.pem", "");
        const auto list = docker::endpoints({}, m_environment);
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().url.toString(), "https://far:2376");
        QVERIFY(list->first().certificates.endsWith("/docker"));
        QCOMPARE(list->first().source, "the Docker context far");
    }

    void asksForCertificatesWhenToldToVerify()
    {
        m_environment.insert("DOCKER_HOST", "tcp://far:2376");
        m_environment.insert("DOCKER_TLS_VERIFY", "1");
        m_environment.insert("DOCKER_CERT_PATH", "/certificates");
        const auto list = docker::endpoints({}, m_environment);
        VERIFY_RESULT(list);
        QCOMPARE(list->first().url.scheme(), "https");
        QCOMPARE(list->first().certificates, "/certificates");
    }
};

BERTH_TEST(EndpointTest)
#include "EndpointTest.moc"
