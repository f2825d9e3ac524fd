// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/AlertRules.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/TableView.h"
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
    if (unit == "minutes")
        return AlertRules::tr("%n minute(s)", nullptr, int(number));
    if (unit == "hours")
        return AlertRules::tr("%n hour(s)", nullptr, int(number));
    if (unit == "days")
        return AlertRules::tr("%n day(s)", nullptr, int(number));
    return {};
}

static QList<Column> ruleColumns()
{
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
                               : Cell{.text = words};
    };
    const auto holds = [](const QJsonObject &rule) {
        const qint64 seconds = rule["holds"].toInteger();
        return Cell{.text = seconds > 0 ? AlertRules::tr("%1 s").arg(seconds)
                                        : AlertRules::tr("at once"),
                    .order = seconds};
    };
    return {{AlertRules::tr("Rule"), name, 0},
            {AlertRules::tr("Severity"), severity, 110},
            {AlertRules::tr("Threshold"), threshold, 110},
            {AlertRules::tr("Fires after"), holds, 110, Qt::AlignLeft, 560}};
}

AlertRules::AlertRules(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_rules(ruleColumns(), "rule")
    , m_view(new TableView(&m_rules, tr("Rules"), TableView::Rows::TwoLines))
    , m_told(new QLabel)
    , m_change(new QPushButton(icon("settings"), tr("Change threshold...")))
{
    m_view->setObjectName("rules");
    m_told->setTextFormat(Qt::PlainText);
    m_told->setWordWrap(true);
    auto *below = new QHBoxLayout;
    below->addWidget(m_told, 1);
    below->addWidget(m_change, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_view, 1);
    column->addLayout(below);
    connect(m_view, &TableView::currentChosen, this, &AlertRules::look);
    connect(m_view, &TableView::opened, m_change, &QPushButton::click);
    connect(m_change, &QPushButton::clicked, this, [this] {
        const QString option = m_view->currentItem()["option"].toString();
        if (!option.isEmpty())
            emit settingAsked(SettingRow::wordsOf(option));
    });
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
    QList<QJsonObject> rules;
    for (const QJsonValue &rule : answer["items"].toArray())
        rules.append(rule.toObject());
    m_rules.replace(rules);
    m_told->setText(answer["sinks"].toArray().contains("webhook")
                        ? tr("Told here, in the log, and to the address of the webhook.")
                        : tr("Told here and in the log. An alert webhook, in Settings, tells an "
                             "address of yours, too."));
    look();
}

void AlertRules::look()
{
    m_change->setEnabled(!m_view->currentItem()["option"].toString().isEmpty());
    m_change->setToolTip(m_change->isEnabled() ? QString()
                                               : tr("Choose a rule whose threshold is not fixed"));
}

} // namespace ui
