// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/DemoNotice.h"

#include <QPushButton>

namespace ui {

DemoNotice::DemoNotice(QWidget *parent)
    : Banner("bot", tr("You are watching the demo"),
             tr("A script is its model; all else is real. It is kept apart from your own work, "
                "which begins with a model of your own."),
             parent)
{
    auto *start = addButton(tr("Start with a model of your own"), ButtonKind::Primary);
    auto *stay = addButton(tr("Stay in the demo"), ButtonKind::Normal);
    connect(start, &QPushButton::clicked, this, &DemoNotice::ownStartAsked);
    connect(stay, &QPushButton::clicked, this, &QWidget::hide);
}

} // namespace ui
