// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/AlertRuleDialog.h"

#include "ui/windows/AlertRules.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

static constexpr int longestHold = 86'400; // seconds

AlertRuleDialog::AlertRuleDialog(Session *session, QJsonObject rule, bool hasWebhook,
                                 QWidget *parent)
    : FormDialog(wordsOfRule(rule["rule"].toString()), tr("Change rule"), parent)
    , m_session(session)
    , m_rule(std::move(rule))
    , m_isOn(new QCheckBox(tr("This is watched for"), this))
    , m_holds(new QLineEdit(this))
{
    m_isOn->setObjectName("enabled");
    m_isOn->setChecked(m_rule["enabled"].toBool(true));
    addWide(m_isOn);
    if (m_rule["threshold"].isDouble())
        addThreshold();
    addHolds();
    addSinks(hasWebhook);
    addWayBack();
    (m_threshold ? static_cast<QWidget *>(m_threshold) : m_isOn)->setFocus();
    connect(this, &FormDialog::submitted, this, &AlertRuleDialog::submit);
}

static QString shownNumber(const QJsonValue &number)
{
    return QLocale().toString(number.toDouble(), 'g', QLocale::FloatingPointShortest);
}

/// After "In".
static QString wordOfUnit(const QString &unit)
{
    if (unit == "percent")
        return AlertRuleDialog::tr("percent", "after In");
    if (unit == "seconds")
        return AlertRuleDialog::tr("seconds", "after In");
    if (unit == "minutes")
        return AlertRuleDialog::tr("minutes", "after In");
    if (unit == "hours")
        return AlertRuleDialog::tr("hours", "after In");
    if (unit == "days")
        return AlertRuleDialog::tr("days", "after In");
    return AlertRuleDialog::tr("calls in a row", "after In");
}

void AlertRuleDialog::addThreshold()
{
    m_threshold = new QLineEdit(shownNumber(m_rule["threshold"]), this);
    m_threshold->setObjectName("threshold");
    const QString given = shownNumber(m_rule["given"]["threshold"]);
    const QString range = tr("In %1, from %2 to %3.")
                              .arg(wordOfUnit(m_rule["unit"].toString()),
                                   shownNumber(m_rule["least"]), shownNumber(m_rule["most"]));
    addField(tr("Threshold"), m_threshold,
             range + ' '
                 + (m_rule["option"].toString().isEmpty()
                        ? tr("%1 by default.").arg(given)
                        : tr("%1 by the settings of the server.").arg(given)));
}

void AlertRuleDialog::addHolds()
{
    m_holds->setObjectName("holds");
    m_holds->setText(shownNumber(m_rule["holds"]));
    addField(tr("Fires after"), m_holds,
             tr("Seconds that it must hold, from 0 to %1. %2 by default.")
                 .arg(QLocale().toString(longestHold), shownNumber(m_rule["given"]["holds"])));
}

void AlertRuleDialog::addSinks(bool hasWebhook)
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    const QList<std::pair<QString, QString>> sinks{
        {"notification", tr("A notification")},
        {"log", tr("The log of the server")},
        {"webhook", hasWebhook ? tr("The address of the webhook")
                               : tr("The address of the webhook, once there is one")}};
    for (const auto &[sink, words] : sinks) {
        auto *check = new QCheckBox(words, box);
        check->setObjectName(sink);
        check->setChecked(m_rule["sinks"].toArray().contains(sink));
        column->addWidget(check);
        m_sinks.append(check);
    }
    addField(tr("Told by"), box, tr("It stands on the page Alerts in any case."));
}

void AlertRuleDialog::addWayBack()
{
    const QJsonArray changed = m_rule["changed"].toArray();
    QPushButton *back = addVerb(tr("Back to the default"));
    back->setObjectName("back");
    back->setEnabled(!changed.isEmpty());
    back->setToolTip(changed.isEmpty() ? tr("Nothing of this rule is changed") : QString());
    connect(back, &QPushButton::clicked, this, [this, changed] {
        QJsonObject members;
        for (const QJsonValue &member : changed)
            members.insert(member.toString(), QJsonValue::Null);
        send(members);
    });
}

void AlertRuleDialog::submit()
{
    QJsonArray sinks;
    for (const QCheckBox *check : std::as_const(m_sinks)) {
        if (check->isChecked())
            sinks.append(check->objectName());
    }
    QJsonObject members{{"enabled", m_isOn->isChecked()}, {"sinks", sinks}};
    bool isNumber = false;
    if (m_threshold) {
        const double number = QLocale().toDouble(m_threshold->text().trimmed(), &isNumber);
        const double least = m_rule["least"].toDouble(), most = m_rule["most"].toDouble();
        if (!isNumber || number < least || number > most)
            return fail(tr("The threshold is a number from %1 to %2.")
                            .arg(shownNumber(least), shownNumber(most)),
                        m_threshold);
        const QString unit = m_rule["unit"].toString();
        if (unit != "percent" && unit != "seconds" && number != std::floor(number))
            return fail(tr("The threshold is a whole number."), m_threshold);
        members.insert("threshold", number);
    }
    const int holds = QLocale().toInt(m_holds->text().trimmed(), &isNumber);
    if (!isNumber || holds < 0 || holds > longestHold)
        return fail(tr("It fires after a whole number of seconds, from 0 to %1.")
                        .arg(QLocale().toString(longestHold)),
                    m_holds);
    members.insert("holds", holds);
    send(members);
}

void AlertRuleDialog::send(const QJsonObject &members)
{
    const QString path = "/alerts/rules/" + m_rule["rule"].toString();
    ask(m_session->client()->patch(path, members),
        [this](const QJsonValue &rule) { emit changed(rule.toObject()); });
}

} // namespace ui
