// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QJsonObject>
#include <QStyledItemDelegate>

namespace ui {

/// How a state is shown: an icon and a tone beside its word. An empty icon is the working arc.
struct StateLook
{
    QString icon;
    Tone tone = Tone::Muted;
};

StateLook lookOf(const QString &state);

/// A risk as the wire has it: how it is shown, its words, and how many of three bars it fills.
struct RiskLook
{
    QString icon;
    Tone tone = Tone::Muted;
    QString words;
    int bars = 0;
};

RiskLook riskLookOf(const QString &risk);
/// Of a question of either kind; a connection has no bars.
RiskLook riskLookOf(const QJsonObject &question);

/// A conversation in a list: state, title and age; what it does now; who, which model and cost.
class ConversationDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
