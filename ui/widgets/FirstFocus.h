// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace ui {

/// Whoever gives @p page the focus gives it to @p first, which lies in it. A focus proxy would do
/// that too, but Tab, too, would go to the proxy and never to what lies before it.
void focusFirst(QWidget *page, QWidget *first);

} // namespace ui
