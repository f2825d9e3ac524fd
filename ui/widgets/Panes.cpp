// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Panes.h"

#include <QWidget>

namespace ui {

static bool hasTheFocus(const QWidget *pane)
{
    const QWidget *place = pane->window()->focusWidget();
    return place && (place == pane || pane->isAncestorOf(place));
}

void focusNextPane(const QList<QWidget *> &panes, int step)
{
    QList<QWidget *> shown;
    for (QWidget *pane : panes) {
        if (pane->isVisible() && pane->isEnabled())
            shown.append(pane);
    }
    if (shown.isEmpty())
        return;
    const auto current = std::ranges::find_if(shown, hasTheFocus);
    const qsizetype count = shown.size();
    const qsizetype from = current == shown.end() ? (step > 0 ? count - 1 : 0)
                                                  : current - shown.begin();
    shown[(from + step + count) % count]->setFocus(Qt::ShortcutFocusReason);
}

} // namespace ui
