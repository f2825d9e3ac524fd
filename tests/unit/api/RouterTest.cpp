// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Router.h"
#include "TestMain.h"

/// Finding the row of a path.
class RouterTest : public QObject
{
    Q_OBJECT

private slots:
    void findsRowsAndValues_data();
    void findsRowsAndValues();
    void refusesPathsWithTwoReadings_data();
    void refusesPathsWithTwoReadings();
    void namesTheMethodsOfAPath();
};

static api::Router router()
{
    using enum api::Method;
    const auto row = [](api::Method method, const QString &path) {
        return api::Route{method, path, path, {}};
    };
    return api::Router({row(Get, "/"), row(Get, "/a/search"), row(Get, "/a/{id}"),
                        row(Post, "/a/{id}"), row(Get, "/a/{id}/b"), row(Get, "/tools/"),
                        row(Get, "/files/{path...}")});
}

void RouterTest::findsRowsAndValues_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("value");
    QTest::addRow("root") << QByteArray("/") << "/" << "";
    QTest::addRow("literal first") << QByteArray("/a/search") << "/a/search" << "";
    QTest::addRow("parameter") << QByteArray("/a/7") << "/a/{id}" << "7";
    QTest::addRow("back from a literal") << QByteArray("/a/search/b") << "/a/{id}/b" << "search";
    QTest::addRow("trailing slash more") << QByteArray("/a/7/") << "/a/{id}" << "7";
    QTest::addRow("trailing slash less") << QByteArray("/tools") << "/tools/" << "";
    QTest::addRow("encoded slash is no separator") << QByteArray("/a/x%2Fb") << "/a/{id}" << "x/b";
    QTest::addRow("encoded letters") << QByteArray("/a/%C3%A9%20") << "/a/{id}" << "\u00e9 ";
    QTest::addRow("plus stays") << QByteArray("/a/1+1") << "/a/{id}" << "1+1";
    QTest::addRow("tail") << QByteArray("/files/x/y.txt") << "/files/{path...}" << "x/y.txt";
    QTest::addRow("absolute tail") << QByteArray("/files//etc/x") << "/files/{path...}" << "/etc/x";
    QTest::addRow("no empty value") << QByteArray("/a//b") << "" << "";
    QTest::addRow("unknown") << QByteArray("/nowhere") << "" << "";
    QTest::addRow("letter case counts") << QByteArray("/A/search") << "" << "";
}

void RouterTest::findsRowsAndValues()
{
    QFETCH(QByteArray, path);
    QFETCH(QString, operation);
    QFETCH(QString, value);
    const api::Router table = router();
    const api::Match match = table.find(api::Method::Get, path);
    QCOMPARE(match.route ? match.route->operation : QString(), operation);
    QCOMPARE(match.values.isEmpty() ? QString() : match.values.first(), value);
}

void RouterTest::refusesPathsWithTwoReadings_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addRow("dot segment") << QByteArray("/files/../x");
    QTest::addRow("encoded dots") << QByteArray("/files/%2e%2e/x");
    QTest::addRow("dots behind an encoded slash") << QByteArray("/a/x%2f..%2fy");
    QTest::addRow("dots behind a backslash") << QByteArray("/files/..%5cx");
    QTest::addRow("single dot") << QByteArray("/files/./x");
    QTest::addRow("nul") << QByteArray("/a/x%00");
    QTest::addRow("not UTF-8") << QByteArray("/a/%ff");
    QTest::addRow("overlong slash") << QByteArray("/a/%c0%af");
    QTest::addRow("broken escape") << QByteArray("/a/%zz");
    QTest::addRow("cut escape") << QByteArray("/a/%4");
}

void RouterTest::refusesPathsWithTwoReadings()
{
    QFETCH(QByteArray, path);
    const api::Router table = router();
    QVERIFY(table.find(api::Method::Get, path).isMalformed);
}

void RouterTest::namesTheMethodsOfAPath()
{
    const api::Router table = router();
    QCOMPARE(table.find(api::Method::Delete, "/a/7").allowed,
             (QList{api::Method::Get, api::Method::Post}));
    QVERIFY(!table.find(api::Method::Delete, "/a/7").route);
    QVERIFY(table.find(api::Method::Head, "/a/7").route);
    QVERIFY(
        table.find(api::Method::Post, "/a/search").route); // the row with the parameter takes it
}

BERTH_TEST(RouterTest)
#include "RouterTest.moc"
