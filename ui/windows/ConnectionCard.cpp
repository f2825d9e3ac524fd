// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConnectionCard.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace ui {

ConnectionCard::ConnectionCard(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_host(new QLabel(this))
    , m_reasons(new QLabel(this))
    , m_allow(new QPushButton(icon("check"), tr("Allow once"), this))
{
    for (QLabel *label : {m_title, m_host, m_reasons}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_title->setFont(ui::font(Type::Section));
    m_host->setFont(ui::font(Type::Code));
    m_reasons->setFont(ui::font(Type::Small));
    auto *longer = new QPushButton(tr("Allow and..."), this);
    auto *deny = new QPushButton(icon("ban"), tr("Deny"), this);
    auto *menu = new QMenu(longer);
    setKind(m_allow, ButtonKind::Answer);
    setKind(deny, ButtonKind::Danger);
    for (QPushButton *button : {m_allow, longer, deny})
        button->setAutoDefault(false);
    longer->setMenu(menu);
    auto *answers = new QHBoxLayout;
    answers->addWidget(m_allow);
    answers->addWidget(longer);
    answers->addStretch();
    answers->addWidget(deny);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(m_title);
    column->addWidget(m_host);
    column->addWidget(m_reasons);
    column->addLayout(answers);
    connect(m_allow, &QPushButton::clicked, this, [this] { emit answered(true, "once"); });
    connect(deny, &QPushButton::clicked, this, [this] { emit answered(false, "once"); });
    menu->addAction(tr("For this workspace, from now on"), this,
                    [this] { emit answered(true, "workspace"); });
    menu->addAction(tr("For all workspaces, from now on"), this,
                    [this] { emit answered(true, "always"); });
}

void ConnectionCard::ask(const QJsonObject &question)
{
    m_title->setText(tr("May this workspace connect?"));
    m_host->setText(visibleLine(question["host"].toString()) + ':'
                    + QString::number(question["port"].toInt()));
    QStringList reasons{tr("Why am I asked?")};
    for (const QJsonValue &reason : question["reasons"].toArray())
        reasons.append("• " + visibleLine(reason["text"].toString()));
    if (reasons.size() == 1)
        reasons.append("• "
                       + tr("The host is not on the list of the workspace. Nothing was sent "
                            "yet."));
    m_reasons->setText(reasons.join('\n'));
    setAccessibleName(m_title->text() + ' ' + m_host->text());
}

void ConnectionCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().wait, 2));
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

} // namespace ui
