// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace ui {

/// What the server says in English, in the language of the window: what settings are for, what
/// alerts tell and advise, why a person is asked, what keeps an engine from use. What it says
/// otherwise, such as words of a model or of the system, stays as it is.
QString serverText(const QString &english);

/// All that serverText() translates, with %1, %2, ... for what differs.
QStringList knownServerTexts();

} // namespace ui
