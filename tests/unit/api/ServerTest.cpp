// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"

#include <QCoroTask>
#include <QJsonObject>
#include <QSignalSpy>

using test::Answer;
using test::keyField;
using test::Peer;

/// The chain of a request, from id to answer.
class ServerTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void asksForAKey_data();
    void asksForAKey();
    void asksForAScope_data();
    void asksForAScope();
    void asksNobodyWithoutAuthentication();
    void answersHeadLikeGetWithoutABody();
    void namesTheAllowedMethods();
    void letsTrustedOriginsIn_data();
    void letsTrustedOriginsIn();
    void refusesChangesByForeignPages();
    void answersPreflights();
    void bearsTheRequestId();
    void readsQueryStrings();
    void readsBodies_data();
    void readsBodies();
    void saysWhereTheInputIsWrong_data();
    void saysWhereTheInputIsWrong();
    void mapsErrorsOfHandlers();
    void survivesAHandlerThatThrows();
    void answersWithStatusAndHeaders();
    void runsAfterSentOnceTheAnswerHasLeft();
    void logsWithoutKeysAndQueries();
    void holdsBackWhileItStarts();
    void waitsForOpenRequestsWhenItStops();
    void givesUpOnRequestsThatDoNotEnd();
    void canBeDestroyedWithOpenRequests();
    void saysThatThePortIsTaken();

private:
    Answer ask(const QByteArray &line, const QByteArray &fields = keyField,
               const QByteArray &body = {})
    {
        Peer peer(m_server->port());
        peer.request(line, fields, body);
        return peer.answer(line.startsWith("HEAD"));
    }

    std::unique_ptr<test::Sample> m_sample;
    std::unique_ptr<api::Server> m_server;
};

void ServerTest::init()
{
    m_sample = std::make_unique<test::Sample>();
    api::Options options;
    options.corsOrigins = {"https://app.example"};
    options.corsOriginPattern = "https://.*\\.berth\\.example";
    options.limits.stopTime = std::chrono::milliseconds(500);
    m_server = test::serve(*m_sample, options);
}

void ServerTest::cleanup()
{
    m_server.reset();
}

void ServerTest::asksForAKey_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const QByteArray get = "GET /items/1";
    QTest::addRow("header") << get << keyField << 200;
    QTest::addRow("bearer") << get << QByteArray("Authorization: bearer the-right-key\r\n") << 200;
    QTest::addRow("none") << get << QByteArray() << 401;
    QTest::addRow("wrong") << get << QByteArray("X-Session-API-Key: wrong\r\n") << 401;
    QTest::addRow("basic") << get << QByteArray("Authorization: Basic the-right-key\r\n") << 401;
    QTest::addRow("query") << QByteArray("GET /items/1?session_api_key=the-right-key")
                           << QByteArray() << 401;
    QTest::addRow("cookie elsewhere")
        << get << QByteArray("Cookie: oh_workspace_session_key=the-right-key\r\n") << 401;
    QTest::addRow("cookie") << QByteArray("GET /page/x")
                            << QByteArray("Cookie: a=b; oh_workspace_session_key=the-right-key\r\n")
                            << 200;
    QTest::addRow("open to all") << QByteArray("GET /alive") << QByteArray() << 200;
    QTest::addRow("unknown path") << QByteArray("GET /nowhere") << QByteArray() << 404;
    QTest::addRow("key before body") << QByteArray("POST /orders") << QByteArray() << 401;
}

void ServerTest::asksForAKey()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    const Answer answer = ask(line, fields);
    QCOMPARE(answer.status, status);
    QCOMPARE(status == 401, answer.json()["detail"] == "Unauthorized");
    QCOMPARE(status == 404, answer.json()["detail"] == "Not Found");
}

void ServerTest::asksForAScope_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArrayList>("enough");
    using List = QByteArrayList;
    QTest::addRow("get") << QByteArray("GET /items/1") << List{"admin", "read", "write"};
    QTest::addRow("head") << QByteArray("HEAD /items/1") << List{"admin", "read", "write"};
    QTest::addRow("delete") << QByteArray("DELETE /items/1") << List{"admin", "write"};
    QTest::addRow("post") << QByteArray("POST /run") << List{"admin", "write"};
    QTest::addRow("post that reads") << QByteArray("POST /found") << List{"admin", "read", "write"};
    QTest::addRow("for admins") << QByteArray("GET /users") << List{"admin"};
    QTest::addRow("metrics") << QByteArray("GET /metrics") << List{"admin", "metrics"};
}

