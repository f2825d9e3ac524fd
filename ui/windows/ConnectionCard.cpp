// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConnectionCard.h"

#include "ui/models/Models.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"
#include "ui/windows/QuestionFacts.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace ui {

static constexpr std::chrono::milliseconds arming{600};

ConnectionCard::ConnectionCard(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_host(new QLabel(this))
    , m_reasons(new QLabel(this))
    , m_facts(new QuestionFacts(this))
    , m_allow(new QPushButton(icon("check"), tr("Allow once"), this))
    , m_longer(new QPushButton(tr("Allow and..."), this))
    , m_deny(new QPushButton(icon("ban"), tr("Deny"), this))
    , m_moreTime(new QPushButton(icon("clock"), tr("More time"), this))
{
    for (QLabel *label : {m_title, m_host, m_reasons}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_title->setFont(ui::font(Type::Section));
    m_host->setFont(ui::font(Type::Code));
    m_reasons->setFont(ui::font(Type::Small));
    auto *menu = new QMenu(m_longer);
    setKind(m_allow, ButtonKind::Answer);
    setKind(m_deny, ButtonKind::Danger);
    setKind(m_moreTime, ButtonKind::Quiet);
    m_moreTime->setToolTip(tr("The question waits for ten minutes from now."));
    m_moreTime->setAccessibleDescription(m_moreTime->toolTip());
    for (QPushButton *button : {m_allow, m_longer, m_deny, m_moreTime})
        button->setAutoDefault(false);
    m_longer->setMenu(menu);
    auto *answers = new QHBoxLayout;
    answers->addWidget(m_allow);
    answers->addWidget(m_longer);
    answers->addWidget(m_moreTime);
    answers->addStretch();
    answers->addWidget(m_deny);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(m_title);
    column->addWidget(m_host);
    column->addWidget(m_reasons);
    column->addWidget(m_facts);
    column->addLayout(answers);
    connect(m_allow, &QPushButton::clicked, this, [this] { emit answered(true, "once"); });
    connect(m_deny, &QPushButton::clicked, this, [this] { emit answered(false, "once"); });
    connect(m_moreTime, &QPushButton::clicked, this, [this] { emit moreTimeAsked(m_id); });
    setTabOrder({m_allow, m_longer, m_moreTime, m_deny});
    m_waking.setSingleShot(true);
    connect(&m_waking, &QTimer::timeout, this, [this] { setAwake(true); });
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
    for (const QString &reason : WaitingModel::reasonsOf(question))
        reasons.append("• " + visibleLine(reason));
    if (reasons.size() == 1)
        reasons.append("• "
                       + tr("The host is not on the list of the workspace. Nothing was sent "
                            "yet."));
    m_reasons->setText(reasons.join('\n'));
    m_facts->ask(question);
    m_moreTime->setVisible(question["deadline"].isString());
    setAccessibleName(m_title->text() + ' ' + m_host->text());
    if (std::exchange(m_id, question["id"].toString()) == question["id"].toString())
        return;
    setAwake(false);
    m_waking.start(arming);
}

void ConnectionCard::setWorkspace(const QString &name)
{
    m_facts->setPlace({}, name);
}

void ConnectionCard::setAwake(bool isAwake)
{
    for (QPushButton *button : {m_allow, m_longer, m_deny})
        button->setEnabled(isAwake);
}

bool ConnectionCard::takeLetter(int key)
{
    if (key == Qt::Key_M && !m_moreTime->isHidden()) {
        m_moreTime->click();
        return true;
    }
    if (key != Qt::Key_A && key != Qt::Key_D)
        return false;
    (key == Qt::Key_A ? m_allow : m_deny)->click();
    return true;
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
