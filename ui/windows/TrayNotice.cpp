// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TrayNotice.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

TrayNotice::TrayNotice(QWidget *parent)
    : QWidget(parent)
{
    auto *title = new QLabel(tr("This desktop shows no tray icons"));
    title->setFont(ui::font(Type::Strong));
    auto *text = new QLabel(
        tr("Berth stays in your app list and in notifications; start it again to "
           "see this window. On GNOME, the AppIndicator extension adds a tray."));
    text->setWordWrap(true);
    auto *keep = new QPushButton(tr("Keep running without it"));
    setKind(keep, ButtonKind::Primary);
    auto *quit = new QPushButton(tr("Quit on close"));
    connect(keep, &QPushButton::clicked, this, [this] { emit decided(true); });
    connect(quit, &QPushButton::clicked, this, [this] { emit decided(false); });
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(keep);
    buttons->addWidget(quit);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(52, 12, 16, 12);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(4);
    column->addLayout(buttons);
    setAccessibleName(title->text());
}

void TrayNotice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().chrome);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().border);
    paintIcon(&painter, QRectF(24, 14, 18, 18), "panel-left", theme().accent);
}

} // namespace ui
