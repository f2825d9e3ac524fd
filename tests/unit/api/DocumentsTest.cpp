// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Documents.h"
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"
#include "api/Outcomes.h"

#include <QJsonDocument>
#include <QJsonObject>

/// What the server says about itself.
class DocumentsTest : public QObject
{
    Q_OBJECT

private slots:
    void describesEveryRoute();
    void derivesSchemasFromSignatures();
    void listsEveryStatusWithItsForm();
    void saysWhatMayBeNull();
    void showsAPageThatLoadsNothing();
};

void DocumentsTest::describesEveryRoute()
{
    test::Sample sample;
    const QJsonObject document = api::openApi(sample.table());
    QCOMPARE(document["openapi"], "3.1.0");
    QSet<QString> operations;
    for (const api::Route &route : sample.table()) {
        const QString path = QString(route.path).replace("...}", "}");
        const QJsonObject operation =
            document["paths"][path][QString::fromLatin1(api::methodName(route.method).toLower())]
                .toObject();
        QCOMPARE(operation["operationId"], route.operation);
        QVERIFY(!operation["responses"].toObject().isEmpty());
        QVERIFY(!operations.contains(route.operation));
        operations.insert(route.operation);
        QCOMPARE(operation["parameters"].toArray().size() >= path.count('{'), true);
    }
}

void DocumentsTest::derivesSchemasFromSignatures()
{
    test::Sample sample;
    const QJsonObject document = api::openApi(sample.table());
    const QJsonValue order = document["paths"]["/orders"]["post"];
    const QJsonValue body = order["requestBody"]["content"]["application/json"]["schema"];
    QCOMPARE(body["properties"]["count"]["type"][0], "integer");
    QCOMPARE(body["required"].toArray(), QJsonArray{"name"});
    const QJsonArray parameters = document["paths"]["/items"]["get"]["parameters"].toArray();
    QCOMPARE(parameters.size(), 3);
    QCOMPARE(parameters.first()["in"], "query");
    QVERIFY(document["paths"]["/items/{id}"]["delete"]["responses"].toObject().contains("204"));
    QCOMPARE(document["paths"]["/alive"]["get"]["security"].toArray(), QJsonArray());
    QCOMPARE(document["paths"]["/items"]["get"]["security"][0]["key"].toArray(),
             QJsonArray{"read"});
    QCOMPARE(order["security"][1]["bearer"].toArray(), QJsonArray{"write"});
    QVERIFY(!order.toObject().contains("x-websocket"));
    QCOMPARE(document["paths"]["/sockets/{id}"]["get"]["x-websocket"], true);
}

void DocumentsTest::listsEveryStatusWithItsForm()
{
    test::Sample sample;
    const QJsonObject paths = api::openApi(sample.table())["paths"].toObject();
    const auto answers = [&](const char *path, const char *method) {
        return paths.value(QLatin1StringView(path))[QLatin1StringView(method)]["responses"]
            .toObject();
    };
    const QJsonObject order = answers("/orders", "post");
    QCOMPARE(order.keys(), (QStringList{"200", "400", "401", "403", "404", "408", "409", "413",
                                        "421", "422", "429", "431", "500", "502", "503", "504"}));
    const auto form = [&](const char *status, const QString &type) {
        return order.value(QLatin1StringView(status))["content"][type]["schema"]["$ref"].toString();
    };
    QCOMPARE(form("404", "application/json"), "#/components/schemas/Error");
    QCOMPARE(form("422", "application/json"), "#/components/schemas/Invalid");
    QCOMPARE(form("503", "application/json"), "#/components/schemas/Fault");
    QCOMPARE(form("503", "application/problem+json"), "#/components/schemas/Problem");
    QVERIFY(!answers("/alive", "get").contains("401") && !answers("/alive", "get").contains("422"));
    QVERIFY(answers("/options", "post").contains("201"));
    QVERIFY(!answers("/options", "post").contains("200"));
    QVERIFY(answers("/sockets/{id}", "get").contains("101"));
    QVERIFY(!answers("/sockets/{id}", "get").contains("200"));
}

void DocumentsTest::saysWhatMayBeNull()
{
    test::Sample sample;
    const QJsonObject document = api::openApi(sample.table());
    const QJsonValue body = document["paths"]["/orders"]["post"]["requestBody"];
    const QJsonValue schema = body["content"]["application/json"]["schema"];
    QCOMPARE(schema["properties"]["name"]["type"], "string");
    QCOMPARE(schema["properties"]["api_key"]["type"].toArray(), (QJsonArray{"string", "null"}));
    const QJsonObject choice{{"oneOf", QJsonArray{QJsonObject{{"type", "string"}}}}};
    const QJsonObject made = api::withNulls(
        {{"type", "object"}, {"properties", QJsonObject{{"choice", choice}}}});
    QCOMPARE(made["properties"]["choice"]["anyOf"].toArray().last()["type"], "null");
}

void DocumentsTest::showsAPageThatLoadsNothing()
{
    test::Sample sample;
    const auto server = test::serve(sample);
    test::Peer peer(server->port());
    for (const QByteArray path : {"/docs", "/redoc"}) {
        peer.request("GET " + path);
        const test::Answer page = peer.answer();
        QCOMPARE(page.status, 200);
        QVERIFY(page.headers.value("content-type").startsWith("text/html"));
        QVERIFY(page.headers.value("content-security-policy").startsWith("default-src 'none'"));
        QVERIFY(page.body.contains("/items/{id}") && page.body.contains("Lists &lt;items&gt;"));
        QVERIFY(!page.body.contains("http://") && !page.body.contains("<script"));
    }
    peer.request("GET /openapi.json");
    QVERIFY(peer.answer().json()["paths"].toObject().contains("/docs"));
}

BERTH_TEST(DocumentsTest)
#include "DocumentsTest.moc"
