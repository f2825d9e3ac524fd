// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/NoticeSettings.h"

#include <QBoxLayout>
#include <QCheckBox>

namespace ui {

NoticeSettings::NoticeSettings(Preferences *preferences, QWidget *parent)
    : QWidget(parent)
    , m_preferences(preferences)
    , m_column(new QVBoxLayout(this))
{
    using enum Preferences::Notice;
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    addKind(Question, tr("Questions and connections"));
    addKind(Finished, tr("Long runs that are finished"));
    addKind(Failed, tr("Runs that failed or are stuck"));
    addKind(Trouble, tr("Alerts"));
    QCheckBox *highRisk = add(tr("Allow high-risk actions from notifications"));
    highRisk->setChecked(preferences->allowsHighRiskOutside());
    connect(highRisk, &QCheckBox::toggled, preferences, &Preferences::setAllowsHighRiskOutside);
}

QCheckBox *NoticeSettings::add(const QString &words)
{
    auto *check = new QCheckBox(words);
    m_column->addWidget(check, 0, Qt::AlignLeft);
    return check;
}

void NoticeSettings::addKind(Preferences::Notice kind, const QString &words)
{
    QCheckBox *check = add(words);
    check->setChecked(m_preferences->tells(kind));
    connect(check, &QCheckBox::toggled, m_preferences,
            [this, kind](bool isTold) { m_preferences->setTells(kind, isTold); });
}

} // namespace ui
