// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ui {

// What is wanted of many events in one frame, for which a parser takes far too long.

/// What a text field of an event as it is kept holds. No text in it can be taken for the field:
/// its quotes are escaped.
QByteArray fieldIn(const QByteArray &json, const char *name);

/// When it happened, in milliseconds since some day: good for differences.
qint64 momentIn(const QByteArray &json);

} // namespace ui
