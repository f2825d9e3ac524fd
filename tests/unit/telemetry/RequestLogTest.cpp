// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "telemetry/RequestLog.h"

using namespace telemetry;

class RequestLogTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheNewest()
    {
        RequestLog log(3);
        for (int status = 200; status < 205; ++status)
            log.add(request(status));
        QCOMPARE(statuses(log.find({})), (QList<int>{202, 203, 204}));
        QCOMPARE(statuses(log.find({.limit = 2})), (QList<int>{203, 204}));
        QCOMPARE(statuses(log.find({.after = 2, .limit = 1})), (QList<int>{203}));
    }

    void keepsWhereARequestWentAndWhatMayBeShown()
    {
        RequestLog log;
        Request sent = request(200);
        sent.path = "/items/7";
        sent.headers = {{"user-agent", "curl/8.14"}, {"authorization", "***"}};
        log.add(sent);
        const AnsweredRequest kept = log.find({}).first();
        QCOMPARE(kept.path, "/items/7");
        QCOMPARE(kept.headers.value("user-agent"), "curl/8.14");
        QCOMPARE(kept.headers.value("authorization"), "***");
    }

    void countsWhatAReaderMissed()
    {
        RequestLog log(3);
        for (int number = 0; number < 10; ++number)
            log.add(request(200));
        QCOMPARE(log.lostAfter(-1), 0);
        QCOMPARE(log.lostAfter(4), 2);
        QCOMPARE(log.lostAfter(6), 0);
        QCOMPARE(log.lostAfter(9), 0);
    }

    void findsByUserRouteAndStatus()
    {
        RequestLog log;
        log.add(request(200, "ada"));
        log.add(request(500, "ada"));
        log.add(request(500, "bob"));
        QCOMPARE(log.find({.userId = "ada"}).size(), 2);
        QCOMPARE(log.find({.userId = "ada", .lowestStatus = 400}).size(), 1);
        QCOMPARE(log.find({.route = "/items/{id}"}).size(), 3);
        QCOMPARE(log.find({.route = "/items/7"}).size(), 0);
    }

private:
    static Request request(int status, const QString &user = "ada")
    {
        return {"GET", "/items/{id}", status,      std::chrono::microseconds(1500),
                10,    user,          "127.0.0.1", "id"};
    }
    static QList<int> statuses(const QList<AnsweredRequest> &requests)
    {
        QList<int> list;
        for (const AnsweredRequest &each : requests)
            list.append(each.status);
        return list;
    }
};

BERTH_TEST(RequestLogTest)
#include "RequestLogTest.moc"
