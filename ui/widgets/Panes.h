// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace ui {

/// Gives the focus to the next (1) or previous (-1) of the panes that can take it, and round the
/// ends. A pane that has the focus somewhere in it is the current one.
void focusNextPane(const QList<QWidget *> &panes, int step);

} // namespace ui