void ServerTest::asksForAScope()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArrayList, enough);
    for (const QByteArray &scope : QByteArrayList{"admin", "metrics", "read", "write", "other"}) {
        Peer peer(m_server->port());
        peer.request(line, "X-Session-API-Key: scope " + scope + "\r\n");
        const Answer answer = peer.answer(line.startsWith("HEAD"));
        QCOMPARE(answer.status == 403, !enough.contains(scope));
        QCOMPARE(answer.status < 300, enough.contains(scope));
    }
    const Answer answer = ask(line, "X-Session-API-Key: scope other\r\n");
    if (!line.startsWith("HEAD"))
        QVERIFY(answer.json()["detail"].toString().startsWith("The key lacks the scope \""));
}

void ServerTest::asksNobodyWithoutAuthentication()
{
    api::Options options;
    options.port = 0;
    const auto anyone = [](const QByteArray &) {
        return std::optional(api::Principal{"me", {}, {"write"}});
    };
    api::Server server(options, m_sample->table(), anyone);
    VERIFY_RESULT(server.listen());
    Peer peer(server.port());
    peer.request("POST /orders", "X-Session-API-Key: whatever\r\n", R"({"name": "x"})");
    QCOMPARE(peer.answer().status, 200);
    QCOMPARE(m_sample->steps, QStringList{"me"});
}

void ServerTest::answersHeadLikeGetWithoutABody()
{
    Peer peer(m_server->port());
    peer.request("HEAD /items/7", keyField);
    const Answer answer = peer.answer(true);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.value("content-length"), "10");
    peer.request("GET /items/8", keyField);
    QCOMPARE(peer.answer().body, R"({"id":"8"})");
}

void ServerTest::namesTheAllowedMethods()
{
    const Answer wrong = ask("POST /items/7");
    QCOMPARE(wrong.status, 405);
    QCOMPARE(wrong.json()["detail"], "Method Not Allowed");
    QCOMPARE(wrong.headers.value("allow"), "DELETE, GET, HEAD, OPTIONS");
    const Answer options = ask("OPTIONS /items/7");
    QCOMPARE(options.status, 204);
    QCOMPARE(options.headers.value("allow"), "DELETE, GET, HEAD, OPTIONS");
    QVERIFY(!options.headers.contains("content-length"));
}

void ServerTest::letsTrustedOriginsIn_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("trusted");
    QTest::addRow("localhost") << QByteArray("http://localhost:5173") << true;
    QTest::addRow("loopback") << QByteArray("https://127.0.0.1") << true;
    QTest::addRow("loopback 6") << QByteArray("http://[::1]:99") << true;
    QTest::addRow("configured") << QByteArray("https://app.example") << true;
    QTest::addRow("pattern") << QByteArray("https://a.berth.example") << true;
    QTest::addRow("pattern is anchored") << QByteArray("https://a.berth.example.evil") << false;
    QTest::addRow("other scheme") << QByteArray("http://app.example") << false;
    QTest::addRow("foreign") << QByteArray("https://evil.example") << false;
    QTest::addRow("like localhost") << QByteArray("http://localhost.evil.example") << false;
    QTest::addRow("user part") << QByteArray("http://localhost@evil.example") << false;
    QTest::addRow("null") << QByteArray("null") << false;
}

void ServerTest::letsTrustedOriginsIn()
{
    QFETCH(QByteArray, origin);
    QFETCH(bool, trusted);
    const Answer read = ask("GET /items/1", keyField + "Origin: " + origin + "\r\n");
    QCOMPARE(read.status, 200);
    QCOMPARE(read.headers.value("access-control-allow-origin"), trusted ? origin : QByteArray());
    QCOMPARE(read.headers.value("vary"), "Origin");
    const Answer change = ask("DELETE /items/1", keyField + "Origin: " + origin + "\r\n");
    QCOMPARE(change.status, trusted ? 204 : 403);
}

void ServerTest::refusesChangesByForeignPages()
{
    const Answer run = ask("POST /run", keyField + "Origin: https://evil.example\r\n");
    QCOMPARE(run.status, 403);
    QVERIFY(m_sample->steps.isEmpty());
    const Answer page = ask("GET /page/x", keyField + "Origin: https://other.example\r\n");
    QCOMPARE(page.headers.value("access-control-allow-origin"), "https://other.example");
}

void ServerTest::answersPreflights()
{
    const QByteArray wish = "Access-Control-Request-Method: "
                            "DELETE\r\nAccess-Control-Request-Headers: x-session-api-key\r\n";
    const Answer yes = ask("OPTIONS /items/1", wish + "Origin: http://localhost:3000\r\n");
    QCOMPARE(yes.status, 200);
    QCOMPARE(yes.headers.value("access-control-allow-origin"), "http://localhost:3000");
    QCOMPARE(yes.headers.value("access-control-allow-credentials"), "true");
    QCOMPARE(yes.headers.value("access-control-allow-headers"), "x-session-api-key");
    QCOMPARE(yes.headers.value("access-control-max-age"), "600");
    QVERIFY(yes.headers.value("access-control-allow-methods").contains("DELETE"));
    const Answer no = ask("OPTIONS /items/1", wish + "Origin: https://evil.example\r\n");
    QCOMPARE(no.status, 403);
    QVERIFY(!no.headers.contains("access-control-allow-origin"));
}

