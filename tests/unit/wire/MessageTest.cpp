// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"

#include <wire/Message.h>

#include <cerrno>

using namespace wire;

/// The messages within frames.
class MessageTest : public QObject
{
    Q_OBJECT

private slots:
    void returnsTheRequestThatWasEncoded()
    {
        const Request request{.op = "fs.stat",
                              .args = Value::map({{"path", "/"}}),
                              .opid = std::string(16, '\7'),
                              .deadlineMs = 5};
        const auto decoded = Request::decode(request.encode());
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->op, request.op);
        QVERIFY(decoded->args == request.args);
        QCOMPARE(decoded->opid, request.opid);
        QCOMPARE(decoded->deadlineMs, request.deadlineMs);
    }

    void refusesRequestsOfTheWrongShape_data()
    {
        QTest::addColumn<QByteArray>("payload");
        const auto row = [](const char *name, const Value &value) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(value.encode());
        };
        row("not a map", Value("fs.stat"));
        row("no op", Value::map({{"args", Value::map()}}));
        row("op is a number", Value::map({{"op", 1}}));
        row("args is a list", Value::map({{"op", "a"}, {"args", Value::array()}}));
        row("opid is text", Value::map({{"op", "a"}, {"opid", "text"}}));
        row("opid is long",
            Value::map({{"op", "a"}, {"opid", Value::bytes(std::string(17, 'x'))}}));
        row("deadline is text", Value::map({{"op", "a"}, {"deadline_ms", "5"}}));
    }

    void refusesRequestsOfTheWrongShape()
    {
        QFETCH(QByteArray, payload);
        QVERIFY(Request::decode(payload.toStdString()).error() == Fault::WrongShape);
    }

    void returnsBothKindsOfResponse()
    {
        const auto fine = Response::decode(Response{Value::map({{"a", 1}})}.encode());
        QCOMPARE((*fine->result)["a"].integer(), 1);
        const auto bad = Response::decode(
            Response{std::unexpected(Failure::fromErrno(ENOENT, "/x"))}.encode());
        QCOMPARE(bad->result.error().code, std::string(code::notFound));
        QCOMPARE(bad->result.error().errnum, ENOENT);
        QCOMPARE(bad->result.error().message, std::string("/x: No such file or directory"));
        QVERIFY(Response::decode(Value::map().encode()).error() == Fault::WrongShape);
    }

    void returnsWhatIsToBeOpened()
    {
        const auto decoded = Open::decode(Open{.host = "pypi.org", .port = 443}.encode());
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->kind, std::string("tcp"));
        QCOMPARE(decoded->host, std::string("pypi.org"));
        QCOMPARE(decoded->port, 443);
    }

    void refusesToOpenTheWrongShape_data()
    {
        QTest::addColumn<QByteArray>("payload");
        const auto row = [](const char *name, const Value &value) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(value.encode());
        };
        row("not a map", Value("pypi.org"));
        row("no kind", Value::map({{"host", "a"}, {"port", 1}}));
        row("no host", Value::map({{"kind", "tcp"}, {"port", 1}}));
        row("host is bytes",
            Value::map({{"kind", "tcp"}, {"host", Value::bytes("a")}, {"port", 1}}));
        row("long host",
            Value::map({{"kind", "tcp"}, {"host", std::string(1025, 'a')}, {"port", 1}}));
        row("no port", Value::map({{"kind", "tcp"}, {"host", "a"}}));
        row("port is text", Value::map({{"kind", "tcp"}, {"host", "a"}, {"port", "1"}}));
        row("large port", Value::map({{"kind", "tcp"}, {"host", "a"}, {"port", 65536}}));
        row("negative port", Value::map({{"kind", "tcp"}, {"host", "a"}, {"port", -1}}));
    }

    void refusesToOpenTheWrongShape()
    {
        QFETCH(QByteArray, payload);
        QVERIFY(Open::decode(payload.toStdString()).error() == Fault::WrongShape);
    }

    void returnsTheGreetings()
    {
        QCOMPARE(Hello::decode(Hello{.client = "berth", .token = "secret"}.encode())->token,
                 std::string("secret"));
        Welcome welcome;
        welcome.boot = "b";
        welcome.features = {"fs", "proc"};
        const auto decoded = Welcome::decode(welcome.encode());
        QCOMPARE(decoded->features, welcome.features);
        QVERIFY(!Welcome::decode(Value::map({{"version", 1}}).encode()).has_value());
    }
};

BERTH_TEST(MessageTest)
#include "MessageTest.moc"
