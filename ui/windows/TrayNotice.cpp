// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TrayNotice.h"

#include <QPushButton>

namespace ui {

TrayNotice::TrayNotice(QWidget *parent)
    : Banner("panel-left", tr("This desktop shows no tray icons"),
             tr("Berth stays in your app list and in notifications; start it again to "
                "see this window. On GNOME, the AppIndicator extension adds a tray."),
             parent)
{
    auto *keep = addButton(tr("Keep running without it"), ButtonKind::Primary);
    auto *quit = addButton(tr("Quit on close"), ButtonKind::Normal);
    connect(keep, &QPushButton::clicked, this, [this] { emit decided(true); });
    connect(quit, &QPushButton::clicked, this, [this] { emit decided(false); });
}

} // namespace ui