void ServerTest::bearsTheRequestId()
{
    QCOMPARE(ask("GET /alive", "X-Request-Id: abc-1\r\n").headers.value("x-request-id"), "abc-1");
    QCOMPARE(ask("GET /alive", "X-Request-Id: a b\r\n").headers.value("x-request-id").size(), 32);
    QCOMPARE(ask("GET /nowhere", {}).headers.value("x-request-id").size(), 32);
}

void ServerTest::readsQueryStrings()
{
    const QJsonObject all = ask("GET /items?limit=5&reverse=Yes&tag=a&tag=b+c&other=1").json();
    QCOMPARE(all, (QJsonObject{{"limit", 5}, {"reverse", true}, {"tag", QJsonArray{"a", "b c"}}}));
    const QJsonObject none = ask("GET /items").json();
    QCOMPARE(none,
             (QJsonObject{{"limit", QJsonValue()}, {"reverse", false}, {"tag", QJsonArray()}}));
}

void ServerTest::readsBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("answer");
    QTest::addRow("empty body") << QByteArray() << QByteArray("{}");
    QTest::addRow("empty object") << QByteArray("{}") << QByteArray("{}");
    QTest::addRow("value") << QByteArray(R"({"level": 3, "unknown": 1})")
                           << QByteArray(R"({"level":3})");
}

void ServerTest::readsBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, answer);
    QCOMPARE(ask("POST /options", keyField, body).body, answer);
}

void ServerTest::saysWhereTheInputIsWrong_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("type");
    QTest::addRow("missing field") << QByteArray("POST /orders") << QByteArray("{}") << "body.name"
                                   << "missing";
    QTest::addRow("no body") << QByteArray("POST /orders") << QByteArray() << "body" << "missing";
    QTest::addRow("wrong type") << QByteArray("POST /orders")
                                << QByteArray(R"({"name": "x", "count": "y"})") << "body.count"
                                << "int_parsing";
    QTest::addRow("broken JSON") << QByteArray("POST /orders") << QByteArray("{") << "body"
                                 << "json_invalid";
    QTest::addRow("not an object") << QByteArray("POST /orders") << QByteArray("[1]") << "body"
                                   << "model_attributes_type";
    QTest::addRow("query number") << QByteArray("GET /items?limit=x") << QByteArray()
                                  << "query.limit"
                                  << "int_parsing";
    QTest::addRow("query flag") << QByteArray("GET /items?reverse=maybe") << QByteArray()
                                << "query.reverse"
                                << "bool_parsing";
    QTest::addRow("from the handler")
        << QByteArray("POST /orders") << QByteArray(R"({"name": "taken"})") << "body.name"
        << "value_error";
    QTest::addRow("no file") << QByteArray("POST /upload") << QByteArray("{}") << "body.file"
                             << "missing";
}

void ServerTest::saysWhereTheInputIsWrong()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, body);
    QFETCH(QString, location);
    QFETCH(QString, type);
    const Answer answer = ask(line, keyField, body);
    QCOMPARE(answer.status, 422);
    const QJsonValue item = answer.json()["detail"].toArray().first();
    QStringList steps;
    for (const QJsonValue &step : item["loc"].toArray())
        steps.append(step.toString());
    QCOMPARE(steps.join('.'), location);
    QCOMPARE(item["type"].toString(), type);
    QVERIFY(!item["msg"].toString().isEmpty());
}

void ServerTest::mapsErrorsOfHandlers()
{
    for (size_t index = 0; index < core::allErrorKinds.size(); ++index) {
        const Answer answer = ask("GET /fails/" + QByteArray::number(static_cast<int>(index)));
        QCOMPARE(answer.status, api::statusOf(core::allErrorKinds.at(index)));
        QVERIFY(answer.json().contains("detail"));
    }
}

void ServerTest::survivesAHandlerThatThrows()
{
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("a secret detail"));
    const Answer answer = ask("GET /fails/throw");
    QCOMPARE(answer.status, 500);
    QVERIFY(!answer.body.contains("secret"));
}

void ServerTest::answersWithStatusAndHeaders()
{
    const Answer answer = ask("POST /options", keyField, R"({"level": 1})");
    QCOMPARE(answer.status, 201);
    QCOMPARE(answer.headers.value("x-made"), "yes");
    QCOMPARE(answer.headers.value("content-type"), "application/json");
    QCOMPARE(answer.headers.value("x-content-type-options"), "nosniff");
    QCOMPARE(ask("DELETE /items/1").status, 204);
}

