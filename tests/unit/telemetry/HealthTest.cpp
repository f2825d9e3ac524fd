// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "telemetry/Health.h"

using namespace telemetry;

static Health someHealth()
{
    return Health({[] { return QString("connected"); }, [] { return 15; }, [] { return 3; },
                   [] { return 1; }});
}

class HealthTest : public QObject
{
    Q_OBJECT

private slots:
    void isHealthyWhenNothingIsWrong()
    {
        Health health = someHealth();
        health.add([] { return QString(); });
        const QJsonObject report = json::write(health.report()).toObject();
        QCOMPARE(report.value("status"), "healthy");
        QCOMPARE(report.value("docker"), "connected");
        QCOMPARE(report.value("workspaces"), 15);
        QVERIFY(report.value("uptime").isDouble());
        QVERIFY(report.value("reasons").toArray().isEmpty());
    }

    void saysWhyItIsDegraded()
    {
        Health health = someHealth();
        health.add([] { return QString("The disk is full."); });
        health.add([] { return QString(); });
        const HealthReport report = health.report();
        QCOMPARE(report.status, "degraded");
        QCOMPARE(report.reasons, QStringList{"The disk is full."});
    }

    void saysNothingOfAFolderThatIsNotThere() { QCOMPARE(diskComplaint("/nowhere/at/all"), ""); }
};

BERTH_TEST(HealthTest)
#include "HealthTest.moc"
