// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ChoiceCard.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Type.h"

#include <QButtonGroup>
#include <QPainter>

namespace ui {

static constexpr int cardEdge = 15;
static constexpr int wordsLeft = 82;

ChoiceCard::ChoiceCard(const QString &icon, const QString &title, const QString &detail,
                       QWidget *parent)
    : QRadioButton(parent)
    , m_icon(icon)
    , m_title(title)
    , m_detail(detail)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    speak();
    connect(this, &QRadioButton::toggled, this, &ChoiceCard::takeTab);
}

/// Tab comes to the one that is chosen, wherever it was before, and arrows to the others.
void ChoiceCard::takeTab()
{
    if (!isChecked())
        return;
    QList<QAbstractButton *> all;
    if (group())
        all = group()->buttons();
    else
        for (ChoiceCard *one :
             parentWidget()->findChildren<ChoiceCard *>(Qt::FindDirectChildrenOnly))
            all.append(one);
    for (QAbstractButton *one : std::as_const(all))
        one->setFocusPolicy(one == this ? Qt::StrongFocus : Qt::ClickFocus);
}

void ChoiceCard::showEvent(QShowEvent *event)
{
    QRadioButton::showEvent(event);
    takeTab();
}

void ChoiceCard::setDetail(const QString &detail)
{
    m_detail = detail;
    speak();
}

void ChoiceCard::setBadge(const QString &text, const QString &icon, Tone tone)
{
    m_badge = text;
    m_badgeIcon = icon;
    m_badgeTone = tone;
    speak();
}

void ChoiceCard::speak()
{
    setAccessibleName(m_badge.isEmpty() ? m_title : m_title + ", " + m_badge);
    setAccessibleDescription(m_detail);
    updateGeometry();
    update();
}

int ChoiceCard::badgeWidth() const
{
    if (m_badge.isEmpty())
        return 0;
    return QFontMetrics(ui::font(Type::Small)).horizontalAdvance(m_badge) + 36;
}

/// Where the title and what it means go, with as much height as there is.
QRect ChoiceCard::wordsIn(int width) const
{
    const int badge = badgeWidth() ? badgeWidth() + 12 : 0;
    return {wordsLeft, 10, qMax(60, width - wordsLeft - cardEdge - badge), 10000};
}

int ChoiceCard::heightOf(const QString &text, int width) const
{
    return QFontMetrics(ui::font(Type::Small))
        .boundingRect(QRect(0, 0, width, 10000), Qt::TextWordWrap, text)
        .height();
}

int ChoiceCard::heightForWidth(int width) const
{
    return 24 + lineHeight(Type::Strong) + heightOf(m_detail, wordsIn(width).width());
}

QSize ChoiceCard::sizeHint() const
{
    return {480, heightForWidth(480)};
}

QSize ChoiceCard::minimumSizeHint() const
{
    return {260, heightForWidth(260)};
}

void ChoiceCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isMarked = isChecked() || hasFocus();
    painter.setPen(QPen(isMarked ? theme().accent : theme().borderStrong, isMarked ? 2 : 1));
    painter.setBrush(isChecked()    ? theme().accentSoft
                     : underMouse() ? theme().hover
                                    : theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    const QPointF middle(24, height() / 2.0);
    painter.setPen(
        QPen(isChecked() ? theme().accent : theme().borderStrong, isChecked() ? 5 : 1.5));
    painter.setBrush(theme().surface);
    painter.drawEllipse(middle, isChecked() ? 5.5 : 7.5, isChecked() ? 5.5 : 7.5);
    paintIcon(&painter, QRectF(48, height() / 2.0 - 10, 20, 20), m_icon,
              isChecked() ? theme().accent : theme().muted);
    const QRect words = wordsIn(width());
    const int line = lineHeight(Type::Strong);
    painter.setFont(ui::font(Type::Strong));
    painter.setPen(theme().text);
    painter.drawText(QRect(words.left(), words.top(), words.width(), line),
                     Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, words.width()));
    painter.setFont(ui::font(Type::Small));
    painter.setPen(theme().muted);
    painter.drawText(QRect(words.left(), words.top() + line + 2, words.width(), height()),
                     Qt::TextWordWrap, m_detail);
    if (m_badge.isEmpty())
        return;
    const QRect badge(width() - cardEdge - badgeWidth(), height() / 2 - 11, badgeWidth(), 22);
    painter.setPen(Qt::NoPen);
    painter.setBrush(softInk(m_badgeTone));
    painter.drawRoundedRect(badge, 5, 5);
    paintIcon(&painter, QRectF(badge.left() + 7, badge.center().y() - 6, 14, 14), m_badgeIcon,
              ink(m_badgeTone));
    painter.setPen(ink(m_badgeTone));
    painter.drawText(badge.adjusted(26, 0, -4, 0), Qt::AlignVCenter | Qt::TextSingleLine, m_badge);
}

} // namespace ui
