// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/UserLimitsDialog.h"

#include <QLineEdit>

namespace ui {

/// Whole gibibytes and mebibytes in short; the server understands both.
static QString inShort(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (!value.isDouble())
        return {};
    const double number = value.toDouble();
    const qint64 whole = qint64(number);
    if (double(whole) != number)
        return QString::number(number);
    for (const auto &[shift, letter] : {std::pair(30, 'g'), std::pair(20, 'm')}) {
        if (whole > 0 && whole % (1LL << shift) == 0)
            return QString::number(whole >> shift) + letter;
    }
    return QString::number(whole);
}

UserLimitsDialog::UserLimitsDialog(Session *session, QJsonObject user, QWidget *parent)
    : FormDialog(tr("Limits of %1").arg(user["id"].toString()), tr("Change limits"), parent)
    , m_user(std::move(user))
{
    const QJsonObject quotas = m_user["quotas"].toObject();
    const QJsonObject limits = m_user["workspace_settings"]["resource_limits"].toObject();
    add(m_quotas, "workspaces", tr("Workspaces"), quotas["workspaces"],
        tr("Besides the default one"));
    add(m_quotas, "runs", tr("Runs at a time"), quotas["runs"]);
    add(m_limits, "memory", tr("Memory"), limits["memory"], tr("Of each workspace, such as 2g"));
    add(m_limits, "cpus", tr("CPUs"), limits["cpus"]);
    add(m_limits, "disk", tr("Disk"), limits["disk"], tr("Such as 10g, for all files together"));
    const QJsonObject budget = quotas["budget"].toObject();
    add(m_budget, "cost_per_day", tr("US dollars of a day"), budget["cost_per_day"]);
    add(m_budget, "cost_per_month", tr("US dollars of a month"), budget["cost_per_month"]);
    add(m_budget, "tokens_per_day", tr("Tokens of a day"), budget["tokens_per_day"]);
    add(m_budget, "tokens_per_month", tr("Tokens of a month"), budget["tokens_per_month"]);
    addText(tr("Limits of a workspace hold from its next start on."));
    m_quotas.first().edit->setFocus();
    connect(this, &FormDialog::submitted, this, [this, session] {
        ask(session->client()->patch("/users/" + m_user["id"].toString(), request()),
            [this](const QJsonValue &) { emit changed(); });
    });
}

void UserLimitsDialog::add(QList<Field> &fields, const QString &name, const QString &label,
                           const QJsonValue &value, const QString &help)
{
    auto *edit = new QLineEdit(inShort(value), this);
    edit->setObjectName(name);
    edit->setPlaceholderText(tr("As the server's settings say"));
    addField(label, edit, help);
    fields.append({name, edit});
}

/// The server replaces quotas and settings whole, so what is not asked for here goes along.
QJsonObject UserLimitsDialog::request() const
{
    const auto put = [](QJsonObject &to, const Field &field) {
        const QString text = field.edit->text().trimmed();
        bool isNumber = false;
        const double number = QLocale().toDouble(text, &isNumber);
        if (text.isEmpty())
            to.remove(field.name);
        else
            to.insert(field.name, isNumber ? QJsonValue(number) : QJsonValue(text));
    };
    QJsonObject quotas = m_user["quotas"].toObject();
    QJsonObject settings = m_user["workspace_settings"].toObject();
    QJsonObject limits = settings["resource_limits"].toObject();
    for (const Field &field : m_quotas)
        put(quotas, field);
    for (const Field &field : m_limits)
        put(limits, field);
    QJsonObject budget = quotas["budget"].toObject();
    for (const Field &field : m_budget)
        put(budget, field);
    if (budget.isEmpty())
        quotas.remove("budget");
    else
        quotas.insert("budget", budget);
    settings.insert("resource_limits", limits);
    return {{"quotas", quotas}, {"workspace_settings", settings}};
}

} // namespace ui
