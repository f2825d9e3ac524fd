// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "agent/Confirmation.h"

using namespace agent;

static model::ActionEvent call(const QString &tool, const QString &risk)
{
    model::ActionEvent action;
    action.toolName = tool;
    action.securityRisk = risk;
    return action;
}

class ConfirmationTest : public QObject
{
    Q_OBJECT

private slots:
    void asksAsThePolicySays_data()
    {
        QTest::addColumn<QJsonObject>("policy");
        QTest::addColumn<QString>("risk");
        QTest::addColumn<bool>("asks");
        const QJsonObject never{{"kind", "NeverConfirm"}};
        const QJsonObject always{{"kind", "AlwaysConfirm"}};
        const QJsonObject risky{{"kind", "ConfirmRisky"}};
        const QJsonObject medium{{"kind", "ConfirmRisky"},
                                 {"threshold", "MEDIUM"},
                                 {"confirm_unknown", false}};
        QTest::addRow("never, high") << never << "HIGH" << false;
        QTest::addRow("always, low") << always << "LOW" << true;
        QTest::addRow("risky, low") << risky << "LOW" << false;
        QTest::addRow("risky, medium") << risky << "MEDIUM" << false;
        QTest::addRow("risky, high") << risky << "HIGH" << true;
        QTest::addRow("risky, unknown") << risky << "UNKNOWN" << true;
        QTest::addRow("from medium, medium") << medium << "MEDIUM" << true;
        QTest::addRow("from medium, unknown") << medium << "UNKNOWN" << false;
        QTest::addRow("a policy nobody knows") << QJsonObject{{"kind", "Odd"}} << "LOW" << true;
        QTest::addRow("no policy at all") << QJsonObject() << "LOW" << true;
    }

    void asksAsThePolicySays()
    {
        QFETCH(QJsonObject, policy);
        QFETCH(QString, risk);
        QFETCH(bool, asks);
        QCOMPARE(needsConfirmation(policy, {call("terminal", risk)}), asks);
    }

    void neverAsksForALoneFinishOrThought()
    {
        const QJsonObject always{{"kind", "AlwaysConfirm"}};
        QVERIFY(!needsConfirmation(always, {call("finish", "HIGH")}));
        QVERIFY(!needsConfirmation(always, {call("think", "HIGH")}));
        QVERIFY(!needsConfirmation(always, {}));
        QVERIFY(needsConfirmation(always, {call("think", "LOW"), call("terminal", "LOW")}));
    }

    void asksForAllWhenOneIsRisky()
    {
        QVERIFY(needsConfirmation({{"kind", "ConfirmRisky"}},
                                  {call("terminal", "LOW"), call("terminal", "HIGH")}));
    }

    void refusesPoliciesItDoesNotKnow()
    {
        QVERIFY(checkConfirmationPolicy({{"kind", "NeverConfirm"}}));
        QVERIFY(checkConfirmationPolicy({{"kind", "ConfirmRisky"}, {"threshold", "LOW"}}));
        QVERIFY(!checkConfirmationPolicy({{"kind", "ConfirmRisky"}, {"threshold", "low"}}));
        const core::Result<> wrong = checkConfirmationPolicy({{"kind", "Sometimes"}});
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().problems.first().path, QJsonArray{"kind"});
    }

    void fillsInWhatThePolicyLeavesOpen()
    {
        const QJsonObject always{{"kind", "AlwaysConfirm"}};
        const QJsonObject chosen{{"kind", "ConfirmRisky"},
                                 {"threshold", "LOW"},
                                 {"confirm_unknown", false}};
        const QJsonObject defaults{{"kind", "ConfirmRisky"},
                                   {"threshold", "HIGH"},
                                   {"confirm_unknown", true}};
        QCOMPARE(completed(always), always);
        QCOMPARE(completed(chosen), chosen);
        QCOMPARE(completed({{"kind", "ConfirmRisky"}}), defaults);
    }
};

BERTH_TEST(ConfirmationTest)

#include "ConfirmationTest.moc"
