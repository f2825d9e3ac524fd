// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ui {

class TimelineView;

/// Makes every TimelineView a list with rows for a screen reader. Safe to call again.
void installTimelineAccessibility();

/// The rows of a view are others now.
void forgetTimelineRows(TimelineView *view);

/// Tells that a button of a card has the focus.
void tellActionChosen(TimelineView *view, int row, int action);

/// Tells that a row was opened or closed.
void tellExpanded(TimelineView *view, int row);

} // namespace ui
