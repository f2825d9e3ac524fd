// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationDelegate.h"

#include "ui/models/Models.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Markdown.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Type.h"
#include "ui/windows/WorkspaceTable.h"

#include <QPainter>

namespace ui {

StateLook lookOf(const QString &state)
{
    static const QHash<QString, StateLook> looks{{"running", {"", Tone::Accent}},
                                                 {"waiting_for_confirmation", {"hand", Tone::Wait}},
                                                 {"paused", {"circle-pause", Tone::Muted}},
                                                 {"finished", {"circle-check", Tone::Ok}},
                                                 {"error", {"octagon-x", Tone::Danger}},
                                                 {"stuck", {"triangle-alert", Tone::Warn}}};
    return looks.value(state, {"circle-dashed", Tone::Muted});
}

RiskLook riskLookOf(const QString &risk)
{
    if (risk == "LOW")
        return {"shield-check", Tone::Ok, ConversationDelegate::tr("Low risk"), 1};
    if (risk == "MEDIUM")
        return {"triangle-alert", Tone::Warn, ConversationDelegate::tr("Medium risk"), 2};
    if (risk == "HIGH")
        return {"octagon-alert", Tone::Danger, ConversationDelegate::tr("High risk"), 3};
    return {"circle-question-mark", Tone::Muted, ConversationDelegate::tr("Risk not rated"), 0};
}

RiskLook riskLookOf(const QJsonObject &question)
{
    if (question["kind"] == "connection")
        return {"globe", Tone::Wait, WaitingModel::riskOf(question), -1};
    return riskLookOf(question["risk"].toString());
}

static void rowText(QPainter *painter, const QRect &place, Type type, const QColor &ink,
                    const QString &text, Qt::Alignment side = Qt::AlignLeft)
{
    painter->setFont(font(type));
    painter->setPen(ink);
    painter->drawText(place, int(side | Qt::AlignVCenter) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
}

static QString rowFacts(const QJsonObject &item)
{
    QStringList facts;
    for (const char *name : {"user", "model"})
        if (const QString fact = visibleLine(item[name].toString()); !fact.isEmpty())
            facts.append(fact.section('/', -1));
    return facts.join(" · ");
}

/// What asked a model that costs nothing was done on this computer.
static QString costWord(const QJsonObject &item)
{
    const double cost = item["cost"].toDouble();
    if (cost > 0)
        return money(cost);
    return item["tokens"].toInteger() > 0 ? ConversationDelegate::tr("local") : QString();
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const QJsonObject item = index.data(FeedModel::ItemRole).toJsonObject();
    const QString state = item["state"].toString();
    const StateLook look = lookOf(state);
    const QRect row = option.rect.adjusted(5, 1, 0, -1);
    const bool isSelected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(option.state & QStyle::State_HasFocus ? QPen(theme().accent, 2)
                                                          : QPen(Qt::NoPen));
    painter->setBrush(isSelected                               ? theme().selected
                      : option.state & QStyle::State_MouseOver ? theme().hover
                                                               : QColor(Qt::transparent));
    painter->drawRoundedRect(row, 6, 6);
    if (isSelected)
        painter->fillRect(QRect(option.rect.left(), row.top() + 12, 3, row.height() - 24),
                          theme().accent);
    const QRectF sign(row.left() + 10, row.top() + 9, 16, 16);
    if (look.icon.isEmpty())
        paintArc(painter, sign, ink(look.tone), 1);
    else
        paintIcon(painter, sign, look.icon, ink(look.tone));
    const int left = row.left() + 35, width = row.width() - 44;
    const int step = lineHeight(Type::Small);
    const QString age = ageWord(item["updated_at"].toString());
    const int ageWidth = QFontMetrics(font(Type::Small)).horizontalAdvance(age) + 2;
    rowText(painter, {left, row.top() + 7, width - ageWidth - 6, step + 2}, Type::Strong,
            theme().text, visibleLine(ConversationsModel::titleOf(item)));
    rowText(painter, {left + width - ageWidth, row.top() + 7, ageWidth, step + 2}, Type::Small,
            theme().muted, age, Qt::AlignRight);
    const bool needsColor = look.tone == Tone::Wait || look.tone == Tone::Danger
                            || look.tone == Tone::Warn;
    // What was said last has the marks of its dialect.
    const QString line = plainWords(visibleLine(item["last_line"].toString()));
    rowText(painter, {left, row.top() + 9 + step, width, step}, Type::Small,
            needsColor ? ink(look.tone) : theme().muted,
            line.isEmpty() ? stateWord(state) : stateWord(state) + " · " + line);
    rowText(painter, {left, row.top() + 10 + 2 * step, width - 66, step}, Type::Small,
            theme().muted, rowFacts(item));
    rowText(painter, {left + width - 62, row.top() + 10 + 2 * step, 62, step}, Type::Small,
            theme().muted, costWord(item), Qt::AlignRight);
    painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, 3 * lineHeight(Type::Small) + 19};
}

} // namespace ui
