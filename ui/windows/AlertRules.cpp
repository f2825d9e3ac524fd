// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/AlertRules.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/AlertRuleDialog.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/SettingRow.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace ui {

QString wordsOfRule(const QString &rule)
{
    static const QHash<QString, const char *> words{
        {"engine_lost", QT_TRANSLATE_NOOP("ui::AlertRules", "Engine does not answer")},
        {"data_disk_low", QT_TRANSLATE_NOOP("ui::AlertRules", "Disk of the data folder is low")},
        {"data_disk_full", QT_TRANSLATE_NOOP("ui::AlertRules", "Disk of the data folder is full")},
        {"changes_lost", QT_TRANSLATE_NOOP("ui::AlertRules", "Changes were lost")},
        {"store_slow", QT_TRANSLATE_NOOP("ui::AlertRules", "Database is slow")},
        {"store_queue", QT_TRANSLATE_NOOP("ui::AlertRules", "Too much waits to be stored")},
        {"server_errors", QT_TRANSLATE_NOOP("ui::AlertRules", "Errors of the server")},
        {"error_rate", QT_TRANSLATE_NOOP("ui::AlertRules", "Many requests fail")},
        {"certificate_ends", QT_TRANSLATE_NOOP("ui::AlertRules", "Certificate ends soon")},
        {"certificate_ended", QT_TRANSLATE_NOOP("ui::AlertRules", "Certificate has ended")},
        {"backup_old", QT_TRANSLATE_NOOP("ui::AlertRules", "Backup is old")},
        {"workspace_disk", QT_TRANSLATE_NOOP("ui::AlertRules", "Disk of a workspace is low")},
        {"workspace_disk_full", QT_TRANSLATE_NOOP("ui::AlertRules", "Disk of a workspace is full")},
        {"workspace_memory", QT_TRANSLATE_NOOP("ui::AlertRules", "Memory of a workspace is low")},
        {"workspace_oom", QT_TRANSLATE_NOOP("ui::AlertRules", "Program ended for want of memory")},
        {"workspace_failed", QT_TRANSLATE_NOOP("ui::AlertRules", "Workspace does not start")},
        {"workspace_died", QT_TRANSLATE_NOOP("ui::AlertRules", "Workspace ended by itself")},
        {"run_stuck", QT_TRANSLATE_NOOP("ui::AlertRules", "Agent repeats itself")},
        {"run_silent", QT_TRANSLATE_NOOP("ui::AlertRules", "Agent tells nothing")},
        {"budget_low", QT_TRANSLATE_NOOP("ui::AlertRules", "Cap is nearly reached")},
        {"budget_spent", QT_TRANSLATE_NOOP("ui::AlertRules", "Cap is reached")},
        {"models_failing", QT_TRANSLATE_NOOP("ui::AlertRules", "Model fails")},
    };
    const char *known = words.value(rule);
    return known ? AlertRules::tr(known) : visibleLine(rule);
}

static QString thresholdWords(const QJsonObject &rule)
{
    const double number = rule["threshold"].toDouble();
    const QString unit = rule["unit"].toString();
    if (unit == "percent")
        return AlertRules::tr("%1 %").arg(QLocale().toString(number, 'g', 3));
    if (unit == "seconds")
        return AlertRules::tr("%1 s").arg(QLocale().toString(number, 'g', 3));
    if (unit == "calls")
        return AlertRules::tr("%n call(s)", nullptr, int(number));
    if (unit == "minutes")
        return AlertRules::tr("%n minute(s)", nullptr, int(number));
    if (unit == "hours")
        return AlertRules::tr("%n hour(s)", nullptr, int(number));
    if (unit == "days")
        return AlertRules::tr("%n day(s)", nullptr, int(number));
    return {};
}

/// Below a value: who says so.
static QString sourceWords(const QJsonObject &rule, const char *member)
{
    return rule["changed"].toArray().contains(QLatin1String(member)) ? AlertRules::tr("changed")
                                                                     : AlertRules::tr("default");
}

/// A rule may be told to a webhook that is not there yet.
static QJsonObject withWebhook(QJsonObject rule, bool hasWebhook)
{
    rule.insert("has_webhook", hasWebhook);
    return rule;
}

static QString sinkWords(const QJsonObject &rule)
{
    const QJsonArray sinks = rule["sinks"].toArray();
    QStringList words;
    if (sinks.contains("notification"))
        words.append(AlertRules::tr("notification"));
    if (sinks.contains("log"))
        words.append(AlertRules::tr("log"));
    if (sinks.contains("webhook") && rule["has_webhook"].toBool())
        words.append(AlertRules::tr("webhook"));
    return words.isEmpty() ? AlertRules::tr("this page only") : words.join(", ");
}

static bool isOn(const QJsonObject &rule)
{
    return rule["enabled"].toBool(true);
}

