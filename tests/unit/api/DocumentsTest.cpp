// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Documents.h"
#include "Peer.h"
#include "Sample.h"
#include "TestMain.h"

#include <QJsonDocument>
#include <QJsonObject>

/// What the server says about itself.
class DocumentsTest : public QObject
{
    Q_OBJECT

private slots:
    void describesEveryRoute();
    void derivesSchemasFromSignatures();
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
    QCOMPARE(body["properties"]["count"]["type"], "integer");
    QCOMPARE(body["required"].toArray(), QJsonArray{"name"});
    const QJsonArray parameters = document["paths"]["/items"]["get"]["parameters"].toArray();
    QCOMPARE(parameters.size(), 3);
    QCOMPARE(parameters.first()["in"], "query");
    QVERIFY(document["paths"]["/items/{id}"]["delete"]["responses"].toObject().contains("204"));
    QVERIFY(document["paths"]["/alive"]["get"].toObject().contains("security"));
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