void ServerTest::runsAfterSentOnceTheAnswerHasLeft()
{
    Peer peer(m_server->port());
    peer.request("POST /run", keyField);
    QTRY_COMPARE(m_sample->steps, (QStringList{"handled", "sent"}));
    QCOMPARE(peer.answer().body, "\"started\"");
    QCOMPARE(m_sample->steps.size(), 2);
}

static QStringList s_lines;

void ServerTest::logsWithoutKeysAndQueries()
{
    s_lines.clear();
    const QSignalSpy records(m_server.get(), &api::Server::answered);
    const auto previous = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &line) { s_lines.append(line); });
    ask("GET /items/1?session_api_key=the-right-key&secret=x");
    ask("GET /sockets/7?session_api_key=the-right-key", {});
    ask("GET /items/%0afaked", keyField + "X-Request-Id: mine\r\n");
    QTRY_COMPARE(records.size(), 3);
    qInstallMessageHandler(previous);
    QCOMPARE(s_lines.size(), 3);
    QVERIFY2(!s_lines.join('\n').contains("the-right-key") && !s_lines.join('\n').contains('='),
             qPrintable(s_lines.join('\n')));
    QVERIFY(s_lines.first().startsWith("GET /items/1 200 "));
    QVERIFY(s_lines.last().endsWith(" mine"));
    QCOMPARE(records.first().first().value<api::Record>().operation, "readItem");
}

void ServerTest::holdsBackWhileItStarts()
{
    m_server->holdBack();
    for (const QByteArray &key : {keyField, QByteArray()}) {
        const Answer answer = ask("GET /items/1", key);
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.headers.value("retry-after"), "1");
        QCOMPARE(answer.json().value("exception"), "503: The server is still starting.");
    }
    QCOMPARE(ask("GET /alive", {}).status, 200);
    QCOMPARE(ask("GET /nowhere").status, 404);
    m_server->admitAll();
    QCOMPARE(ask("GET /items/1").status, 200);
}

void ServerTest::waitsForOpenRequestsWhenItStops()
{
    Peer busy(m_server->port());
    busy.request("GET /wait", keyField);
    Peer idle(m_server->port());
    QTRY_COMPARE(m_sample->started, 1);
    const core::Task<> stopping = m_server->stop();
    QVERIFY(idle.isClosed());
    Peer late(m_server->port());
    late.request("GET /items/1", keyField);
    QCOMPARE(late.answer().status, 503);
    QVERIFY(late.isClosed());
    QCOMPARE(ask("GET /alive", {}).status, 200);
    const quint16 port = m_server->port();
    m_sample->release.resolve(true);
    const Answer answer = busy.answer();
    QCOMPARE(answer.body, "\"waited\"");
    QCOMPARE(answer.headers.value("connection"), "close");
    QTRY_VERIFY(stopping.isReady());
    QCOMPARE(m_server->connectionCount(), 0);
    QTcpSocket after;
    after.connectToHost(QHostAddress::LocalHost, port);
    QVERIFY(
        QTest::qWaitFor([&] { return after.error() == QAbstractSocket::ConnectionRefusedError; }));
}

void ServerTest::givesUpOnRequestsThatDoNotEnd()
{
    Peer busy(m_server->port());
    busy.request("GET /wait", keyField);
    QTRY_COMPARE(m_sample->started, 1);
    VERIFY_RESULT(QCoro::waitFor(m_server->stop()));
    QVERIFY(m_sample->lastStop.stop_requested());
    QVERIFY(busy.isClosed());
    m_sample->release.resolve(true);
    QTRY_COMPARE(m_sample->completed, 1);
}

void ServerTest::canBeDestroyedWithOpenRequests()
{
    Peer busy(m_server->port());
    busy.request("GET /wait", keyField);
    QTRY_COMPARE(m_sample->started, 1);
    m_server.reset();
    QVERIFY(m_sample->lastStop.stop_requested());
    m_sample->release.resolve(true);
    QTRY_COMPARE(m_sample->completed, 1);
}

void ServerTest::saysThatThePortIsTaken()
{
    api::Options options;
    options.port = m_server->port();
    api::Server second(options, {}, test::principalOf);
    const core::Result<> listening = second.listen();
    QVERIFY(!listening);
    QCOMPARE(listening.error().kind, core::Error::Kind::Conflict);
    QCOMPARE(m_server->url().toString(), "http://127.0.0.1:" + QString::number(m_server->port()));
}

BERTH_TEST(ServerTest)
#include "ServerTest.moc"
