// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Errors.h"
#include "TestMain.h"

#include <QJsonDocument>
#include <QJsonObject>

using core::Error;

/// The bodies of failures.
class ErrorsTest : public QObject
{
    Q_OBJECT

private slots:
    void hasAStatusForEveryKind();
    void masksTextsOf500AndAbove();
    void tellsNothingAboutInternalFaults();
    void listsProblemsWithoutSecrets();
    void leavesOutAnInputThatIsTooLarge();
    void addsProblemMembersWhenAsked();
};

static QJsonObject bodyOf(const api::Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

void ErrorsTest::hasAStatusForEveryKind()
{
    for (const Error::Kind kind : core::allErrorKinds) {
        const int status = api::statusOf(kind);
        QVERIFY2(status >= 400 && status < 600 && !api::statusPhrase(status).isEmpty(),
                 "a kind has no status");
        const bool isOurFault = kind == Error::Kind::Internal;
        QCOMPARE(status == 500, isOurFault);
    }
}

void ErrorsTest::masksTextsOf500AndAbove()
{
    const api::Response response = api::errorResponse({Error::Kind::Unavailable, "No engine."});
    QCOMPARE(response.status, 503);
    QCOMPARE(bodyOf(response),
             (QJsonObject{{"detail", "Internal Server Error"}, {"exception", "503: No engine."}}));
    QCOMPARE(bodyOf(api::errorResponse({Error::Kind::Conflict, "Running."})),
             (QJsonObject{{"detail", "Running."}}));
}

void ErrorsTest::tellsNothingAboutInternalFaults()
{
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("near SELECT"));
    const api::Response response = api::errorResponse(
        {Error::Kind::Internal, "syntax error near SELECT"});
    QCOMPARE(response.status, 500);
    QVERIFY(!response.body.contains("SELECT"));
    QCOMPARE(bodyOf(response)["error_id"].toString().size(), 32);
}

void ErrorsTest::listsProblemsWithoutSecrets()
{
    const QJsonObject input{{"llm", QJsonObject{{"api_key", "sk-1"}, {"model", "m"}}}};
    const Error error{Error::Kind::Invalid,
                      "x",
                      {{{"body", "name"}, "missing", "is required", input},
                       {{"body", "token"}, "string_type", "expected a string", 7}}};
    const api::Response response = api::errorResponse(error);
    QCOMPARE(response.status, 422);
    const QJsonArray items = bodyOf(response)["detail"].toArray();
    QCOMPARE(items.at(0)["type"], "missing");
    QCOMPARE(items.at(0)["loc"].toArray(), (QJsonArray{"body", "name"}));
    QCOMPARE(items.at(0)["input"]["llm"]["api_key"], "**********");
    QCOMPARE(items.at(0)["input"]["llm"]["model"], "m");
    QCOMPARE(items.at(1)["input"], "**********");
}

void ErrorsTest::leavesOutAnInputThatIsTooLarge()
{
    const Error error{Error::Kind::Invalid, "x", {{{"body"}, "t", "m", QString(100'000, 'x')}}};
    QVERIFY(api::errorResponse(error).body.size() < 1000);
}

void ErrorsTest::addsProblemMembersWhenAsked()
{
    QHttpHeaders headers;
    headers.append("Accept", "application/problem+json");
    const api::Response response = api::statusResponse(404, {}, api::errorForm(headers));
    QCOMPARE(response.contentType, "application/problem+json");
    QCOMPARE(bodyOf(response)["title"], "Not Found");
    QCOMPARE(bodyOf(response)["status"], 404);
    QCOMPARE(bodyOf(response)["detail"], "Not Found");
}

BERTH_TEST(ErrorsTest)
#include "ErrorsTest.moc"