static QList<Column> ruleColumns()
{
    const auto state = [](const QJsonObject &rule) {
        return isOn(rule) ? Cell{.text = AlertRules::tr("On", "rule"),
                                 .icon = "circle-check",
                                 .tone = Tone::Ok,
                                 .order = 0}
                          : Cell{.text = AlertRules::tr("Off", "rule"),
                                 .icon = "circle-pause",
                                 .tone = Tone::Muted,
                                 .order = 1};
    };
    const auto told = [](const QJsonObject &rule) {
        return Cell{.text = sinkWords(rule), .second = sourceWords(rule, "sinks")};
    };
    const auto name = [](const QJsonObject &rule) {
        return Cell{.text = wordsOfRule(rule["rule"].toString()),
                    .second = visibleLine(serverText(rule["advice"].toString()))};
    };
    const auto severity = [](const QJsonObject &rule) {
        return rule["severity"] == "critical" ? Cell{.text = AlertRules::tr("Critical"),
                                                     .icon = "octagon-alert",
                                                     .tone = Tone::Danger}
                                              : Cell{.text = AlertRules::tr("Warning"),
                                                     .icon = "triangle-alert",
                                                     .tone = Tone::Warn};
    };
    const auto threshold = [](const QJsonObject &rule) {
        const QString words = thresholdWords(rule);
        return words.isEmpty() ? Cell{.text = AlertRules::tr("fixed"), .tone = Tone::Muted}
                               : Cell{.text = words,
                                      .second = sourceWords(rule, "threshold"),
                                      .order = rule["threshold"].toDouble()};
    };
    const auto holds = [](const QJsonObject &rule) {
        const qint64 seconds = rule["holds"].toInteger();
        return Cell{.text = seconds > 0 ? AlertRules::tr("%1 s").arg(seconds)
                                        : AlertRules::tr("at once"),
                    .second = sourceWords(rule, "holds"),
                    .order = seconds};
    };
    return {{AlertRules::tr("Rule"), name, 0},
            {AlertRules::tr("State"), state, 84},
            {AlertRules::tr("Severity"), severity, 110, Qt::AlignLeft, 480},
            {AlertRules::tr("Threshold"), threshold, 110},
            {AlertRules::tr("Fires after"), holds, 110, Qt::AlignLeft, 560},
            {AlertRules::tr("Told by"), told, 180, Qt::AlignLeft, 760}};
}

AlertRules::AlertRules(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_rules(ruleColumns(), "rule")
    , m_view(new TableView(&m_rules, tr("Rules"), TableView::Rows::TwoLines))
    , m_told(new QLabel)
    , m_webhook(new QPushButton(tr("Set a webhook...")))
    , m_switch(new QPushButton)
    , m_change(new QPushButton(icon("settings"), tr("Change rule...")))
{
    m_view->setObjectName("rules");
    m_told->setTextFormat(Qt::PlainText);
    m_told->setWordWrap(true);
    auto *below = new QHBoxLayout;
    below->addWidget(m_told, 1);
    for (QPushButton *button : {m_webhook, m_switch, m_change})
        below->addWidget(button, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_view, 1);
    column->addLayout(below);
    connect(m_view, &TableView::currentChosen, this, &AlertRules::look);
    connect(m_view, &TableView::opened, m_change, &QPushButton::click);
    connect(m_change, &QPushButton::clicked, this, &AlertRules::change);
    connect(m_switch, &QPushButton::clicked, this, &AlertRules::switchOver);
    connect(m_webhook, &QPushButton::clicked, this,
            [this] { emit settingAsked(SettingRow::wordsOf("alert-webhook")); });
    m_webhook->hide();
    look();
}

void AlertRules::read()
{
    QCoro::connect(m_session->client()->get("/alerts/rules"), this,
                   [this](const core::Result<QJsonValue> &answer) {
        if (answer)
            return take(*answer);
        m_view->setEmptyText(answer.error().message);
        m_view->viewport()->update();
    });
}

void AlertRules::take(const QJsonValue &answer)
{
    m_hasWebhook = answer["sinks"].toArray().contains("webhook");
    QList<QJsonObject> rules;
    for (const QJsonValue &rule : answer["items"].toArray())
        rules.append(withWebhook(rule.toObject(), m_hasWebhook));
    m_rules.replace(rules);
    m_webhook->setVisible(!m_hasWebhook);
    m_told->setText(m_hasWebhook ? QString()
                                 : tr("An alert webhook, in Settings, tells an address of yours."));
    look();
}

void AlertRules::change()
{
    if (m_view->currentId().isEmpty())
        return;
    auto *dialog = new AlertRuleDialog(m_session, m_view->currentItem(), m_hasWebhook, this);
    connect(dialog, &AlertRuleDialog::changed, this, &AlertRules::takeRule);
    dialog->open();
}

void AlertRules::switchOver()
{
    const QJsonObject rule = m_view->currentItem();
    const QString path = "/alerts/rules/" + rule["rule"].toString();
    QCoro::connect(m_session->client()->patch(path, {{"enabled", !isOn(rule)}}), this,
                   [this](const core::Result<QJsonValue> &now) {
        if (now)
            takeRule(now->toObject());
        else
            emit refused(now.error().message);
    });
}

void AlertRules::takeRule(const QJsonObject &rule)
{
    m_rules.put(withWebhook(rule, m_hasWebhook));
    look();
}

void AlertRules::look()
{
    const bool isChosen = !m_view->currentId().isEmpty();
    for (QPushButton *button : {m_switch, m_change}) {
        button->setToolTip(isChosen ? QString() : tr("Choose a rule first"));
        m_needs->allow(button, isChosen);
    }
    m_switch->setText(!isChosen || isOn(m_view->currentItem()) ? tr("Switch off")
                                                               : tr("Switch on"));
}

} // namespace ui
