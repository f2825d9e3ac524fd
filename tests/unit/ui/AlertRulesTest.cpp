// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/AlertRuleDialog.h"
#include "ui/windows/AlertsPage.h"
#include "ui/windows/SettingRow.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

using namespace ui;

static const QString patchSilence = "PATCH /alerts/rules/run_silent";

/// The rules of alerts, and how they are changed.
class AlertRulesTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_peer = std::make_unique<test::JsonPeer>();
        m_session = std::make_unique<Session>(m_peer->url(), "brt_key");
        m_peer->answer("GET /alerts", {{"items", QJsonArray()}});
        m_peer->answer("GET /alerts/rules", {{"items", QJsonArray{silence(), slowStore()}},
                                             {"sinks", QJsonArray{"log", "feed"}}});
        m_page.reset(new AlertsPage(m_session.get()));
        m_page->resize(1000, 700);
        m_page->show();
        m_page->findChild<QTabBar *>("parts")->setCurrentIndex(2);
        m_view = m_page->findChild<TableView *>("rules");
        QTRY_COMPARE(m_view->shown(), 2);
    }

    void cleanup()
    {
        m_page.reset();
        m_session.reset();
        m_peer.reset();
    }

    void showsHowTheRulesCount()
    {
        QCOMPARE(text(0, 0), "Agent tells nothing");
        QCOMPARE(text(0, 1), "On");
        QCOMPARE(text(0, 3), "30 minute(s)");
        QCOMPARE(text(0, 4), "at once");
        QCOMPARE(text(0, 5), "notification, log");
        QCOMPARE(text(1, 1), "Off");
        QCOMPARE(text(1, 3), "fixed");
        QCOMPARE(text(1, 4), "30 s");
        QCOMPARE(text(1, 5), "this page only");
        QVERIFY(!button("Change rule...")->isEnabled());
        QCOMPARE(button("Change rule...")->toolTip(), "Choose a rule first");
    }

    void leadsToTheWebhook()
    {
        QSignalSpy asked(m_page.get(), &AlertsPage::settingAsked);
        button("Set a webhook...")->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toString(), SettingRow::wordsOf("alert-webhook"));
    }

    void switchesARuleOffAndOn()
    {
        QJsonObject off = silence();
        off["enabled"] = false;
        m_peer->answer(patchSilence, off);
        m_view->setCurrent("run_silent");
        button("Switch off")->click();
        QTRY_COMPARE(text(0, 1), "Off");
        QCOMPARE(m_peer->last(patchSilence).body, (QJsonObject{{"enabled", false}}));
        m_peer->answer(patchSilence, silence());
        button("Switch on")->click();
        QTRY_COMPARE(text(0, 1), "On");
        QCOMPARE(m_peer->last(patchSilence).body, (QJsonObject{{"enabled", true}}));
    }

    void saysWhyARuleStaysAsItIs()
    {
        m_peer->answer(patchSilence, {{"detail", "Only an administrator may."}}, 403);
        m_view->setCurrent("run_silent");
        button("Switch off")->click();
        QTRY_VERIFY(!m_page->told().isEmpty());
        QCOMPARE(text(0, 1), "On");
    }

    void changesARule()
    {
        AlertRuleDialog *dialog = openDialog("run_silent");
        auto *threshold = dialog->findChild<QLineEdit *>("threshold");
        QCOMPARE(threshold->text(), "30");
        QCOMPARE(dialog->focusWidget(), threshold);
        QVERIFY(dialog->findChild<QCheckBox *>("webhook")->isChecked());
        threshold->setText("45");
        dialog->findChild<QLineEdit *>("holds")->setText("60");
        dialog->findChild<QCheckBox *>("log")->setChecked(false);
        QJsonObject now = silence();
        now["threshold"] = 45;
        now["changed"] = QJsonArray{"holds", "sinks", "threshold"};
        m_peer->answer(patchSilence, now);
        emit dialog->submitted();
        QTRY_COMPARE(text(0, 3), "45 minute(s)");
        QCOMPARE(m_peer->last(patchSilence).body,
                 (QJsonObject{{"enabled", true},
                              {"threshold", 45},
                              {"holds", 60},
                              {"sinks", QJsonArray{"notification", "webhook"}}}));
    }

    void tiesWhatIsWrongToItsField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("written");
        QTest::newRow("no number") << "threshold" << "soon";
        QTest::newRow("too little") << "threshold" << "0";
        QTest::newRow("too much") << "threshold" << "10001";
        QTest::newRow("parts of minutes") << "threshold" << "1.5";
        QTest::newRow("before now") << "holds" << "-1";
        QTest::newRow("more than a day") << "holds" << "86401";
    }

    void tiesWhatIsWrongToItsField()
    {
        QFETCH(QString, field);
        QFETCH(QString, written);
        AlertRuleDialog *dialog = openDialog("run_silent");
        auto *edit = dialog->findChild<QLineEdit *>(field);
        edit->setText(written);
        emit dialog->submitted();
        QVERIFY(edit->property("wrong").toBool());
        QCOMPARE(dialog->focusWidget(), edit);
        QVERIFY(dialog->isVisible());
        QCOMPARE(m_peer->count(patchSilence), 0);
    }

    void goesBackToTheDefault()
    {
        QVERIFY(!openDialog("run_silent")->findChild<QPushButton *>("back")->isEnabled());
        m_page->findChild<AlertRuleDialog *>()->reject();
        QTRY_VERIFY(!m_page->findChild<AlertRuleDialog *>());
        AlertRuleDialog *dialog = openDialog("store_slow");
        QVERIFY(!dialog->findChild<QLineEdit *>("threshold")); // it has none
        m_peer->answer("PATCH /alerts/rules/store_slow", slowStore());
        dialog->findChild<QPushButton *>("back")->click();
        QTRY_COMPARE(m_peer->last("PATCH /alerts/rules/store_slow").body,
                     (QJsonObject{{"enabled", QJsonValue::Null}, {"sinks", QJsonValue::Null}}));
    }

private:
    static QJsonObject silence()
    {
        const QJsonArray sinks{"log", "notification", "webhook"};
        return {{"rule", "run_silent"},
                {"enabled", true},
                {"severity", "warning"},
                {"holds", 0},
                {"threshold", 30},
                {"unit", "minutes"},
                {"option", "alert-run-silence"},
                {"least", 1},
                {"most", 10000},
                {"sinks", sinks},
                {"changed", QJsonArray()},
                {"given", QJsonObject{{"threshold", 30}, {"holds", 0}, {"sinks", sinks}}}};
    }
    static QJsonObject slowStore()
    {
        return {{"rule", "store_slow"},
                {"enabled", false},
                {"severity", "warning"},
                {"holds", 30},
                {"threshold", QJsonValue::Null},
                {"sinks", QJsonArray()},
                {"changed", QJsonArray{"enabled", "sinks"}},
                {"given", QJsonObject{{"holds", 30}, {"sinks", QJsonArray{"log"}}}}};
    }
    QString text(int row, int column) const
    {
        return m_view->model()->index(row, column).data().toString();
    }
    QPushButton *button(const QString &words) const
    {
        for (QPushButton *one : m_page->findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text() == words)
                return one;
        }
        return nullptr;
    }
    AlertRuleDialog *openDialog(const QString &rule)
    {
        m_view->setCurrent(rule);
        button("Change rule...")->click();
        return m_page->findChild<AlertRuleDialog *>();
    }

    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<AlertsPage> m_page;
    TableView *m_view = nullptr;
};

BERTH_TEST(AlertRulesTest)
#include "AlertRulesTest.moc"
