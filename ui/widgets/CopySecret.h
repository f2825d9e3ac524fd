// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace ui {

/// Into the clipboard, marked so that its managers keep no history of it.
void copySecret(const QString &text);

} // namespace ui
